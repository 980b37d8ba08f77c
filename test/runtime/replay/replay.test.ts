import { SpmCustomers } from '@shopimind/sdk-js';
import { describe, expect, it } from 'vitest';
import type { BulkFunction } from '../../../src/connector/types.ts';
import type { SpmError } from '../../../src/errors.ts';
import { withLease } from '../../../src/runtime/lease/lease.ts';
import type { Reject } from '../../../src/runtime/ports/records.ts';
import type { Store } from '../../../src/runtime/ports/store.ts';
import { ownObstacle } from '../../../src/runtime/rejects/details.ts';
import { findObstacles } from '../../../src/runtime/replay/obstacles.ts';
import { type ReplayInput, replayLetters } from '../../../src/runtime/replay/replay.ts';
import { accepted, type Script } from '../../helpers/scriptedApi.ts';
import { bench, ID, MINUTE, memoryLogger, settled, stepOf, T0 } from '../../helpers/syncBench.ts';

interface Answers {
  /** Ids that the API refuses. */
  refuse: Set<string>;
  /** The status of an answer that fails as a whole. */
  status?: number;
}

const answering =
  (answers: Answers): Script =>
  ({ body }) => {
    if (answers.status) return { status: answers.status, body: { message: 'no' } };
    const bad = body.flatMap((item, index) =>
      answers.refuse.has(String(item.customer_id))
        ? [[index, ['bad email']] as [number, string[]]]
        : [],
    );
    return { body: accepted(body, Object.fromEntries(bad)) };
  };

/** A store with the dead letters of a sync, and a way to replay them. */
async function given(items: object[], fn: BulkFunction = SpmCustomers.bulkSave) {
  const answers: Answers = {
    refuse: new Set(items.map((item) => String((item as { customer_id: string }).customer_id))),
  };
  const parts = bench({ script: answering(answers) });
  const { store, clock, api } = parts;
  const step = stepOf('customers', {
    tolerateRejects: true,
    run: async (ctx) => {
      await ctx.sendBulk(fn, items);
      return { items: 0, errors: [], advanceCursorTo: ctx.window.until };
    },
  });
  await parts.sync(step);
  clock.jump(MINUTE);
  api.requests.splice(0);
  const letters = await store.rejects.list();
  const replay = (more: Partial<ReplayInput> = {}) =>
    withLease(store, ID, { host: 'here', pid: 1, id: 'me' }, clock, {}, (lease) =>
      replayLetters({
        store,
        clock,
        client: api.client,
        lease,
        letters: letters.slice().reverse(),
        logger: memoryLogger(),
        signal: new AbortController().signal,
        concurrency: 2,
        unkeyed: false,
        retry: { attempts: 1, unreachableAttempts: 1, budgetMs: 0 },
        ...more,
      }),
    );
  return { ...parts, answers, letters, replay };
}

const states = async (store: Store) =>
  (await store.rejects.list()).map(({ state, attempts }) => [state, attempts]);

