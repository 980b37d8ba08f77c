import { describe, expect, it } from 'vitest';
import type { Lease } from '../../../../src/runtime/ports/records.ts';
import type { Store } from '../../../../src/runtime/ports/store.ts';
import {
  KnownRecords,
  type KnownRecordsParts,
  LATE_MS,
  type PushedKeys,
} from '../../../../src/runtime/sync/select/known-records.ts';
import { openMemoryStore } from '../../../helpers/memoryStore.ts';
import { DAY, ID, ManualClock, MINUTE, settled } from '../../../helpers/syncBench.ts';

interface Rec {
  id?: string;
  n: number;
}

const KEY = { installationId: ID, entity: 'rows', sourceKey: '' };
const rec = (id: string, n = 1): Rec => ({ id, n });

async function setup(more: Partial<KnownRecordsParts> = {}) {
  const clock = new ManualClock();
  const store: Store = openMemoryStore();
  const owner = { host: 'here', pid: 1, id: 'me' };
  const taken = await store.leases.acquire(ID, owner, 365 * DAY, clock.now());
  const lease = (taken as { lease: Lease }).lease;
  const known = new KnownRecords({
    store,
    clock,
    lease: { current: () => lease },
    key: KEY,
    keyOf: (record) => (record as Rec).id ?? null,
    scope: 'shop',
    skip: true,
    generation: null,
    signal: new AbortController().signal,
    assertGoing: () => {},
    ...more,
  });
  const commit = (fingerprints: ReturnType<typeof known.settled>) =>
    store.fenced.commitStep(lease, {
      key: KEY,
      runId: 1,
      now: clock.now(),
      ...(fingerprints && { fingerprints }),
    });
  /** One push: everything of it is acknowledged but for what is told. */
  const push = async (records: Rec[], ended: Partial<PushedKeys> = {}) => {
    const selection = await known.select(records);
    const acknowledged = new Set(selection.send.flatMap(({ id }) => id ?? []));
    const none = new Set<string>();
    await commit(
      known.settled(selection, { acknowledged, refused: none, doubtful: none, ...ended }),
    );
    selection.release();
    return selection;
  };
  const fingerprint = async (id: string) => (await store.fingerprints.find(KEY, [id])).get(id);
  return { clock, store, lease, known, push, commit, fingerprint };
}

const sent = ({ send }: { send: Rec[] }) => send.map(({ id, n }) => `${id}${n}`);

describe('what has not changed', () => {
  it('is not sent again', async () => {
    const { push } = await setup();
    expect(sent(await push([rec('a'), rec('b')]))).toEqual(['a1', 'b1']);
    const second = await push([rec('a'), rec('b', 2), rec('c')]);
    expect(sent(second)).toEqual(['b2', 'c1']);
    expect(second).toMatchObject({ unchanged: 1, replaced: 0, seen: ['a'] });
  });

  it('is sent where it is not to be left out, or has no key', async () => {
    const all = await setup({ skip: false });
    await all.push([rec('a')]);
    expect(sent(await all.push([rec('a')]))).toEqual(['a1']);
    const keyless = await setup();
    await keyless.push([{ n: 1 }]);
    expect((await keyless.push([{ n: 1 }])).send).toHaveLength(1);
  });

  it('is sent again where it goes into something else', async () => {
    const first = await setup();
    await first.push([rec('a')]);
    const moved = new KnownRecords({
      ...{ store: first.store, clock: first.clock, key: KEY, skip: true, generation: null },
      lease: { current: () => first.lease },
      keyOf: (record) => (record as Rec).id ?? null,
      scope: 'another definition',
      signal: new AbortController().signal,
      assertGoing: () => {},
    });
    expect((await moved.select([rec('a')])).send).toHaveLength(1);
  });

  it('is sent again after 30 days', async () => {
    const { push, clock } = await setup();
    await push([rec('a')]);
    clock.jump(30 * DAY - 1);
    expect((await push([rec('a')])).unchanged).toBe(1);
    clock.jump(1);
    expect((await push([rec('a')])).unchanged).toBe(0);
  });

  it('is what was acknowledged: neither refused nor unanswered versions count', async () => {
    const { push } = await setup();
    const none = new Set<string>();
    await push([rec('a')], { acknowledged: none, refused: new Set(['a']) });
    await push([rec('b')], { acknowledged: none });
    expect(sent(await push([rec('a'), rec('b')]))).toEqual(['a1', 'b1']);
  });

  it('is not what was refused after it had been acknowledged', async () => {
    const { push, fingerprint } = await setup();
    await push([rec('a')]);
    await push([rec('a', 2)], { acknowledged: new Set(), refused: new Set(['a']) });
    expect(await fingerprint('a')).toMatchObject({ hash: null, sentHash: null });
    expect(sent(await push([rec('a')]))).toEqual(['a1']);
  });
});

describe('several versions', () => {
  it('in one push: the last one is sent', async () => {
    const { push } = await setup();
    const selection = await push([rec('a'), rec('b'), rec('a', 2)]);
    expect(sent(selection)).toEqual(['b1', 'a2']);
    expect(selection.replaced).toBe(1);
  });

  it('in pushes that overlap: the later waits for the end of the earlier', async () => {
    const { known } = await setup();
    const first = await known.select([rec('a')]);
    let second: { send: Rec[] } | undefined;
    void known.select([rec('a', 2)]).then((selection) => {
      second = selection;
    });
    await settled();
    expect(second).toBeUndefined();
    first.release();
    await settled();
    // What became of the first is not known, so that it is given time to arrive.
    expect(second).toBeUndefined();
  });

  it('of other records do not wait', async () => {
    const { known } = await setup();
    await known.select([rec('a')]);
    expect(sent(await known.select([rec('b')]))).toEqual(['b1']);
  });
});

