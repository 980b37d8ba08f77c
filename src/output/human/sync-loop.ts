import type { LoopEvent } from '../../runtime/loop/scheduler.js';
import type { Terminal } from '../terminal.js';
import { count, duration, number, stepName } from '../text.js';
import type { Rendered } from './rendered.js';
import { errorTexts } from './sync-problems.js';
import { waitText } from './wait.js';

type EventOf<Name extends LoopEvent['event']> = Extract<LoopEvent, { event: Name }>;

/** The text for each event; some events have none. */
const TEXTS: {
  [Name in LoopEvent['event']]: (event: EventOf<Name>, out: Terminal['out']) => string;
} = {
  loop_started: ({ interval_ms, concurrency }) =>
    `syncing every ${duration(interval_ms)}, ${count(concurrency, 'shop')} at a time at most`,
  installations: ({ active, added, removed }) =>
    [
      count(active, 'active shop'),
      ...(added.length > 0 ? [`new: ${listed(added)}`] : []),
      ...(removed.length > 0 ? [`gone: ${listed(removed)}`] : []),
    ].join(' · '),
  sync_started: () => '',
  sync_ended: (event, out) => endOfSync(event, out),
  waiting: ({ installation_id, reason, until, at }) =>
    waitText(
      { reason, installationId: installation_id, until: Date.parse(until), pid: null },
      Date.parse(at),
    ),
  purged: ({ runs, webhooks, rejects }) =>
    runs + webhooks + rejects === 0
      ? ''
      : `purged ${count(runs, 'run')}, ${count(webhooks, 'webhook')}, ${count(rejects, 'dead letter')}`,
  trouble: ({ error }, out) => out.yellow(`trouble: ${textOf(error)}`),
  loop_ended: ({ given_up }) =>
    given_up.length === 0 ? 'stopped' : `stopped; given up on ${listed(given_up)}`,
};

export function renderLoopEvent(event: LoopEvent, { out, err }: Terminal): Rendered {
  const text = (TEXTS[event.event] as (one: LoopEvent, out: Terminal['out']) => string)(event, out);
  return {
    out: text === '' ? [] : [`${out.dim(event.at)} ${text}`],
    err: event.event === 'sync_ended' ? warningsOf(event, err) : [],
  };
}

const warningsOf = ({ installation_id, report }: EventOf<'sync_ended'>, err: Terminal['err']) =>
  (report?.steps ?? []).flatMap((step) =>
    step.warnings.map(
      (text) => `${err.yellow('warning')} ${installation_id}: ${stepName(step)}: ${text}`,
    ),
  );

function endOfSync(event: EventOf<'sync_ended'>, out: Terminal['out']): string {
  const { installation_id, status, report, error, next_at, at } = event;
  const paint = status === 'ok' ? out.green : status === 'failed' ? out.red : out.yellow;
  const wait =
    next_at === null ? [] : [`next in ${duration(Date.parse(next_at) - Date.parse(at))}`];
  const reasons = error === null ? reasonsOf(report) : [textOf(error)];
  const amounts =
    report === null
      ? []
      : [
          `${number(report.totals.acknowledged)} acknowledged, ${number(report.totals.rejected)} rejected`,
          duration(report.duration_ms),
        ];
  return [`${installation_id} ${paint(status)}`, ...amounts, ...wait, ...reasons].join(' · ');
}

const reasonsOf = (report: EventOf<'sync_ended'>['report']): string[] =>
  report === null ? [] : errorTexts(report);

const textOf = ({ message, cause }: EventOf<'trouble'>['error']): string =>
  [message, cause].filter(Boolean).join(': ');

const SHOWN = 10;

function listed(ids: readonly string[]): string {
  const more = ids.length > SHOWN ? ` and ${ids.length - SHOWN} more` : '';
  return ids.slice(0, SHOWN).join(', ') + more;
}
