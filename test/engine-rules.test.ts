/** Every rule of docs/engine.md has a test, and the page has every rule that the code cites. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from './helpers/cli.js';
import { missingTests } from './helpers/namedTests.js';

const page = readFileSync(join(ROOT, 'docs', 'engine.md'), 'utf8');
const rows = page.split('\n').filter((line) => /^\| [A-Z]\d \|/.test(line));
const rules = rows.map((row) => row.slice(2, 4));

/** `Rule F2`, `Rules W6 and P1`, `Rules F1 to F3` and `Rules F1 to F3 and X1`, by file. */
function citations(): { file: string; rule: string }[] {
  const src = join(ROOT, 'src');
  const files = (readdirSync(src, { recursive: true }) as string[]).filter((one) =>
    one.endsWith('.ts'),
  );
  return files.flatMap((file) => {
    const text = readFileSync(join(src, file), 'utf8');
    const cited = text.match(/\bRules? [A-Z]\d(?:(?:,| to| and) [A-Z]\d)*/g) ?? [];
    return cited.flatMap((one) => (one.match(/[A-Z]\d/g) ?? []).map((rule) => ({ file, rule })));
  });
}

describe('the rules of the engine', () => {
  it('are each there once', () => {
    expect(rules.length).toBeGreaterThan(20);
    expect(rules).toEqual([...new Set(rules)]);
  });

  it.each(rows.map((row) => [row.slice(2, 4), row]))('%s has a test', (_, row) => {
    expect(missingTests(row as string)).toEqual([]);
  });

  it('hold every one that the code cites', () => {
    const cited = citations();
    expect(cited.length).toBeGreaterThan(15);
    expect(cited.filter(({ rule }) => !rules.includes(rule))).toEqual([]);
  });
});
