import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Seen } from '../../src/connector/seen.js';

it('knows what was added, and nothing else', () => {
  fc.assert(
    fc.property(fc.array(fc.string()), (texts) => {
      const seen = new Seen();
      const known = new Set<string>();
      for (const text of texts) {
        expect(seen.has(text)).toBe(known.has(text));
        expect(seen.add(text)).toBe(!known.has(text));
        known.add(text);
      }
      for (const text of known) expect(seen.has(text)).toBe(true);
    }),
  );
});

it.each([
  ['c', ''],
  ['', '/fr'],
  ['A0000', '0'],
])('tells 300,000 keys apart that differ a little: %s…%s', (before, after) => {
  const seen = new Seen();
  const mistaken: string[] = [];
  for (let i = 0; i < 300_000; i++) {
    const text = before + i + after;
    if (!seen.add(text)) mistaken.push(text);
  }
  expect(mistaken).toEqual([]);
  expect(seen.add(`${before}299999${after}`)).toBe(false);
});
