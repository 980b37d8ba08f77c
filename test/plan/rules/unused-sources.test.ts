import { expect, it } from 'vitest';
import { integration, step } from '../../connector/fixtures.js';
import { lintWith } from './lint-with.js';

const sources = () => ['a'];
const lint = (...syncSteps: ReturnType<typeof step>[]) =>
  lintWith('connector/unused-sources', { integration: integration({ syncSteps }) });

it('accepts sources of a per-source step', () => {
  expect(lint(step(), step({ entity: 'b', cursorScope: 'per-source', sources }))).toEqual([]);
});

it('warns about those of a global step', () => {
  expect(lint(step({ sources }))).toEqual(['syncSteps[0].sources: unused-sources']);
});
