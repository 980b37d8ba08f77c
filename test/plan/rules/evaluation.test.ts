import { expect, it } from 'vitest';
import { asFindings } from '../../../src/plan/lint.js';
import { evaluation } from '../../../src/plan/rules/evaluation.js';

const problem = { path: 'provisioning', code: 'too-deep', args: {} } as const;

it('finds nothing in a plan, and names what is found elsewhere', () => {
  expect(asFindings(evaluation, [problem])).toEqual([
    { rule: 'lint/evaluation', severity: 'error', ...problem },
  ]);
});

it('can be turned down and off', () => {
  expect(asFindings(evaluation, [problem], { 'lint/evaluation': 'info' })).toMatchObject([
    { severity: 'info' },
  ]);
  expect(asFindings(evaluation, [problem], { 'lint/evaluation': 'off' })).toEqual([]);
});
