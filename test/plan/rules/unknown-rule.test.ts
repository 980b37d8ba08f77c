import { expect, it } from 'vitest';
import { lintWith } from './lint-with.js';

const configured = (rules: Record<string, 'off'>) => lintWith('lint/unknown-rule', {}, { rules });

it('accepts rules that exist', () => {
  expect(configured({ 'plan/shape': 'off' })).toEqual([]);
});

it('finds those that do not', () => {
  expect(configured({ 'plan/shap': 'off' })).toEqual([
    'lint.rules.plan/shap: unknown-rule name=plan/shap suggestion=plan/shape',
  ]);
});
