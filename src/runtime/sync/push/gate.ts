import type { HeldLease } from '../../lease/held-lease.js';
import { REQUEST_TIMEOUT_MS } from '../../lease/held-lease.js';
import { Interruption } from '../errors.js';

export interface GateParts {
  lease: Pick<HeldLease, 'signal' | 'ensureTimeFor'>;
  /** Aborted on shutdown. */
  shutdown: AbortSignal;
  /** The error that ended the run; null while it runs. */
  failures: { readonly fatal: unknown };
  onRequest?(): void;
}

/** Allows a request, or throws the reason why it must not be sent. Rule L2. */
export function makeGate({ lease, shutdown, failures, onRequest }: GateParts) {
  return async (): Promise<void> => {
    if (failures.fatal !== null) throw failures.fatal;
    lease.signal.throwIfAborted();
    if (shutdown.aborted) throw new Interruption();
    await lease.ensureTimeFor(REQUEST_TIMEOUT_MS);
    onRequest?.();
  };
}
