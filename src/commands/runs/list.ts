import type { OverviewRun } from '../../runtime/overview.js';
import type { RunStatus } from '../../runtime/ports/records.js';
import type { RunFilter } from '../../runtime/ports/store.js';
import { withApp } from '../app.js';
import { requireKnown } from '../known.js';
import type { Command } from '../types.js';

export interface RunRow extends OverviewRun {
  installation_id: string;
}

export interface RunsList {
  /** How many exist, including those not listed. */
  total: number;
  runs: RunRow[];
  generated_at: string;
}

/** `interrupted` comes from the summary; the status of such a run is partial or failed. */
const STATUSES: readonly (RunStatus | 'interrupted')[] = [
  'running',
  'ok',
  'partial',
  'failed',
  'interrupted',
];

/** A screenful; `--limit` lists more. */
const SHOWN = 50;

export const command: Command = {
  spec: {
    name: 'runs list',
    summary: 'list past syncs, newest first',
    description: `The default --limit is ${SHOWN}.`,
    options: [
      { flags: '--installation <id>', description: 'only for this shop', type: 'name' },
      { flags: '--status <status>', description: 'only with this status', choices: STATUSES },
      {
        flags: '--since <time>',
        description: 'only those started at this time or later',
        type: 'time',
      },
      { flags: '--limit <n>', description: 'list at most this many', type: 'integer' },
    ],
    examples: [
      { command: 'spm-connect runs', description: 'list the newest' },
      { command: 'spm-connect runs list --status failed --json', description: 'for a program' },
    ],
  },
  run: (invocation) =>
    withApp(invocation, async (app) => {
      const { runOf } = await import('../../runtime/overview.js');
      const { installation, status, since, limit } = invocation.options;
      const store = await app.storeToRead();
      const filter: RunFilter = {
        ...(typeof installation === 'string' ? { installationId: installation } : {}),
        ...(status === 'interrupted' ? { interrupted: true } : {}),
        ...(status === undefined || status === 'interrupted'
          ? {}
          : { status: status as RunStatus }),
        ...(since instanceof Date ? { since: since.getTime() } : {}),
        limit: typeof limit === 'number' ? limit : SHOWN,
      };
      const total = await store.runs.count(filter);
      if (total === 0) await requireKnown(invocation, store);
      const runs: RunRow[] = (await store.runs.list(filter)).map((run) => ({
        installation_id: run.installationId,
        ...runOf(run),
      }));
      const generated_at = new Date(app.clock.now()).toISOString();
      const data: RunsList = { total, runs, generated_at };
      return { data };
    }),
};