describe('F2: a version that may still arrive', () => {
  it('is noted before it is sent', async () => {
    const { known, fingerprint, clock } = await setup();
    await known.select([rec('a')]);
    expect(await fingerprint('a')).toMatchObject({
      hash: null,
      sentHash: expect.stringMatching(/./),
      sentAt: clock.now(),
    });
  });

  it('is waited for by another version, until it cannot come any more', async () => {
    const { known, clock } = await setup();
    (await known.select([rec('a')])).release();
    let later: { send: Rec[] } | undefined;
    void known.select([rec('a', 2)]).then((selection) => {
      later = selection;
    });
    await settled();
    await clock.pass(LATE_MS - 1);
    expect(later).toBeUndefined();
    await clock.pass(1);
    expect(later && sent(later)).toEqual(['a2']);
  });

  it('is not waited for any longer after the clock was set back', async () => {
    const { known, clock } = await setup();
    clock.jump(DAY);
    (await known.select([rec('a')])).release();
    clock.jump(-DAY);
    const later = known.select([rec('a', 2)]);
    await settled();
    await clock.pass(LATE_MS);
    expect(sent(await later)).toEqual(['a2']);
  });

  it('is not waited for by itself: it is sent again', async () => {
    const { known } = await setup();
    (await known.select([rec('a')])).release();
    expect(sent(await known.select([rec('a')]))).toEqual(['a1']);
  });

  it('makes an earlier acknowledgement count for nothing', async () => {
    const { known, push, clock } = await setup();
    await push([rec('a')]);
    (await known.select([rec('a', 2)])).release();
    clock.jump(LATE_MS);
    expect(sent(await push([rec('a')]))).toEqual(['a1']);
  });

  it('stays noted when its acknowledged request was repeated', async () => {
    const { push, fingerprint } = await setup();
    await push([rec('a')], { doubtful: new Set(['a']) });
    expect(await fingerprint('a')).toMatchObject({ sentAt: expect.any(Number) });
    // The same version may well come twice.
    expect((await push([rec('a')])).unchanged).toBe(1);
  });

  it('is noted again when its request goes out later', async () => {
    const { known, clock, fingerprint } = await setup();
    const selection = await known.select([rec('a')]);
    const first = clock.now();
    clock.jump(9_000);
    await known.noteAgain(selection);
    expect((await fingerprint('a'))?.sentAt).toBe(first);
    clock.jump(1_000);
    await known.noteAgain(selection);
    expect((await fingerprint('a'))?.sentAt).toBe(first + 10_000);
  });

  it('is not waited for once the step shall stop', async () => {
    const stop = new AbortController();
    const { known } = await setup({ signal: stop.signal });
    (await known.select([rec('a')])).release();
    const waiting = known.select([rec('a', 2)]);
    await settled();
    stop.abort(new Error('stopped'));
    await expect(waiting).rejects.toThrow('stopped');
  });
});

describe('a record that the API has nothing of', () => {
  const refused = (id: string) => ({ acknowledged: new Set<string>(), refused: new Set([id]) });

  it('is one that was refused whenever it was sent', async () => {
    const { push, fingerprint } = await setup();
    await push([rec('a')], refused('a'));
    expect(await fingerprint('a')).toMatchObject({ absent: true });
    await push([rec('a', 2)], refused('a'));
    expect(await fingerprint('a')).toMatchObject({ absent: true });
    await push([rec('a', 3)]);
    await push([rec('a', 4)], refused('a'));
    expect(await fingerprint('a')).toMatchObject({ hash: null, absent: false });
  });

  it('is none that may have arrived', async () => {
    const { push, known, clock, fingerprint } = await setup();
    await push([rec('a')], { ...refused('a'), doubtful: new Set(['a']) });
    expect(await fingerprint('a')).toMatchObject({ absent: false });
    (await known.select([rec('b')])).release();
    clock.jump(LATE_MS);
    await push([rec('b')], refused('b'));
    expect(await fingerprint('b')).toMatchObject({ absent: false });
    await push([rec('c')], { refused: new Set(['c']) });
    expect(await fingerprint('c')).toMatchObject({ absent: false });
  });
});

describe('a failed step', () => {
  it('selects nothing more, and notes nothing', async () => {
    const { known, fingerprint } = await setup({
      assertGoing: () => {
        throw new Error('failed before');
      },
    });
    await expect(known.select([rec('a')])).rejects.toThrow('failed before');
    expect(await fingerprint('a')).toBeUndefined();
  });
});

describe('a full run', () => {
  it('marks all that it reads: acknowledged, unchanged, refused and untold alike', async () => {
    const before = await setup();
    await before.push([rec('a'), rec('gone')]);
    const { store, clock, lease } = before;
    const generation = clock.now() + MINUTE;
    const full = new KnownRecords({
      ...{ store, clock, key: KEY, skip: true, generation, scope: 'shop' },
      lease: { current: () => lease },
      keyOf: (record) => (record as Rec).id ?? null,
      signal: new AbortController().signal,
      assertGoing: () => {},
    });
    const selection = await full.select([rec('a'), rec('b'), rec('c'), rec('untold')]);
    const pushed = {
      acknowledged: new Set(['b']),
      refused: new Set(['c']),
      doubtful: new Set<string>(),
    };
    await before.commit(full.settled(selection, pushed));
    expect(await store.fingerprints.countUnseen(KEY, generation)).toMatchObject({
      known: 4,
      unseen: 1,
    });
    expect(await before.fingerprint('untold')).toMatchObject({ hash: null, ackedAt: null });
    const page = { sentBefore: generation, limit: 9, absent: false };
    expect(await store.fingerprints.listUnseen(KEY, generation, page)).toEqual(['gone']);
  });
});
