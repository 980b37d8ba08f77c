/** What ends a run rather than a step. */
import { causeText, type ErrorCode, SpmError } from '../../errors.js';

/** The codes of a connection that could not be made, as opposed to one answer that was lost. */
export const NO_CONNECTION: readonly string[] = [
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENETUNREACH',
  'EHOSTUNREACH',
];

/** A shutdown was asked for. Stays inside the engine: the run is reported as interrupted. */
export class Interruption extends Error {
  constructor() {
    super('interrupted');
    this.name = 'Interruption';
  }
}

function hasCode(error: unknown, ...codes: ErrorCode[]): error is SpmError {
  return error instanceof SpmError && codes.includes(error.code);
}

/** Whether nothing may be written any more: the lease is gone. */
export const isLeaseLoss = (error: unknown) => hasCode(error, 'SPM_LEASE_LOST');

/** Whether the store failed, so that nothing can be made durable. */
export const isStoreFailure = (error: unknown) =>
  error instanceof SpmError && error.code.startsWith('SPM_STORE_');

/** Whether the API asks for a pause that is longer than a run waits. */
export const isLongPause = (error: unknown) => hasCode(error, 'SPM_API_THROTTLED');

/** Whether no connection to the API can be made. */
const isNoConnection = (error: unknown) =>
  hasCode(error, 'SPM_API_UNREACHABLE') && NO_CONNECTION.includes(String(error.details?.code));

/** Whether every further step would fail alike: without a token, a connection, or what the shop was to be provisioned with. */
export function endsAllSteps(error: unknown): error is SpmError {
  return hasCode(error, 'SPM_API_UNAUTHORIZED', 'SPM_NOT_PROVISIONED') || isNoConnection(error);
}

/** Whether the run cannot go on after this error of a push. */
export function endsRun(error: unknown): boolean {
  if (error instanceof Interruption || endsAllSteps(error)) return true;
  return isLeaseLoss(error) || isStoreFailure(error) || isLongPause(error);
}

/** One line for the error list of a step or a run. Whatever shows or stores it takes the secrets out. */
export function errorLine(error: unknown): string {
  if (!(error instanceof SpmError)) {
    return causeText(error) || 'failed without a reason';
  }
  const why = causeText(error.cause);
  return why === undefined ? error.message : `${error.message}: ${why}`;
}
