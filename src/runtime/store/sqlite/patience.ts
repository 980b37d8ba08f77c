/** Waits for a database that another connection has locked, without holding up what else the process does. */
import { SpmError } from '../../../errors.js';
import { systemClock } from '../../clock.js';
import type { Clock } from '../../ports/engine.js';
import type { Waits } from '../../waits.js';
import { storeError } from './errors.js';

export interface Patience {
  clock: Clock;
  /** How long it waits. Default 5 s. */
  waitMs?: number;
  /** Once it is aborted, it waits no longer than by default. */
  signal?: AbortSignal;
  /** Told what is waited for. */
  waits?: Waits;
}

export const PATIENCE: Patience = { clock: systemClock };

const DEFAULT_WAIT_MS = 5_000;
const RETRY_MS = 200;

/** Tries until the database is free. Rejects with an SpmError SPM_STORE_*. `act` must do nothing when it fails. */
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

function isLocked(error: unknown): boolean {
  return error instanceof SpmError && error.code === 'SPM_STORE_BUSY';
}
