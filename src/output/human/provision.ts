import type { ProvisionReport } from '../../app/provision.js';
import type { ProvisionAllReport } from '../../commands/provision/all.js';
import type { ChangeAction, Other, ProvisionDiff } from '../../plan/diff.js';
import type { Terminal } from '../terminal.js';
import { count, wrap } from '../text.js';
import { changeLines } from './provision-change.js';
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

/** What there is to see; resources that are as planned are only counted. */
export function changesOf(
  { diff, outcomes }: ProvisionReport,
  out: Terminal['out'],
  columns: Terminal['columns'],
): string[] {
  const lines = diff.changes.flatMap((change, i) =>
    change.action === 'unchanged' && change.warnings === undefined
      ? []
      : changeLines(change, outcomes?.[i], out, Math.min(columns ?? PROSE_COLUMNS, 100)),
  );
  return lines.length > 0 ? ['', ...lines] : [];
}

export function summaryLine(report: ProvisionReport): string {
  const parts = report.outcomes === null ? plannedParts(report.diff) : doneParts(report);
  return `${parts.length > 0 ? parts.join(', ') : 'The plan is empty: nothing to do'}.`;
}

function plannedParts({ summary }: ProvisionDiff): string[] {
  return (Object.entries(summary) as [ChangeAction, number][])
    .filter(([, n]) => n > 0)
    .map(([action, n]) => counted(action, n, 'before'));
}

/** What became of it: an action counts where it succeeded. */
function doneParts({ diff, outcomes }: ProvisionReport): string[] {
  const done = { ...diff.summary };
  const lost = { failed: 0, skipped: 0 };
  for (const { action, status } of outcomes ?? []) {
    if (action === 'conflict' || (status !== 'failed' && status !== 'skipped')) continue;
    done[action] -= 1;
    lost[status] += 1;
  }
  return [
    ...(Object.entries(done) as [ChangeAction, number][])
      .filter(([, n]) => n > 0)
      .map(([action, n]) => counted(action, n, 'after')),
    ...Object.entries(lost).flatMap(([status, n]) => (n > 0 ? [`${n} ${status}`] : [])),
  ];
}

function counted(action: ChangeAction, n: number, when: 'before' | 'after'): string {
  return action === 'conflict' ? count(n, 'conflict') : `${n} ${SUMMARY[action][when]}`;
}

const SUMMARY: Record<Exclude<ChangeAction, 'conflict'>, { before: string; after: string }> = {
  create: { before: 'to create', after: 'created' },
  update: { before: 'to update', after: 'updated' },
  extend: { before: 'to extend', after: 'extended' },
  activate: { before: 'to activate', after: 'activated' },
  adopt: { before: 'to adopt', after: 'adopted' },
  unchanged: { before: 'unchanged', after: 'unchanged' },
  drift: { before: 'no longer in the plan', after: 'no longer in the plan' },
};

/** So that nobody wonders whether what else the shop has is in danger. */
function othersLines({ others }: ProvisionDiff, columns: number): string[] {
  if (others.length === 0) return [];
  const kinds = Object.entries(KINDS).flatMap(([kind, name]) => {
    const n = others.filter((other: Other) => other.kind === kind).length;
    return n === 0 ? [] : [count(n, name.one, name.many)];
  });
  return wrap(`Left alone, as no concern of this connector: ${kinds.join(', ')}.`, columns);
}
