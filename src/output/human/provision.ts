import type { ProvisionReport } from '../../app/provision.js';
import type { ProvisionAllReport } from '../../commands/provision/all.js';
import type { Other, ProvisionDiff } from '../../plan/diff.js';
import type { Terminal } from '../terminal.js';
import { count, wrap } from '../text.js';
import { changesOf, summaryLine } from './provision-changes.js';
import { renderShops } from './provision-shops.js';
import { KINDS, PROSE_COLUMNS } from './provision-words.js';

export function renderProvision(
  data: ProvisionReport | ProvisionAllReport,
  terminal: Terminal,
): string[] {
  return 'shops' in data ? renderShops(data, terminal) : renderOne(data, terminal);
}

function renderOne(report: ProvisionReport, { out, columns }: Terminal): string[] {
  const { diff, dry_run, installation_id, target } = report;
  return [
    `${out.bold(dry_run ? 'plan for' : 'provisioned')} ${installation_id} on ${target}`,
    ...changesOf(report, out, columns),
    '',
    summaryLine(report),
    ...(dry_run ? othersLines(diff, columns ?? PROSE_COLUMNS) : []),
  ];
}

/** Tells that other resources of the shop are safe. */
function othersLines({ others }: ProvisionDiff, columns: number): string[] {
  if (others.length === 0) return [];
  const kinds = Object.entries(KINDS).flatMap(([kind, name]) => {
    const n = others.filter((other: Other) => other.kind === kind).length;
    return n === 0 ? [] : [count(n, `other ${name.one}`, `other ${name.many}`)];
  });
  return wrap(`${kinds.join(', ')} left unchanged.`, columns);
}
