import type { CursorsChanged } from '../../commands/cursors/change.js';
import type { CursorsExported } from '../../commands/cursors/export.js';
import type { CursorsList } from '../../commands/cursors/list.js';
import type { CursorRecord, CursorRow } from '../../runtime/cursors/row.js';
import { type GiveWay, table } from '../table.js';
import type { Terminal } from '../terminal.js';
import { count, hang, number, shownOf, stepName, tableTime } from '../text.js';

const LIST_GIVES_WAY: GiveWay = [
  ['failures', 0],
  ['step', 16],
  ['installation', 12],
];

export function renderCursorsList(data: CursorsList, { out, columns }: Terminal): string[] {
  const { total, cursors, generated_at } = data;
  if (total === 0) return ['No cursor matches.'];
  const [titles = '', ...rows] = table(
    [
      { title: 'installation' },
      { title: 'step' },
      { title: 'status' },
      { title: 'failures', align: 'right' },
      { title: 'synced until' },
      { title: 'note', prose: true },
    ],
    cursors.map((one) => [
      one.installation_id,
      stepName(one),
      one.last_status === 'error' ? out.yellow('error') : (one.last_status ?? '-'),
      number(one.consecutive_failures),
      tableTime(one.last_synced_at, generated_at, columns),
      notesOf(one, (iso) => tableTime(iso, generated_at, columns)).join('; '),
    ]),
    { room: columns, giveWay: LIST_GIVES_WAY },
  );
  return [out.bold(titles), ...rows, ...shownOf(cursors.length, total)];
}

function notesOf(
  { window, waits_until, last_error }: CursorRow,
  at: (iso: string) => string,
): string[] {
  return [
    ...(window?.resumable ? ['resumes an open window'] : []),
    ...(waits_until === null ? [] : [`next try ${at(waits_until)}`]),
    ...(last_error === null ? [] : [last_error]),
  ];
}

export function renderCursorsChanged(data: CursorsChanged, { out, columns }: Terminal): string[] {
  const { removed, cursors, backup_file } = data;
  const done =
    cursors.length === 0
      ? `reset ${count(removed, 'cursor')}: the next sync reads everything again`
      : `set ${count(cursors.length, 'cursor')}`;
  const [titles = '', ...rows] = table(
    ['installation', 'step', 'old', 'new'].map((title) => ({ title })),
    moves(data),
    {
      room: columns,
      giveWay: [
        ['step', 16],
        ['installation', 12],
      ],
    },
  );
  return [
    `${out.green('✔')} ${done}.`,
    '',
    out.bold(titles),
    ...rows,
    ...(backup_file === null
      ? []
      : [
          '',
          `The old values are in ${backup_file}`,
          `Undo: spm-connect cursors import ${backup_file}`,
        ]),
  ];
}

/** Each changed cursor with its old and its new time: exact, since people compare the two. */
function moves({ before, cursors }: CursorsChanged): string[][] {
  const keyOf = (one: CursorRecord) =>
    JSON.stringify([one.installation_id, one.entity, one.source_key]);
  const old = new Map(before.map((one) => [keyOf(one), one]));
  const now = new Map(cursors.map((one) => [keyOf(one), one]));
  const time = (one: CursorRecord | undefined) => one?.last_synced_at ?? 'never';
  return [...new Map([...old, ...now])].map(([key, one]) => [
    one.installation_id,
    stepName(one),
    time(old.get(key)),
    time(now.get(key)),
  ]);
}

export function renderCursorsExport(data: CursorsExported, { out, columns }: Terminal): string[] {
  return hang(`${out.green('✔')} wrote ${count(data.count, 'cursor')} to ${data.file}`, columns);
}
