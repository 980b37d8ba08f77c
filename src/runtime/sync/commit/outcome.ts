/** Decides what the end of a step does to its cursor: the golden rule. Pure. */
import type { RejectPolicy } from '../../../connector/types.js';
import { iso } from '../../iso.js';
import type { StepCommit } from '../../ports/commit.js';
import type { StepCounts } from '../../ports/records.js';
import { rejectsTolerated } from './tolerance.js';

export interface StepEndFacts {
  /** What went wrong; nothing when the step is clean. */
  errors: readonly string[];
  /** Whether the step read on after an error, so that what failed may lie before its last checkpoint. */
  readOn: boolean;
  /** Whether the window was resumed and its stream is not in order: what the resume left out may matter. */
  leftOut: boolean;
  /** Of the whole window, runs that were interrupted included. */
  counts: StepCounts;
  policy: RejectPolicy | undefined;
  /** As the step returned it. */
  advanceCursorTo: unknown;
  window: { since: number | null; until: number };
  /** The end of the window that the step was handed, which may lie ahead of its own. */
  handedUntil: number;
  cursor: number | null;
  /** Where a run without a cursor begins. */
  backfillStart: number;
  /** How far before its cursor the window has to start, in milliseconds: rows may arrive so late. */
  overlapMs: number;
}

type End = NonNullable<StepCommit['end']>;
type WithoutItems<E> = E extends unknown ? Omit<E, 'items'> : never;

export interface StepOutcome {
  status: 'ok' | 'held' | 'error';
  end: WithoutItems<End>;
  /** Whether the next run reads the window from its start, whatever was checkpointed. */
  restart: boolean;
  /** Whether the window is still to be read, although nothing went wrong. */
  keepsWindow?: true;
  errors: string[];
  warnings: string[];
}

export function decideOutcome(facts: StepEndFacts): StepOutcome {
  const { errors, counts, policy, advanceCursorTo } = facts;
  if (errors.length > 0) return hold('error', [...errors], facts.readOn);
  if (!rejectsTolerated(policy, counts.rejected, acceptedOf(counts))) {
    // What was refused may lie before the checkpoint: only reading all of it again can settle it.
    return hold('held', [refusal(counts)], true);
  }
  if (facts.leftOut) {
    const why = 'the stream is not in order and its window was resumed: all of it is read again';
    return { ...stay(why), keepsWindow: true };
  }
  if (advanceCursorTo === undefined || advanceCursorTo === null) {
    return stay('the step ended without advanceCursorTo: its window is read again by every run');
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

/** For what goes wrong after the stream: the window is read again, from where it was. */
export function failedOutcome(error: string): StepOutcome {
  return hold('error', [error], false);
}

function advance({ cursor, window, handedUntil }: StepEndFacts, wanted: number): StepOutcome {
  const { until } = window;
  const warnings =
    wanted > handedUntil
      ? [`advanceCursorTo ${iso(wanted)} lies beyond the window and was clamped to ${iso(until)}`]
      : [];
  // What lies before the cursor is settled; a step that read a little less does not change that.
  const to = Math.max(Math.min(wanted, until), cursor ?? Number.NEGATIVE_INFINITY);
  const end = { outcome: 'advance', cursor: to } as const;
  return { status: 'ok', end, restart: false, errors: [], warnings };
}

/** A window that was asked to start later than it had to leaves a stretch unread, which the cursor must not pass. */
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
  return `${rejected} of ${rejected + acceptedOf(counts)} items were rejected, which the step does not tolerate`;
}

/** What has not changed, the API has accepted before. */
function acceptedOf({ acknowledged, unchanged }: StepCounts): number {
  return acknowledged + unchanged;
}
