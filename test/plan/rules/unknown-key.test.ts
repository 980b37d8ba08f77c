import { expect, it } from 'vitest';
import { lintIntegration } from '../../../src/plan/lint.js';
import { lintPlan, lintWith } from './lint-with.js';

const RULE = 'plan/unknown-key';

it('finds a key that is close to one that there is', () => {
  const fields = [{ name: 'a', type: 'text', requred: true }];
  expect(lintPlan(RULE, { customData: [{ name: 'd', uniqe_keys: ['a'], fields }] })).toEqual([
    'customData[0].fields[0].requred: unknown-keys keys=requred suggestion=required',
    'customData[0].uniqe_keys: unknown-keys keys=uniqe_keys suggestion=unique_keys',
  ]);
});

it('lists the keys where none is close', () => {
  expect(lintPlan(RULE, { events: [{ code_name: 'a', name: {}, trigger: 1 }] })).toEqual([
    'events[0].trigger: unknown-keys keys=trigger',
  ]);
});

it('looks everywhere but into what is free: names, properties, config', () => {
  const plan = {
    $schema: './plan.schema.json',
    vouchers: [],
    dataSources: [
      { key: 'a', decl: { label: 'A', type: 'api', config: { any: 1 }, lable: 'A' }, parent: 'b' },
    ],
    events: [{ code_name: 'a', name: { fr: 'A' }, properties: { any: 'string' } }],
    orderStatuses: [{ status_id: '1', lang: 'fr', name: 'A', deleted: true }],
  };
  expect(lintPlan(RULE, plan).map((text) => text.split(':')[0])).toEqual([
    'dataSources[0].decl.lable',
    'dataSources[0].parent',
    'orderStatuses[0].deleted',
    'vouchers',
  ]);
});

it('takes a key of every object for unknown', () => {
  expect(lintPlan(RULE, { constructor: [] })).toHaveLength(1);
});

it('names places without the connector for a plan file', () => {
  expect(lintWith(RULE, { plan: { evnts: [] }, planPath: '' })[0]).toMatch(
    /^evnts: .* suggestion=events$/,
  );
});

it('leaves what has the wrong shape to plan/shape', () => {
  for (const plan of [[], 'text', { customData: 1 }, { customData: [1, null] }])
    expect(lintIntegration({ plan }).filter(({ rule }) => rule === RULE)).toEqual([]);
});
