import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * The paths of the files in a folder whose names match a pattern, sorted by name: `*` stands for any
 * characters, `?` for one. A packed file such as `customers.csv.gz` matches like `customers.csv`; if both
 * exist, the unpacked file is used. Throws when no file matches.
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
