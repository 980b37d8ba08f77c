/** Syncs several installations once, some of them in parallel. */
import { mapWithConcurrency } from '../../connector/concurrency.js';
import { SpmError } from '../../errors.js';
import { type Failure, failureOf } from '../failure.js';
import { iso } from '../iso.js';
import type { Clock } from '../ports/engine.js';
import { type SyncReport, type SyncStatus, type SyncTotals, totalsOf } from '../sync/report.js';

export type InstallationSyncStatus =
  | SyncStatus
  /** Another process works on it. */
  | 'busy'
  /** Not started, because of a shutdown, or because it is not active any more. */
  | 'skipped';

export interface InstallationSync {
  installation_id: string;
  status: InstallationSyncStatus;
  /** Null when no run started, or when the run could not return its report. */
  report: SyncReport | null;
  /** The error that prevented or ended the run. */
  error: Failure | null;
}

export interface SyncSeveralReport {
  /** `busy`: all were busy. `partial`: none failed, at least one synced, and something is left to do. */
  status: 'ok' | 'partial' | 'failed' | 'busy';
  started_at: string;
  finished_at: string;
  duration_ms: number;
  installations: InstallationSync[];
  totals: SyncTotals;
}

export interface SeveralInput {
  installationIds: readonly string[];
  /** How many installations are synced in parallel. */
  concurrency: number;
  clock: Clock;
  /** Once aborted, no further sync starts. */
  signal: AbortSignal;
  sync(installationId: string): Promise<SyncReport>;
  ended?(result: InstallationSync, done: number): void;
}

/** An error of one installation does not reject: the others go on. */
export async function syncSeveral(input: SeveralInput): Promise<SyncSeveralReport> {
  const { installationIds, concurrency, clock, ended } = input;
  const startedAt = clock.now();
  let done = 0;
  const installations = await mapWithConcurrency(installationIds, concurrency, async (id) => {
    const result = await syncOne(input, id);
    done++;
    ended?.(result, done);
    return result;
  });
  const now = clock.now();
  return {
    status: statusOf(installations),
    started_at: iso(startedAt),
    finished_at: iso(now),
    duration_ms: now - startedAt,
    installations,
    totals: totalsOf(
      installations.flatMap(({ report }) =>
        report === null ? [] : [{ counts: report.totals, ...report.totals }],
      ),
    ),
  };
}

async function syncOne({ signal, sync }: SeveralInput, id: string): Promise<InstallationSync> {
  if (!signal.aborted) return resultOf(id, sync);
  return { installation_id: id, status: 'skipped', report: null, error: null };
}

/** Never rejects. */
export async function resultOf(id: string, sync: SeveralInput['sync']): Promise<InstallationSync> {
  try {
    const report = await sync(id);
    return { installation_id: id, status: report.status, report, error: null };
  } catch (error) {
    return failedSync(id, error);
  }
}

/** The error of a closed run carries the run's report. */
function failedSync(installation_id: string, error: unknown): InstallationSync {
  const { code, details } = error instanceof SpmError ? error : ({} as Partial<SpmError>);
  const report = (details?.report as SyncReport | undefined) ?? null;
  const status = statusWithout(code) ?? report?.status ?? 'failed';
  return { installation_id, status, report, error: failureOf(error) };
}

/** The status of a sync that this error kept from starting. */
function statusWithout(code: SpmError['code'] | undefined): 'busy' | 'skipped' | undefined {
  if (code === 'SPM_LEASE_HELD') return 'busy';
  return code === 'SPM_INSTALLATION_INACTIVE' ? 'skipped' : undefined;
}

function statusOf(all: readonly InstallationSync[]): SyncSeveralReport['status'] {
  const are = (...wanted: InstallationSyncStatus[]) =>
    all.filter((one) => wanted.includes(one.status));
  if (all.length > 0 && are('busy').length === all.length) return 'busy';
  if (are('ok').length === all.length) return 'ok';
  return are('failed').length === 0 && are('ok', 'partial').length > 0 ? 'partial' : 'failed';
}
