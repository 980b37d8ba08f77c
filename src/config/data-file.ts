/** Finds and reads configuration files without ever running one. */
import { readFileSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';

/** In bytes. Larger ones were not written by hand. */
const MAX_SIZE = 1024 * 1024;

/** The first of the places that is a file and not empty, in the folder or the nearest one above it. */
export function findConfig(folder: string, places: readonly string[]): string | null {
  const found = places.map((place) => join(folder, place)).find(counts);
  if (found !== undefined) return found;
  const above = dirname(folder);
  return above === folder ? null : findConfig(above, places);
}

function counts(file: string): boolean {
  const isPackage = basename(file) === 'package.json';
  try {
    const stats = statSync(file, { throwIfNoEntry: false });
    if (!stats?.isFile()) return false;
    if (stats.size > MAX_SIZE) return !isPackage;
    const text = withoutMark(readFileSync(file, 'utf8'));
    return isPackage ? hasOurs(text) : text.trim() !== '';
  } catch {
    // What cannot be read is refused by name later; a package.json may be anybody's.
    return !isPackage;
  }
}

/** A package.json counts when it has our key, or when nobody can tell. */
function hasOurs(text: string): boolean {
  try {
    return 'spm-connect' in JSON.parse(text);
  } catch {
    return text.includes('"spm-connect"');
  }
}

/** @throws Error, with the file, for what is too large, or is not JSON or YAML */
export async function readData(file: string): Promise<unknown> {
  if (statSync(file).size > MAX_SIZE) throw new Error(`${file} is larger than 1 MiB`);
  const text = withoutMark(await readFile(file, 'utf8'));
  try {
    return await parseAs(basename(file), text);
  } catch (cause) {
    throw new Error(`${file}: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    });
  }
}

async function parseAs(name: string, text: string): Promise<unknown> {
  if (name === 'package.json') return JSON.parse(text)['spm-connect'];
  const extension = extname(name);
  if (extension === '.json') return text.trim() === '' ? undefined : JSON.parse(text);
  if (!['.yaml', '.yml', ''].includes(extension))
    throw new Error(`a configuration file cannot end in ${extension}`);
  const { parse } = await import('yaml');
  return parse(text, { prettyErrors: false });
}

/** Some editors begin a file with a byte order mark. */
const withoutMark = (text: string): string => text.replace(/^\ufeff/, '');
