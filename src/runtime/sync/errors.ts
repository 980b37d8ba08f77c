/** What ends a run rather than a step. */
import { causeText, SpmError } from '../../errors.js';

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

/** Whether nothing may be written any more: the lease is gone. */
export function isLeaseLoss(error: unknown): error is SpmError {
  return error instanceof SpmError && error.code === 'SPM_LEASE_LOST';
}

/** Whether the store failed, so that nothing can be made durable. */
export function isStoreFailure(error: unknown): error is SpmError {
  return error instanceof SpmError && error.code.startsWith('SPM_STORE_');
}

/** Whether the other steps of the installation would fail in the same way. */
function isRefusedToken(error: unknown): error is SpmError {
  return error instanceof SpmError && error.code === 'SPM_API_UNAUTHORIZED';
}

/** Whether the API wants to be left alone for longer than a run waits. */
export function isLongPause(error: unknown): boolean {
  return error instanceof SpmError && error.code === 'SPM_API_THROTTLED';
}

/** Whether the shop lacks what the steps of the connector build on. */
function isNotProvisioned(error: unknown): error is SpmError {
  return error instanceof SpmError && error.code === 'SPM_NOT_PROVISIONED';
}

/** Whether there is no way to the API. */
function isNoConnection(error: unknown): error is SpmError {
  return (
    error instanceof SpmError &&
    error.code === 'SPM_API_UNREACHABLE' &&
    NO_CONNECTION.includes(String(error.details?.code))
  );
}

/** Whether every further step would meet the same refusal. */
export function endsAllSteps(error: unknown): error is SpmError {
  return isRefusedToken(error) || isNoConnection(error) || isNotProvisioned(error);
}

/** Whether the run cannot go on after this error of a push. */
export function endsRun(error: unknown): boolean {
  return (
    error instanceof Interruption ||
    isLeaseLoss(error) ||
    isStoreFailure(error) ||
    isLongPause(error) ||
    endsAllSteps(error)
  );
}

/** One line for the error list of a step or a run. Whatever shows or stores it takes the secrets out. */
export function errorLine(error: unknown): string {
  if (!(error instanceof SpmError)) {
    return causeText(error) || 'failed without a reason';
  }
  const why = causeText(error.cause);
  return why === undefined ? error.message : `${error.message}: ${why}`;
}
