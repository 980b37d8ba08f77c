import { describe, expect, it } from 'vitest';
import { Holders } from '../../../src/runtime/sync/holders.ts';
import { hasEnded } from '../../helpers/deferred.ts';
import { settled } from '../../helpers/syncBench.ts';

describe('holders of records', () => {
  function holding() {
    const holders = new Holders();
    const ready: string[] = [];
    const hold = (name: string, keys: string[] | null) => {
      const taken = holders.hold(keys);
      void taken.ready.then(() => ready.push(name));
      return taken;
    };
    return { holders, ready, hold };
  }

  it('run in parallel when they share no record', async () => {
    const { ready, hold } = holding();
    hold('a', ['1', '2']);
    hold('b', ['3']);
    hold('c', []);
    await settled();
    expect(ready).toEqual(['a', 'b', 'c']);
  });

  it('run in order when they share one', async () => {
    const { ready, hold } = holding();
    const a = hold('a', ['1', '2']);
    const b = hold('b', ['2', '3']);
    hold('c', ['3']);
    await settled();
    expect(ready).toEqual(['a']);
    a.release();
    await settled();
    expect(ready).toEqual(['a', 'b']);
    b.release();
    await settled();
    expect(ready).toEqual(['a', 'b', 'c']);
  });

  it('run alone when their records are unknown', async () => {
    const { ready, hold } = holding();
    const a = hold('a', ['1']);
    const b = hold('b', null);
    hold('c', ['9']);
    await settled();
    expect(ready).toEqual(['a']);
    a.release();
    hold('d', ['8']);
    await settled();
    expect(ready).toEqual(['a', 'b']);
    b.release();
    await settled();
    expect(ready).toEqual(['a', 'b', 'c', 'd']);
  });

  it('can be awaited without holding anything', async () => {
    const { holders, hold } = holding();
    const a = hold('a', ['1']);
    const free = holders.free(['1', '2']);
    expect(await hasEnded(holders.free(['2']))).toBe(true);
    hold('later', ['1']);
    expect(await hasEnded(free)).toBe(false);
    a.release();
    expect(await hasEnded(free)).toBe(true);
  });

  it('do not release what a later one holds', async () => {
    const { ready, hold } = holding();
    const a = hold('a', ['1']);
    hold('b', ['1']);
    a.release();
    hold('c', ['1']);
    await settled();
    expect(ready).toEqual(['a', 'b']);
  });
});
