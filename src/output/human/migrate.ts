import type { MigrationReport } from '../../commands/migrate-from-kit.js';
import type { Terminal } from '../terminal.js';
import { count, hang } from '../text.js';

/** The parts that run unchanged, the changes that a person must make, the settings, and the changes of `--write`. */
export function renderMigration(report: MigrationReport, { out, columns }: Terminal): string[] {
  const { runs, by_hand, settings, changes, written } = report;
  if (runs.length === 0) return ['Nothing here imports @shopimind/integration-kit-js.'];
  const names = runs.flatMap((one) => one.names).length;
  return [
    `${out.green('✔')} runs unchanged: ${count(names, 'import')} in ${count(runs.length, 'file')}`,
    ...runs.map(({ file }) => `  ${file}`),
    ...section(
      out.bold('Change by hand'),
      by_hand.map(({ file, line, message }) => `${file}:${line}  ${message}`),
    ),
    ...section(
      out.bold('Settings'),
      settings.map(
        ({ file, line, option, to, note }) =>
          `${file}:${line}  ${option} -> ${to ?? 'not needed'}: ${note}`,
      ),
    ),
    ...section(
      out.bold(written ? 'Changed' : 'Changes of --write'),
      changes.map(({ file, what }) => `${file}  ${what}`),
    ),
  ].flatMap((line) => hang(line, columns));
}

const section = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : ['', title, ...lines.map((line) => `  ${line}`)];
