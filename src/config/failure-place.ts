import { readFileSync } from 'node:fs';
import { relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CODE_FOLDER } from '../own-files.js';

/** The folder of our own code: no author looks for a mistake there. */
const OWN = fileURLToPath(CODE_FOLDER);

/** `file:line:column`, in a stack frame or on a line of its own in a message about syntax. */
const PLACE = /(?:^|[\s(])((?:file:\/\/|[A-Za-z]:[\\/]|\/)[^():\n]*):(\d+):(\d+)/gm;

/** The compiler puts code before the first line, so that its columns may lie behind the end. */
function columnIn(path: string, line: number, column: number): number {
  const text = lineOf(path, line);
  return text !== undefined && column > text.length + 1 ? 1 : column;
}

function lineOf(path: string, line: number): string | undefined {
  try {
    return readFileSync(path, 'utf8').split('\n')[line - 1];
  } catch {
    return undefined;
  }
}

/**
 * The place in the project where a module failed, as `file:line:column` relative to `cwd`. Skips places in packages and in
 * spm-connect.
 */
export function failurePlace(error: unknown, cwd: string): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const text = `${error.message}\n${error.stack ?? ''}`;
  // The parser counts columns from 0, and stacks from 1.
  const first = error.message.startsWith('ParseError') ? 0 : 1;
  for (const [, file = '', line, column] of text.matchAll(PLACE)) {
    const path = file.startsWith('file:') ? fileURLToPath(file) : file;
    if (path.includes(`${sep}node_modules${sep}`) || path.startsWith(OWN)) continue;
    return `${relative(cwd, path)}:${line}:${columnIn(path, Number(line), Number(column) + 1 - first)}`;
  }
  return undefined;
}
