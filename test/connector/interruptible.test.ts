import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { interruptible } from '../../src/connector/interruptible.js';

/** Yields the numbers, then ends as given. Records whether it was closed. */
function source(then: () => Promise<void> = async () => {}) {
  const seen = { taken: 0, closed: 0 };
  async function* numbers() {
    try {
      for (let n = 1; n <= 3; n++) {
        seen.taken = n;
        yield n;
      }
      await then();
    } finally {
      seen.closed++;
    }
  }
  return { seen, numbers: numbers() };
}

async function all<T>(items: AsyncIterable<T>, each: (item: T) => void = () => {}): Promise<T[]> {
  const taken: T[] = [];
  for await (const item of items) {
    each(item);
    taken.push(item);
  }
  return taken;
}

const forever = () => new Promise<never>(() => {});

describe('the items of a source', () => {
  it.each([new AbortController().signal, undefined])('are all given: signal %s', async (signal) => {
    const { seen, numbers } = source();
    expect(await all(interruptible(numbers, signal))).toEqual([1, 2, 3]);
    expect(seen.closed).toBe(1);
  });

  it('end with what the source throws', async () => {
    const { seen, numbers } = source(() => Promise.reject(new Error('reset')));
    const { signal } = new AbortController();
    await expect(all(interruptible(numbers, signal))).rejects.toThrow('reset');
    expect(seen.closed).toBe(1);
  });

  it('are not asked for beyond what is taken, and the source is closed', async () => {
    const { seen, numbers } = source(forever);
    for await (const n of interruptible(numbers, new AbortController().signal)) if (n === 2) break;
    expect(seen).toEqual({ taken: 2, closed: 1 });
  });

  it('close the source where whoever takes them throws', async () => {
    const { seen, numbers } = source(forever);
    const failing = all(interruptible(numbers, undefined), () => {
      throw new Error('bad');
    });
    await expect(failing).rejects.toThrow('bad');
    expect(seen).toEqual({ taken: 1, closed: 1 });
  });

  it('have their source closed by itself where it came to its end', async () => {
    const calls: string[] = [];
    const bare: AsyncIterable<number> = {
      [Symbol.asyncIterator]: () => ({
        next: async () => ({ done: true, value: undefined }),
        return: async () => {
          calls.push('return');
          return { done: true, value: undefined };
        },
      }),
    };
    expect(await all(interruptible(bare, undefined))).toEqual([]);
    expect(calls).toEqual([]);
  });

  it('can be of a source that cannot be closed', async () => {
    let n = 0;
    const bare: AsyncIterable<number> = {
      [Symbol.asyncIterator]: () => ({ next: async () => ({ done: false, value: ++n }) }),
    };
    for await (const one of interruptible(bare, undefined)) if (one === 3) break;
    expect(n).toBe(3);
  });
});

describe('a signal', () => {
  it('ends the waiting for a source that hangs: its reason is thrown', async () => {
    const stop = new AbortController();
    const { numbers } = source(forever);
    const taking = all(interruptible(numbers, stop.signal));
    await setImmediate();
    const reason = new Error('stopped');
    stop.abort(reason);
    await expect(taking).rejects.toBe(reason);
  });

  it('that comes between two items ends them, and the source is closed', async () => {
    const stop = new AbortController();
    const { seen, numbers } = source(forever);
    const taking = all(interruptible(numbers, stop.signal), (n) => {
      if (n === 2) stop.abort(new Error('stopped'));
    });
    await expect(taking).rejects.toThrow('stopped');
    expect(seen).toEqual({ taken: 2, closed: 1 });
  });

  it('that came before has nothing taken', async () => {
    const { seen, numbers } = source();
    const signal = AbortSignal.abort(new Error('stopped'));
    await expect(all(interruptible(numbers, signal))).rejects.toThrow('stopped');
    expect(seen.taken).toBe(0);
  });

  it('throws its reason also where the source throws at once when it is closed', async () => {
    const stop = new AbortController();
    const hostile: AsyncIterable<number> = {
      [Symbol.asyncIterator]: () => ({
        next: () => new Promise(() => {}),
        return: () => {
          throw new Error('closed');
        },
      }),
    };
    const taking = all(interruptible(hostile, stop.signal));
    await setImmediate();
    stop.abort(new Error('stop'));
    await expect(taking).rejects.toThrow('stop');
  });

  it('is not waited with for a source that does not close', async () => {
    const stop = new AbortController();
    const hanging: AsyncIterable<number> = {
      [Symbol.asyncIterator]: () => ({ next: forever, return: forever }),
    };
    const taking = all(interruptible(hanging, stop.signal));
    stop.abort(new Error('stopped'));
    await expect(taking).rejects.toThrow('stopped');
  });

  it('is listened to once for the whole stream, and no longer than that', async () => {
    const stop = new AbortController();
    const calls: string[] = [];
    const signal = new Proxy(stop.signal, {
      get: (target, name) => {
        if (name === 'addEventListener' || name === 'removeEventListener') calls.push(name);
        const value: unknown = Reflect.get(target, name);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
    await all(interruptible(source().numbers, signal));
    expect(calls.filter((name) => name === 'addEventListener')).toHaveLength(1);
    expect(calls).toContain('removeEventListener');
  });
});
