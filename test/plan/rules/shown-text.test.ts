import { expect, it } from 'vitest';
import { lintConnector, lintFields, lintWidget } from './lint-connector.js';

const RULE = 'connector/shown-text';

it('accepts texts, also one for each language', () => {
  const text = { fr: 'Magasin', en: 'Store' };
  expect(lintFields(RULE, { label: text, help: 'x' })).toEqual([]);
  expect(lintWidget(RULE, { description: text })).toEqual([]);
  expect(lintConnector(RULE, { meta: { short_description: text } })).toEqual([]);
});

it('warns about those that are missing', () => {
  const configSchema = { steps: [{ fields: [] }] };
  expect(lintConnector(RULE, { configSchema })).toEqual([
    'configSchema.steps[0].label: text-missing',
  ]);
  expect(lintFields(RULE, { label: undefined, options: [{ value: 1 }] })).toEqual([
    '[0].label: text-missing',
    '[0].options[0].label: text-missing',
  ]);
});

it.each([[''], [1], [{}], [{ fr: ' ' }], [['x']]])('warns about %j', (label) => {
  expect(lintFields(RULE, { label })).toEqual(['[0].label: wrong-type expected=shown-text']);
});
