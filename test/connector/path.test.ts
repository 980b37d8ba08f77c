import fc from 'fast-check';
import { expect, it } from 'vitest';
import { child, comparePaths, entry, segments } from '../../src/connector/path.js';

it('orders places as they stand', () => {
  const ordered = [
    '',
    'meta',
    'meta.name',
    'steps',
    'steps[2]',
    'steps[2].a',
    'steps[10]',
    'steps[10].b[0]',
    'z',
  ];
  expect([...ordered].reverse().sort(comparePaths)).toEqual(ordered);
  for (const path of ordered) expect(comparePaths(path, path)).toBe(0);
});

it('says and reads any place', () => {
  const steps = fc.array(fc.oneof(fc.nat(), fc.string(), fc.constantFrom('a.b', '["', 'x[0]', '')));
  fc.assert(
    fc.property(steps, (keys) => {
      const path = keys.reduce<string>(
        (around, key) => (typeof key === 'number' ? entry(around, key) : child(around, key)),
        '',
      );
      expect(segments(path)).toEqual(keys);
    }),
  );
  expect(child(entry(child('', 'events'), 0), 'contact.customData')).toBe(
    'events[0]["contact.customData"]',
  );
});
