/** What a sync did: stable, exported data. Times are ISO-8601 UTC. */

import { iso, isoOrNull } from '../iso.js';
import type { Cursor, CursorKey, StepCounts } from '../ports/records.js';
import { addCounts, noCounts } from './accounting.js';
import type { DeleteReport } from './deletes/deletes.js';
import type { Duplicates } from './read/notes.js';

export type StepStatus =
  /** Clean; the cursor moved, unless the step did not say where to. */
  | 'ok'
  /** Read to its end, but rejects that the step does not tolerate hold the cursor. */
  | 'held'
  /** Errors hold the cursor. */
  | 'error'
  /** Not tried: it failed lately, or the API asked for a pause; waits until `not_before`. */
  | 'waiting'
  /** Switched off by the settings. */
  | 'disabled'
  /** Stopped by a shutdown; the cursor did not move and no failure was counted. */
  | 'interrupted'
  /** Not reached, because the run ended before. */
  | 'skipped';

export interface StepReport {
  entity: string;
  /** `''` for a global step. */
  source_key: string;
  status: StepStatus;
  window: { since: string | null; until: string } | null;
  cursor_before: string | null;
  cursor_after: string | null;
  /** Of this run alone, also where it resumed a window. */
  counts: StepCounts;
  requests: number;
  /** How many of the requests were another try. */
  retries: number;
  /** How often the API asked for less. */
  throttled: number;
  duration_ms: number;
  /** What a full run found gone; null for a step that does not track deletes, or did not come to its end. */
  deletes: DeleteReport | null;
  /** Records whose key came before in the same run, of a step that names one; the last one read counts. */
  duplicates: Duplicates;
  /** Of the skipped: items outside of the window, by what the step says of their dates. */
  outside: number;
  errors: string[];
  warnings: string[];
  not_before?: string;
  /** Of an interrupted one: where the next sync begins, unless the shop or the connector is another by then. */
  resumes_from?: 'checkpoint' | 'start';
  /** Something went out while an older version of it may still arrive: the first sync from then on sends it again. */
  sends_again_after?: string;
  /** Whether it went on where an interrupted run had stopped. */
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
  /** Problems of the run as a whole, such as a refused token or an interruption. */
  errors: string[];
  totals: SyncTotals;
  /** Whether a signal ended it; `status` is that of the ecosystem, which knows no such thing. */
  interrupted: boolean;
  /** Runs that a dead process had left running and that this one closed. */
  abandoned_runs: number[];
}

/** A report of a step that did nothing, with what is known of it. */
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

/**
 * A report of a step that is not tried yet, since it failed lately and waits for its own time, or since the API asked for
 * a pause; null when neither is so.
 */
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
        ? `failed lately; tried again from ${until} on, or at once with --full`
        : `the API asked for a pause, which holds for all steps; tried again from ${until} on`,
    ],
    not_before: until,
  });
}

/** `failed` when nothing came through, `partial` when something did and something is left to do. */
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
