import type { HealthReport } from '../../runtime/health.js';
import { table } from '../table.js';
import type { Terminal } from '../terminal.js';
import { count, hang, indent, moment, planned, tableTime } from '../text.js';

export function renderHealth(report: HealthReport, { out, columns }: Terminal): string[] {
  const mark = report.status === 'ok' ? out.green('ok') : out.red('degraded');
  const rows = report.installations.map((entry) => [
    entry.installation_id,
    entry.last_run_status ?? 'none',
    tableTime(entry.last_run_at, report.checked_at, columns),
    entry.stale ? out.yellow('stale') : 'no',
  ]);
  const [titles = '', ...lines] = table(
    ['installation', 'last run', 'when', 'stale'].map((title) => ({ title })),
    rows,
    { room: columns, giveWay: [['installation', 12]] },
  );
  return [
    ...hang(
      `${out.bold('health')} ${mark} · store ${report.db} · ${count(report.active_installations, 'active installation')} · ${count(report.cursors_in_error, 'cursor')} in error`,
      columns,
    ),
    ...indent(report.reasons).flatMap((line) => hang(line, columns)),
    ...(rows.length ? ['', out.bold(titles), ...lines] : []),
    ...(report.loops.length
      ? ['', ...report.loops.flatMap((loop) => hang(loopLine(loop, report, out), columns))]
      : []),
  ];
}

function loopLine(
  { host, pid, beat_at, next_at, silent }: HealthReport['loops'][number],
  { checked_at }: HealthReport,
  out: Terminal['out'],
): string {
  const state = silent ? out.red('silent') : out.green('alive');
  const next = next_at === null ? 'no sync is due' : `next sync ${planned(next_at, checked_at)}`;
  return `loop ${pid} on ${host} ${state} · last seen ${moment(beat_at, checked_at)} · ${next}`;
}
