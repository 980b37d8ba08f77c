import { expect, it } from 'vitest';
import type { EnabledAnswer } from '../../../src/plan/rule.js';
import { integration } from '../../connector/fixtures.js';
import { lintWith } from './lint-with.js';

const lint = (...answers: EnabledAnswer[]) =>
  lintWith('connector/step-enabled', {
    integration: integration(),
    enabled: new Map([['syncSteps[0]', answers]]),
  });

it('accepts answers', () => {
  expect(lint({ fixture: 'a.json', enabled: true }, { fixture: 'b.json', enabled: false })).toEqual(
    [],
  );
});

it('tells each fault once', () => {
  const fault = 'throws: no folder';
  expect(
    lint(
      { fixture: 'a.json', enabled: false, fault },
      { fixture: 'b.json', enabled: false, fault },
      { fixture: undefined, enabled: true, fault: 'must not be async' },
    ),
  ).toEqual(
    expect.arrayContaining([
      'syncSteps[0].enabled: throws: no folder (with a.json)',
      'syncSteps[0].enabled: must not be async (with the defaults of the form)',
    ]),
  );
});
