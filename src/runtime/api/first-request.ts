/** The one cheap request that shows that a token works at an address, before anything is kept under it. */
import { SpmDataSources, type SpmEnvelope } from '@shopimind/sdk-js';
import { SpmError } from '../../errors.js';
import type { Clock } from '../ports/engine.js';
import { makeApiClient } from './client.js';
import { unwrapBody } from './envelope.js';

export interface FirstRequest {
  /** The SDK's own choice when absent. */
  baseUrl?: string;
  token: string;
  timeoutMs: number;
  clock: Pick<Clock, 'sleep'>;
  /** What to do about a token that is refused. */
  hint: string;
}

/** A server that restarts is back soon; an outage is told of. */
const PAUSES_MS = [500, 1_500];

/**
 * Lists the data sources: no shop has many, and every connector may read them.
 * @throws SpmError SPM_API_UNAUTHORIZED when the token is refused, SPM_API_UNREACHABLE when nothing answers, SPM_API_ERROR
 *   when the API fails or what answers is no ShopiMind API
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

/** Of a slow answer, the next one would be as slow. */
function mayPass({ ok, statusCode, error }: SpmEnvelope): boolean {
  if (ok) return false;
  if (statusCode === 0) return !/ABORTED|TIMEDOUT/.test(error?.code ?? '');
  return statusCode === 408 || statusCode === 429 || statusCode >= 500;
}

function check(envelope: SpmEnvelope, base: string, hint: string): void {
  const { ok, statusCode: status } = envelope;
  if (ok ? !isListing(envelope.data) : hasNoRoute(status)) {
    const answer = ok ? `${status} with ${formOf(envelope.data)}` : `HTTP ${status}`;
    throw new SpmError('SPM_API_ERROR', `What answers at ${base} is no ShopiMind API`, {
      cause: `it answers GET /v1/data-sources with ${answer}`,
      hint: 'Check the target (--target): the base URL of the API, without /v1.',
      details: { status, messages: [] },
    });
  }
  try {
    unwrapBody(envelope, `The first request to ${base}`);
  } catch (error) {
    if (!(error instanceof SpmError)) throw error;
    const { code, cause, details = {} } = error;
    if (code === 'SPM_API_UNAUTHORIZED')
      throw new SpmError(code, `The API at ${base} refuses the access token`, {
        cause,
        hint,
        details,
      });
    if (code === 'SPM_API_ERROR')
      throw new SpmError(code, error.message, {
        cause: 'a token is used only after it has worked once at this address',
        hint: 'Run it again later; nothing was registered.',
        details,
      });
    throw error;
  }
}

/** Not found, or sent elsewhere: the API has this route. */
const hasNoRoute = (status: number): boolean =>
  (status >= 300 && status < 400) || status === 404 || status === 405;

/** A body that reports a failure of its own is told as one. */
function isListing(body: unknown): boolean {
  if (typeof body !== 'object' || body === null) return false;
  const { data, statusCode } = body as { data?: unknown; statusCode?: unknown };
  return Array.isArray(data) || (typeof statusCode === 'number' && statusCode >= 400);
}

function formOf(body: unknown): string {
  if (typeof body !== 'string') return 'JSON of another form';
  return body.trim().startsWith('<') ? 'a web page' : 'something else than JSON';
}
