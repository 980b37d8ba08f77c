import { describe, expect, it } from 'vitest';
import { InFlight } from '../../../../src/runtime/sync/in-flight.ts';
import type { KeyedItem } from '../../../../src/runtime/sync/push/batches/identity.ts';
import { lastVersions, RecordOrder } from '../../../../src/runtime/sync/push/record-order.ts';
import { deferred } from '../../../helpers/deferred.ts';
import { settled } from '../../../helpers/syncBench.ts';

function setup() {
  const inFlight = new InFlight('orders', () => {});
  const order = new RecordOrder(inFlight);
  const ready: string[] = [];
  const enter = (name: string, keys: string[] | null) => {
    const turn = order.enter(keys);
    void turn.ready.then(() => ready.push(name));
    return turn;
  };
  return { inFlight, order, ready, enter };
}

const item = (...names: string[]): KeyedItem => ({
  ...{ item: { names }, given: null, index: 0, key: null, stepKey: null, names },
});

describe('requests', () => {
  it('W5: that share a record go in order, the others in parallel', async () => {
    const { ready, enter } = setup();
    const a = enter('a', ['1', '2']);
    enter('b', ['2', '3']);
    enter('c', ['4']);
    await settled();
    expect(ready).toEqual(['a', 'c']);
    a.release();
    await settled();
    expect(ready).toEqual(['a', 'c', 'b']);
  });

  it('with unknown records go alone', async () => {
    const { ready, enter } = setup();
    const a = enter('a', ['1']);
    const b = enter('b', null);
    enter('c', ['9']);
    await settled();
    expect(ready).toEqual(['a']);
    a.release();
    await settled();
    expect(ready).toEqual(['a', 'b']);
    b.release();
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

  it('are remembered while an older push may hand over its own', () => {
    const { order } = setup();
    order.claim('1', 3);
    order.forgetBefore(3);
    expect(order.claim('1', 2)).toBe(false);
  });

  it('go out unless they are stale; items without a name always do', () => {
    const { order } = setup();
    const [a, b, nameless] = [item('a'), item('b', 'of the step'), item()];
    expect(order.newestOf([b, nameless], 2)).toEqual([b, nameless]);
    expect(order.newestOf([a, b, nameless], 1)).toEqual([a, nameless]);
  });
});

describe('a push', () => {
  it('waits for earlier ones when it or they have records without a key', async () => {
    const { inFlight, order } = setup();
    const first = deferred();
    void inFlight.start({ kind: 'push', push: 1 }, () => first.promise);
    void inFlight.start({ kind: 'push', push: 2 }, () => new Promise(() => {}));
    void inFlight.start({ kind: 'send', push: 1 }, () => new Promise(() => {}));
    const seen: string[] = [];
    // At once, so that no later call overtakes an earlier one.
    expect(order.turnOf(2, () => true)).toBeNull();
    expect(order.turnOf(1, () => false)).toBeNull();
    void order.turnOf(2, () => false)?.then(() => seen.push('unknown'));
    await settled();
    expect(seen).toEqual([]);
    first.resolve();
    await settled();
    expect(seen).toContain('unknown');
  });

  it('does not check its records when it is the first', async () => {
    const { order } = setup();
    await order.turnOf(1, () => expect.unreachable('Every item would be named for nothing.'));
  });
});

describe('the last versions of a batch', () => {
  it('are those read last, in reading order; records without a key stay', () => {
    const entries = ['a1', 'b1', '', 'a2', ''].map((text) => ({ key: text[0] ?? null, text }));
    expect(lastVersions(entries).map(({ text }) => text)).toEqual(['b1', '', 'a2', '']);
  });
});
