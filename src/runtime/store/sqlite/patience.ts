/** Waits for a database that another connection has locked, without blocking the process. */
import { SpmError } from '../../../errors.js';
import { systemClock } from '../../clock.js';
import type { Clock } from '../../ports/engine.js';
import type { Waits } from '../../waits.js';
import { storeError } from './errors.js';

export interface Patience {
  clock: Clock;
  /** How long to wait. Default 5 s. */
  waitMs?: number;
  /** Once aborted, the wait is no longer than the default. */
  signal?: AbortSignal;
  /** Receives the waits, to report them. */
  waits?: Waits;
}

export const PATIENCE: Patience = { clock: systemClock };

const DEFAULT_WAIT_MS = 5_000;
const RETRY_MS = 200;

/**
 * Retries `act` while the database is locked. `act` must change nothing when it fails. Rejects with an SpmError
 * SPM_STORE_*.
 */
export async function whileLocked<T>(act: () => T, path: string, patience: Patience): Promise<T> {
  const { clock, signal, waits } = patience;
  const begin = clock.now();
  let ended: (() => void) | null = null;
  try {
    for (;;) {
      try {
        return act();
      } catch (error) {
        const failure = storeError(error, path);
        const until = begin + waitFor(patience);
        if (!isLocked(failure) || clock.now() >= until) throw failure;
        ended ??= waits?.begin({ reason: 'store', until, installationId: null, pid: null }) ?? null;
      }
      await clock.sleep(RETRY_MS, signal?.aborted ? undefined : signal);
    }
  } finally {
    ended?.();
  }
}

function waitFor({ waitMs = DEFAULT_WAIT_MS, signal }: Patience): number {
  return signal?.aborted ? Math.min(waitMs, DEFAULT_WAIT_MS) : Math.max(waitMs, DEFAULT_WAIT_MS);
}

export function isLocked(error: unknown): boolean {
  return error instanceof SpmError && error.code === 'SPM_STORE_BUSY';
}
