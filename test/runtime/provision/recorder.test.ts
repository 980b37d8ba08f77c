import { describe, expect, it } from 'vitest';
import { makeRecorder } from '../../../src/runtime/provision/recorder.js';
import type { InstallationState } from '../../../src/runtime/state.js';
import { noState } from '../../helpers/syncBench.js';

/** A state whose writes end when the test allows it. */
function slowState() {
  const values = new Map<string, unknown>();
  const waiting: (() => void)[] = [];
  const writes: unknown[] = [];
  const state: InstallationState = {
    ...noState,
    getJson: async <T>(key: string) => (values.get(key) ?? null) as T | null,
    setJson: async (key, value) => {
      await new Promise<void>((resolve) => waiting.push(resolve));
      writes.push(value);
      values.set(key, value);
    },
  };
  const let1 = async () => {
    while (waiting.length === 0) await new Promise((resolve) => setImmediate(resolve));
    waiting.shift()?.();
  };
  return { state, writes, let1 };
}

const ids = (sourceIds: Record<string, number>, defIds: Record<string, number> = {}) => ({
  sourceIds,
  defIds,
});

describe('the recorder of ids', () => {
  it('writes what is new, and what comes meanwhile together', async () => {
    const { state, writes, let1 } = slowState();
    const record = makeRecorder(() => state, ids({ old: 1 }));
    const first = record(ids({ old: 1, a: 2 }));
    await new Promise((resolve) => setImmediate(resolve));
    const others = [record(ids({ b: 3 })), record(ids({}, { c: 4 }))];
    await let1();
    await first;
    expect(writes).toEqual([ids({ a: 2 })]);
    await let1();
    await Promise.all(others);
    expect(writes).toEqual([ids({ a: 2 }), ids({ a: 2, b: 3 }, { c: 4 })]);
  });

  it('does not write what is recorded', async () => {
    const { state, writes } = slowState();
    const record = makeRecorder(() => state, ids({ old: 1 }, { d: 5 }));
    await record(ids({ old: 1 }, { d: 5 }));
    await record(ids({}));
    expect(writes).toEqual([]);
  });

  it('fails with the store, for all that were to be written', async () => {
    const full = { ...slowState().state, setJson: () => Promise.reject(new Error('disk full')) };
    const record = makeRecorder(() => full, ids({}));
    await expect(record(ids({ a: 1 }))).rejects.toThrow('disk full');
    await expect(record(ids({ b: 2 }))).rejects.toThrow('disk full');
  });
});
