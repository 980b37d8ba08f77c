import type { TypesReport, TypesStatus } from '../../commands/types-command.js';
import type { Terminal } from '../terminal.js';
import { count } from '../text.js';

/** The text for a terminal when the types are written to a file. */
export function renderTypes(data: TypesReport, { out }: Terminal): string[] {
  const { status, output_file, types, difference } = data;
  const bad = status === 'outdated' || status === 'missing';
  const mark = bad ? out.red('✗') : out.green('✓');
  const line = `${mark} ${output_file} ${WORDS[status]}`;
  if (status === 'written') return [`${line} (${count(types.length, 'type')})`];
  const shown = difference === null ? [] : differenceLines(difference, out);
  const hint = bad ? [`  hint: Run \`spm-connect types --out ${output_file}\`.`] : [];
  return [line, ...shown, ...hint];
}

const WORDS: Record<TypesStatus, string> = {
  printed: 'is printed',
  written: 'is written',
  unchanged: 'is already correct',
  current: 'is up to date',
  outdated: 'is out of date',
  missing: 'is missing',
};

function differenceLines(
  { line, removed, added, more }: NonNullable<TypesReport['difference']>,
  out: Terminal['out'],
): string[] {
  return [
    `  line ${line}:`,
    ...removed.map((text) => out.red(`  - ${text}`)),
    ...added.map((text) => out.green(`  + ${text}`)),
    ...(more === 0 ? [] : [out.dim(`  and ${count(more, 'line')} more`)]),
  ];
}
