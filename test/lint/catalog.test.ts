import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { lintPage } from '../../scripts/lint-page.js';
import { ruleCatalog } from '../../src/lint/catalog.js';
import { explainRule } from '../../src/lint/explain.js';

const page = readFileSync(new URL('../../docs/lint.md', import.meta.url), 'utf8');

it('lists every rule once, in order, each with its page', () => {
  const rules = ruleCatalog();
  const ids = rules.map(({ id }) => id);
  expect(ids).toEqual([...new Set(ids)].sort());
  for (const { id, help } of rules)
    expect(help).toMatch(new RegExp(`^https://unpkg\\.com/spm-connect@.+/docs/lint\\.md#${id}$`));
});

describe('docs/lint.md', () => {
  it('lists the rules as the code has them', async () => {
    const rules = await Promise.all(ruleCatalog().map(({ id }) => explainRule(id)));
    expect(lintPage(page, rules)).toBe(page);
  });

  it('has an anchor for the help of every rule', () => {
    for (const { id, help } of ruleCatalog()) {
      expect(help).toMatch(new RegExp(`/docs/lint\\.md#${id}$`));
      expect(page).toContain(`<a id="${id}"></a>`);
    }
  });

  it('is not written without a place for the rules', () => {
    expect(() => lintPage('# Linting\n', [])).toThrow('no place');
  });

  it('has no tag that a rule only talks of', () => {
    const rule = {
      id: 'plan/x',
      severity: 'error',
      summary: 'A <b> `<c>`.',
      explain: '',
      examples: [],
    };
    expect(lintPage('<!-- rules: x -->\n<!-- /rules -->', [rule])).toContain('A &lt;b> `<c>`.');
  });
});
