/** Decides whether the cursor moves at the end of a step: the golden rule. Pure. */
import type { RejectPolicy } from '../../../connector/types.js';
import { iso } from '../../iso.js';
import type { StepCommit } from '../../ports/commit.js';
import type { StepCounts } from '../../ports/records.js';
import { rejectsTolerated } from './tolerance.js';

export interface StepEndFacts {
  /** Empty when the step is clean. */
  errors: readonly string[];
  /** Whether the step read on after an error, so that the failed item may lie before its last checkpoint. */
  readOn: boolean;
  /** Whether the window was resumed although its stream is out of order: the resume may have skipped items. */
  leftOut: boolean;
  /** The counts of the whole window, including interrupted runs. */
  counts: StepCounts;
  policy: RejectPolicy | undefined;
  advanceCursorTo: unknown;
  window: { since: number | null; until: number };
  /** The end of the window as the step saw it, which may be later than the window's own. */
  handedUntil: number;
  cursor: number | null;
  /** The start of a run without a cursor. */
  backfillStart: number;
  /** How far before its cursor the window must start, in milliseconds, since rows may arrive late. */
  overlapMs: number;
}

type End = NonNullable<StepCommit['end']>;
type WithoutItems<E> = E extends unknown ? Omit<E, 'items'> : never;

export interface StepOutcome {
  status: 'ok' | 'held' | 'error';
  end: WithoutItems<End>;
  /** Whether the next run ignores the checkpoint and reads the window from its start. */
  restart: boolean;
  /** Whether the window stays open although nothing failed. */
  keepsWindow?: true;
  errors: string[];
  warnings: string[];
}

export function decideOutcome(facts: StepEndFacts): StepOutcome {
  const { errors, counts, policy, advanceCursorTo } = facts;
  if (errors.length > 0) return hold('error', [...errors], facts.readOn);
  if (!rejectsTolerated(policy, counts.rejected, acceptedOf(counts))) {
    // A rejected item may lie before the checkpoint, so only reading the whole window again can settle it.
    return hold('held', [refusal(counts)], true);
  }
  if (facts.leftOut) {
    const why =
      'the stream is out of order and its window was resumed, so the whole window is read again';
    return { ...stay(why), keepsWindow: true };
  }
  if (advanceCursorTo === undefined || advanceCursorTo === null) {
    return stay('the step ended without advanceCursorTo, so every run reads its window again');
  }
  if (!(advanceCursorTo instanceof Date) || Number.isNaN(advanceCursorTo.getTime())) {
    return hold(
      'error',
      [`advanceCursorTo is not a valid date: ${String(advanceCursorTo)}`],
      false,
    );
  }
  const gap = unreadBefore(facts);
  if (gap !== null) return stay(gap);
  return advance(facts, advanceCursorTo.getTime());
}

/** For a failure after the stream: the window is read again, and the cursor stays. */
export function failedOutcome(error: string): StepOutcome {
  return hold('error', [error], false);
}

function advance({ cursor, window, handedUntil }: StepEndFacts, wanted: number): StepOutcome {
  const { until } = window;
  const warnings =
    wanted > handedUntil
      ? [`advanceCursorTo ${iso(wanted)} lies beyond the window and was reduced to ${iso(until)}`]
      : [];
  // A cursor never moves back, even if the step read a little less.
  const to = Math.max(Math.min(wanted, until), cursor ?? Number.NEGATIVE_INFINITY);
  const end = { outcome: 'advance', cursor: to } as const;
  return { status: 'ok', end, restart: false, errors: [], warnings };
}

/** A window that starts after the cursor leaves a gap, which the cursor must not pass. */
export function unreadBefore({
  cursor,
  window,
  backfillStart,
  overlapMs,
}: StepEndFacts): string | null {
  const { since } = window;
  const due = cursor === null ? backfillStart : cursor - overlapMs;
  if (since === null || since <= due) return null;
  const less = overlapMs === 0 ? '' : ` less the overlap of ${overlapMs / 1000} s`;
  const had =
    cursor === null
      ? `the start of the backfill ${iso(backfillStart)}`
      : `the cursor ${iso(cursor)}${less}`;
  return `the window starts at ${iso(since)}, after ${had}: the cursor stays`;
}

function hold(status: 'held' | 'error', errors: string[], restart: boolean): StepOutcome {
  const end = { outcome: 'hold', error: errors.join('; ') } as const;
  return { status, end, restart, errors, warnings: [] };
}

function stay(warning: string): StepOutcome {
  const end = { outcome: 'stay' } as const;
  return { status: 'ok', end, restart: true, errors: [], warnings: [warning] };
}

function refusal(counts: StepCounts): string {
  const { rejected } = counts;
  return `${rejected} of ${rejected + acceptedOf(counts)} items were rejected, more than the step tolerates`;
}

/** The API accepted unchanged items in an earlier run. */
function acceptedOf({ acknowledged, unchanged }: StepCounts): number {
  return acknowledged + unchanged;
}
