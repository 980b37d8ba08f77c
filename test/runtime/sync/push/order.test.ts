import { describe, expect, it } from 'vitest';
import { RecordOrder } from '../../../../src/runtime/sync/push/record-order.ts';
import { settled } from '../../../helpers/syncBench.ts';

function setup() {
  const order = new RecordOrder();
  const ready: string[] = [];
  const enter = (name: string, keys: string[] | null) => {
    const turn = order.enter(keys);
    void turn.ready.then(() => ready.push(name));
    return turn;
  };
  return { order, ready, enter };
}

describe('requests', () => {
  it('that share no record go side by side', async () => {
    const { ready, enter } = setup();
    enter('a', ['1', '2']);
    enter('b', ['3']);
    await settled();
    expect(ready).toEqual(['a', 'b']);
  });

  it('that share one go in their order', async () => {
    const { ready, enter } = setup();
    const a = enter('a', ['1', '2']);
    const b = enter('b', ['2', '3']);
    enter('c', ['3']);
    await settled();
    expect(ready).toEqual(['a']);
    a.done();
    await settled();
    expect(ready).toEqual(['a', 'b']);
    b.done();
    await settled();
    expect(ready).toEqual(['a', 'b', 'c']);
  });

  it('whose records are not known go alone', async () => {
    const { ready, enter } = setup();
    const a = enter('a', ['1']);
    const b = enter('b', null);
    enter('c', ['9']);
    await settled();
    expect(ready).toEqual(['a']);
    a.done();
    await settled();
    expect(ready).toEqual(['a', 'b']);
    b.done();
    await settled();
    expect(ready).toEqual(['a', 'b', 'c']);
  });
});

describe('versions', () => {
  it('are stale once a later push has handed over a newer one', () => {
    const { order } = setup();
    expect(order.claim('1', 1)).toBe(true);
    expect(order.claim('1', 3)).toBe(true);
    expect(order.claim('1', 2)).toBe(false);
    expect(order.claim('1', 3)).toBe(true);
    order.forgetBefore(4);
    expect(order.claim('1', 1)).toBe(true);
  });

  it('wait for another version that may still arrive, but not for themselves', () => {
    const { order } = setup();
    const version = (name: string, ...names: string[]) => ({ names, item: { name } });
    order.suspect(version('old', '1'), 500);
    expect(order.heldUntil([version('new', '1')])).toBe(500);
    expect(order.heldUntil([version('new', '1', 'of the step')])).toBe(500);
    expect(order.heldUntil([version('old', '1')])).toBe(0);
    expect(order.heldUntil([version('new', '2', '1'), version('new')])).toBe(0);
  });
});
