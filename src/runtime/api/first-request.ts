/** One cheap request that checks a token at an address, before anything is stored for it. */
import { SpmDataSources, type SpmEnvelope } from '@shopimind/sdk-js';
import { SpmError } from '../../errors.js';
import type { Clock } from '../ports/engine.js';
import { makeApiClient } from './client.js';
import { unwrapBody } from './envelope.js';

export interface FirstRequest {
  /** Default: the SDK's default. */
  baseUrl?: string;
  token: string;
  timeoutMs: number;
  clock: Pick<Clock, 'sleep'>;
  /** What to do about a rejected token. */
  hint: string;
}

/** A restarting server is back soon; an outage is reported. */
const PAUSES_MS = [500, 1_500];

/**
 * Lists the data sources: a short list that every connector may read.
 * @throws SpmError SPM_API_UNAUTHORIZED when the token is rejected, SPM_API_UNREACHABLE when nothing answers, SPM_API_ERROR
 *   when the API fails, or the server is not a ShopiMind API
 */
export async function makeFirstRequest({
  baseUrl,
  token,
  timeoutMs,
  clock,
  hint,
}: FirstRequest): Promise<void> {
  const options = {
    timeoutMs,
    retry: false,
    ...(baseUrl === undefined ? {} : { baseUrl }),
  } as const;
  const api = makeApiClient(options);
  const client = api.clientFor(token);
  let envelope = await SpmDataSources.list(client);
  for (const pause of PAUSES_MS) {
    if (!mayPass(envelope)) break;
    await clock.sleep(pause);
    envelope = await SpmDataSources.list(client);
  }
  check(envelope, api.baseUrl, hint);
}

/** After a slow response, the next one would be as slow. */
function mayPass({ ok, statusCode, error }: SpmEnvelope): boolean {
  if (ok) return false;
  if (statusCode === 0) return !/ABORTED|TIMEDOUT/.test(error?.code ?? '');
  return statusCode === 408 || statusCode === 429 || statusCode >= 500;
}

function check(envelope: SpmEnvelope, base: string, hint: string): void {
  const { ok, statusCode: status } = envelope;
  if (ok ? !isListing(envelope.data) : hasNoRoute(status)) {
    const answer = ok ? `${status} with ${formOf(envelope.data)}` : `HTTP ${status}`;
    throw new SpmError('SPM_API_ERROR', `The server at ${base} is not a ShopiMind API`, {
      cause: `it responded to GET /v1/data-sources with ${answer}`,
      hint: 'Check --target: it must be the base URL of the API, without /v1.',
      details: { status, messages: [] },
    });
  }
  try {
    unwrapBody(envelope, `The first request to ${base}`);
  } catch (error) {
    if (!(error instanceof SpmError)) throw error;
    const { code, cause, details = {} } = error;
    if (code === 'SPM_API_UNAUTHORIZED')
      throw new SpmError(code, `The API at ${base} rejected the access token`, {
        cause,
        hint,
        details,
      });
    if (code === 'SPM_API_ERROR')
      throw new SpmError(code, error.message, {
        cause: 'the first request with the token failed',
        hint: 'Run the command again later; nothing was registered.',
        details,
      });
    throw error;
  }
}

/** Not found, or sent elsewhere: the API has this route. */
const hasNoRoute = (status: number): boolean =>
  (status >= 300 && status < 400) || status === 404 || status === 405;

/** If the body itself reports a failure, that is a failure too. */
function isListing(body: unknown): boolean {
  if (typeof body !== 'object' || body === null) return false;
  const { data, statusCode } = body as { data?: unknown; statusCode?: unknown };
  return Array.isArray(data) || (typeof statusCode === 'number' && statusCode >= 400);
}

function formOf(body: unknown): string {
  if (typeof body !== 'string') return 'unexpected JSON';
  return body.trim().startsWith('<') ? 'a web page' : 'a response that is not JSON';
}
