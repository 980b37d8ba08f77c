import { expect, it } from 'vitest';
import type { EnabledAnswer } from '../../../src/plan/rule.js';
import { integration } from '../../connector/fixtures.js';
import { lintWith } from './lint-with.js';

const off = (fixture: string | undefined): EnabledAnswer => ({ fixture, enabled: false });
const lint = (...answers: EnabledAnswer[]) =>
  lintWith('connector/unreachable-step', {
    integration: integration(),
    enabled: new Map([['syncSteps[0]', answers]]),
  });

it('accepts a step that one fixture turns on, and one that no fixture is asked about', () => {
  expect(lint(off('a.json'), { fixture: 'b.json', enabled: true })).toEqual([]);
  expect(lint()).toEqual([]);
  expect(lint(off(undefined))).toEqual([]);
  expect(lint({ ...off('a.json'), fault: { reason: 'x' } })).toEqual([]);
});

it('warns about one that all turn off', () => {
  expect(lint(off('a.json'), off('b.json'))).toEqual([
    'syncSteps[0].enabled: unreachable-step name=orders',
  ]);
});
