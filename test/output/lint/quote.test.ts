import fc from 'fast-check';
import { expect, it } from 'vitest';
import { quote } from '../../../src/output/lint/quote.js';
import { width } from '../../../src/output/text.js';

it('keeps short lines whole', () => {
  expect(quote('name: x', 6, 7, 40)).toEqual({ text: 'name: x', before: 6, length: 1 });
});

it('cuts behind when the value is near the start, and before when it is near the end', () => {
  expect(quote('0123456789', 1, 3, 6)).toEqual({ text: '01234…', before: 1, length: 2 });
  expect(quote('0123456789', 8, 9, 6)).toEqual({ text: '…56789', before: 4, length: 1 });
});

it('marks no more of a long value than there is room for', () => {
  expect(quote('0123456789', 0, 10, 6)).toEqual({ text: '01234…', before: 0, length: 6 });
});

it('never takes more columns than there are, and marks within them', () => {
  const line = fc.string({ unit: fc.constantFrom('a', '\t', '漢', '😀', 'é', ' ', '\u001b') });
  fc.assert(
    fc.property(
      line,
      fc.nat(40),
      fc.nat(40),
      fc.integer({ min: 10, max: 60 }),
      (text, a, b, room) => {
        const { text: shown, before, length } = quote(text, Math.min(a, b), Math.max(a, b), room);
        expect(width(shown)).toBeLessThanOrEqual(room);
        expect(before).toBeGreaterThanOrEqual(0);
        expect(length).toBeGreaterThanOrEqual(1);
        expect(before + length).toBeLessThanOrEqual(room);
      },
    ),
  );
});
