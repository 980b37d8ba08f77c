import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { noCounts } from '../../../../src/runtime/sync/accounting.ts';
import { InFlight } from '../../../../src/runtime/sync/in-flight.ts';
import { newPush } from '../../../../src/runtime/sync/push/push.ts';
import { type Covered, Pushes, settledPrefix } from '../../../../src/runtime/sync/push/pushes.ts';
import { settled } from '../../../helpers/syncBench.ts';

function setup({ records = 100, pushes = 10, mayOverlap = (): boolean => true } = {}) {
  const inFlight = new InFlight('orders', () => {});
  const all = new Pushes(inFlight, { records, pushes, mayOverlap });
  const under = new Map<number, { end(): void; fail(error: Error): void }>();
  const gaps: number[][] = [];
  let next = 1;
  /** Starts a push. It ends on request, and is then settled unless it fails. */
  const start = (size = 10) => {
    const number = next++;
    const push = newPush(number, noCounts());
    const covered: Covered = { push, records: size, last: `item ${number}` };
    const work = async () => {
      await new Promise<void>((resolve, reject) =>
        under.set(number, { end: resolve, fail: reject }),
      );
      gaps.push(all.settle(push).map((one) => one.push.number));
    };
    const started = all.start(covered, work);
    started.catch(() => {});
    return { number, started };
  };
  const end = async (number: number) => {
    under.get(number)?.end();
    under.delete(number);
    await settled();
  };
  const fail = async (number: number, message: string) => {
    under.get(number)?.fail(new Error(message));
    under.delete(number);
    await settled();
  };
  /** The first push runs alone. */
  const begin = async () => {
    const { started } = start();
    await end(1);
    await started;
  };
  const numbers = () => [...under.keys()];
  return { all, inFlight, start, end, fail, begin, numbers, gaps };
}

describe('pushes', () => {
  it('start with one that runs alone', async () => {
    const { start, numbers, end } = setup();
    const first = start();
    await settled();
    let told = false;
    void first.started.then(() => {
      told = true;
    });
    await settled();
    expect([numbers(), told]).toEqual([[1], false]);
    await end(1);
    expect(told).toBe(true);
  });

  it('overlap up to the limit', async () => {
    const { start, numbers, end, begin } = setup({ pushes: 3 });
    await begin();
    for (let n = 0; n < 5; n++) start();
    await settled();
    expect(numbers()).toEqual([2, 3, 4]);
    await end(2);
    expect(numbers()).toEqual([3, 4, 5]);
  });

  it('stop at the limit behind a slow one, counting those that ended', async () => {
    const { start, numbers, end, begin } = setup({ pushes: 3, records: 100 });
    await begin();
    for (let n = 0; n < 5; n++) start();
    await settled();
    await end(3);
    await end(4);
    expect(numbers()).toEqual([2]);
    await end(2);
    expect(numbers()).toEqual([5, 6]);

    const large = setup({ pushes: 9, records: 100 });
    await large.begin();
    for (let n = 0; n < 3; n++) large.start(50);
    await settled();
    await large.end(3);
    expect(large.numbers()).toEqual([2]);
  });

  it('hold as many records as allowed; a single one may hold more', async () => {
    const { start, numbers, end, begin } = setup({ records: 100 });
    await begin();
    start(500);
    await settled();
    start(60);
    await settled();
    expect(numbers()).toEqual([2]);
    await end(2);
    start(40);
    start(1);
    await settled();
    expect(numbers()).toEqual([3, 4]);
  });

  it('run one after another when they must not overlap', async () => {
    let overlap = true;
    const { start, numbers, end, begin } = setup({ mayOverlap: () => overlap });
    await begin();
    overlap = false;
    start();
    start();
    await settled();
    expect(numbers()).toEqual([2]);
    await end(2);
    expect(numbers()).toEqual([3]);
  });

  it('are awaited by their step', async () => {
    const { start, end, inFlight, begin } = setup();
    await begin();
    start();
    await settled();
    expect(inFlight.ended(({ kind, push }) => kind === 'push' && push === 2)).not.toBeNull();
    await end(2);
    expect(inFlight.ended()).toBeNull();
  });
});

