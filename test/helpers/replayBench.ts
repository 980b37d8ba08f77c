/** A shop with dead letters, and a way to replay them. */
import { SpmCustomers } from '@shopimind/sdk-js';
import type { BulkFunction } from '../../src/connector/types.ts';
import { withLease } from '../../src/runtime/lease/lease.ts';
import type { KnownRecord, Lease } from '../../src/runtime/ports/records.ts';
import { replayLetters } from '../../src/runtime/replay/replay.ts';
import type { ReplayInput } from '../../src/runtime/replay/types.ts';
import { accepted, type Script } from './scriptedApi.ts';
import { bench, ID, MINUTE, memoryLogger, stepOf } from './syncBench.ts';

export const KEY = { installationId: ID, entity: 'customers', sourceKey: '' };
const ME = { host: 'here', pid: 1, id: 'me' };

interface Answers {
  /** Ids that the API rejects. */
  refuse: Set<string>;
  /** The status of an answer that rejects the whole request. */
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
export async function replayBench(items: object[], fn: BulkFunction = SpmCustomers.bulkSave) {
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
    withLease(store, ID, ME, clock, {}, (lease) =>
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
  const underLease = <T>(act: (lease: Lease) => Promise<T>) =>
    withLease(store, ID, ME, clock, {}, (held) => act(held.current()));
  /** The facts that the step knows about a record from now on. */
  const know = (name: string, record: KnownRecord) =>
    underLease((lease) => store.fenced.putRecords(lease, KEY, { put: new Map([[name, record]]) }));
  const record = async (name: string) => (await store.records.find(KEY, [name])).get(name);
  const states = async () =>
    (await store.rejects.list()).map(({ state, attempts }) => [state, attempts]);
  return { ...parts, answers, letters, replay, underLease, know, record, states };
}