describe('a replay', () => {
  it('pushes letters with the function that they were pushed with, and ends them', async () => {
    const { store, api, answers, replay } = await given([
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
    expect(await states(store)).toEqual([
      ['replayed', 1],
      ['replayed', 1],
    ]);
  });

  it('tells an update from a save', async () => {
    const { api, letters, replay } = await given([{ customer_id: 'a' }], SpmCustomers.bulkUpdate);
    expect(letters[0]?.route).toBe('customers/update');
    await replay();
    expect(api.requests[0]?.method.toUpperCase()).toBe('PUT');
  });

  it('keeps those open that are refused again, with one more attempt, and adds none', async () => {
    const { store, answers, letters, replay } = await given([
      { customer_id: 'a' },
      { customer_id: 'b' },
    ]);
    answers.refuse.delete('b');
    expect(await replay()).toMatchObject([
      { key: 'customers:a', outcome: 'rejected', reason: 'bad email' },
      { key: 'customers:b', outcome: 'replayed' },
    ]);
    expect(await states(store)).toEqual([
      ['replayed', 1],
      ['open', 2],
    ]);
    const runs = (await store.rejects.list()).map(({ runId }) => runId);
    expect(runs).toEqual(letters.map(({ runId }) => runId));
  });

  it('leaves the keys of those that are refused again as they were', async () => {
    const { store, clock, letters, replay } = await given([
      { customer_id: 'a' },
      { customer_id: 'b' },
    ]);
    const keys = async () =>
      (await store.rejects.list()).map(({ key, stepKey, attempts }) => [key, stepKey, attempts]);
    // Lines of one record, of which the step knows the record alone.
    await withLease(store, ID, { host: 'here', pid: 1, id: 'me' }, clock, {}, (held) => {
      const [line] = letters as [Reject, ...Reject[]];
      return store.fenced.commitStep(held.current(), {
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

  /** The letter of a record that its step knows, and of which the API has nothing. */
  const known = async () => {
    const parts = await given([{ customer_id: 'a' }]);
    const { store, clock } = parts;
    const key = { installationId: ID, entity: 'customers', sourceKey: '' };
    const name = 'customers:a';
    const owner = { host: 'here', pid: 1, id: 'me' };
    await withLease(store, ID, owner, clock, {}, async (held) => {
      const lease = held.current();
      await store.fenced.markSent(lease, key, [{ key: name, hash: 'h' }], clock.now());
      const settled = [{ key: name, hash: null, doubtful: false, absent: true }];
      const fingerprints = { settled, seen: [], generation: null };
      await store.fenced.commitStep(lease, { key, runId: 1, now: clock.now(), fingerprints });
    });
    const record = async () => (await store.fingerprints.find(key, [name])).get(name);
    return { ...parts, record };
  };

  it('leaves nothing to wait for where the API has refused a record, and may have another version', async () => {
    const { store, clock, replay } = await given([{ customer_id: 'a' }]);
    const key = { installationId: ID, entity: 'customers', sourceKey: '' };
    const name = 'customers:a';
    const at = T0 - MINUTE;
    await withLease(store, ID, { host: 'here', pid: 1, id: 'me' }, clock, {}, async (held) => {
      const lease = held.current();
      await store.fenced.markSent(lease, key, [{ key: name, hash: 'h' }], at);
      const settled = [{ key: name, hash: 'h', doubtful: false, absent: false }];
      const fingerprints = { settled, seen: [], generation: null };
      await store.fenced.commitStep(lease, { key, runId: 1, now: at, fingerprints });
    });
    expect(await replay()).toMatchObject([{ outcome: 'rejected' }]);
    expect((await store.fingerprints.find(key, [name])).get(name)).toEqual({
      hash: null,
      ackedAt: at,
      sentHash: null,
      sentAt: null,
      absent: false,
    });
  });

  it('knows of which records the API still has nothing', async () => {
    const { answers, replay, record } = await known();
    const absent = async () => (await record())?.absent;
    expect(await replay()).toMatchObject([{ outcome: 'rejected' }]);
    expect(await absent()).toBe(true);
    answers.refuse.clear();
    expect(await replay()).toMatchObject([{ outcome: 'replayed' }]);
    expect(await absent()).toBe(false);
  });

  it('knows that the API has a record of which it took one part and refused another', async () => {
    const ids = Array.from({ length: 60 }, (_, n) => `c${n}`);
    const { store, clock, answers, replay } = await given(
      ids.map((customer_id) => ({ customer_id })),
    );
    const key = { installationId: ID, entity: 'customers', sourceKey: '' };
    await withLease(store, ID, { host: 'here', pid: 1, id: 'me' }, clock, {}, async (held) => {
      const lease = held.current();
      await store.fenced.markSent(lease, key, [{ key: 'all', hash: 'h' }], T0);
      const settled = [{ key: 'all', hash: null, doubtful: false, absent: true }];
      await store.fenced.commitStep(lease, {
        ...{ key, runId: 1, now: clock.now() },
        fingerprints: { settled, seen: [], generation: null },
        rejects: (await store.rejects.list()).map((one) => ({ ...one, stepKey: 'all' })),
      });
    });
    answers.refuse = new Set(ids.slice(50));
    // Those that are refused are in the last of several requests.
    await replay({ letters: (await store.rejects.list()).reverse() });
    expect((await store.fingerprints.find(key, ['all'])).get('all')?.absent).toBe(false);
    expect(await store.rejects.count({ state: 'open' })).toBe(10);
  });

  it('notes before each try that its record may arrive from then on', async () => {
    const { answers, clock, replay, record } = await known();
    const started = clock.now();
    answers.status = 500;
    const retry = { attempts: 2, budgetMs: 10 * MINUTE };
    const replaying = replay({ retry, random: () => 1 });
    await settled();
    expect(await record()).toMatchObject({ sentAt: started, absent: false });
    await clock.pass(MINUTE);
    expect(await replaying).toMatchObject([{ outcome: 'failed' }]);
    expect((await record())?.sentAt).toBeGreaterThan(started);
  });

  it('tries nothing more after a push has failed, and leaves all of that open', async () => {
    const items = Array.from({ length: 120 }, (_, i) => ({ customer_id: `c${i}` }));
    const { store, answers, api, replay } = await given(items);
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
    expect(letters[119]?.reason).toMatch(/^not tried: The API refuses the access token/);
    expect((await store.rejects.list({ state: 'open' })).length).toBe(120);
  });

  it('stops, and ends nothing, when the lease is lost', async () => {
    const { store, answers, clock, replay } = await given([{ customer_id: 'a' }]);
    answers.refuse.clear();
    const original = store.fingerprints.find;
    store.fingerprints.find = async (...args) => {
      clock.jump(10 * MINUTE);
      await store.leases.acquire(ID, { host: 'x', pid: 2, id: 'other' }, MINUTE, clock.now());
      return original(...args);
    };
    await expect(replay()).rejects.toMatchObject({ code: 'SPM_LEASE_LOST' });
    expect(await states(store)).toEqual([['open', 1]]);
  });
});

const letter: Reject = {
  id: 1,
  installationId: ID,
  entity: 'customers',
  sourceKey: '',
  runId: 1,
  payload: { customer_id: 'a' },
  key: 'customers:a',
  identity: 'a',
  errors: ['no'],
  status: 200,
  route: 'customers',
  redacted: false,
  sealed: null,
  attempts: 1,
  firstSeenAt: T0,
  lastSeenAt: T0,
  state: 'open',
};

describe('what cannot be replayed', () => {
  it.each([
    [{ state: 'discarded' as const }, 'it is discarded'],
    [{ route: null }, 'the function that it was pushed with is not known'],
    [{ route: 'elsewhere' }, 'the function that it was pushed with is not known'],
    [{ redacted: true }, 'secrets were taken out'],
  ])('%j', (more, reason) => {
    expect(ownObstacle({ ...letter, ...more })).toContain(reason);
  });

  it('says nothing of one that can be, of custom data too', () => {
    expect(ownObstacle(letter)).toBeNull();
    expect(ownObstacle({ ...letter, route: 'custom-data-12' })).toBeNull();
  });

  it('is one whose payload lost secrets', async () => {
    const { letters } = await given([{ customer_id: 'a', api_token: 'abcdef-123456' }]);
    expect(letters[0]).toMatchObject({ redacted: true });
    const plain = await given([{ customer_id: 'b', created_at: new Date(0) }]);
    expect(plain.letters[0]).toMatchObject({ redacted: false, sealed: null });
  });

  const obstacle = async (more: Partial<Reject>, known: object | null, unkeyed = false) => {
    const { store } = bench();
    store.fingerprints.find = async () =>
      new Map(known ? [['customers:a', { ...NOTHING, ...known }]] : []);
    const one = { ...letter, ...more };
    return (await findObstacles(store, [one], T0 + MINUTE, { unkeyed })).get(1) ?? null;
  };
  const NOTHING = { hash: null, ackedAt: null, sentHash: null, sentAt: null, absent: false };

  it('is one older than the last acknowledged version', async () => {
    expect(await obstacle({}, { hash: 'x', ackedAt: T0 + 1 })).toContain('newer version');
    // Another version was sent since, whatever became of it.
    expect(await obstacle({}, { hash: null, ackedAt: T0 + 1 })).toContain('newer version');
    expect(await obstacle({}, { hash: 'x', ackedAt: T0 - 1 })).toBeNull();
    expect(await obstacle({}, null)).toBeNull();
    // The step may know the record by another key than people do.
    const other = { key: 'customers:a:fr', stepKey: 'customers:a' };
    expect(await obstacle(other, { hash: 'x', ackedAt: T0 + 1 })).toContain('newer version');
    expect(await obstacle({ stepKey: 'a' }, { hash: 'x', ackedAt: T0 + 1 })).toBeNull();
  });

  it('is one whose record may be on its way', async () => {
    expect(await obstacle({}, { sentAt: T0 })).toContain('may still arrive');
    expect(await obstacle({}, { sentAt: T0 - 5 * MINUTE })).toBeNull();
  });

  it('is one whose record is not known, unless that is accepted', async () => {
    expect(await obstacle({ key: null }, null)).toContain('not known');
    expect(await obstacle({ key: null }, null, true)).toBeNull();
  });
});
