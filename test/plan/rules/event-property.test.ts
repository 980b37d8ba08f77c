import { expect, it } from 'vitest';
import { lintPlan } from './lint-with.js';

const declared = (properties: unknown, rule = 'plan/event-property') =>
  lintPlan(rule, { events: [{ code_name: 'a', name: { en: 'A' }, properties }] });

it.each([
  {},
  { metaData: [], customData: {} },
  { 'contact.customData': [{ name: 'tier', type: 'text' }] },
  { visitor: { customData: { tier: { type: 'text', required: false } } } },
])('accepts %j', (properties) => {
  expect(declared(properties)).toEqual([]);
});

it.each<[unknown, string[]]>([
  [{ metaData: 'total' }, ['metaData: wrong-type expected=event-properties']],
  [{ metaData: [null] }, ['metaData[0]: wrong-type expected=object']],
  [{ metaData: [{ name: 'a' }] }, ['metaData[0].type: missing expected=name']],
  [{ customData: { total: 'decimal' } }, ['customData.total: wrong-type expected=object']],
  [{ customData: { '': { type: 'text' } } }, ['customData: unnamed-property']],
  [{ contact: [] }, ['contact: wrong-type expected=object']],
  [{ contact: { customData: [1] } }, ['contact.customData[0]: wrong-type expected=object']],
  [
    { metaData: [{ name: 'a', type: 'text', description: 1, required: 1 }] },
    [
      'metaData[0].description: wrong-type expected=text written=1',
      'metaData[0].required: wrong-type expected=boolean',
    ],
  ],
])('refuses %j', (properties, problems) => {
  expect(declared(properties)).toEqual(problems.map((text) => `events[0].properties.${text}`));
});

it('finds its way into a slot that is written with a dot', () => {
  expect(declared({ 'contact.customData': [1] })).toEqual([
    'events[0].properties["contact.customData"][0]: wrong-type expected=object',
  ]);
});

it('leaves properties that are no object to plan/shape', () => {
  expect(declared([])).toEqual([]);
  expect(declared([], 'plan/shape')).toEqual(['events[0].properties: wrong-type expected=object']);
});
