import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  canonical,
  canonicalOfAny,
  fingerprintOf,
} from '../../../../src/runtime/sync/select/fingerprint.ts';

it('does not depend on the order of fields, at any depth', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(canonical(reversed(value))).toBe(canonical(value));
      expect(JSON.parse(canonical(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});

it('depends on the order of lists, on values, and on the destination', () => {
  expect(fingerprintOf([1, 2], 'a')).not.toBe(fingerprintOf([2, 1], 'a'));
  expect(fingerprintOf({ n: 1 }, 'a')).not.toBe(fingerprintOf({ n: '1' }, 'a'));
  expect(fingerprintOf({ n: 1 }, 'a')).not.toBe(fingerprintOf({ n: 1 }, 'b'));
});

it('reads a date as text, and skips what JSON skips', () => {
  const at = new Date(0);
  expect(canonical({ at, gone: undefined })).toBe(canonical({ at: at.toISOString() }));
});

it('is the text of the definition, for whatever a record may hold', () => {
  class Money {
    constructor(readonly cents: number) {}
  }
  const odd = fc.oneof(
    fc.date({ noInvalidDate: false }),
    fc.integer().map((cents) => new Money(cents)),
    fc.string().map((text) => ({ toJSON: () => text })),
    fc.string().map((text) => new Map([[text, 1]])),
    fc.integer().map((n) => Object(n) as object),
    fc.string().map((text) => Object(text) as object),
    fc.constantFrom(undefined, Number.NaN, -0, Symbol('s'), () => 1),
    fc.integer().map((n) => Object.assign(new Array(3), { 1: n, extra: n })),
  );
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      fc.jsonValue(),
      odd,
      fc.array(tie('value')),
      fc.dictionary(
        fc.oneof(fc.string(), fc.constantFrom('__proto__', 'toJSON', '10', '9')),
        tie('value'),
      ),
      fc.dictionary(fc.string(), tie('value'), { noNullPrototype: true }),
    ),
  }));
  fc.assert(
    fc.property(value, (record) => {
      expect(canonical(record)).toBe(canonicalOfAny(record));
    }),
    { numRuns: 2_000 },
  );
});

it('goes deeper than the stack of the quick way, and refuses what JSON refuses', () => {
  let deep: unknown = 1;
  for (let depth = 0; depth < 3_000; depth++) deep = { b: deep, a: 1 };
  expect(canonical(deep)).toBe(canonicalOfAny(deep));
  const circle: Record<string, unknown> = {};
  circle.self = circle;
  expect(() => canonical(circle)).toThrow(RangeError);
  expect(() => canonical({ n: 1n })).toThrow(TypeError);
  expect(fingerprintOf(circle, 'a')).not.toBe(fingerprintOf(circle, 'a'));
});

it('is what stores hold already', () => {
  const record = {
    name: 'Ünïcode',
    at: new Date(0),
    tags: ['b', 'a'],
    10: 1,
    9: 2,
    a: { z: null },
  };
  expect(fingerprintOf(record, 'customers')).toBe('6GlLKWyt7H64bc2D6zU8eo42e3120pjUpkYno8WEl6c=');
});

it('takes a record that writes itself as nothing', () => {
  const nothing = { id: 1, toJSON: () => undefined };
  expect(fingerprintOf(nothing, 'a')).toBe(fingerprintOf(null, 'a'));
});

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, inner]) => [key, reversed(inner)]),
  );
}
