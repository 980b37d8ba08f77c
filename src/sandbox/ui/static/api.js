// The control API. Every failure is an Error whose message a person can read.

/** The sandbox did not answer. */
export class Unreachable extends Error {}

/** This sandbox does not have the route. */
export class Missing extends Error {}

const TIMEOUT_MS = 10_000;

async function call(method, path, body) {
  const response = await send(method, path, body);
  const answer = await response.json().catch(() => null);
  if (response.ok) return answer;
  const reason = [answer?.message ?? answer?.error?.message ?? response.statusText].flat();
  const Kind = response.status === 404 ? Missing : Error;
  throw new Kind(`${response.status}: ${reason.join('; ')}`);
}

async function send(method, path, body) {
  try {
    return await fetch(`/_sandbox/${path}`, {
      method,
      cache: 'no-store',
      signal: AbortSignal.timeout(TIMEOUT_MS),
      ...(body === undefined
        ? {}
        : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
  } catch {
    throw new Unreachable('The sandbox does not answer.');
  }
}

export const get = (path) => call('GET', path);
export const post = (path, body = {}) => call('POST', path, body);
export const put = (path, body) => call('PUT', path, body);
export const remove = (path) => call('DELETE', path);

/** The answer, or null when this sandbox does not have the route. */
export async function getIfThere(path) {
  try {
    return await get(path);
  } catch (error) {
    if (error instanceof Missing) return null;
    throw error;
  }
}

/** A query string of the non-empty values. */
export function query(parameters) {
  const given = Object.entries(parameters).filter(([, value]) => value !== '' && value !== null);
  return new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
}
