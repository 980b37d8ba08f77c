/**
 * What an installation's API revealed about its speed: kept in the report of a run, so that the next run starts with
 * it.
 */
import type { Run } from '../../../ports/records.js';

export interface LearnedPace {
  /** Null when the API named no rate: it answered 503 and not 429. */
  requests_per_second: number | null;
  /** Requests in flight, below the configured limit. */
  in_flight: number;
  /** When the API throttled last. */
  learned_at: string;
}

/** An API that throttled a day ago may accept more today, and soon shows it if not. */
const FORGET_MS = 24 * 60 * 60_000;

/** From the newest of these runs that has a report; null when nothing is known. The runs are sorted, newest first. */
export function learnedPace(runs: readonly Run[], now: number): LearnedPace | null {
  const pace = runs.map(({ summary }) => summary).find(isReport)?.pace;
  if (pace === undefined) return null;
  const age = now - Date.parse(pace.learned_at);
  return age >= 0 && age < FORGET_MS ? pace : null;
}

/** A run that is open, or that a dead process left open, has no report. */
function isReport(summary: unknown): summary is { pace?: LearnedPace } {
  return typeof summary === 'object' && summary !== null && 'totals' in summary;
}
