/** Expands patterns that no shell has expanded: on Windows, in quotes, in CI. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { SpmError } from '../errors.js';

const PATTERN = /[*?[\]{}]/;

/** The paths, with each pattern replaced by its sorted matches. @throws SpmError SPM_INVALID_VALUE for a pattern without match */
export async function expand(paths: readonly string[], cwd: string): Promise<string[]> {
  const all = paths.map((path) => (isPattern(path, cwd) ? matches(path, cwd) : [path]));
  return (await Promise.all(all)).flat();
}

/** A file may have such a name. */
const isPattern = (path: string, cwd: string): boolean =>
  PATTERN.test(path) && !existsSync(resolve(cwd, path));

async function matches(pattern: string, cwd: string): Promise<string[]> {
  const { glob } = await import('tinyglobby');
  const found = await glob(pattern.replaceAll('\\', '/'), {
    cwd,
    onlyFiles: false,
    expandDirectories: false,
    ignore: ['**/node_modules/**'],
  });
  if (found.length > 0) return found.map((path) => path.replace(/\/$/, '')).sort();
  throw new SpmError('SPM_INVALID_VALUE', `There is nothing at ${pattern}`, {
    cause: 'no file matches the pattern',
    hint: 'Correct the pattern. It starts from the working directory.',
  });
}
