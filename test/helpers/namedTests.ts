/** The tests that a page of the docs names in the last column of its tables: `file` › `part of a title`. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './cli.js';

/** The names in a row of a table that match no test; empty when all match, null when the row names none. */
export function missingTests(row: string): string[] | null {
  const last = row.split('|').at(-2) ?? '';
  const named = last
    .split(';')
    .map(namesIn)
    .filter(([file]) => file !== undefined);
  if (named.length === 0) return null;
  return named.flatMap(([file = '', ...titles]) => {
    const path = pathOf(file);
    if (path === undefined) return [`test/${file}`];
    const known = titlesIn(readFileSync(path, 'utf8'));
    return titles
      .filter((title) => !known.some((one) => one.includes(title)))
      .map((title) => `${file} › ${title}`);
  });
}

const namesIn = (text: string): string[] =>
  [...text.matchAll(/`([^`]+)`/g)].map(([, inner]) => inner as string);

const pathOf = (file: string): string | undefined =>
  [`${file}.test.ts`, `${file}.long.test.ts`, `${file}.ts`]
    .map((name) => join(ROOT, 'test', name))
    .find((path) => existsSync(path));

/** Texts that are the first of several arguments, as all titles are. */
function titlesIn(source: string): string[] {
  const calls = source.matchAll(/\(\s*(['"`])((?:(?!\1).)*)\1\s*,/gs);
  return [...calls].map(([, , title]) => title as string);
}
