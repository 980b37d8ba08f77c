import type { InstallationSync, SyncSeveralReport } from '../../runtime/sync/several.js';
import type { Terminal } from '../terminal.js';
import { count, duration, number, printable, table } from '../text.js';
import type { Rendered } from './index.js';

export function renderSyncSeveral(report: SyncSeveralReport, { out, err }: Terminal): Rendered {
  const { installations, totals, status, duration_ms } = report;
  const paint = status === 'ok' ? out.green : out.red;
  const [titles = '', ...rows] = table(
    [
      { title: 'installation' },
      { title: 'status' },
      { title: 'run' },
      { title: 'read', align: 'right' },
      { title: 'acknowledged', align: 'right' },
      { title: 'unchanged', align: 'right' },
      { title: 'rejected', align: 'right' },
      { title: 'requests', align: 'right' },
      { title: 'took', align: 'right' },
    ],
    installations.map((one) => rowOf(one, out)),
  );
  return {
    out: [
      `${out.bold('sync')} of ${count(installations.length, 'installation')} ${paint(status)} · ${duration(duration_ms)}`,
      '',
      out.bold(titles),
      ...rows,
      '',
      `${count(totals.acknowledged, 'item')} acknowledged, ${number(totals.rejected)} rejected.`,
    ],
    err: installations.flatMap((one) => problemsOf(one, err)),
  };
}

function rowOf({ installation_id, status, report }: InstallationSync, out: Terminal['out']) {
  const paint = status === 'ok' ? out.green : status === 'failed' ? out.red : out.yellow;
  const amounts =
    report === null
      ? ['-', '-', '-', '-', '-', '-']
      : [
          ...(['read', 'acknowledged', 'unchanged', 'rejected', 'requests'] as const).map((name) =>
            number(report.totals[name]),
          ),
          duration(report.duration_ms),
        ];
  return [installation_id, paint(status), report ? `#${report.run_id}` : '-', ...amounts];
}

function problemsOf(one: InstallationSync, err: Terminal['err']): string[] {
  const { installation_id: id, report, error } = one;
  const line = (kind: string, text: string) => `${kind} ${id}: ${printable(text)}`;
  const steps = report?.steps ?? [];
  const warnings = steps.flatMap((step) => step.warnings);
  return [
    ...(error === null ? (report?.errors ?? []) : [textOf(error)]).map((text) =>
      line(err.red('error'), text),
    ),
    ...steps.flatMap((step) =>
      step.errors.map((text) => line(err.red('error'), `${step.entity}: ${text}`)),
    ),
    ...warnings.map((text) => line(err.yellow('warning'), text)),
  ];
}

function textOf({ message, cause, hint }: NonNullable<InstallationSync['error']>): string {
  return [message, cause, hint].filter(Boolean).join(': ');
}
