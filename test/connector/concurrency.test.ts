import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mapWithConcurrency } from '../../src/connector/concurrency.js';

/** Waits for some turns of the event loop, so that tasks end in a different order than they started. */
async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn++) await new Promise(setImmediate);
}

describe('mapWithConcurrency', () => {
  it('keeps the order, uses the limit and never exceeds it', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(4), { maxLength: 12 }),
        fc.integer({ min: 1, max: 5 }),
        async (delays, limit) => {
          let running = 0;
          let most = 0;
          const results = await mapWithConcurrency(delays, limit, async (delay, index) => {
            most = Math.max(most, ++running);
            await turns(delay + 1);
            running--;
            return [index, delay];
          });
          expect(results).toEqual(delays.map((delay, index) => [index, delay]));
          expect(most).toBe(Math.min(limit, delays.length));
        },
      ),
      { numRuns: 30 },
    );
  });

  it('takes items from a stream only when there is room', async () => {
    let taken = 0;
    async function* stream() {
      for (let item = 0; item < 10; item++) {
        taken++;
        yield item;
      }
    }
    const open: (() => void)[] = [];
    const done = mapWithConcurrency(
      stream(),
      3,
      () => new Promise<void>((resolve) => open.push(resolve)),
    );
    await turns(5);
    expect(taken).toBe(3);
    while (open.length > 0) {
      open.shift()?.();
      await turns(2);
    }
    expect(await done).toHaveLength(10);
  });

  it('throws the first failure after what runs has ended, and starts nothing more', async () => {
    const started: number[] = [];
    const ended: number[] = [];
    const work = mapWithConcurrency([0, 1, 2, 3, 4], 2, async (item) => {
      started.push(item);
      await turns(1 + item);
      if (item === 0) throw new Error('first');
      ended.push(item);
    });
    await expect(work).rejects.toThrow('first');
    expect(started).toEqual([0, 1]);
    expect(ended).toEqual([1]);
  });

  it('awaits what runs when the stream fails', async () => {
    const ended: number[] = [];
    async function* stream() {
      yield 1;
      throw new Error('stream');
    }
    const work = mapWithConcurrency(stream(), 2, async (item) => {
      await turns(3);
      ended.push(item);
    });
    await expect(work).rejects.toThrow('stream');
    expect(ended).toEqual([1]);
  });

  it.each([0, -1, Number.NaN])('refuses the limit %d', async (limit) => {
    await expect(mapWithConcurrency([1], limit, async (x) => x)).rejects.toMatchObject({
      code: 'SPM_CONNECTOR_INVALID',
    });
  });

  it('has no limit with Infinity', async () => {
    expect(
      await mapWithConcurrency(new Set([1, 2]), Number.POSITIVE_INFINITY, (x) => x * 2),
    ).toEqual([2, 4]);
  });
});
