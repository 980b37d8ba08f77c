import { expect, it } from 'vitest';
import { circlesOf, circleText } from './imports.ts';

/** `a.ts > b.ts` for an import. */
const circles = (...imports: string[]) =>
  circlesOf(
    imports.map((line) => {
      const [file = '', target = ''] = line.split(' > ');
      return { file, target: target.replace(/\.ts$/, ''), typeOnly: true };
    }),
  );

it('finds no circle where imports lead one way', () => {
  expect(circles('a.ts > b.ts', 'a.ts > c/d.ts', 'b.ts > c/d.ts', 'c/d.ts > c/e.ts')).toEqual([]);
});

it('finds a circle of files, and what ties it', () => {
  expect(circles('x/a.ts > x/b.ts', 'x/b.ts > x/c.ts', 'x/c.ts > x/a.ts', 'x/a.ts > d.ts')).toEqual(
    [
      {
        folder: 'x',
        children: ['a.ts', 'b.ts', 'c.ts'],
        ties: [
          'a.ts -> b.ts (1): x/a.ts imports x/b',
          'b.ts -> c.ts (1): x/b.ts imports x/c',
          'c.ts -> a.ts (1): x/c.ts imports x/a',
        ],
      },
    ],
  );
});

it('finds a circle of folders whose files make none', () => {
  const [circle] = circles(
    'lint/c.ts > plan/d.ts',
    'lint/e.ts > plan/d.ts',
    'plan/a.ts > lint/x/b.ts',
  );
  expect(circle && circleText(circle).split('\n')).toEqual([
    'src: lint, plan',
    '  plan -> lint (1): plan/a.ts imports lint/x/b',
    '  lint -> plan (2): lint/c.ts imports plan/d, lint/e.ts imports plan/d',
  ]);
});

it('finds a circle of a folder and the file beside it', () => {
  expect(circles('x/diff.ts > x/diff/a.ts', 'x/diff/b.ts > x/diff.ts')).toHaveLength(1);
});

it('keeps circles of one folder apart', () => {
  const found = circles('a.ts > b.ts', 'b.ts > a.ts', 'c.ts > d.ts', 'd.ts > c.ts', 'b.ts > c.ts');
  expect(found.map(({ children }) => children)).toEqual([
    ['a.ts', 'b.ts'],
    ['c.ts', 'd.ts'],
  ]);
});
