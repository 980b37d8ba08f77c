import type { CursorsChanged } from '../../commands/cursors/change.js';
import type { CursorsExported } from '../../commands/cursors/export.js';
import type { CursorsList } from '../../commands/cursors/list.js';
import type { CursorRow } from '../../runtime/cursors/row.js';
import type { Terminal } from '../terminal.js';
import { count, moment, number, shownOf, stepName, table } from '../text.js';

export function renderCursorsList(data: CursorsList, { out }: Terminal): string[] {
  const { total, cursors, generated_at } = data;
  if (total === 0) return ['There are no such cursors.'];
  const [titles = '', ...rows] = table(
    [
      { title: 'installation' },
      { title: 'step' },
      { title: 'status' },
      { title: 'failures', align: 'right' },
      { title: 'synced until' },
      { title: 'note' },
    ],
    cursors.map((one) => [
      one.installation_id,
      stepName(one),
      one.last_status === 'error' ? out.yellow('error') : (one.last_status ?? '-'),
      number(one.consecutive_failures),
      moment(one.last_synced_at, generated_at),
      notesOf(one, generated_at).join('; '),
    ]),
  );
  return [out.bold(titles), ...rows, ...shownOf(cursors.length, total)];
}

function notesOf({ window, waits_until, last_error }: CursorRow, now: string): string[] {
  return [
    ...(window?.resumable ? ['goes on inside an open window'] : []),
    ...(waits_until === null ? [] : [`tried again ${moment(waits_until, now)}`]),
    ...(last_error === null ? [] : [last_error]),
  ];
}

export function renderCursorsChanged(data: CursorsChanged, { out }: Terminal): string[] {
  const { removed, cursors, backup_file } = data;
  const [first] = cursors;
  const what =
    first === undefined
      ? `reset ${count(removed, 'cursor')}: the next sync reads everything again`
      : `set ${count(cursors.length, 'cursor')}`;
  return [
    `${out.green('✔')} ${what}.`,
    ...(backup_file === null
      ? ['  none of them was there before']
      : [
          `  as they were: ${backup_file}`,
          `  to bring them back: spm-connect cursors import ${backup_file}`,
        ]),
  ];
}

export function renderCursorsExport(data: CursorsExported, { out }: Terminal): string[] {
  return [`${out.green('✔')} wrote ${count(data.count, 'cursor')} to ${data.file}`];
}
