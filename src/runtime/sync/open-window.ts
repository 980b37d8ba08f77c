import type { SyncStep } from '../../connector/types.js';
import type { Cursor, CursorKey, OpenWindow } from '../ports.js';
import { noCounts } from './accounting.js';
import type { StepEnvironment } from './step-environment.js';
import { trackedBy } from './step-records.js';
import { freshWindow } from './window.js';

/**
 * The window to read. One that an interrupted run left open is reused, with its bounds, when it holds a
 * committed position; without one there is nothing to resume, and a fresh window reaches further. A full run
 * resumes a full window and replaces an incremental one; a plain run resumes either, so that an interrupted
 * backfill is finished. Explicit bounds are always taken as they are asked for.
 */
export async function chooseWindow<S>(
  { context, lease, options, startedAt }: StepEnvironment<S>,
  step: SyncStep<S>,
  key: CursorKey,
  cursor: Cursor | null,
): Promise<{ window: OpenWindow; resumed: boolean }> {
  const { store, clock } = context;
  const explicit = options.since !== undefined || options.until !== undefined;
  const open = explicit ? null : await store.cursors.getWindow(key);
  if (open && open.position !== null && (open.full || !options.full)) {
    return { window: open, resumed: true };
  }
  const bounds = freshWindow(cursor?.lastSyncedAt ?? null, { ...options, start: startedAt });
  // What is too old for the backfill window is not gone: a step that tracks deletes reads everything.
  const everything = options.full && !explicit && trackedBy(step) !== undefined;
  const now = clock.now();
  const window: OpenWindow = {
    ...key,
    ...bounds,
    ...(everything && { since: null }),
    full: options.full,
    position: null,
    counts: noCounts(),
    openedAt: now,
  };
  await store.fenced.openWindow(lease.current(), window, now);
  return { window, resumed: false };
}
