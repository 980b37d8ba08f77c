/** Runs are sorted by id, which is the order of their creation, independent of the time format. */
import { SpmError } from '../../../errors.js';
import type { Safe } from '../../../safe.js';
import type { Run, RunStatus } from '../../ports/records.js';
import type { LatestRuns, RunFilter, RunStore } from '../../ports/store.js';
import type { Connection } from './connection.js';
import { where } from './filter.js';
import { fromJson, toJson } from './json.js';
import { asMs, fromText, fromTextOrNull, toText } from './times.js';

interface Row {
  id: number;
  installation_id: string;
  status: RunStatus;
  summary_json: string | null;
  started_at: string;
  finished_at: string | null;
}

const SELECT =
  'SELECT id, installation_id, status, summary_json, started_at, finished_at FROM sync_run';

/** Uses the index to jump from installation to installation, instead of reading all runs. */
const LATEST = `WITH RECURSIVE installation (id) AS (
    SELECT MIN(installation_id) FROM sync_run
    UNION ALL
    SELECT (SELECT MIN(installation_id) FROM sync_run WHERE installation_id > installation.id)
    FROM installation WHERE installation.id IS NOT NULL
  ), newest (id) AS (
    SELECT (SELECT MAX(id) FROM sync_run WHERE installation_id = installation.id) FROM installation
    UNION
    SELECT (SELECT id FROM sync_run WHERE installation_id = installation.id AND status <> 'running'
            ORDER BY id DESC LIMIT 1) FROM installation
    UNION
    SELECT (SELECT id FROM sync_run WHERE installation_id = installation.id AND status = 'ok'
            ORDER BY id DESC LIMIT 1) FROM installation
  )
  ${SELECT} WHERE id IN (SELECT id FROM newest) ORDER BY installation_id, id DESC`;

const ABANDONED_SUMMARY = {
  error: 'The process that ran this sync ended before the sync did.',
};

export function makeRuns(connection: Connection): RunStore {
  return {
    get: (id) =>
      connection.read(() => {
        const row = connection.get<Row>(`${SELECT} WHERE id = @id`, { id });
        return row ? fromRow(row) : null;
      }),
    list: (filter = {}) =>
      connection.read(() => {
        const { sql, params } = chosenBy(filter);
        return connection
          .all<Row>(`${SELECT} ${sql} ORDER BY id DESC LIMIT @limit`, {
            ...params,
            limit: filter.limit ?? -1,
          })
          .map(fromRow);
      }),
    count: (filter = {}) =>
      connection.read(() => {
        const { sql, params } = chosenBy(filter);
        const row = connection.get<{ n: number }>(
          `SELECT COUNT(*) AS n FROM sync_run ${sql}`,
          params,
        );
        return row?.n ?? 0;
      }),
    latest: () => connection.read(() => gather(connection.all<Row>(LATEST).map(fromRow))),
  };
}

const SINCE = `${asMs('started_at')} >= ?`;

/** Other tools may have written an invalid summary. */
const INTERRUPTED = `CASE WHEN json_valid(summary_json) THEN summary_json ->> '$.interrupted' END = ?`;

const chosenBy = ({ installationId, status, interrupted, since }: RunFilter) =>
  where({
    installation_id: installationId,
    status,
    [INTERRUPTED]: interrupted && 1,
    [SINCE]: since,
  });

/** `runs` holds up to three runs of each installation, newest first. */
function gather(runs: Run[]): LatestRuns[] {
  const byInstallation = new Map<string, LatestRuns>();
  for (const run of runs) {
    const { installationId } = run;
    const known: LatestRuns = byInstallation.get(installationId) ?? {
      installationId,
      last: run,
      lastFinished: null,
      lastSucceeded: null,
    };
    byInstallation.set(installationId, known);
    if (run.status !== 'running') known.lastFinished ??= run;
    if (run.status === 'ok') known.lastSucceeded ??= run;
  }
  return [...byInstallation.values()];
}

/** For use inside a transaction. */
export function insertRun(connection: Connection, installationId: string, now: number): Run {
  const { id } = connection.run(
    `INSERT INTO sync_run (installation_id, status, started_at)
     VALUES (@installationId, 'running', @now)`,
    { installationId, now: toText(now) },
  );
  return {
    id,
    installationId,
    status: 'running',
    summary: null,
    startedAt: now,
    finishedAt: null,
  };
}

/** Closes runs that a dead owner left open, and returns their ids. Call it inside a transaction. */
export function closeAbandoned(
  connection: Connection,
  installationId: string,
  now: number,
): number[] {
  return connection
    .all<{ id: number }>(
      `UPDATE sync_run SET status = 'failed', summary_json = @summary, finished_at = @now
       WHERE installation_id = @installationId AND status = 'running' RETURNING id`,
      { installationId, summary: toJson(ABANDONED_SUMMARY), now: toText(now) },
    )
    .map(({ id }) => id);
}

/** For use inside a transaction. Throws SPM_INTERNAL when the run is not running. */
export function finishRun(
  connection: Connection,
  run: { id: number; installationId: string },
  result: { status: RunStatus; summary: Safe },
  now: number,
): void {
  const { changes } = connection.run(
    `UPDATE sync_run SET status = @status, summary_json = @summary, finished_at = @now
     WHERE id = @id AND installation_id = @installationId AND status = 'running'`,
    {
      id: run.id,
      installationId: run.installationId,
      status: result.status,
      summary: toJson(result.summary),
      now: toText(now),
    },
  );
  if (changes === 0) {
    throw new SpmError('SPM_INTERNAL', `Run ${run.id} cannot be closed`, {
      cause: `${run.installationId} has no running run with this id.`,
    });
  }
}

function fromRow(row: Row): Run {
  return {
    id: row.id,
    installationId: row.installation_id,
    status: row.status,
    summary: fromJson(row.summary_json),
    startedAt: fromText(row.started_at),
    finishedAt: fromTextOrNull(row.finished_at),
  };
}
