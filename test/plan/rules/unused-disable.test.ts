import { expect, it } from 'vitest';
import { asFindings } from '../../../src/plan/lint.js';
import { unusedDisable } from '../../../src/plan/rules/unused-disable.js';

const problem = { path: '', code: 'too-deep', args: {} } as const;

it('finds nothing in a plan, and names what is found elsewhere', () => {
  expect(asFindings(unusedDisable, [problem])).toEqual([
    { rule: 'lint/unused-disable', severity: 'warning', ...problem },
  ]);
});

it('can be turned up', () => {
  expect(asFindings(unusedDisable, [problem], { 'lint/unused-disable': 'error' })).toMatchObject([
    { severity: 'error' },
  ]);
});
