import type { SyncData } from '../../commands/sync.js';
import type { StepReport, SyncReport } from '../../runtime/sync/report.js';
import type { Terminal } from '../terminal.js';
import { type Column, count, duration, number, table } from '../text.js';
import type { Rendered } from './index.js';
import { renderDryRun } from './sync-dry.js';
import { renderLoopEvent } from './sync-loop.js';
import { renderSyncSeveral } from './sync-several.js';

interface StepColumn extends Column {
  of(step: StepReport): string;
  /** Left out when no step has anything to say in it. */
  optional?: boolean;
}

export function renderSync(data: SyncData, terminal: Terminal): Rendered {
  if ('dry_run' in data) return renderDryRun(data, terminal);
  if ('event' in data) return renderLoopEvent(data, terminal);
  return 'installations' in data
    ? renderSyncSeveral(data, terminal)
    : renderSyncReport(data, terminal);
}

function renderSyncReport(report: SyncReport, { out, err }: Terminal): Rendered {
  const paint = { ok: out.green, partial: out.yellow, failed: out.red }[report.status];
  return {
    out: [
      `${out.bold(report.full ? 'full sync' : 'sync')} of ${report.installation_id} ${paint(report.status)} · run #${report.run_id} · ${duration(report.duration_ms)}`,
      '',
      ...stepTable(report.steps, out),
      '',
      pushed(report),
      ...troubles(report),
      ...(report.totals.rejected > 0
        ? ['Rejected items are kept as dead letters, with the reason.']
        : []),
      ...remaining(report),
      ...report.abandoned_runs.map(
        (id) => `Run #${id} had been left running by a process that died; it is closed as failed.`,
      ),
    ],
    err: problems(report, err),
  };
}

function pushed({ status, totals: { acknowledged, rejected } }: SyncReport): string {
  if (acknowledged + rejected > 0)
    return `${count(acknowledged, 'item')} acknowledged, ${number(rejected)} rejected.`;
  return status === 'ok' ? 'Nothing was left to push.' : 'Nothing was pushed.';
}

function troubles({ totals: { retries, throttled } }: SyncReport): string[] {
  if (retries === 0) return [];
  const asked = throttled === 0 ? '' : `; the API asked for less ${count(throttled, 'time')}`;
  return [`${count(retries, 'request')} tried again${asked}.`];
}

/** The steps whose cursor did not reach the end of its window, and why. */
function remaining({ steps }: SyncReport): string[] {
  const left = steps.filter(({ status }) => status !== 'ok' && status !== 'disabled');
  if (left.length === 0) return [];
  return [`Left to do: ${left.map((step) => `${nameOf(step)} (${step.status})`).join(', ')}.`];
}

/** As narrow as the run allows: columns of zeros are left out, and a time that all steps share is said once. */
function stepTable(steps: readonly StepReport[], out: Terminal['out']): string[] {
  const times = new Set(steps.map(({ cursor_after }) => cursor_after ?? 'never'));
  const columns = columnsFor(out, times.size > 1).filter(
    ({ optional, of }) => !optional || steps.some((step) => of(step) !== '0'),
  );
  const [titles = '', ...rows] = table(
    columns,
    steps.map((step) => columns.map(({ of }) => of(step))),
  );
  const [shared] = times.size === 1 ? times : [];
  return [
    out.bold(titles),
    ...rows,
    ...(shared === undefined || shared === 'never' ? [] : ['', `Synced until ${shared}.`]),
  ];
}

function columnsFor(out: Terminal['out'], withTime: boolean): StepColumn[] {
  const amount = (title: keyof StepReport['counts'], optional = false): StepColumn => ({
    title,
    align: 'right',
    optional,
    of: (step) => number(step.counts[title]),
  });
  return [
    { title: 'step', of: nameOf },
    { title: 'status', of: (step) => statusOf(step, out) },
    amount('read'),
    amount('acknowledged'),
    amount('unchanged', true),
    amount('skipped', true),
    amount('rejected'),
    { title: 'requests', align: 'right', of: (step) => number(step.requests) },
    { title: 'took', align: 'right', of: (step) => duration(step.duration_ms) },
    ...(withTime
      ? [{ title: 'synced until', of: (step: StepReport) => step.cursor_after ?? 'never' }]
      : []),
  ];
}

function statusOf(step: StepReport, out: Terminal['out']): string {
  const paint =
    step.status === 'ok' ? out.green : step.status === 'disabled' ? out.dim : out.yellow;
  return paint(step.resumed ? `${step.status}, resumed` : step.status);
}

function problems(report: SyncReport, err: Terminal['err']): string[] {
  return [
    ...report.errors.map((text) => `${err.red('error')} ${text}`),
    ...report.steps.flatMap((step) => [
      ...step.errors.map((text) => `${err.red('error')} ${nameOf(step)}: ${text}`),
      ...step.warnings.map((text) => {
        const kind = step.status === 'waiting' ? 'waiting' : 'warning';
        return `${err.yellow(kind)} ${nameOf(step)}: ${text}`;
      }),
    ]),
  ];
}

const nameOf = ({ entity, source_key }: StepReport): string =>
  source_key === '' ? entity : `${entity}/${source_key}`;
