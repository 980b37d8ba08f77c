import { describe, expect, it } from 'vitest';
import { REQUEST_TIMEOUT_MS } from '../../../../src/runtime/lease/held-lease.ts';
import { Interruption } from '../../../../src/runtime/sync/errors.ts';
import { type GateParts, makeGate } from '../../../../src/runtime/sync/push/gate.ts';

function setup(more: Partial<GateParts> = {}) {
  const lost = new AbortController();
  const stop = new AbortController();
  const asked: number[] = [];
  let requests = 0;
  const gate = makeGate({
    lease: {
      signal: lost.signal,
      ensureTimeFor: async (ms) => {
        asked.push(ms);
      },
    },
    shutdown: stop.signal,
    failures: { fatal: null },
    onRequest: () => {
      requests++;
    },
    ...more,
  });
  return { gate, lost, stop, asked, requests: () => requests };
}

describe('L2: a request goes out', () => {
  it('when the lease lasts longer than it may take', async () => {
    const { gate, asked, requests } = setup();
    await gate();
    expect([asked, requests()]).toEqual([[REQUEST_TIMEOUT_MS], 1]);
  });

  it('not when an error ended the run before', async () => {
    const { gate, asked, requests } = setup({ failures: { fatal: new Error('refused') } });
    await expect(gate()).rejects.toThrow('refused');
    expect([asked, requests()]).toEqual([[], 0]);
  });

  it('not once the lease is lost', async () => {
    const { gate, lost, requests } = setup();
    lost.abort(new Error('lost'));
    await expect(gate()).rejects.toThrow('lost');
    expect(requests()).toBe(0);
  });

  it('not when the lease cannot be renewed for long enough', async () => {
    const lease = {
      signal: new AbortController().signal,
      ensureTimeFor: () => Promise.reject(new Error('taken over')),
    };
    const { gate, requests } = setup({ lease });
    await expect(gate()).rejects.toThrow('taken over');
    expect(requests()).toBe(0);
  });

  it('not on a shutdown: that is an interruption, not a failure', async () => {
    const { gate, stop, asked, requests } = setup();
    stop.abort();
    await expect(gate()).rejects.toBeInstanceOf(Interruption);
    expect([asked, requests()]).toEqual([[], 0]);
  });

  it('not after a lost lease or a failure, which matters more than the shutdown', async () => {
    const { gate, lost, stop } = setup();
    stop.abort();
    lost.abort(new Error('lost'));
    await expect(gate()).rejects.toThrow('lost');
  });
});
