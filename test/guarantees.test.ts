/** Every test that docs/guarantees.md names exists. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from './helpers/cli.js';
import { missingTests } from './helpers/namedTests.js';

const page = readFileSync(join(ROOT, 'docs', 'guarantees.md'), 'utf8');
const rows = page
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| promise'));

describe('the guarantees', () => {
  it('are a table', () => {
    expect(rows.length).toBeGreaterThan(10);
  });

  it.each(rows.map((row) => [row.split('|')[1]?.trim(), row]))('%s', (_, row) => {
    expect(missingTests(row as string)).toEqual([]);
  });
});
