/** Finds and reads configuration files without ever running one. */
import { readFileSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** In bytes. Larger ones were not written by hand. */
const MAX_SIZE = 1024 * 1024;

/** The first of the places that is a file and not empty, in the folder or the nearest one above it. */
export function findConfig(folder: string, places: readonly string[]): string | null {
  const found = places.map((place) => join(folder, place)).find(counts);
  if (found !== undefined) return found;
  const above = dirname(folder);
  return above === folder ? null : findConfig(above, places);
}

/** A package.json counts when it has our key. */
function counts(file: string): boolean {
  const stats = statSync(file, { throwIfNoEntry: false });
  if (!stats?.isFile() || stats.size === 0) return false;
  if (basename(file) !== 'package.json') return true;
  try {
    return stats.size <= MAX_SIZE && 'spm-connect' in JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return false;
  }
}

/** @throws Error for what is too large, or is not JSON or YAML */
export async function readData(file: string): Promise<unknown> {
  if (statSync(file).size > MAX_SIZE) throw new Error(`${file} is larger than 1 MiB`);
  const text = await readFile(file, 'utf8');
  if (basename(file) === 'package.json') return JSON.parse(text)['spm-connect'];
  if (file.endsWith('.json')) return JSON.parse(text);
  const { parse } = await import('yaml');
  return parse(text, { prettyErrors: false });
}
