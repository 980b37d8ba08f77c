import { expect, it } from 'vitest';
import { lintIntegration } from '../../../src/plan/lint.js';
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

it('finds each fault once, with the fixtures that have it', () => {
  const fault = { reason: 'no folder' };
  const findings = lintIntegration({
    integration: integration(),
    enabled: new Map([
      [
        'syncSteps[0]',
        [
          { fixture: 'a.json', enabled: false, fault },
          { fixture: 'b.json', enabled: false, fault },
          { fixture: 'c.json', enabled: true, fault: {} },
        ],
      ],
    ]),
  }).filter(({ rule }) => rule === 'connector/step-enabled');
  expect(findings).toMatchObject([
    { code: 'enabled-throws', args: fault, onlyWith: 'a.json, b.json' },
    { code: 'async-enabled', onlyWith: 'c.json' },
  ]);
});

it('names no fixtures if all have the fault', () => {
  const fault = { reason: 'no folder' };
  const answers = ['a.json', 'b.json'].map((fixture) => ({ fixture, enabled: false, fault }));
  expect(lint(...answers)).toEqual(['syncSteps[0].enabled: enabled-throws reason=no folder']);
  const subject = {
    integration: integration(),
    enabled: new Map([['syncSteps[0]', answers]]),
  };
  expect(lintIntegration(subject).flatMap(({ onlyWith = [] }) => onlyWith)).toEqual([]);
});
