import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { anonymous, routesOf } from './route-list.ts';

const guide = readFileSync(new URL('../../docs/sandbox.md', import.meta.url), 'utf8');

interface Tested {
  /** The heading above the table. */
  heading: string;
  rows: string[][];
}

/** Every table that names tests for its rows, without its head. */
const tables: Tested[] = guide.split(/^#+ /m).flatMap((section) =>
  section
    .split(/\n(?!\|)/)
    .map((block) => block.trim().split('\n').map(cellsOf))
    .filter(([head]) => head?.at(-1) === 'tested in')
    .map(([, , ...rows]) => ({ heading: section.split('\n', 1)[0] ?? '', rows })),
);

function cellsOf(line: string): string[] {
  return line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());
}

const rowsUnder = (heading: string) =>
  tables.filter((table) => table.heading === heading).flatMap(({ rows }) => rows);

/** Splits `GET POST /v1/lists` into one route for each method. */
function expand([cell = '']: string[]): string[] {
  const parts = cell.replaceAll('`', '').split(' ');
  return parts.slice(0, -1).map((verb) => `${verb} ${anonymous(parts.at(-1) ?? '')}`);
}

it('lists every route that is registered, once, and no other', async () => {
  expect(rowsUnder('Routes').flatMap(expand).sort()).toEqual((await routesOf()).sort());
});

describe('the guide names tests that exist', () => {
  it.each([
    'Routes',
    'Rules',
    'On the command line',
    'Faults',
    'Read delay',
    'The control API',
    'The page',
    'Choices',
    'The platform',
  ])('for everything under %s', (heading) => {
    const rows = rowsUnder(heading);
    expect(rows.length).toBeGreaterThan(3);
    for (const row of rows) {
      for (const place of (row.at(-1) ?? '').split(', ')) {
        const files = [`./${place}.test.ts`, `../${place}.test.ts`];
        const found = files.some((file) => existsSync(new URL(file, import.meta.url)));
        expect(found, `${row[0]}: ${place}`).toBe(true);
      }
    }
  });
});

it('has an example in TypeScript that works', async () => {
  // The test contains an assertion.
  await import('../fixtures/docs/sandbox-1.ts');
});
