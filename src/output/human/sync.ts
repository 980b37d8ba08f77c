import type { StepReport, SyncReport } from '../../runtime/sync/report.js';
import type { Terminal } from '../terminal.js';
import { type Column, count, duration, indent, number, table } from '../text.js';

const COLUMNS: Column[] = [
  { title: 'step' },
  { title: 'status' },
  ...['read', 'acknowledged', 'unchanged', 'skipped', 'rejected', 'requests'].map((title) => ({
    title,
    align: 'right' as const,
  })),
  { title: 'synced until' },
];

export function renderSync(report: SyncReport, { out }: Terminal): string[] {
  const paint = { ok: out.green, partial: out.yellow, failed: out.red }[report.status];
  const [titles = '', ...rows] = table(
    COLUMNS,
    report.steps.map((step) => row(step, out)),
  );
  const { acknowledged, rejected } = report.totals;
  return [
    `${out.bold(report.full ? 'full sync' : 'sync')} of ${report.installation_id} ${paint(report.status)} · run #${report.run_id} · ${duration(report.duration_ms)}`,
    '',
    out.bold(titles),
    ...rows,
    '',
    acknowledged + rejected === 0
      ? 'Nothing was left to push.'
      : `${count(acknowledged, 'item')} acknowledged, ${number(rejected)} rejected.`,
    ...(rejected > 0 ? ['Rejected items are kept as dead letters, with the reason.'] : []),
    ...report.abandoned_runs.map(
      (id) => `Run #${id} had been left running by a process that died; it is closed as failed.`,
    ),
    ...problems(report, out),
  ];
}

function row(step: StepReport, out: Terminal['out']): string[] {
  const { read, acknowledged, unchanged, skipped, rejected } = step.counts;
  const paint =
    step.status === 'ok' ? out.green : step.status === 'disabled' ? out.dim : out.yellow;
  return [
    nameOf(step),
    paint(step.resumed ? `${step.status}, resumed` : step.status),
    ...[read, acknowledged, unchanged, skipped, rejected, step.requests].map(number),
    step.cursor_after ?? 'never',
  ];
}

function problems(report: SyncReport, out: Terminal['out']): string[] {
  const lines = [
    ...report.errors.map((text) => `${out.red('error')} ${text}`),
    ...report.steps.flatMap((step) => [
      ...step.errors.map((text) => `${out.red('error')} ${nameOf(step)}: ${text}`),
      ...step.warnings.map((text) => `${out.yellow('warning')} ${nameOf(step)}: ${text}`),
      ...(step.not_before === undefined
        ? []
        : [
            `${out.yellow('waiting')} ${nameOf(step)}: failed lately; tried again from ${step.not_before} on, or at once with --full`,
          ]),
    ]),
  ];
  return lines.length === 0
    ? []
    : [
        '',
        ...indent(
          lines.flatMap((text) => text.split('\n')),
          0,
        ),
      ];
}

const nameOf = ({ entity, source_key }: StepReport): string =>
  source_key === '' ? entity : `${entity}/${source_key}`;
