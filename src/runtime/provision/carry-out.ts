/** Applies one change despite network failures. */
import { SpmError } from '../../errors.js';
import { applyCustomData, remainingOfCustomData } from './apply-custom-data.js';
import { applyDataSource, remainingOfDataSource } from './apply-data-source.js';
import { applyEvent, remainingOfEvent } from './apply-event.js';
import { isTaken, mayStillApplyError, mayStillBeApplied, outcomeAfterFailure } from './failures.js';
import type { KeyedChange, Run } from './run.js';
import { WAITS_MS } from './send.js';

/**
 * Creations and extensions are not idempotent. When a failure leaves the outcome unknown, or when another process was
 * first, this reads the shop again, adopts existing resources, and sends only the rest. Returns the id, if known.
 * Throws a failure that it cannot repair.
 */
export async function carryOut(change: KeyedChange, run: Run): Promise<number | null> {
  const { sleep, signal } = run.options;
  let left: readonly KeyedChange[] = [change];
  for (const wait of [...WAITS_MS, null]) {
    try {
      return await writeAll(left, run);
    } catch (failure) {
      const doubt = outcomeAfterFailure(failure);
      if (doubt === undefined) throw failure;
      if (doubt === 'unknown' && wait !== null) await sleep?.(wait, signal);
      signal?.throwIfAborted();
      left = await remaining(change, run, failure);
      const again = left.some(({ action }) => action === change.action);
      if (again && (wait === null || sleep === undefined)) throw failure;
    }
  }
  return writeAll(left, run);
}

async function writeAll(changes: readonly KeyedChange[], run: Run): Promise<number | null> {
  let id: number | null = null;
  for (const change of changes) id = await write(change, run);
  return id;
}

async function write(change: KeyedChange, run: Run): Promise<number | null> {
  if (change.action === 'conflict') throw conflictError(change);
  if (change.kind === 'event') return applyEvent(change, run);
  if (change.kind === 'dataSource') await applyDataSource(change, run);
  else await applyCustomData(change, run);
  return change.id;
}

/**
 * The rest of the change. Throws `failure` when the shop does not show the outcome, or could create the same resource
 * twice.
 */
async function remaining(
  change: KeyedChange,
  run: Run,
  failure: unknown,
): Promise<readonly KeyedChange[]> {
  const left = await readAgain(change, run, failure);
  if (!left.some(({ action }) => action === 'create')) return left;
  if (change.kind === 'event') return isTaken(failure) ? [] : left;
  // The API says that it exists, but it cannot be found.
  if (isTaken(failure)) throw failure;
  // The API checks the code name of an event at its creation. Other resources can be created twice.
  if (mayStillBeApplied(failure)) throw mayStillApplyError(failure);
  return left;
}

async function readAgain(
  change: KeyedChange,
  run: Run,
  failure: unknown,
): Promise<readonly KeyedChange[]> {
  try {
    if (change.kind === 'event') return await remainingOfEvent(change, run);
    if (change.kind === 'dataSource') return await remainingOfDataSource(change, run);
    return await remainingOfCustomData(change, run);
  } catch (error) {
    if (!(error instanceof SpmError) || !error.code.startsWith('SPM_API_')) throw error;
    if (change.kind === 'event' && isTaken(failure)) return [];
    throw failure;
  }
}

function conflictError({ message, hint }: KeyedChange): SpmError {
  return new SpmError('SPM_PLAN_INVALID', message ?? 'it differs from the plan', {
    ...(hint === undefined ? {} : { hint }),
  });
}
