import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * The paths of the files of a folder whose names fit a pattern, in the order of their names: `*` stands for any
 * characters, `?` for one. A file that is packed, `customers.csv.gz`, fits as `customers.csv` does, which wins over it.
 * Throws when there is none.
 */
export async function matchingFiles(folder: string, pattern: string): Promise<string[]> {
  const names = await namesIn(folder);
  const fits = expressionOf(pattern);
  const unpacked = (name: string) => name.replace(/\.gz$/, '');
  const fitting = names.filter((name) => fits.test(name) || fits.test(unpacked(name)));
  const found = fitting.filter(
    (name) => !(name.endsWith('.gz') && fitting.includes(unpacked(name))),
  );
  if (found.length > 0) return found.sort().map((name) => join(folder, name));
  throw new Error(`${pattern} does not exist: looked for ${join(folder, pattern)}`);
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

function expressionOf(pattern: string): RegExp {
  const escaped = pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`);
}
