import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { RULES } from '../../../src/plan/rules/index.js';

const folder = (path: string) => readdirSync(fileURLToPath(new URL(path, import.meta.url)));
const names = (path: string, suffix: string) =>
  folder(path)
    .filter((name) => name.endsWith(suffix) && !/^(index|examples)\./.test(name))
    .map((name) => name.slice(0, -suffix.length))
    .sort();

it('lists every rule file, and every test is about one', () => {
  const files = names('../../../src/plan/rules', '.ts');
  expect(RULES).toHaveLength(files.length);
  for (const test of names('.', '.test.ts')) expect(files).toContain(test);
});

it('has one rule for each id, told in a sentence', () => {
  expect(new Set(RULES.map(({ id }) => id)).size).toBe(RULES.length);
  for (const { id, summary, explain } of RULES) {
    expect(id).toMatch(/^(plan|connector|lint)\/[a-z-]+$/);
    expect(summary).toMatch(/^[A-Z].*\.$/);
    expect(explain).toMatch(/^[A-Z`].*[.:]$/);
  }
});
