/** Every test that docs/guarantees.md names is there. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from './helpers/cli.js';

interface Named {
  file: string;
  /** Beginning of a title, or a part of one; undefined for the whole file. */
  title: string | undefined;
}

const page = readFileSync(join(ROOT, 'docs', 'guarantees.md'), 'utf8');
const rows = page
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| promise'));

function namedIn(row: string): Named[] {
  const held = row.split('|').at(-2) ?? '';
  return held.split(';').map((text) => {
    const [file = '', title] = [...text.matchAll(/`([^`]+)`/g)].map(([, inner]) => inner as string);
    return { file, title };
  });
}

const pathOf = ({ file }: Named) =>
  [`${file}.test.ts`, `${file}.ts`]
    .map((name) => join(ROOT, 'test', name))
    .find((path) => existsSync(path));

/** Texts that are the first of several arguments, as every title is. */
function titlesIn(source: string): string[] {
  const calls = source.matchAll(/\(\s*(['"`])((?:(?!\1).)*)\1\s*,/gs);
  return [...calls].map(([, , title]) => title as string);
}

describe('the guarantees', () => {
  it('are a table', () => {
    expect(rows.length).toBeGreaterThan(10);
  });

  it.each(rows.map((row) => [row.split('|')[1]?.trim(), row]))('%s', (_, row) => {
    for (const named of namedIn(row as string)) {
      const path = pathOf(named);
      expect(path, `test/${named.file}`).toBeDefined();
      if (named.title === undefined) continue;
      const titles = titlesIn(readFileSync(path as string, 'utf8'));
      expect(
        titles.some((title) => title.includes(named.title as string)),
        `${named.file} › ${named.title}`,
      ).toBe(true);
    }
  });
});
