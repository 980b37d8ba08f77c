import type { SyncData } from '../../commands/sync.js';
import type { StepReport, SyncReport } from '../../runtime/sync/report.js';
import { type Column, type GiveWay, table } from '../table.js';
import type { Terminal } from '../terminal.js';
import { count, duration, hang, indent, number, stepName } from '../text.js';
import type { Rendered } from './rendered.js';
import { runStatusText } from './run-status.js';
import { deletedIn, notDeletedLines } from './sync-deletes.js';
import { renderDryRun } from './sync-dry.js';
import { renderLoopEvent } from './sync-loop.js';
import { errorTexts, withoutEnd } from './sync-problems.js';
import { renderSyncSeveral } from './sync-several.js';

interface StepColumn extends Column {
  of(step: StepReport): string;
  /** Left out when it is empty for all steps. */
  optional?: boolean;
}

export function renderSync(data: SyncData, terminal: Terminal): Rendered {
  if ('dry_run' in data) return renderDryRun(data, terminal);
  if ('event' in data) return renderLoopEvent(data, terminal);
  return 'installations' in data
    ? renderSyncSeveral(data, terminal)
    : renderSyncReport(data, terminal);
}

/** The summary of another tool or an older version can have any form. */
export function isSyncReport(summary: unknown): summary is SyncReport {
  if (typeof summary !== 'object' || summary === null) return false;
  const { steps, totals, errors, abandoned_runs } = summary as Partial<SyncReport>;
  return (
    Array.isArray(steps) &&
    totals !== undefined &&
    Array.isArray(errors) &&
    Array.isArray(abandoned_runs)
  );
}

/** A run that ended with an error, which is shown separately; empty when nothing was done. */
export function renderEndedRun(report: SyncReport, terminal: Terminal): string[] {
  const { steps, totals } = report;
  const done = steps.some(({ status }) => status === 'ok' || status === 'held');
  if (!done && totals.acknowledged + totals.rejected === 0) return [];
  const { out, err } = renderSyncReport(withoutEnd(report), terminal);
  return [...out, ...err, ''];
}

function renderSyncReport(report: SyncReport, terminal: Terminal): Rendered {
  const { out, err } = terminal;
  const status = runStatusText(report.status, report.interrupted === true, out);
  return {
    out: [
      `${out.bold(report.full ? 'full sync' : 'sync')} of ${report.installation_id} ${status} · run #${report.run_id} · ${duration(report.duration_ms)}`,
      '',
      ...stepTable(report.steps, terminal),
      '',
      ...closing(report).flatMap((line) => hang(line, terminal.columns)),
    ],
    err: problems(report, err),
  };
}

/** What the numbers mean, and what to do next. */
function closing(report: SyncReport): string[] {
  return [
    pushed(report),
    ...troubles(report),
    ...(report.totals.rejected > 0
      ? ['Rejected items are kept as dead letters; `spm-connect rejects list` shows the reasons.']
      : []),
    ...notDeletedLines(report.steps),
    ...remaining(report),
    ...sentAgain(report.steps),
    ...report.abandoned_runs.map(
      (id) => `Run #${id} was left running by a process that died; it is now closed as failed.`,
    ),
  ];
}

function pushed({ status, steps, totals: { acknowledged, rejected } }: SyncReport): string {
  const deleted = deletedIn(steps);
  const gone = `${count(deleted, 'record')} deleted that the partner no longer has`;
  if (acknowledged + rejected > 0) {
    const amounts = `${count(acknowledged, 'item')} acknowledged, ${number(rejected)} rejected`;
    return deleted === 0 ? `${amounts}.` : `${amounts}; ${gone}.`;
  }
  if (deleted > 0) return `Nothing was pushed; ${gone}.`;
  return status === 'ok' ? 'Nothing new to push.' : 'Nothing was pushed.';
}

function troubles({ totals: { retries, throttled } }: SyncReport): string[] {
  if (retries === 0) return [];
  const asked = throttled === 0 ? '' : `; the API asked to slow down ${count(throttled, 'time')}`;
  return [`${count(retries, 'request')} retried${asked}.`];
}

