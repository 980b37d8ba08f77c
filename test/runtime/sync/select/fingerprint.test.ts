import fc from 'fast-check';
import { expect, it } from 'vitest';
import { canonical, fingerprintOf } from '../../../../src/runtime/sync/select/fingerprint.ts';

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
