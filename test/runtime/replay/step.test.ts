/** What a replay notes of the records that it sends. */
import { describe, expect, it } from 'vitest';
import { sent } from '../../../src/runtime/sync/ledger/record.ts';
import { acknowledged, known } from '../../helpers/records.ts';
import { KEY, replayBench } from '../../helpers/replayBench.ts';
import { MINUTE, settled, T0 } from '../../helpers/syncBench.ts';

const NAME = 'customers:a';

/** The letter of a record that its step knows, and of which the API has nothing. */
async function refusedBefore() {
  const parts = await replayBench([{ customer_id: 'a' }]);
  await parts.know(NAME, known());
  return parts;
}

describe('what a replay notes of a record', () => {
  it('leaves nothing to wait for where the API has refused it, and may have another version', async () => {
    const { know, record, replay } = await replayBench([{ customer_id: 'a' }]);
    const at = T0 - MINUTE;
    await know(NAME, acknowledged('h', at));
    expect(await replay()).toMatchObject([{ outcome: 'rejected' }]);
    expect(await record(NAME)).toEqual(known({ ackedAt: at, absent: false }));
  });

  it('is no version that a sync could tell: the next one sends the record again', async () => {
    const { know, record, replay, answers } = await replayBench([{ customer_id: 'a' }]);
    await know(NAME, acknowledged('h', T0 - MINUTE, 4));
    answers.refuse.clear();
    expect(await replay()).toMatchObject([{ outcome: 'replayed' }]);
    expect(await record(NAME)).toMatchObject({ hash: null, sentHash: null, generation: 4 });
  });

  it('says of which records the API still has nothing', async () => {
    const { answers, replay, record } = await refusedBefore();
    expect(await replay()).toMatchObject([{ outcome: 'rejected' }]);
    expect(await record(NAME)).toMatchObject({ absent: true });
    answers.refuse.clear();
    expect(await replay()).toMatchObject([{ outcome: 'replayed' }]);
    expect(await record(NAME)).toMatchObject({ absent: false });
  });

  it('says that the API has a record of which it took one part and refused another', async () => {
    const ids = Array.from({ length: 60 }, (_, n) => `c${n}`);
    const { store, clock, answers, replay, know, record, underLease } = await replayBench(
      ids.map((customer_id) => ({ customer_id })),
    );
    await know('all', known());
    await underLease(async (lease) =>
      store.fenced.commitStep(lease, {
        ...{ key: KEY, runId: 1, now: clock.now() },
        rejects: (await store.rejects.list()).map((one) => ({ ...one, stepKey: 'all' })),
      }),
    );
    answers.refuse = new Set(ids.slice(50));
    // Those that are refused are in the last of several requests.
    await replay({ letters: (await store.rejects.list()).reverse() });
    expect(await record('all')).toMatchObject({ absent: false });
    expect(await store.rejects.count({ state: 'open' })).toBe(10);
  });

  it('is, before each try, that it may arrive from then on', async () => {
    const { answers, clock, replay, record } = await refusedBefore();
    const started = clock.now();
    answers.status = 500;
    const retry = { attempts: 2, budgetMs: 10 * MINUTE };
    const replaying = replay({ retry, random: () => 1 });
    await settled();
    expect(await record(NAME)).toMatchObject({ sentAt: started, absent: false });
    await clock.pass(MINUTE);
    expect(await replaying).toMatchObject([{ outcome: 'failed' }]);
    expect((await record(NAME))?.sentAt).toBeGreaterThan(started);
  });

  it('stays that it may arrive where a try before the answer had none', async () => {
    const { api, answers, clock, replay, record } = await refusedBefore();
    answers.refuse.clear();
    answers.status = 500;
    const replaying = replay({ retry: { attempts: 2, budgetMs: 10 * MINUTE }, random: () => 1 });
    for (let n = 0; n < 5; n++) await settled();
    expect(api.requests).toHaveLength(1);
    delete answers.status;
    await clock.pass(MINUTE);
    expect(await replaying).toMatchObject([{ outcome: 'replayed' }]);
    const after = await record(NAME);
    expect(after).toMatchObject({ absent: false, sentAt: expect.any(Number) });
    expect(after?.sentHash).not.toBeNull();
  });

  it('is nothing where its step does not know the record', async () => {
    const { answers, replay, record } = await replayBench([{ customer_id: 'a' }]);
    answers.refuse.clear();
    expect(await replay()).toMatchObject([{ outcome: 'replayed' }]);
    expect(await record(NAME)).toBeUndefined();
  });

  it('keeps what was sent over a record that waits: that is skipped', async () => {
    const { know, record, replay, clock, api } = await replayBench([{ customer_id: 'a' }]);
    const waiting = sent(known(), 'h', clock.now());
    await know(NAME, waiting);
    const [letter] = await replay();
    expect(letter).toMatchObject({ outcome: 'skipped' });
    expect(letter?.reason).toContain('may still arrive');
    expect([await record(NAME), api.requests]).toEqual([waiting, []]);
  });
});
