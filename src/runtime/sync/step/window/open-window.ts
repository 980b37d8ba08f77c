import type { Logger, SyncStep } from '../../../../connector/types.js';
import type { Cursor, CursorKey, OpenWindow, ReadAgain } from '../../../ports/records.js';
import type { Store } from '../../../ports/store.js';
import { noCounts } from '../../accounting.js';
import { readsSnapshot, trackedBy } from '../bulk-step.js';
import type { StepEnvironment } from '../environment.js';
import { reachBack } from './again.js';
import { askedBounds } from './asked.js';
import { planHashOf } from './plan-hash.js';
import { freshWindow } from './window.js';

export interface ChosenWindow {
  window: OpenWindow;
  resumed: boolean;
  /** Whether it is the one that lies open in the store, for another run to finish. */
  stored: boolean;
  /** What was noted to be read again when it was chosen; null when nothing was. */
  readAgain: ReadAgain | null;
}

/**
 * The window to read. One that an interrupted run left open is reused, with its bounds, when it holds a committed
 * position that still means the same. Without one there is nothing to resume: a fresh window reaches further, and is a
 * full one where the open one is, because what that was opened for is not done. A full run resumes a full window and
 * replaces an incremental one; a plain run resumes either, so that an interrupted backfill is finished. Explicit bounds
 * are taken as they are asked for, beside whatever is open: such a window is neither stored nor resumed. A snapshot is read
 * from its start by each run: what a position of another run leaves out may have changed since.
 */
export async function chooseWindow<S>(
  env: StepEnvironment<S>,
  step: SyncStep<S>,
  key: CursorKey,
  cursor: Cursor | null,
  logger: Logger,
): Promise<ChosenWindow> {
  const { store } = env.context;
  const { full } = env.options;
  const readAgain = await store.cursors.getReadAgain(key);
  const fresh = (whole: boolean) => makeWindow(env, step, key, { cursor, readAgain, full: whole });
  if (askedBounds(env.options, step))
    return { window: fresh(full), resumed: false, stored: false, readAgain };
  const open = readsSnapshot(step) ? null : await store.cursors.getWindow(key);
  const window = fresh(full || open?.full === true);
  if (open && open.position !== null && (open.full || !full)) {
    if (open.planHash === null || open.planHash === window.planHash)
      return { window: open, resumed: true, stored: true, readAgain };
    logger.info('The window is read from its start: the connector or the shop has changed since');
  }
  await store.fenced.openWindow(env.lease.current(), window, window.openedAt);
  return { window, resumed: false, stored: true, readAgain };
}

function makeWindow<S>(
  { context, options, startedAt, version }: StepEnvironment<S>,
  step: SyncStep<S>,
  key: CursorKey,
  known: { cursor: Cursor | null; readAgain: ReadAgain | null; full: boolean },
): OpenWindow {
  const { cursor, readAgain, full } = known;
  const asked = askedBounds(options, step);
  const choice = { ...options, since: undefined, until: undefined, ...asked };
  const bounds = freshWindow(cursor?.lastSyncedAt ?? null, { ...choice, full, start: startedAt });
  const isSnapshot = readsSnapshot(step);
  // What is too old for the backfill window is not gone: a step that tracks deletes reads everything.
  const everything = (full || isSnapshot) && asked === null && trackedBy(step) !== undefined;
  const now = context.clock.now();
  const since = asked ? bounds.since : reachBack(bounds.since, readAgain, now);
  return {
    ...key,
    ...bounds,
    since: everything || isSnapshot ? (asked?.since ?? null) : since,
    full,
    position: null,
    counts: noCounts(),
    openedAt: now,
    generation: everything ? now : null,
    planHash: planHashOf(step, context.provisioned, version),
  };
}

/** The end of a window that is opened by this run, unless the cursor lies behind it already. */
export function settledUntil<S>({ options, startedAt }: StepEnvironment<S>): number {
  return startedAt - options.settleSeconds * 1000;
}

/** Where the next sync begins after an interruption. A window with bounds of its own is not kept. */
export async function resumePoint(
  store: Store,
  key: CursorKey,
  { stored }: ChosenWindow,
): Promise<'checkpoint' | 'start'> {
  const open = stored ? await store.cursors.getWindow(key) : null;
  return (open?.position ?? null) === null ? 'start' : 'checkpoint';
}

export const NEXT_BEGINS = {
  checkpoint: 'the next sync goes on from the last checkpoint',
  start: 'there is no checkpoint, so that the window is read again from its start',
} as const;
