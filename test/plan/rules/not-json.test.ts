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
  [undefined, 'value: json-undefined'],
  [{ a: [undefined] }, 'value.a[0]: json-undefined'],
  [() => 1, 'value: json-type type=function'],
  [1n, 'value: json-type type=bigint'],
  [Symbol('a'), 'value: json-type type=symbol'],
  [Number.NEGATIVE_INFINITY, 'value: json-number value=-Infinity'],
  [new Date(0), 'value: json-type type=Date'],
  [new Map(), 'value: json-type type=Map'],
  [new Store(), 'value: json-type type=Store'],
  [JSON.parse('{ "__proto__": 1 }'), 'value.__proto__: json-key key=__proto__'],
  [{ constructor: { prototype: 1 } }, 'value.constructor: json-key key=constructor'],
  [nested(32), `value${'[0]'.repeat(31)}: json-depth max=32`],
])('refuses %o', (value, problem) => {
  expect(config(value)).toEqual([problem]);
});

it('finds circles', () => {
  const circle: Record<string, unknown> = {};
  circle.a = { b: circle };
  expect(config(circle)).toEqual(['value.a.b: json-circle']);
});

it('looks once at what stands in many places, and still sees how deep it goes', () => {
  let shared: unknown = 1;
  for (let level = 0; level < 30; level += 1) shared = [shared, shared];
  expect(config(shared)).toEqual([]);
  expect(config([shared, [[shared]]])).toEqual(['value[1][0][0]: json-depth max=32']);
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
    'customData[0].fields[0].default.y: json-type type=bigint',
    'events[0].properties.x: json-number value=NaN',
  ]);
});
