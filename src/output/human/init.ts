import type { InitData, InitListData } from '../../commands/init.js';
import { table } from '../table.js';
import type { Terminal } from '../terminal.js';
import { count, indent } from '../text.js';

export function renderInit(data: InitData | InitListData, terminal: Terminal): string[] {
  return 'templates' in data ? listLines(data, terminal) : scaffoldLines(data, terminal.out);
}

function listLines({ templates }: InitListData, { out, columns }: Terminal): string[] {
  const [titles = '', ...rows] = table(
    [{ title: 'template' }, { title: 'contents', prose: true }],
    templates.map(({ name, summary }) => [name, summary]),
    { room: columns },
  );
  return [out.bold(titles), ...rows];
}

function scaffoldLines(data: InitData, out: Terminal['out']): string[] {
  const { directory, template, slug, files, overwritten, dry_run, next } = data;
  const done = `${count(files.length, 'file')} from the template ${template} into ${directory}`;
  return [
    dry_run ? `Would write ${done}:` : `${out.green('✓')} Wrote ${done}`,
    ...(dry_run ? indent(files) : []),
    ...(overwritten.length > 0 ? [`Replaced: ${overwritten.join(', ')}`] : []),
    ...(next.length > 0 ? ['', `${out.bold(slug)} is ready. Next:`, ...indent(next)] : []),
  ];
}
