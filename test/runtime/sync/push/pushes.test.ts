import { describe, expect, it } from 'vitest';
import { Pushes } from '../../../../src/runtime/sync/push/pushes.ts';
import { settled } from '../../../helpers/syncBench.ts';

function setup({ records = 100, pushes = 10, mayOverlap = (): boolean => true } = {}) {
  const all = new Pushes({ records, pushes }, mayOverlap);
  const under = new Map<number, { end(): void; fail(error: Error): void }>();
  let next = 1;
  /** Starts one; it ends when told. */
  const start = (size = 10) => {
    const number = next++;
    const work = () =>
      new Promise<void>((resolve, reject) => under.set(number, { end: resolve, fail: reject }));
    const started = all.start(number, size, work);
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
  /** The first one goes alone. */
  const begin = async () => {
    const { started } = start();
    await end(1);
    await started;
  };
  const numbers = () => [...under.keys()];
  return { all, start, end, fail, begin, numbers };
}

describe('pushes', () => {
  it('begin with one that goes alone', async () => {
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

  it('are as many at once as there may be', async () => {
    const { start, numbers, end, begin } = setup({ pushes: 3 });
    await begin();
    for (let n = 0; n < 5; n++) start();
    await settled();
    expect(numbers()).toEqual([2, 3, 4]);
    await end(2);
    expect(numbers()).toEqual([3, 4, 5]);
  });

  it('do not run away from one that takes long: what ended behind it counts too', async () => {
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

  it('hold as many records as there may be, but one push whatever its size', async () => {
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

  it('go one after another where they may not overlap', async () => {
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
});

describe('a push that fails', () => {
  it('stops those that wait, and is told in the end, once all have ended', async () => {
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

  it('is told once: the first failure counts', async () => {
    const { all, start, fail, begin } = setup();
    await begin();
    start();
    start();
    await fail(3, 'second');
    await fail(2, 'first');
    await expect(all.finish()).rejects.toThrow('second');
  });

  it('fails the very first start itself', async () => {
    const { start, fail } = setup();
    const { started } = start();
    await settled();
    await fail(1, 'no');
    await expect(started).rejects.toThrow('no');
  });
});

describe('the order of pushes', () => {
  it('is known: the oldest, and when all before one have ended', async () => {
    const { all, start, end, begin } = setup();
    expect(all.oldest(7)).toBe(7);
    await begin();
    start();
    start();
    await settled();
    expect(all.oldest(9)).toBe(2);
    expect(all.before(2)).toBeNull();
    let before3 = false;
    void all.before(3)?.then(() => {
      before3 = true;
    });
    await settled();
    expect(before3).toBe(false);
    await end(2);
    expect([before3, all.before(3), all.oldest(9)]).toEqual([true, null, 3]);
  });
});
