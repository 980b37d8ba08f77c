import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { anonymous, routesOf } from './route-list.ts';

const guide = readFileSync(new URL('../../docs/sandbox.md', import.meta.url), 'utf8');

/** The rows of the table under a heading, as cells. */
function tableUnder(heading: string): string[][] {
  const from = guide.slice(guide.indexOf(`\n### ${heading}\n`) + 1);
  const lines = from.slice(0, from.search(/\n##/)).split('\n');
  return lines
    .filter((line) => line.startsWith('| '))
    .slice(1)
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}

/** `GET POST /v1/lists` as one route each. */
function expand([cell = '']: string[]): string[] {
  const parts = cell.replaceAll('`', '').split(' ');
  return parts.slice(0, -1).map((verb) => `${verb} ${anonymous(parts.at(-1) ?? '')}`);
}

it('lists every route that is registered, once, and no other', async () => {
  expect(tableUnder('Routes').flatMap(expand).sort()).toEqual((await routesOf()).sort());
});

it.each(['Routes', 'Rules'])('names tests that exist in the table of %s', (heading) => {
  const rows = tableUnder(heading);
  expect(rows.length).toBeGreaterThan(5);
  for (const row of rows) {
    for (const place of (row.at(-1) ?? '').split(', ')) {
      const file = new URL(`${place}.test.ts`, import.meta.url);
      expect(existsSync(file), `${row[0]}: ${place}`).toBe(true);
    }
  }
});
