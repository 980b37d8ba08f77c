/** Classifies errors: those that end a run, and those that end only a step. */
import { causeText, type ErrorCode, SpmError } from '../../errors.js';

/** Codes of a connection that could not be made; a lost answer has other codes. */
export const NO_CONNECTION: readonly string[] = [
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENETUNREACH',
  'EHOSTUNREACH',
];

/** A shutdown was requested. It stays inside the engine: the run is reported as interrupted. */
export class Interruption extends Error {
  constructor() {
    super('interrupted');
    this.name = 'Interruption';
  }
}

function hasCode(error: unknown, ...codes: ErrorCode[]): error is SpmError {
  return error instanceof SpmError && codes.includes(error.code);
}

/** The lease is lost, so nothing may be written. */
export const isLeaseLoss = (error: unknown) => hasCode(error, 'SPM_LEASE_LOST');

/** The store failed, so nothing can be made durable. */
export const isStoreFailure = (error: unknown) =>
  error instanceof SpmError && error.code.startsWith('SPM_STORE_');

/** The API asks for a pause that is longer than a run waits. */
export const isLongPause = (error: unknown) => hasCode(error, 'SPM_API_THROTTLED');

/** No connection to the API could be made. */
const isNoConnection = (error: unknown) =>
  hasCode(error, 'SPM_API_UNREACHABLE') && NO_CONNECTION.includes(String(error.details?.code));

/** Every further step would fail in the same way: no valid token, no connection, or the shop is not provisioned. */
export function endsAllSteps(error: unknown): error is SpmError {
  return hasCode(error, 'SPM_API_UNAUTHORIZED', 'SPM_NOT_PROVISIONED') || isNoConnection(error);
}

/** The run cannot go on after this error of a push. */
export function endsRun(error: unknown): boolean {
  if (error instanceof Interruption || endsAllSteps(error)) return true;
  return isLeaseLoss(error) || isStoreFailure(error) || isLongPause(error);
}

/** One line for the error list of a step or a run. Callers that show or store it remove the secrets. */
export function errorLine(error: unknown): string {
  if (!(error instanceof SpmError)) {
    return causeText(error) || 'failed without a reason';
  }
  const why = causeText(error.cause);
  return why === undefined ? error.message : `${error.message}: ${why}`;
}
