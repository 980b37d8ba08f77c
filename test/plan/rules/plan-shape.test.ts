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
  [[], ['provisioning: wrong-type expected=object']],
  [{ customData: {} }, ['customData: wrong-type expected=list']],
  [{ customData: [null] }, ['customData[0]: wrong-type expected=object']],
  [
    { customData: [{}] },
    ['customData[0].fields: missing expected=list', 'customData[0].name: missing expected=name'],
  ],
  [
    { customData: [{ name: 'a', fields: [{ name: '' }], unique_keys: 'x' }] },
    [
      'customData[0].fields[0].name: wrong-type expected=name',
      'customData[0].fields[0].type: missing expected=name',
      'customData[0].unique_keys: wrong-type expected=list',
    ],
  ],
  [
    {
      customData: [
        { name: 'a', fields: [{ name: 'x', type: 'list', options: [{}] }], unique_keys: [1] },
      ],
    },
    [
      'customData[0].fields[0].options[0]: wrong-type expected=text-or-number',
      'customData[0].unique_keys[0]: wrong-type expected=text written=1',
    ],
  ],
  [{ dataSources: [{ key: 'a' }] }, ['dataSources[0].decl: missing expected=object']],
  [{ dataSources: [{ key: 'a', decl: {} }] }, ['dataSources[0].decl.label: missing expected=name']],
  [
    { dataSources: [{ key: 'a', decl: { label: 'A', type: 1, parent_id: 0, config: [] } }] },
    [
      'dataSources[0].decl.config: wrong-type expected=object',
      'dataSources[0].decl.parent_id: wrong-type expected=id',
      'dataSources[0].decl.type: wrong-type expected=text written=1',
    ],
  ],
  [
    { customData: [{ name: 'a', fields: [{ name: 'x', type: 'text', required: 1, label: '' }] }] },
    [
      'customData[0].fields[0].label: wrong-type expected=name',
      'customData[0].fields[0].required: wrong-type expected=boolean',
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
      'customData[0].relationships[0].targetField: wrong-type expected=name',
      'customData[0].relationships[0].targetSchema: wrong-type expected=id-or-name written=1.5',
    ],
  ],
  // A list with a hole, which `map` would skip.
  [{ events: new Array(1) }, ['events[0]: missing expected=object']],
  [
    { orderStatuses: [{ status_id: 1, lang: 'fr', is_deleted: 'no', created_at: 0 }] },
    [
      'orderStatuses[0].created_at: wrong-type expected=text written=0',
      'orderStatuses[0].is_deleted: wrong-type expected=boolean',
      'orderStatuses[0].name: missing expected=name',
      'orderStatuses[0].status_id: wrong-type expected=name written=1',
    ],
  ],
])('finds what is wrong in %j', (plan, findings) => {
  expect(lintWith('plan/shape', { plan })).toEqual(findings);
});
