import type { RejectsDiscarded } from '../../commands/rejects/discard.js';
import type { RejectsExported } from '../../commands/rejects/export.js';
import type { RejectsList } from '../../commands/rejects/list.js';
import type { RejectsPurged } from '../../commands/rejects/purge.js';
import type { RejectsReplay } from '../../commands/rejects/replay.js';
import type { RejectShown } from '../../commands/rejects/show.js';
import type { ReplayedLetter } from '../../runtime/replay/types.js';
import { visibleJson } from '../../visible.js';
import { type GiveWay, table } from '../table.js';
import type { Terminal } from '../terminal.js';
import { count, hang, indent, moment, number, shownOf, stepName, tableTime } from '../text.js';

const GIVES_WAY: GiveWay = [
  ['attempts', 0],
  ['key', 16],
  ['step', 16],
  ['installation', 12],
];

export function renderRejectsList(data: RejectsList, { out, columns }: Terminal): string[] {
  const { total, rejects, generated_at } = data;
  if (total === 0) return ['No dead letter matches.'];
  const [titles = '', ...rows] = table(
    [
      { title: 'id', align: 'right' },
      { title: 'installation' },
      { title: 'step' },
      { title: 'key' },
      { title: 'state' },
      { title: 'attempts', align: 'right' },
      { title: 'last seen' },
      { title: 'reason', prose: true },
    ],
    rejects.map((one) => [
      String(one.id),
      one.installation_id,
      stepName(one),
      one.key ?? '-',
      one.state === 'open' ? out.yellow(one.state) : one.state,
      number(one.attempts),
      tableTime(one.last_seen_at, generated_at, columns),
      one.errors.join('; '),
    ]),
    { room: columns, giveWay: GIVES_WAY },
  );
  return [out.bold(titles), ...rows, ...shownOf(rejects.length, total)];
}

export function renderReject({ reject, generated_at }: RejectShown, { out }: Terminal): string[] {
  const { payload, errors, not_replayable } = reject;
  const sent = visibleJson(payload, 2).split('\n');
  return [
    `${out.bold(`dead letter ${reject.id}`)} of ${reject.installation_id} · ${stepName(reject)} · ${reject.state}`,
    `  key         ${reject.key ?? 'unknown'}`,
    `  pushed with ${reject.route ?? 'unknown'}`,
    `  status      ${reject.status === 0 ? 'not sent to the API' : reject.status}`,
    `  first seen  ${moment(reject.first_seen_at, generated_at)}`,
    `  last seen   ${moment(reject.last_seen_at, generated_at)}, ${count(reject.attempts, 'attempt')}`,
    `  replay      ${not_replayable === null ? 'possible' : `not possible: ${not_replayable}`}`,
    '',
    out.bold('reasons'),
    ...indent(errors),
    '',
    out.bold(reject.redacted || reject.sealed ? 'payload, without secrets' : 'payload'),
    ...indent(sent),
  ];
}

export function isReplay(report: unknown): report is RejectsReplay {
  return Array.isArray((report as Partial<RejectsReplay> | null)?.rejects);
}

/** A replay that ended with an error; the error is shown separately. */
export function renderEndedReplay(report: RejectsReplay, terminal: Terminal): string[] {
  return [...renderReplay(report, terminal), ''];
}

export function renderReplay(data: RejectsReplay, { out, columns }: Terminal): string[] {
  const { dry_run, total, rejects } = data;
  if (total === 0) return ['There are no open dead letters to replay.'];
  const [titles = '', ...rows] = table(
    [
      { title: 'id', align: 'right' },
      { title: 'installation' },
      { title: 'step' },
      { title: 'key' },
      { title: 'outcome' },
      { title: 'reason', prose: true },
    ],
    rejects.map((one) => [
      String(one.id),
      one.installation_id,
      stepName(one),
      one.key ?? '-',
      outcomeOf(one, out),
      one.reason ?? '',
    ]),
    { room: columns, giveWay: GIVES_WAY },
  );
  return [
    out.bold(titles),
    ...rows,
    '',
    summary(dry_run, rejects),
    ...leftOut(total - rejects.length),
  ];
}

function outcomeOf({ outcome }: ReplayedLetter, out: Terminal['out']): string {
  const text = outcome.replaceAll('_', ' ');
  if (outcome === 'replayed' || outcome === 'would_replay') return out.green(text);
  return outcome === 'skipped' ? out.dim(text) : out.yellow(text);
}

function summary(dryRun: boolean, letters: readonly ReplayedLetter[]): string {
  const of = (...outcomes: string[]) => letters.filter((one) => outcomes.includes(one.outcome));
  const [good, bad, left] = [
    of('replayed', 'would_replay'),
    of('rejected', 'failed'),
    of('skipped'),
  ].map(({ length }) => number(length));
  if (dryRun) return `${good} would be replayed, ${left} skipped. Nothing was pushed.`;
  return `${good} replayed, ${bad} still open, ${left} skipped.`;
}

const leftOut = (left: number): string[] =>
  left > 0
    ? [
        `${number(left)} more matched and ${left === 1 ? 'was' : 'were'} not changed; use --limit to include more.`,
      ]
    : [];

export function renderDiscarded(data: RejectsDiscarded, { out }: Terminal): string[] {
  const { total, discarded } = data;
  if (total === 0) return ['No open dead letter matches.'];
  return [
    `${out.green('✔')} discarded ${count(discarded.length, 'dead letter')}.`,
    ...leftOut(total - discarded.length),
  ];
}

export function renderPurged({ purged, before }: RejectsPurged, { out }: Terminal): string[] {
  return [`${out.green('✔')} deleted ${count(purged, 'dead letter')} older than ${before}.`];
}

export function renderRejectsExport(data: RejectsExported, { out, columns }: Terminal): string[] {
  const of = data.count < data.total ? `, of ${number(data.total)},` : '';
  return hang(
    `${out.green('✔')} wrote ${count(data.count, 'dead letter')}${of} to ${data.file}`,
    columns,
  );
}
