/** Finds and reads configuration files without running one. */
import { readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { parseJson, parseUniqueJson, parseYaml } from '../syntax/data.js';

/** In bytes; no configuration is larger. */
const MAX_SIZE = 1024 * 1024;

/** The first of the places that exists, in the folder or the nearest folder above it. */
export function findConfig(folder: string, places: readonly string[]): string | null {
  const found = places.map((place) => join(folder, place)).find(counts);
  if (found !== undefined) return found;
  const above = dirname(folder);
  return above === folder ? null : findConfig(above, places);
}

/** Whether a file is a configuration: a package.json is one if it has our key, or if its syntax hides that. */
export function counts(file: string): boolean {
  if (!statSync(file, { throwIfNoEntry: false })?.isFile()) return false;
  if (basename(file) !== 'package.json') return true;
  try {
    const content = parseJson(readText(file));
    return typeof content === 'object' && content !== null && 'spm-connect' in content;
  } catch {
    return true;
  }
}

/** The content of a file; undefined if it is empty. @throws SyntaxFault, or Error for a file that is too large */
export function readData(file: string): unknown {
  const text = readText(file);
  if (basename(file) === 'package.json')
    return (parseJson(text) as Record<string, unknown>)['spm-connect'];
  if (text.trim() === '') return undefined;
  return file.endsWith('.json') ? parseUniqueJson(text) : parseYaml(text);
}

function readText(file: string): string {
  if (statSync(file).size > MAX_SIZE) throw new Error(`${file} is larger than 1 MiB`);
  return readFileSync(file, 'utf8');
}