describe('a failed push', () => {
  it('stops waiting ones, and its error is thrown once all have ended', async () => {
    const { all, start, numbers, fail, end, begin } = setup({ pushes: 2 });
    await begin();
    start();
    start();
    const waiting = start();
    await fail(2, 'first');
    await expect(waiting.started).rejects.toThrow('first');
    expect(numbers()).toEqual([3]);
    let told: unknown;
    const finishing = all.finish().catch((error: unknown) => {
      told = error;
    });
    await settled();
    expect(told).toBeUndefined();
    await end(3);
    await finishing;
    expect(told).toMatchObject({ message: 'first' });
  });

  it('throws only the first error', async () => {
    const { all, start, fail, begin } = setup();
    await begin();
    start();
    start();
    await fail(3, 'second');
    await fail(2, 'first');
    await expect(all.finish()).rejects.toThrow('second');
  });

  it('makes the very first start throw', async () => {
    const { start, fail } = setup();
    const { started } = start();
    await settled();
    await fail(1, 'no');
    await expect(started).rejects.toThrow('no');
  });

  it('keeps later pushes out of the settled prefix', async () => {
    const { start, end, fail, begin, gaps } = setup();
    await begin();
    start();
    start();
    await settled();
    await fail(2, 'no');
    await end(3);
    expect(gaps).toEqual([[1], []]);
  });
});

describe('W3: the settled prefix', () => {
  it('grows from the oldest push on', async () => {
    const { all, start, end, begin, gaps } = setup();
    expect(all.oldest(7)).toBe(7);
    await begin();
    expect(all.oldest(7)).toBe(7);
    for (let n = 0; n < 3; n++) start();
    await settled();
    expect(all.oldest(9)).toBe(2);
    await end(3);
    expect(all.oldest(9)).toBe(2);
    await end(2);
    expect(all.oldest(9)).toBe(4);
    await end(4);
    expect(gaps).toEqual([[1], [], [2, 3], [4]]);
    expect(all.oldest(9)).toBe(9);
  });

  it('gives everything once, in order, and nothing behind an unsettled push', async () => {
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray([2, 3, 4, 5, 6, 7], { minLength: 6 }), async (order) => {
        const { start, end, begin, gaps } = setup();
        await begin();
        for (let n = 0; n < 6; n++) start();
        await settled();
        const done = new Set([1]);
        for (const number of order) {
          await end(number);
          done.add(number);
          const gap = [1, 2, 3, 4, 5, 6, 7, 8].findIndex((each) => !done.has(each));
          expect(gaps.flat()).toEqual([1, 2, 3, 4, 5, 6, 7].slice(0, gap));
        }
      }),
      { numRuns: 50 },
    );
  });

  it('counts a push as ahead until it has ended, also when it is settled and commits slowly', async () => {
    const inFlight = new InFlight('orders', () => {});
    const all = new Pushes(inFlight, { records: 100, pushes: 2, mayOverlap: () => true });
    const begun: number[] = [];
    const start = (number: number, commit: Promise<void>) => {
      const push = newPush(number, noCounts());
      const started = all.start({ push, records: 1, last: number }, async () => {
        begun.push(number);
        all.settle(push);
        await commit;
      });
      started.catch(() => {});
      return started;
    };
    await start(1, Promise.resolve());
    const never = new Promise<void>(() => {});
    for (const number of [2, 3, 4]) void start(number, never);
    await settled();
    expect(begun).toEqual([1, 2, 3]);
  });

  it('does not pass a failed push, even after its end', async () => {
    const { start, begin, fail, end, gaps } = setup();
    await begin();
    for (let n = 0; n < 3; n++) start();
    await settled();
    await fail(2, 'no');
    await end(3);
    await end(4);
    expect(gaps.flat()).toEqual([1]);
  });

  it('ends before the first unsettled push', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean()), (all) => {
        const length = settledPrefix(all);
        expect(all.slice(0, length).every(Boolean)).toBe(true);
        expect(all[length] ?? false).toBe(false);
      }),
    );
    expect(settledPrefix([true, true])).toBe(2);
    expect(settledPrefix([])).toBe(0);
  });
});
