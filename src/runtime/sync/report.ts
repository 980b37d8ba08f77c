/** The report of a sync: stable, exported data. Times are ISO-8601 UTC. */

import { iso, isoOrNull } from '../iso.js';
import type { Cursor, CursorKey, StepCounts } from '../ports/records.js';
import { addCounts, noCounts } from './accounting.js';
import type { DeleteReport } from './deletes/deletes.js';
import type { LearnedPace } from './push/pace/learned.js';
import type { Duplicates } from './read/notes.js';

export type StepStatus =
  /** No errors. The cursor moved, unless the step did not say how far it came. */
  | 'ok'
  /** Read to the end, but rejects that the step does not tolerate hold the cursor. */
  | 'held'
  /** Errors hold the cursor. */
  | 'error'
  /** Not run, because of a back-off or a pause of the API, until `not_before`. */
  | 'waiting'
  /** Disabled by the settings. */
  | 'disabled'
  /** Stopped by a shutdown. The cursor stays and no failure is counted. */
  | 'interrupted'
  /** Not started, because the run ended before. */
  | 'skipped';

export interface StepReport {
  entity: string;
  /** `''` for a global step. */
  source_key: string;
  status: StepStatus;
  window: { since: string | null; until: string } | null;
  cursor_before: string | null;
  cursor_after: string | null;
  /** The counts of this run only, also when it resumed a window. */
  counts: StepCounts;
  requests: number;
  /** How many requests were retries. */
  retries: number;
  /** How often the API throttled. */
  throttled: number;
  duration_ms: number;
  /** Vanished records of a full run; null when the step does not track deletes or did not finish. */
  deletes: DeleteReport | null;
  /** Records whose key was read before in this run. The last one read counts. */
  duplicates: Duplicates;
  /** How many of the skipped items are dated outside the window. */
  outside: number;
  errors: string[];
  warnings: string[];
  not_before?: string;
  /** Where the next sync continues after an interruption, unless shop or connector change before. */
  resumes_from?: 'checkpoint' | 'start';
  /** A record went out while an older version may still arrive. The first sync from then on sends it again. */
  sends_again_after?: string;
  /** Whether the run resumed the window of an interrupted run. */
  resumed: boolean;
}

export type SyncStatus = 'ok' | 'partial' | 'failed';

export type SyncTotals = StepCounts & Pick<StepReport, 'requests' | 'retries' | 'throttled'>;

export interface SyncReport {
  installation_id: string;
  run_id: number;
  status: SyncStatus;
  full: boolean;
  started_at: string;
  finished_at: string;
  duration_ms: number;
  steps: StepReport[];
  /** Errors of the run as a whole, such as an invalid token or an interruption. */
  errors: string[];
  totals: SyncTotals;
  /** Whether a signal ended the run. `status` cannot say that, since the ecosystem has no such status. */
  interrupted: boolean;
  /** Runs that a dead process left open and this run closed. */
  abandoned_runs: number[];
  /** What the run learned about the API's speed, for the next run. Absent when nothing limits it. */
  pace?: LearnedPace;
}

/** The report of a step that did not run. */
export function idleStep(
  known: Pick<StepReport, 'entity' | 'source_key' | 'status'> & Partial<StepReport>,
): StepReport {
  return {
    window: null,
    cursor_before: null,
    cursor_after: null,
    counts: noCounts(),
    requests: 0,
    retries: 0,
    throttled: 0,
    duration_ms: 0,
    deletes: null,
    duplicates: { count: 0, keys: [] },
    outside: 0,
    errors: [],
    warnings: [],
    resumed: false,
    ...known,
  };
}

/** The report of a step that waits for its back-off or for a pause of the API; null when it may run. */
export function waitingStep(
  { entity, sourceKey }: CursorKey,
  cursor: Cursor | null,
  { own, asked }: { own: number | null; asked: number | null },
): StepReport | null {
  if (own === null && asked === null) return null;
  const until = iso(Math.max(own ?? 0, asked ?? 0));
  const at = isoOrNull(cursor?.lastSyncedAt);
  return idleStep({
    entity,
    source_key: sourceKey,
    status: 'waiting',
    cursor_before: at,
    cursor_after: at,
    errors: cursor?.lastError ? [cursor.lastError] : [],
    warnings: [
      asked === null
        ? `failed recently; runs again from ${until}, or at once with --full`
        : `the API asked for a pause of all steps; runs again from ${until}`,
    ],
    not_before: until,
  });
}

/** `failed` when nothing succeeded; `partial` when something did and something is left to do. */
export function runStatus(steps: readonly StepReport[], errors: readonly string[]): SyncStatus {
  const any = (...statuses: StepStatus[]) => steps.some(({ status }) => statuses.includes(status));
  const problems = errors.length > 0 || any('error', 'held', 'waiting', 'interrupted', 'skipped');
  if (!problems) return 'ok';
  return any('ok', 'held', 'waiting') ? 'partial' : 'failed';
}

export function totalsOf(
  parts: readonly { counts: StepCounts; requests: number; retries: number; throttled: number }[],
): SyncTotals {
  const sum = (name: 'requests' | 'retries' | 'throttled') =>
    parts.reduce((total, part) => total + part[name], 0);
  return {
    ...parts.reduce((total, { counts }) => addCounts(total, counts), noCounts()),
    requests: sum('requests'),
    retries: sum('retries'),
    throttled: sum('throttled'),
  };
}
