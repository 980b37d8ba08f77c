import { expect, it } from 'vitest';
import { asFindings } from '../../../src/plan/lint.js';
import { syntax } from '../../../src/plan/rules/syntax.js';

const problem = { path: 'provisioning', code: 'too-deep', args: {} } as const;

it('finds nothing in a plan, and names what is found elsewhere', () => {
  expect(asFindings(syntax, [problem])).toEqual([
    { rule: 'plan/syntax', severity: 'error', ...problem },
  ]);
});

it('can be turned down and off', () => {
  expect(asFindings(syntax, [problem], { 'plan/syntax': 'info' })).toMatchObject([
    { severity: 'info' },
  ]);
  expect(asFindings(syntax, [problem], { 'plan/syntax': 'off' })).toEqual([]);
});
