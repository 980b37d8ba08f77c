import type { SyncStep } from '../../connector/types.js';
import type { Cursor, CursorKey, Logger, OpenWindow } from '../ports.js';
import { noCounts } from './accounting.js';
import { planHashOf } from './plan-hash.js';
import type { StepEnvironment } from './step-environment.js';
import { trackedBy } from './step-records.js';
import { freshWindow } from './window.js';

export interface ChosenWindow {
  window: OpenWindow;
  resumed: boolean;
  /** Whether it is the one that lies open in the store, for another run to finish. */
  stored: boolean;
}

/**
 * The window to read. One that an interrupted run left open is reused, with its bounds, when it holds a committed
 * position that still means the same. Without one there is nothing to resume: a fresh window reaches further, and is a
 * full one where the open one is, because what that was opened for is not done. A full run resumes a full window and
 * replaces an incremental one; a plain run resumes either, so that an interrupted backfill is finished. Explicit bounds
 * are always taken as they are asked for, beside whatever is open: nobody would ask to resume them.
 */
export async function chooseWindow<S>(
  { context, lease, options, startedAt, version }: StepEnvironment<S>,
  step: SyncStep<S>,
  key: CursorKey,
  cursor: Cursor | null,
  logger: Logger,
): Promise<ChosenWindow> {
  const { store, clock, provisioned } = context;
  const explicit = options.since !== undefined || options.until !== undefined;
  const open = explicit ? null : await store.cursors.getWindow(key);
  const planHash = planHashOf(step, provisioned, version);
  if (open && open.position !== null && (open.full || !options.full)) {
    if (open.planHash === null || open.planHash === planHash)
      return { window: open, resumed: true, stored: true };
    logger.info('The window is read from its start: the connector or the shop has changed since');
  }
  const full = options.full || open?.full === true;
  const bounds = freshWindow(cursor?.lastSyncedAt ?? null, { ...options, full, start: startedAt });
  // What is too old for the backfill window is not gone: a step that tracks deletes reads everything.
  const everything = full && !explicit && trackedBy(step) !== undefined;
  const now = clock.now();
  const window: OpenWindow = {
    ...key,
    ...bounds,
    ...(everything && { since: null }),
    full,
    position: null,
    counts: noCounts(),
    openedAt: now,
    generation: everything ? now : null,
    planHash,
  };
  if (!explicit) await store.fenced.openWindow(lease.current(), window, now);
  return { window, resumed: false, stored: !explicit };
}
