import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Prefix } from '../../../../src/runtime/sync/settle/prefix.ts';

it('gives everything once, in order, and only what nothing unsettled stands before', () => {
  fc.assert(
    fc.property(fc.shuffledSubarray([0, 1, 2, 3, 4, 5, 6, 7], { minLength: 8 }), (order) => {
      const prefix = new Prefix<number>();
      const settle = order.map((_, n) => prefix.open(n));
      const given: number[] = [];
      const settled = new Set<number>();
      for (const n of order) {
        settled.add(n);
        given.push(...(settle[n]?.() ?? []));
        const gap = [0, 1, 2, 3, 4, 5, 6, 7, 8].find((each) => !settled.has(each)) ?? 8;
        expect(given).toEqual(Array.from({ length: gap }, (_, each) => each));
      }
    }),
  );
});
