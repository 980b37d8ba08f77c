/**
 * Our functions, extended to the forms of the ecosystem's kit: texts and functions for times, stored JSON for ids.
 */
import type {
  CustomDataDefinition,
  CustomDataHandle,
  RejectPolicy,
  SendBulk,
  SourceHandle,
  SyncWindow,
} from '../connector/types.js';
import * as handles from '../runtime/context/handles.js';
import type { Provisioned } from '../runtime/provisioned.js';
import * as tolerance from '../runtime/sync/commit/tolerance.js';
import * as windows from '../runtime/sync/step/window/window.js';

/** A time: a Date, its ISO-8601 text, or milliseconds since the epoch. */
export type TimeLike = Date | string | number;

export interface WindowOptions extends Omit<windows.WindowOptions, 'now'> {
  now: TimeLike | (() => TimeLike);
}

/**
 * The time range to read. A first or full run goes back `backfillDays` from now, unshifted by the overlap;
 * any other starts `overlapSeconds` before the cursor. `until` is now.
 */
export function computeWindow(
  lastSyncedAt: TimeLike | null | undefined,
  { now, ...options }: WindowOptions,
): SyncWindow & { since: Date } {
  const last = lastSyncedAt ? new Date(lastSyncedAt) : null;
  const at = typeof now === 'function' ? now() : now;
  return windows.computeWindow(last, { ...options, now: new Date(at) });
}

/**
 * Whether the cursor of a step may move although some records were rejected. The second argument may be the result
 * of a push.
 */
export function rejectsTolerated(
  policy: RejectPolicy | null | undefined,
  rejected: number | { rejected: number; sent: number },
  accepted = 0,
): boolean {
  const counts = typeof rejected === 'object' ? rejected : { rejected, sent: accepted };
  return tolerance.rejectsTolerated(policy ?? undefined, counts.rejected, counts.sent);
}

type Ids = Readonly<Record<string, number>>;

/** `ids` by the plan's keys, or the provisioned ids as the state stores them, in JSON. */
export function makeWithSource(
  ids: Ids | string | null,
  sendBulk: SendBulk,
  onMissing?: handles.MissingSink,
): (key: string) => SourceHandle {
  return handles.makeWithSource(idsIn(ids, 'sourceIds'), sendBulk, onMissing);
}

/**
 * `ids` by the definitions' names, or the provisioned ids as the state stores them, in JSON. `declared` are the
 * plan's definitions; the kit's third argument, a client, is not needed.
 */
export function makeCustomData(
  ids: Ids | string | null,
  sendBulk: SendBulk,
  declared?: readonly CustomDataDefinition[] | object,
  options?: handles.CustomDataOptions,
): (definition: string | CustomDataDefinition) => CustomDataHandle {
  const known = Array.isArray(declared) ? (declared as CustomDataDefinition[]) : [];
  return handles.makeCustomData(idsIn(ids, 'defIds'), sendBulk, known, options);
}

function idsIn(given: Ids | string | null, of: keyof Provisioned): Ids {
  if (typeof given === 'object') return given ?? {};
  return (JSON.parse(given) as Partial<Provisioned> | null)?.[of] ?? {};
}
