/** A failure as data, for reports that go on without what failed. */
import { CATALOG, causeText, type ErrorCode, SpmError } from '../errors.js';

export interface Failure {
  code: ErrorCode;
  message: string;
  cause: string | null;
  hint: string | null;
}

/** What is no SpmError is a bug, or comes from the connector's code. */
export function failureOf(thrown: unknown): Failure {
  if (!(thrown instanceof SpmError)) {
    const message = causeText(thrown) || 'failed without a reason';
    return { code: 'SPM_INTERNAL', message, cause: null, hint: null };
  }
  const { code, message, cause, hint } = thrown;
  return {
    code,
    message,
    cause: cause === undefined ? null : (causeText(cause) ?? ''),
    hint: hint ?? null,
  };
}

/**
 * Whether each of several shops failed because the API or the store cannot be used: the command then ends with the exit code
 * that it has for one of them. Null stands for a shop that did not fail.
 */
export function areAllUnavailable(errors: readonly ({ code: ErrorCode } | null)[]): boolean {
  return (
    errors.length > 0 &&
    errors.every((error) => error !== null && CATALOG[error.code].exit === 'unavailable')
  );
}
