import { expect, it } from 'vitest';
import { lintPlan } from './lint-with.js';

const config = (value: unknown) =>
  lintPlan('plan/not-json', {
    dataSources: [{ key: 'a', decl: { label: 'A', type: 'api', config: { value } } }],
  }).map((text) => text.replace('dataSources[0].decl.config.', ''));

const nested = (levels: number): unknown => {
  let value: unknown = 1;
  for (let level = 0; level < levels; level += 1) value = [value];
  return value;
};

it.each([null, 'a', 1, true, [1, { a: [] }], Object.create(null), nested(31)])(
  'accepts %j',
  (value) => {
    expect(config(value)).toEqual([]);
  },
);

class Store {}

it.each<[unknown, string]>([
  [undefined, 'value: is undefined, which JSON leaves out'],
  [{ a: [undefined] }, 'value.a[0]: is undefined, which JSON leaves out'],
  [() => 1, 'value: is a function, which JSON has no form for'],
  [1n, 'value: is a bigint, which JSON has no form for'],
  [Symbol('a'), 'value: is a symbol, which JSON has no form for'],
  [Number.NEGATIVE_INFINITY, 'value: is -Infinity, which JSON turns into null'],
  [new Date(0), 'value: is a Date, which JSON has no form for'],
  [new Map(), 'value: is a Map, which JSON has no form for'],
  [new Store(), 'value: is a Store, which JSON has no form for'],
  [
    JSON.parse('{ "__proto__": 1 }'),
    'value.__proto__: has the key "__proto__", which servers refuse',
  ],
  [
    { constructor: { prototype: 1 } },
    'value.constructor: has the key "constructor", which servers refuse',
  ],
  [nested(32), `value${'[0]'.repeat(31)}: is nested more than 32 levels deep`],
])('refuses %o', (value, problem) => {
  expect(config(value)).toEqual([problem]);
});

it('finds circles', () => {
  const circle: Record<string, unknown> = {};
  circle.a = { b: circle };
  expect(config(circle)).toEqual(['value.a.b: holds itself']);
});

it('looks once at what stands in many places, and still sees how deep it goes', () => {
  let shared: unknown = 1;
  for (let level = 0; level < 30; level += 1) shared = [shared, shared];
  expect(config(shared)).toEqual([]);
  expect(config([shared, [[shared]]])).toEqual([
    'value[1][0][0]: is nested more than 32 levels deep',
  ]);
});

it('looks at event properties and at the defaults of JSON fields', () => {
  expect(
    lintPlan('plan/not-json', {
      events: [{ code_name: 'a', name: { en: 'A' }, properties: { x: Number.NaN } }],
      customData: [
        {
          name: 'a',
          fields: [
            { name: 'x', type: 'json', default: { y: 1n } },
            { name: 'z', type: 'text', default: 1n },
          ],
        },
      ],
    }),
  ).toEqual([
    'customData[0].fields[0].default.y: is a bigint, which JSON has no form for',
    'events[0].properties.x: is NaN, which JSON turns into null',
  ]);
});
