/** A failure as data, for reports that go on without what failed. */
import { causeText, type ErrorCode, SpmError } from '../errors.js';
import { redactText } from './security/redact.js';

export interface Failure {
  code: ErrorCode;
  message: string;
  cause: string | null;
  hint: string | null;
}

/** Without secrets. What is no SpmError is a bug, or comes from the connector's code. */
export function failureOf(thrown: unknown): Failure {
  if (!(thrown instanceof SpmError)) {
    const message = redactText(causeText(thrown) || 'failed without a reason');
    return { code: 'SPM_INTERNAL', message, cause: null, hint: null };
  }
  const { code, message, cause, hint } = thrown;
  return {
    code,
    message: redactText(message),
    cause: cause === undefined ? null : redactText(causeText(cause) ?? ''),
    hint: hint ?? null,
  };
}
