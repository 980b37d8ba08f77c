import { expect, it } from 'vitest';
import type { Relationship } from '../../../src/connector/types.js';
import { lintWith } from './lint-with.js';

type Target = Omit<Relationship, 'sourceField'>;

const plan = (target?: Target) => ({
  customData: [
    {
      name: 'Visit',
      unique_keys: ['x'],
      fields: [{ name: 'x', type: 'number', required: true }],
      relationships: target ? [{ sourceField: 'x', ...target }] : [],
    },
  ],
});

const change = (before: Target | undefined, now: Target | undefined) =>
  lintWith('plan/relationship-changed', { plan: plan(now), base: plan(before) });

const custom = (targetSchema: string, targetField?: string): Target => ({
  targetSchemaType: 'custom',
  targetSchema,
  ...(targetField !== undefined && { targetField }),
});
const system = (targetSchema: string, targetField?: string): Target => ({
  ...custom(targetSchema, targetField),
  targetSchemaType: 'system',
});

it.each([
  [custom('Store'), custom(' store ', 'id')],
  [system('contacts'), system('contacts', 'id_contact')],
  [custom('30'), custom('Store')],
  [undefined, custom('Store')],
  [custom('Store'), undefined],
])('accepts %j and then %j', (before, now) => {
  expect(change(before, now)).toEqual([]);
});

it.each([
  [custom('Store'), custom('City'), 'Store.id', 'City.id'],
  [custom('30'), custom('31'), '30.id', '31.id'],
  [custom('Store'), custom('Store', 'code'), 'Store.id', 'Store.code'],
  [system('contacts'), system('products'), 'contacts.id_contact', 'products.product_id'],
  [
    custom('contacts', 'id_contact'),
    system('contacts'),
    'contacts.id_contact',
    'contacts.id_contact',
  ],
])('refuses %j and then %j', (before, now, from, to) => {
  expect(change(before, now)).toEqual([
    `customData[0].relationships[0].targetSchema: relationship-changed name=x from=${from} to=${to}`,
  ]);
});
