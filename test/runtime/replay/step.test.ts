/** The records of the store after a replay. */
import { describe, expect, it } from 'vitest';
import { sent } from '../../../src/runtime/sync/ledger/record.ts';
import { acknowledged, known } from '../../helpers/records.ts';
import { KEY, replayBench } from '../../helpers/replayBench.ts';
import { MINUTE, settled, T0 } from '../../helpers/syncBench.ts';

const NAME = 'customers:a';

/** The dead letter of a record that the step knows and the API does not have. */
async function refusedBefore() {
  const parts = await replayBench([{ customer_id: 'a' }]);
  await parts.know(NAME, known());
  return parts;
}

describe('what a replay records of a record', () => {
  it('is nothing in doubt, when the API rejected it and may have another version', async () => {
    const { know, record, replay } = await replayBench([{ customer_id: 'a' }]);
    const at = T0 - MINUTE;
    await know(NAME, acknowledged('h', at));
    expect(await replay()).toMatchObject([{ outcome: 'rejected' }]);
    expect(await record(NAME)).toEqual(known({ ackedAt: at, absent: false }));
  });

  it('matches no version of a sync: the next sync sends the record again', async () => {
    const { know, record, replay, answers } = await replayBench([{ customer_id: 'a' }]);
    await know(NAME, acknowledged('h', T0 - MINUTE, 4));
    answers.refuse.clear();
    expect(await replay()).toMatchObject([{ outcome: 'replayed' }]);
    expect(await record(NAME)).toMatchObject({ hash: null, sentHash: null, generation: 4 });
  });

  it('keeps records absent that the API still does not have', async () => {
    const { answers, replay, record } = await refusedBefore();
    expect(await replay()).toMatchObject([{ outcome: 'rejected' }]);
    expect(await record(NAME)).toMatchObject({ absent: true });
    answers.refuse.clear();
    expect(await replay()).toMatchObject([{ outcome: 'replayed' }]);
    expect(await record(NAME)).toMatchObject({ absent: false });
  });

  it('has a record at the API when the API took one part and rejected another', async () => {
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
    // The rejected items are in the last of several requests.
    await replay({ letters: (await store.rejects.list()).reverse() });
    expect(await record('all')).toMatchObject({ absent: false });
    expect(await store.rejects.count({ state: 'open' })).toBe(10);
  });

  it('is, before each attempt, that it may arrive from then on', async () => {
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

  it('stays in doubt when an earlier attempt got no answer', async () => {
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

  it('is nothing when its step has no keys', async () => {
    const { answers, replay, record } = await replayBench([{ customer_id: 'a' }]);
    answers.refuse.clear();
    expect(await replay()).toMatchObject([{ outcome: 'replayed' }]);
    expect(await record(NAME)).toBeUndefined();
  });

  it('keeps what was sent over a waiting record: the next sync skips it', async () => {
    const { know, record, replay, clock, api } = await replayBench([{ customer_id: 'a' }]);
    const waiting = sent(known(), 'h', clock.now());
    await know(NAME, waiting);
    const [letter] = await replay();
    expect(letter).toMatchObject({ outcome: 'skipped' });
    expect(letter?.reason).toContain('may still arrive');
    expect([await record(NAME), api.requests]).toEqual([waiting, []]);
  });
});
