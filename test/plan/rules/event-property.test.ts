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
  [{ metaData: 'total' }, ['metaData: must be a list of properties, or a map of them by name']],
  [{ metaData: [null] }, ['metaData[0]: must be an object']],
  [{ metaData: [{ name: 'a' }] }, ['metaData[0].type: must be a text that is not empty']],
  [{ customData: { total: 'decimal' } }, ['customData.total: must be an object']],
  [{ customData: { '': { type: 'text' } } }, ['customData: has a property without a name']],
  [{ contact: [] }, ['contact: must be an object']],
  [{ contact: { customData: [1] } }, ['contact.customData[0]: must be an object']],
  [
    { metaData: [{ name: 'a', type: 'text', description: 1, required: 1 }] },
    ['metaData[0].description: must be a text', 'metaData[0].required: must be true or false'],
  ],
])('refuses %j', (properties, problems) => {
  expect(declared(properties)).toEqual(problems.map((text) => `events[0].properties.${text}`));
});

it('finds its way into a slot that is written with a dot', () => {
  expect(declared({ 'contact.customData': [1] })).toEqual([
    'events[0].properties["contact.customData"][0]: must be an object',
  ]);
});

it('leaves properties that are no object to plan/shape', () => {
  expect(declared([])).toEqual([]);
  expect(declared([], 'plan/shape')).toEqual(['events[0].properties: must be an object']);
});
