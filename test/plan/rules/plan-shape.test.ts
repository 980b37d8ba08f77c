import { expect, it } from 'vitest';
import { lintPlan, lintWith } from './lint-with.js';

it('accepts a plan with everything, and an empty one', () => {
  expect(lintPlan('plan/shape', {})).toEqual([]);
  expect(lintWith('plan/shape', {})).toEqual([]);
  expect(
    lintPlan('plan/shape', {
      dataSources: [{ key: 'a', decl: { label: 'A', type: 'api' } }],
      customData: [
        {
          name: 'a',
          unique_keys: ['x'],
          fields: [{ name: 'x', type: 'list', options: ['a', 1] }],
          relationships: [{ sourceField: 'x', targetSchemaType: 'custom', targetSchema: '1' }],
        },
      ],
      events: [{ code_name: 'a', name: { en: 'A' } }],
      orderStatuses: [{ status_id: '1', lang: 'fr', name: 'A' }],
    }),
  ).toEqual([]);
});

it.each<[unknown, string[]]>([
  [[], ['provisioning: must be an object']],
  [{ customData: {} }, ['customData: must be a list']],
  [{ customData: [null] }, ['customData[0]: must be an object']],
  [
    { customData: [{}] },
    [
      'customData[0].fields: must be a list',
      'customData[0].name: must be a text that is not empty',
    ],
  ],
  [
    { customData: [{ name: 'a', fields: [{ name: '' }], unique_keys: 'x' }] },
    [
      'customData[0].fields[0].name: must be a text that is not empty',
      'customData[0].fields[0].type: must be a text that is not empty',
      'customData[0].unique_keys: must be a list',
    ],
  ],
  [
    {
      customData: [
        { name: 'a', fields: [{ name: 'x', type: 'list', options: [{}] }], unique_keys: [1] },
      ],
    },
    [
      'customData[0].fields[0].options[0]: must be a text or a number',
      'customData[0].unique_keys[0]: must be a text',
    ],
  ],
  [{ dataSources: [{ key: 'a' }] }, ['dataSources[0].decl: must be an object']],
  [
    { dataSources: [{ key: 'a', decl: {} }] },
    ['dataSources[0].decl.label: must be a text that is not empty'],
  ],
  [
    { dataSources: [{ key: 'a', decl: { label: 'A', type: 1, parent_id: 0, config: [] } }] },
    [
      'dataSources[0].decl.config: must be an object',
      'dataSources[0].decl.parent_id: must be an id, a whole number above 0',
      'dataSources[0].decl.type: must be a text',
    ],
  ],
  [
    { customData: [{ name: 'a', fields: [{ name: 'x', type: 'text', required: 1, label: '' }] }] },
    [
      'customData[0].fields[0].label: must be a text that is not empty',
      'customData[0].fields[0].required: must be true or false',
    ],
  ],
  [
    {
      customData: [
        {
          name: 'a',
          fields: [],
          relationships: [
            { sourceField: 'x', targetSchemaType: 'custom', targetSchema: 1.5, targetField: null },
          ],
        },
      ],
    },
    [
      'customData[0].relationships[0].targetField: must be a text that is not empty',
      'customData[0].relationships[0].targetSchema: must be a text that is not empty, or an id',
    ],
  ],
  // A list with a hole, which `map` would pass over.
  [{ events: new Array(1) }, ['events[0]: must be an object']],
  [
    { orderStatuses: [{ status_id: 1, lang: 'fr', is_deleted: 'no', created_at: 0 }] },
    [
      'orderStatuses[0].created_at: must be a text',
      'orderStatuses[0].is_deleted: must be true or false',
      'orderStatuses[0].name: must be a text that is not empty',
      'orderStatuses[0].status_id: must be a text that is not empty',
    ],
  ],
])('finds what is wrong in %j', (plan, findings) => {
  expect(lintWith('plan/shape', { plan })).toEqual(findings);
});
