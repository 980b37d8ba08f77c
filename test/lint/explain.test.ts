import { expect, it } from 'vitest';
import { explainRule } from '../../src/lint/explain.js';

it('has all about a rule, the bad example before the good one', async () => {
  const { id, explain, examples } = await explainRule('plan/unique-keys');
  expect(id).toBe('plan/unique-keys');
  expect(explain).toMatch(/^The platform matches records/);
  expect(examples).toEqual([
    { kind: 'bad', file: 'bad.plan.yaml', text: expect.stringContaining('# <- plan/unique-keys') },
    { kind: 'good', file: 'good.plan.yaml', text: expect.not.stringContaining('# <-') },
  ]);
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
