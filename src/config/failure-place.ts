import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/** `file:line:column`, in a stack frame or on a line of its own in a message about syntax. */
const PLACE = /(?:^|[\s(])((?:file:\/\/|[A-Za-z]:[\\/]|\/)[^():\n]*):(\d+):(\d+)/gm;

/**
 * Where in the project a module failed, as `file:line:column` relative to `cwd`, as far as the error tells. Places in
 * packages are passed over.
 */
export function failurePlace(error: unknown, cwd: string): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const text = `${error.message}\n${error.stack ?? ''}`;
  for (const [, file = '', line, column] of text.matchAll(PLACE)) {
    if (/[\\/]node_modules[\\/]/.test(file)) continue;
    const path = file.startsWith('file:') ? fileURLToPath(file) : file;
    return `${relative(cwd, path)}:${line}:${column}`;
  }
  return undefined;
}
