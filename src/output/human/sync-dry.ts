import type { DryRunReport } from '../../commands/sync/dry.js';
import type { DryStep } from '../../runtime/sync/dry-run/run.js';
import { visibleJson } from '../../visible.js';
import { table } from '../table.js';
import type { Terminal } from '../terminal.js';
import { count, indent, number, stepName } from '../text.js';
import type { Rendered } from './rendered.js';

type Shop = DryRunReport['installations'][number];

export function renderDryRun({ installations }: DryRunReport, terminal: Terminal): Rendered {
  const { out, err } = terminal;
  return {
    out: installations.flatMap((shop, index) => [
      ...(index === 0 ? [] : ['']),
      `${out.bold('dry run')} of ${shop.installation_id}: nothing was pushed, nothing moved`,
      ...(shop.error === null ? shopLines(shop, terminal) : []),
    ]),
    err: installations.flatMap((shop) => problemsOf(shop, err)),
  };
}

function shopLines({ steps }: Shop, { out, columns: room }: Terminal): string[] {
  const [titles = '', ...rows] = table(
    [
      { title: 'step' },
      { title: 'status' },
      ...['read', 'would send', 'unchanged', 'skipped', 'invalid'].map((title) => ({
        title,
        align: 'right' as const,
      })),
    ],
    steps.map((step) => [
      stepName(step),
      step.status,
      ...(['read', 'would_send', 'unchanged', 'skipped', 'invalid'] as const).map((name) =>
        number(step.counts[name]),
      ),
    ]),
    { room, giveWay: [['step', 16]] },
  );
  return ['', out.bold(titles), ...rows, ...steps.flatMap((step) => recordLines(step, out))];
}

function recordLines(step: DryStep, out: Terminal['out']): string[] {
  const { records, counts } = step;
  if (records.length === 0) return [];
  const title = `the first ${count(records.length, 'record')} of ${number(counts.would_send)} for ${stepName(step)}`;
  return ['', out.bold(title), ...indent(records.map((one) => visibleJson(one)))];
}

function problemsOf(shop: Shop, err: Terminal['err']): string[] {
  const error = err.red('error');
  if (shop.error !== null) {
    const { message, cause, hint } = shop.error;
    const text = [message, cause, hint].filter(Boolean).join(': ');
    return [`${error} ${shop.installation_id}: ${text}`];
  }
  return [
    ...shop.errors.map((text) => `${error} ${text}`),
    ...shop.steps.flatMap((step) => stepProblems(step, err)),
  ];
}

function stepProblems(step: DryStep, err: Terminal['err']): string[] {
  const { errors, warnings, problems, counts, not_before } = step;
  const line = (kind: string, text: string) => `${kind} ${stepName(step)}: ${text}`;
  const left = counts.invalid - problems.length;
  return [
    ...errors.map((text) => line(err.red('error'), text)),
    ...warnings.map((text) => line(err.yellow('warning'), text)),
    ...(not_before === undefined ? [] : [line(err.yellow('waiting'), `until ${not_before}`)]),
    ...problems.map(({ key, errors: reasons }) =>
      line(err.yellow('invalid'), `${key ?? 'a record without a key'}: ${reasons.join('; ')}`),
    ),
    ...(left > 0 ? [line(err.yellow('invalid'), `and ${count(left, 'record')} more`)] : []),
  ];
}
