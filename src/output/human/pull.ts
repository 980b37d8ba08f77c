import type { PullReport } from '../../commands/pull.js';
import type { Terminal } from '../terminal.js';
import { count, hang } from '../text.js';

/** Without a file, the plan itself was printed. */
export function renderPull(
  { file, plan, notes }: PullReport,
  { out, columns }: Terminal,
): string[] {
  if (file === null) return [];
  const parts = [
    count(plan.dataSources?.length ?? 0, 'data source'),
    count(plan.customData?.length ?? 0, 'definition'),
    count(plan.events?.length ?? 0, 'event'),
    count(plan.orderStatuses?.length ?? 0, 'order status', 'order statuses'),
  ];
  return [
    `${out.green('✔')} wrote ${out.bold(file)}: ${parts.join(', ')}`,
    ...(notes.length === 0
      ? []
      : [
          `  with ${count(notes.length, 'comment')} on what the API does not reveal or a plan cannot declare`,
        ]),
  ].flatMap((line) => hang(line, columns));
}