/** The steps whose cursor did not reach the end of its window, with the reason and the next step for the user. */
function remaining({ steps }: SyncReport): string[] {
  const left = steps.filter(({ status }) => NEXT[status] !== null);
  if (left.length === 0) return [];
  const texts = new Set(left.map((step) => `${step.status}: ${nextOf(step)}`));
  return [
    `Not finished: ${left.map((step) => `${stepName(step)} (${step.status})`).join(', ')}.`,
    ...indent([...texts]),
  ];
}

/** Which steps send something again, and when. */
function sentAgain(steps: readonly StepReport[]): string[] {
  const times = steps.flatMap((step) => step.sends_again_after ?? []).sort();
  const [first] = times;
  if (first === undefined) return [];
  const names = steps.filter((step) => step.sends_again_after !== undefined).map(stepName);
  return [
    `The first sync after ${first} sends some records of ${names.join(', ')} again: an older version of them may still arrive.`,
  ];
}

const nextOf = ({ status, resumes_from }: StepReport): string | null =>
  resumes_from === undefined ? NEXT[status] : RESUMES[resumes_from];

const RESUMES: Readonly<Record<NonNullable<StepReport['resumes_from']>, string>> = {
  checkpoint: 'sync again; the step continues from its last checkpoint',
  start: 'sync again; the step has no checkpoint, so it reads its window from the start',
};

const NEXT: Readonly<Record<StepReport['status'], string | null>> = {
  ok: null,
  disabled: null,
  held: 'see `spm-connect rejects`, fix the rejected records at the partner, then sync again',
  error: 'fix the errors, then sync again; --full skips the back-off',
  waiting: 'sync again after the back-off, or skip it with --full',
  interrupted: 'sync again',
  skipped: 'the run ended before this step; sync again',
};

/** The counts of acknowledged and rejected items are the last to be left out. */
const GIVES_WAY: GiveWay = [
  ['requests', 0],
  ['took', 0],
  ['skipped', 0],
  ['unchanged', 0],
  ['step', 16],
  ['synced until', 0],
  ['step', 8],
];

/**
 * As narrow as the run allows: columns of zeros are left out, and a time that all steps share is shown once.
 */
function stepTable(steps: readonly StepReport[], { out, columns: room }: Terminal): string[] {
  const times = new Set(steps.map(syncedUntil));
  const columns = columnsFor(out, times.size > 1).filter(
    ({ optional, of }) => !optional || steps.some((step) => of(step) !== '0'),
  );
  const [titles = '', ...rows] = table(
    columns,
    steps.map((step) => columns.map(({ of }) => of(step))),
    { room, giveWay: GIVES_WAY },
  );
  const [shared] = times.size === 1 ? times : [];
  return [
    out.bold(titles),
    ...rows,
    ...(shared === undefined || [NEVER, UNSEEN].includes(shared)
      ? []
      : ['', `Synced until ${shared}.`]),
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
    { title: 'step', of: stepName },
    { title: 'status', of: (step) => statusOf(step, out) },
    amount('read'),
    amount('acknowledged'),
    amount('unchanged', true),
    amount('skipped', true),
    amount('rejected'),
    { title: 'outside', align: 'right', optional: true, of: (step) => number(step.outside ?? 0) },
    { title: 'deleted', align: 'right', optional: true, of: (step) => number(deletedIn([step])) },
    { title: 'requests', align: 'right', of: (step) => number(step.requests) },
    { title: 'took', align: 'right', of: (step) => duration(step.duration_ms) },
    ...(withTime ? [{ title: 'synced until', of: syncedUntil }] : []),
  ];
}

const NEVER = 'never';
const UNSEEN = '-';

/** Nothing is known of a step that the run did not look at. */
const syncedUntil = ({ cursor_after, window, status }: StepReport): string =>
  cursor_after ?? (window === null && status !== 'waiting' ? UNSEEN : NEVER);

function statusOf(step: StepReport, out: Terminal['out']): string {
  const paint =
    step.status === 'ok' ? out.green : step.status === 'disabled' ? out.dim : out.yellow;
  return paint(step.resumed ? `${step.status}, resumed` : step.status);
}

function problems(report: SyncReport, err: Terminal['err']): string[] {
  return [
    ...errorTexts(report).map((text) => `${err.red('error')} ${text}`),
    ...report.steps.flatMap((step) => [
      ...step.warnings.map((text) => {
        const kind = step.status === 'waiting' ? 'waiting' : 'warning';
        return `${err.yellow(kind)} ${stepName(step)}: ${text}`;
      }),
    ]),
  ];
}
