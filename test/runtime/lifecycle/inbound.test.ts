import { describe, expect, it } from 'vitest';
import { InboundCalls, type InboundParts } from '../../../src/runtime/lifecycle/inbound.ts';
import { MemoryData, openMemoryStore } from '../../helpers/memoryStore.ts';
import { ManualClock } from '../../helpers/syncBench.ts';

const CALL = { installationId: 'i1', key: 'k', action: 'order' };
const FIRST = { kind: 'done', replayed: false };
const AGAIN = { kind: 'done', replayed: true };

function rig(act: (payload: unknown) => Promise<void> = async () => {}, data = new MemoryData()) {
  const clock = new ManualClock();
  const payloads: unknown[] = [];
  const run = async (payload: unknown) => {
    payloads.push(payload);
    await act(payload);
  };
  const parts: InboundParts = { store: openMemoryStore(data), clock, prepare: async () => run };
  return { calls: new InboundCalls(parts), payloads, clock, data, parts };
}

describe('an inbound call', () => {
  it('is executed once', async () => {
    const { calls, payloads } = rig();
    expect(await calls.execute(CALL, { n: 1 })).toEqual(FIRST);
    expect(await calls.execute(CALL, { n: 1 })).toEqual(AGAIN);
    expect(await calls.execute({ ...CALL, key: 'other' }, { n: 2 })).toEqual(FIRST);
    expect(payloads).toEqual([{ n: 1 }, { n: 2 }]);
  });

  it('is executed once when it comes twice at once', async () => {
    const { calls, payloads } = rig();
    const both = await Promise.all([calls.execute(CALL, 1), calls.execute(CALL, 1)]);
    expect(both).toEqual([FIRST, AGAIN]);
    expect(payloads).toHaveLength(1);
  });

  it('that failed is executed again', async () => {
    let fails = true;
    const { calls, payloads, data } = rig(async () => {
      if (fails) throw new Error('the partner is down');
    });
    const both = await Promise.all([calls.execute(CALL, 1), calls.execute(CALL, 1)]);
    for (const outcome of both) expect(outcome).toMatchObject({ kind: 'failed' });
    expect([...data.inbound.values()]).toMatchObject([{ error: 'the partner is down' }]);
    fails = false;
    expect(await calls.execute(CALL, 1)).toEqual(FIRST);
    expect(payloads).toHaveLength(2);
  });

  it('waits for another process, until that one counts as dead', async () => {
    const data = new MemoryData();
    const other = rig(() => new Promise(() => {}), data);
    void other.calls.execute(CALL, 1);
    const { calls, clock } = rig(async () => {}, data);
    expect(await calls.execute(CALL, 1)).toEqual({ kind: 'running' });
    clock.jump(10 * 60_000);
    expect(await calls.execute(CALL, 1)).toEqual(FIRST);
  });

  it('without a context is not executed, and can be repeated', async () => {
    const { parts, payloads } = rig();
    const inactive = new Error('the installation is not active');
    const calls = new InboundCalls({ ...parts, prepare: () => Promise.reject(inactive) });
    expect(await calls.execute(CALL, 1)).toEqual({ kind: 'no_context', error: inactive });
    expect(payloads).toEqual([]);
    expect(await new InboundCalls(parts).execute(CALL, 1)).toEqual(FIRST);
  });
});
