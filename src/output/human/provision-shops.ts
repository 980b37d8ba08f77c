/** The report of several shops: the changes of each, then a table of all. */
import type { ProvisionAllReport, ProvisionedShop } from '../../commands/provision/all.js';
import type { ProvisionDiff } from '../../plan/diff.js';
import { table } from '../table.js';
import type { Terminal } from '../terminal.js';
import { count, indent, wrap } from '../text.js';
import { changesOf, summaryLine } from './provision-changes.js';
import { PROSE_COLUMNS } from './provision-words.js';

export function renderShops(report: ProvisionAllReport, terminal: Terminal): string[] {
  const { target, dry_run, shops } = report;
  const { out, columns } = terminal;
  const [titles = '', ...rows] = table(
    [{ title: 'installation' }, { title: 'result' }, { title: 'what', prose: true }],
    shops.map((shop) => [shop.installation_id, resultOf(shop, dry_run, out), whatOf(shop)]),
    { room: columns, giveWay: [['installation', 12]] },
  );
  return [
    `${out.bold(dry_run ? 'plan for' : 'provisioned')} ${count(shops.length, 'shop')} on ${target}`,
    ...shops.flatMap((shop) => shopLines(shop, terminal)),
    '',
    out.bold(titles),
    ...rows,
  ];
}

function shopLines({ installation_id, report, error }: ProvisionedShop, terminal: Terminal) {
  const { out, columns } = terminal;
  const lines = report === null ? [] : changesOf(report, out, columns).slice(1);
  const prose = (text: string) => wrap(text, (columns ?? PROSE_COLUMNS) - 2);
  const told =
    error === null
      ? []
      : [
          `${out.red('error')} ${error.message} ${out.dim(`[${error.code}]`)}`,
          ...(error.cause === null ? [] : prose(`cause: ${error.cause}`)),
          ...(error.hint === null ? [] : prose(`hint: ${error.hint}`)),
        ];
  if (lines.length + told.length === 0) return [];
  return ['', out.bold(installation_id), ...indent([...lines, ...told])];
}

function resultOf({ report, error }: ProvisionedShop, dryRun: boolean, out: Terminal['out']) {
  const conflicts = report?.diff.summary.conflict ?? 0;
  const lost = report?.outcomes?.some(({ status }) => status === 'failed' || status === 'skipped');
  if (error !== null || lost) return out.red('failed');
  if (conflicts > 0) return out.red('conflict');
  if (!dryRun) return out.green('ok');
  return report && pending(report.diff) ? out.yellow('changes') : 'unchanged';
}

const whatOf = ({ report, error }: ProvisionedShop): string =>
  report === null ? (error?.code ?? '') : summaryLine(report);

const pending = ({ summary }: ProvisionDiff): boolean =>
  summary.create + summary.update + summary.extend + summary.activate > 0;
