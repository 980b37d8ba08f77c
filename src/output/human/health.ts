import type { HealthReport } from '../../runtime/health.js';
import type { Terminal } from '../terminal.js';
import { count, moment, table } from '../text.js';

export function renderHealth(report: HealthReport, { out }: Terminal): string[] {
  const mark = report.status === 'ok' ? out.green('ok') : out.red('degraded');
  const rows = report.installations.map((entry) => [
    entry.installation_id,
    entry.last_run_status ?? 'none',
    moment(entry.last_run_at, report.checked_at),
    entry.stale ? out.yellow('stale') : 'no',
  ]);
  const [titles = '', ...lines] = table(
    ['installation', 'last run', 'when', 'stale'].map((title) => ({ title })),
    rows,
  );
  return [
    `${out.bold('health')} ${mark} · store ${report.db} · ${count(report.active_installations, 'active installation')} · ${count(report.cursors_in_error, 'cursor')} in error`,
    ...(rows.length ? ['', out.bold(titles), ...lines] : []),
  ];
}
