/** Shared by the reports of one and of several shops: the changes, and their summary. */
import type { ProvisionReport } from '../../app/provision.js';
import type { ChangeAction, ProvisionDiff } from '../../plan/diff.js';
import type { Terminal } from '../terminal.js';
import { count } from '../text.js';
import { changeLines } from './provision-change.js';
import { PROSE_COLUMNS } from './provision-words.js';

/** The changes; unchanged resources are only counted. */
export function changesOf(
  { diff, outcomes }: ProvisionReport,
  out: Terminal['out'],
  columns: Terminal['columns'],
): string[] {
  const lines = diff.changes.flatMap((change, i) =>
    change.action === 'unchanged' && change.warnings === undefined
      ? []
      : flat(changeLines(change, outcomes?.[i], out, Math.min(columns ?? PROSE_COLUMNS, 100))),
  );
  return lines.length > 0 ? ['', ...lines] : [];
}

/**
 * The lines are slices of one text: joined from parts, they would take several times the memory.
 */
const flat = (lines: readonly string[]): string[] => lines.join('\n').split('\n');

export function summaryLine(report: ProvisionReport): string {
  const parts = report.outcomes === null ? plannedParts(report.diff) : doneParts(report);
  return `${parts.length > 0 ? parts.join(', ') : 'The plan is empty: nothing to do'}.`;
}

function plannedParts({ summary }: ProvisionDiff): string[] {
  return (Object.entries(summary) as [ChangeAction, number][])
    .filter(([, n]) => n > 0)
    .map(([action, n]) => counted(action, n, 'before'));
}

/** The counts after applying: an action counts if it succeeded. */
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
