import { SpmCustomers } from '@shopimind/sdk-js';
import { describe, expect, it } from 'vitest';
import type { SpmError } from '../../../src/errors.ts';
import type { Reject } from '../../../src/runtime/ports/records.ts';
import { replayBench } from '../../helpers/replayBench.ts';
import { ID, MINUTE } from '../../helpers/syncBench.ts';

describe('a replay', () => {
  it('pushes letters with the function that pushed them first, and ends them', async () => {
    const { api, answers, replay, states } = await replayBench([
      { customer_id: 'a' },
      { customer_id: 'b' },
    ]);
    answers.refuse.clear();
    expect(await replay()).toMatchObject([
      { key: 'customers:a', outcome: 'replayed', reason: null },
      { key: 'customers:b', outcome: 'replayed', reason: null },
    ]);
    expect(api.requests).toMatchObject([
      { url: 'customers', body: [{ customer_id: 'a' }, { customer_id: 'b' }] },
    ]);
    expect(await states()).toEqual([
      ['replayed', 1],
      ['replayed', 1],
    ]);
  });

  it('tells an update from a save', async () => {
    const { api, letters, replay } = await replayBench(
      [{ customer_id: 'a' }],
      SpmCustomers.bulkUpdate,
    );
    expect(letters[0]?.route).toBe('customers/update');
    await replay();
    expect(api.requests[0]?.method.toUpperCase()).toBe('PUT');
  });

  it('keeps rejected letters open, with one more attempt, and adds none', async () => {
    const { store, answers, letters, replay, states } = await replayBench([
      { customer_id: 'a' },
      { customer_id: 'b' },
    ]);
    answers.refuse.delete('b');
    expect(await replay()).toMatchObject([
      { key: 'customers:a', outcome: 'rejected', reason: 'bad email' },
      { key: 'customers:b', outcome: 'replayed' },
    ]);
    expect(await states()).toEqual([
      ['replayed', 1],
      ['open', 2],
    ]);
    const runs = (await store.rejects.list()).map(({ runId }) => runId);
    expect(runs).toEqual(letters.map(({ runId }) => runId));
  });

  it('leaves the keys of rejected letters as they were', async () => {
    const { store, clock, letters, replay, underLease } = await replayBench([
      { customer_id: 'a' },
      { customer_id: 'b' },
    ]);
    const keys = async () =>
      (await store.rejects.list()).map(({ key, stepKey, attempts }) => [key, stepKey, attempts]);
    // Several items of one record; the step has a key for the record only.
    await underLease((lease) => {
      const [line] = letters as [Reject, ...Reject[]];
      return store.fenced.commitStep(lease, {
        ...{ key: line, runId: 1, now: clock.now() },
        rejects: [{ ...line, stepKey: 'order' }],
      });
    });
    const lines = await store.rejects.list();
    await replay({ letters: lines.slice(0, 1) });
    expect(await keys()).toEqual([
      ['customers:b', 'order', 3],
      ['customers:a', null, 1],
    ]);
    await replay({ letters: lines.slice(1) });
    expect(await keys()).toMatchObject([{}, ['customers:a', null, 2]]);
  });

  it('sends nothing more after a failed request, and leaves the rest open', async () => {
    const items = Array.from({ length: 120 }, (_, i) => ({ customer_id: `c${i}` }));
    const { store, answers, api, replay } = await replayBench(items);
    answers.status = 401;
    let refusal: SpmError | undefined;
    const letters = await replay({
      concurrency: 1,
      refused: (error) => {
        refusal = error;
      },
    });
    expect(refusal?.code).toBe('SPM_API_UNAUTHORIZED');
    expect(api.requests).toHaveLength(1);
    expect(new Set(letters.map(({ outcome }) => outcome))).toEqual(new Set(['failed']));
    expect(letters[119]?.reason).toMatch(/^not sent: The API rejected the access token/);
    expect((await store.rejects.list({ state: 'open' })).length).toBe(120);
  });

  it('stops, and ends nothing, when the lease is lost', async () => {
    const { store, answers, clock, replay, states } = await replayBench([{ customer_id: 'a' }]);
    answers.refuse.clear();
    const original = store.records.find;
    store.records.find = async (...args) => {
      clock.jump(10 * MINUTE);
      await store.leases.acquire(ID, { host: 'x', pid: 2, id: 'other' }, MINUTE, clock.now());
      return original(...args);
    };
    await expect(replay()).rejects.toMatchObject({ code: 'SPM_LEASE_LOST' });
    expect(await states()).toEqual([['open', 1]]);
  });
});
