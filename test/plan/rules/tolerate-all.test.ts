import { expect, it } from 'vitest';
import type { RejectPolicy } from '../../../src/connector/types.js';
import { integration, step } from '../../connector/fixtures.js';
import { lintWith } from './lint-with.js';

const tolerating = (tolerateRejects: RejectPolicy) =>
  lintWith('connector/tolerate-all', {
    integration: integration({ syncSteps: [step({ tolerateRejects })] }),
  });

it('accepts none and a ratio', () => {
  expect(tolerating(false)).toEqual([]);
  expect(tolerating({ maxRatio: 0.05 })).toEqual([]);
});

it('warns about true', () => {
  expect(tolerating(true)).toEqual([
    expect.stringMatching(/^syncSteps\[0\]\.tolerateRejects: tolerates/),
  ]);
});
