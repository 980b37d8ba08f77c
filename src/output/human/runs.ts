import type { RunsList } from '../../commands/runs/list.js';
import type { RunShown } from '../../commands/runs/show.js';
import { table } from '../table.js';
import type { Terminal } from '../terminal.js';
import { duration, shownOf, tableTime } from '../text.js';
import type { Rendered } from './rendered.js';
import { runStatusText } from './run-status.js';
import { isSyncReport, renderSync } from './sync.js';

export function renderRunsList(data: RunsList, { out, columns }: Terminal): string[] {
  const { total, runs, generated_at } = data;
  if (total === 0) return ['No run matches.'];
  const [titles = '', ...rows] = table(
    [
      { title: 'run', align: 'right' },
      { title: 'installation' },
      { title: 'status' },
      { title: 'started' },
      { title: 'took', align: 'right' },
    ],
    runs.map(({ id, installation_id, status, interrupted, started_at, finished_at }) => [
      `#${id}`,
      installation_id,
      runStatusText(status, interrupted, out),
      tableTime(started_at, generated_at, columns),
      finished_at === null ? '-' : duration(Date.parse(finished_at) - Date.parse(started_at)),
    ]),
    { room: columns, giveWay: [['installation', 12]] },
  );
  return [out.bold(titles), ...rows, ...shownOf(runs.length, total)];
}

export function renderRun({ run, summary }: RunShown, terminal: Terminal): Rendered | string[] {
  if (isSyncReport(summary)) return renderSync(summary, terminal);
  const known = summary === null ? 'there is no report yet' : JSON.stringify(summary);
  return [
    `run #${run.id} of ${run.installation_id} ${run.status} · started ${run.started_at}`,
    known,
  ];
}
