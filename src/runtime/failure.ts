/** A failure as data, for reports that continue after it. */
import { CATALOG, causeText, type ErrorCode, SpmError } from '../errors.js';

export interface Failure {
  code: ErrorCode;
  message: string;
  cause: string | null;
  hint: string | null;
}

/** Any error other than an SpmError is a bug, or comes from the connector's code. */
export function failureOf(thrown: unknown): Failure {
  if (!(thrown instanceof SpmError)) {
    const message = causeText(thrown) || 'failed without an error message';
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

/** What failed and why, in one line. */
export function failureText(thrown: unknown): string {
  const { message, cause } = failureOf(thrown);
  return [message, cause].filter(Boolean).join(': ');
}

/**
 * The shared error when every shop failed because the API or the store cannot be used: the command then ends with the exit code
 * of that error. Null stands for a shop that did not fail.
 */
export function areAllUnavailable(errors: readonly ({ code: ErrorCode } | null)[]): boolean {
  return (
    errors.length > 0 &&
    errors.every((error) => error !== null && CATALOG[error.code].exit === 'unavailable')
  );
}
