import { expect, it } from 'vitest';
import { ruleCatalog } from '../../src/lint/catalog.js';
import { explainRule } from '../../src/lint/explain.js';

it('has all about a rule, the bad example before the good one', async () => {
  const { id, explain, examples } = await explainRule('plan/unique-keys');
  expect(id).toBe('plan/unique-keys');
  expect(explain).toMatch(/^Records are matched/);
  expect(examples).toEqual([
    { kind: 'bad', file: 'bad.plan.yaml', text: expect.stringContaining('# <- plan/unique-keys') },
    { kind: 'good', file: 'good.plan.yaml', text: expect.not.stringContaining('# <-') },
  ]);
});

it('lists every rule once, in order, each with its page', () => {
  const rules = ruleCatalog();
  const ids = rules.map(({ id }) => id);
  expect(ids).toEqual([...new Set(ids)].sort());
  for (const { id, help } of rules)
    expect(help).toMatch(new RegExp(`^https://unpkg\\.com/spm-connect@.+/docs/lint\\.md#${id}$`));
});

it('knows what was meant', async () => {
  const hint = (id: string) =>
    explainRule(id).then(
      () => 'found',
      ({ code, hint }) => `${code}: ${hint}`,
    );
  expect(await hint('plan/unique-key')).toBe('SPM_UNKNOWN_RULE: Did you mean "plan/unique-keys"?');
  expect(await hint('unique-keys')).toBe('SPM_UNKNOWN_RULE: Did you mean "plan/unique-keys"?');
  expect(await hint('../../errors')).toMatch(/--list-rules/);
});
