import fc from 'fast-check';
import { expect, it } from 'vitest';
import { pack } from '../../../../src/output/graph/layout/pack.js';

const size = fc.record({
  width: fc.integer({ min: 1, max: 900 }),
  height: fc.integer({ min: 1, max: 900 }),
});

it('leaves room between all, and is as large as they are together', () => {
  fc.assert(
    fc.property(fc.array(size, { maxLength: 12 }), (sizes) => {
      const { corners, width, height } = pack(sizes);
      const all = sizes.map((one, index) => ({ ...one, ...(corners[index] ?? { x: -1, y: -1 }) }));
      for (const a of all) {
        expect(Math.min(a.x, a.y)).toBeGreaterThanOrEqual(0);
        const close = all.filter(
          (b) =>
            b !== a &&
            b.x < a.x + a.width + 30 &&
            a.x < b.x + b.width + 30 &&
            b.y < a.y + a.height + 30 &&
            a.y < b.y + b.height + 30,
        );
        expect(close).toEqual([]);
      }
      expect(width).toBe(Math.max(0, ...all.map((one) => one.x + one.width)));
      expect(height).toBe(Math.max(0, ...all.map((one) => one.y + one.height)));
    }),
  );
});

it('begins with the first, and fills the room under it', () => {
  const { corners } = pack([
    { width: 200, height: 100 },
    { width: 100, height: 50 },
    { width: 800, height: 700 },
    { width: 150, height: 60 },
  ]);
  expect(corners).toEqual([
    { x: 0, y: 0 },
    { x: 0, y: 232 },
    { x: 236, y: 0 },
    { x: 0, y: 136 },
  ]);
});

it('is about as wide as a screen for many small ones', () => {
  const { width, height } = pack(Array.from({ length: 40 }, () => ({ width: 200, height: 150 })));
  expect(width / height).toBeGreaterThan(1.1);
  expect(width / height).toBeLessThan(2.2);
});
