import type { Logger, SyncStep } from '../../../../connector/types.js';
import type { Cursor, CursorKey, OpenWindow, ReadAgain } from '../../../ports/records.js';
import type { Store } from '../../../ports/store.js';
import { noCounts } from '../../accounting.js';
import { readsSnapshot, trackedBy } from '../bulk-step.js';
import type { StepEnvironment } from '../environment.js';
import { startToReadAgain } from './again.js';
import { askedBounds } from './asked.js';
import { planHashOf } from './plan-hash.js';
import { freshWindow } from './window.js';

export interface ChosenWindow {
  window: OpenWindow;
  resumed: boolean;
  /** Whether the window is open in the store, so that another run can finish it. */
  stored: boolean;
  /** The window to read again, as recorded when this one was chosen; null without one. */
  readAgain: ReadAgain | null;
}

/**
 * Chooses the window. An open window is resumed when its committed position is still valid. Otherwise a fresh window
 * reaches further; it is a full one if the open one is, since that full run is not done. A full run resumes only a
 * full window; any other run resumes either, so that an interrupted backfill is finished. Explicit bounds are neither
 * stored nor resumed. A snapshot is always read from its start, since rows before a position may have changed.
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
  // Rows older than the backfill still exist, so a step that tracks deletes must read everything.
  const everything = (full || isSnapshot) && asked === null && trackedBy(step) !== undefined;
  const now = context.clock.now();
  const since = asked ? bounds.since : startToReadAgain(bounds.since, readAgain, now);
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

/** The end of a window that this run opens, if the cursor is not behind it already. */
export function settledUntil<S>({ options, startedAt }: StepEnvironment<S>): number {
  return startedAt - options.settleSeconds * 1000;
}

/** Where the next sync starts after an interruption. A window with explicit bounds is not kept. */
export async function resumePoint(
  store: Store,
  key: CursorKey,
  { stored }: ChosenWindow,
): Promise<'checkpoint' | 'start'> {
  const open = stored ? await store.cursors.getWindow(key) : null;
  return (open?.position ?? null) === null ? 'start' : 'checkpoint';
}

export const NEXT_BEGINS = {
  checkpoint: 'the next sync continues from the last checkpoint',
  start: 'there is no checkpoint, so the window is read again from its start',
} as const;
