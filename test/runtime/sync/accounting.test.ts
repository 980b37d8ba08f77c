import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addCounts, noCounts, Tally } from '../../../src/runtime/sync/accounting.ts';

const counts = fc.record({
  read: fc.nat(),
  acknowledged: fc.nat(),
  unchanged: fc.nat(),
  skipped: fc.nat(),
  rejected: fc.nat(),
});

describe('addCounts', () => {
  it('adds each count and changes neither side', () => {
    fc.assert(
      fc.property(counts, counts, (a, b) => {
        const sum = addCounts(Object.freeze(a), Object.freeze(b));
        for (const name of Object.keys(a) as (keyof typeof a)[]) {
          expect(sum[name]).toBe(a[name] + b[name]);
        }
        expect(addCounts(a, noCounts())).toEqual(a);
      }),
    );
  });
});

describe('R6: a tally', () => {
  it('is the sum of what was added, and reports each change', () => {
    fc.assert(
      fc.property(counts, fc.array(counts), (before, all) => {
        const told: unknown[] = [];
        const tally = new Tally(before, (sum) => told.push(sum));
        for (const more of all) tally.add(more);
        const sum = all.reduce(addCounts, noCounts());
        expect(tally.counts).toEqual(sum);
        expect(tally.ofWindow()).toEqual(addCounts(before, sum));
        expect(tally.ofWindow(noCounts())).toEqual(before);
        expect(told).toHaveLength(all.length);
        expect(told.at(-1) ?? noCounts()).toEqual(sum);
      }),
    );
  });

  it('counts for a push, too, when one is given', () => {
    const tally = new Tally(noCounts());
    const push = { counts: noCounts() };
    tally.add({ read: 3 });
    tally.add({ acknowledged: 2 }, push);
    expect(tally.counts).toEqual({ ...noCounts(), read: 3, acknowledged: 2 });
    expect(push.counts).toEqual({ ...noCounts(), acknowledged: 2 });
  });
});
