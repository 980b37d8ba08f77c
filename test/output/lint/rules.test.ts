import { Chalk } from 'chalk';
import { expect, it } from 'vitest';
import { rulesLines } from '../../../src/output/lint/rules.js';
import { look } from './report.js';

const [rule = expect.fail('no rule')] = look.rules;

it('lists the rules as a table', () => {
  expect(rulesLines({ rules: [...look.rules] }, look).slice(0, 3)).toEqual([
    'rule                    severity  finds',
    'plan/unique-keys        error     Summary of plan/unique-keys.',
    'connector/tolerate-all  warning   Summary of connector/tolerate-all.',
  ]);
});

const examples = [
  { kind: 'bad' as const, file: 'bad.plan.yaml', text: 'a:\n  - b # <- plan/unique-keys\n' },
  { kind: 'good' as const, file: 'good.plan.yaml', text: 'a: []\n' },
];

it('says all about one', () => {
  const explain = 'Because it matters.';
  expect(
    rulesLines({ rule: { ...rule, explain, examples } }, look).join('\n'),
  ).toBe(`plan/unique-keys error

Summary of plan/unique-keys.

Because it matters.

bad: bad.plan.yaml
  a:
    - b # <- plan/unique-keys

good: good.plan.yaml
  a: []

https://example.com/docs/lint.md#plan/unique-keys`);
});

it('shows in colour what the rule finds in a bad example, and wraps what is long', () => {
  const style = new Chalk({ level: 1 });
  const explain = 'word '.repeat(60).trim();
  const lines = rulesLines({ rule: { ...rule, explain, examples } }, { style, columns: 30 });
  expect(lines).toContain(`  ${style.red('  - b # <- plan/unique-keys')}`);
  expect(lines).toContain('word word word word word word');
});
