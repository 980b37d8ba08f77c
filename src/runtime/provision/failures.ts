/** What a failed write says about the state of the shop. */
import type { SpmEnvelope } from '@shopimind/sdk-js';
import { SpmError } from '../../errors.js';
import { apiMessageOf, apiStatusOf } from '../api/envelope.js';

/** No connection was made, so nothing was sent. */
const UNSENT: ReadonlySet<unknown> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENETUNREACH',
  'EHOSTUNREACH',
]);

/** The client gave up, but the server may still process the request. */
const LATE: ReadonlySet<unknown> = new Set(['ECONNABORTED', 'ETIMEDOUT']);

/** Whether the API certainly did not apply the request, so that it can be sent again. */
export function certainlyNotApplied({
  statusCode,
  error,
}: Pick<SpmEnvelope, 'statusCode' | 'error'>): boolean {
  return statusCode === 429 || (statusCode === 0 && UNSENT.has(error?.code));
}

/**
 * `taken`: another process created the same resource first. `unknown`: the outcome is unknown. Undefined: the write
 * was not applied, and a repetition would fail too.
 */
export function outcomeAfterFailure(error: unknown): 'taken' | 'unknown' | undefined {
  if (!(error instanceof SpmError)) return undefined;
  if (error.code === 'SPM_API_UNREACHABLE')
    return UNSENT.has(error.details?.code) ? undefined : 'unknown';
  if (error.code !== 'SPM_API_ERROR') return undefined;
  if (isTaken(error)) return 'taken';
  const status = apiStatusOf(error);
  if (status === undefined) return undefined;
  return status >= 500 || status === 408 || status < 400 ? 'unknown' : undefined;
}

/** The HTTP status of a name conflict is not documented, but its message is. */
export function isTaken(error: unknown): boolean {
  return apiStatusOf(error) === 409 || /already (used|exists)/i.test(apiMessageOf(error));
}

/** Whether the API may still apply the request. */
export function mayStillBeApplied(error: unknown): error is SpmError {
  return error instanceof SpmError && (LATE.has(error.details?.code) || apiStatusOf(error) === 504);
}

export function mayStillApplyError({ code, message, details }: SpmError): SpmError {
  return new SpmError(code, `${message} in time, and may still apply it`, {
    hint: 'Run the command again in a minute. It finds resources that were created, and does not create them twice.',
    ...(details === undefined ? {} : { details }),
  });
}

/** Whether every other request would fail the same way. */
export function endsAll(error: SpmError): boolean {
  if (error.code === 'SPM_API_UNREACHABLE') return UNSENT.has(error.details?.code);
  return error.code === 'SPM_API_UNAUTHORIZED';
}

/** Whether the API did not answer this request, or any request. */
export function hasNoAnswer(error: SpmError): boolean {
  return error.code === 'SPM_API_UNREACHABLE';
}

/** An incomplete answer: the resource may exist. */
export function noIdIn(what: string): SpmError {
  return new SpmError('SPM_API_ERROR', `${what} failed: the response has no id`, {
    hint: 'Run the command again. It finds a created resource by its name.',
    details: { status: 200, messages: [] },
  });
}
