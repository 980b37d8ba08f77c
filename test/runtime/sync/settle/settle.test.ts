import { describe, expect, it } from 'vitest';
import type { Resource } from '../../../../src/runtime/resources/resource.ts';
import { noCounts, Tally } from '../../../../src/runtime/sync/accounting.ts';
import type { Commits, StepChange } from '../../../../src/runtime/sync/commit/commits.ts';
import {
  entriesOf,
  identify,
  type KeyOf,
} from '../../../../src/runtime/sync/push/batches/identity.ts';
import type { SettledReject } from '../../../../src/runtime/sync/push/call.ts';
import { newPush } from '../../../../src/runtime/sync/push/push.ts';
import { DeadLetters } from '../../../../src/runtime/sync/settle/dead-letters/dead-letters.ts';
import { Failures } from '../../../../src/runtime/sync/settle/failures.ts';
import {
  failItems,
  type SettleParts,
  settleRequest,
} from '../../../../src/runtime/sync/settle/settle.ts';
import { ID } from '../../../helpers/syncBench.ts';

const KEY = { installationId: ID, entity: 'rows', sourceKey: '' };
const RESOURCE: Resource = { name: 'customers', limit: 50, keyFields: ['customer_id'] };
const NAMELESS: Resource = { name: 'other', limit: 50, keyFields: null };

interface Given {
  keyOf?: KeyOf;
  readsAreHanded?: boolean;
  quota?: number;
  write?: (change: StepChange) => Promise<void>;
}

function setup({ keyOf, readsAreHanded = false, quota = 10, write }: Given = {}) {
  const written: StepChange[] = [];
  const commits = {
    write: async (change: StepChange) => {
      await write?.(change);
      written.push(change);
    },
  } as Pick<Commits, 'write'> as Commits;
  const parts: SettleParts = {
    letters: new DeadLetters(KEY, { identities: [], total: 0 }, quota),
    ...{ commits, failures: new Failures(), tally: new Tally(noCounts()), readsAreHanded },
  };
  const push = newPush(1, noCounts());
  const items = (resource: Resource, ...ids: string[]) =>
    identify(entriesOf(ids.map((customer_id) => ({ customer_id }))), resource, keyOf);
  const rejected = (resource: Resource, ...ids: string[]): SettledReject[] =>
    items(resource, ...ids).map((one) => ({ ...one, errors: ['no'], status: 200 }));
  const settle = (good: string[], bad: string[], resource = RESOURCE) =>
    settleRequest(parts, push, {
      resource,
      acknowledged: items(resource, ...good),
      rejects: rejected(resource, ...bad),
    });
  const fail = (ids: string[], resource = RESOURCE) =>
    failItems(parts, push, items(resource, ...ids), new Error('no answer'));
  return { parts, push, written, settle, fail, items };
}

describe('an answered request', () => {
  it('R6: counts what was acknowledged and rejected, for the step and for its push', async () => {
    const { parts, push, settle } = setup();
    await settle(['a', 'b'], ['c']);
    expect(parts.tally.counts).toEqual({ ...noCounts(), acknowledged: 2, rejected: 1 });
    expect(push.counts).toEqual(parts.tally.counts);
  });

  it('D1: writes its dead letters before anything counts', async () => {
    const refuse = setup({ write: () => Promise.reject(new Error('the store is full')) });
    await expect(refuse.settle(['a'], ['b'])).rejects.toThrow('the store is full');
    expect(refuse.parts.tally.counts).toEqual(noCounts());
    expect(refuse.push.keys.acknowledged.size).toBe(0);

    const { settle, written } = setup();
    await settle(['a'], ['b']);
    expect(written).toMatchObject([{ rejects: [{ key: 'customers:b' }], superseded: [] }]);
  });

  it('writes nothing when no dead letter changes', async () => {
    const { settle, written } = setup();
    await settle(['a'], []);
    expect(written).toEqual([]);
    await settle(['b'], ['a']);
    await settle(['a'], []);
    expect(written).toHaveLength(2);
    expect(written[1]).toMatchObject({ rejects: [], superseded: [expect.any(String)] });
  });

  it('settles nothing when there is no room for its dead letters', async () => {
    const { parts, settle, written } = setup({ quota: 0 });
    await expect(settle(['a'], ['b'])).rejects.toMatchObject({ code: 'SPM_REJECTS_FULL' });
    expect([written, parts.tally.counts]).toEqual([[], noCounts()]);
  });

  it("collects the step's keys of its records", async () => {
    const byId = (item: unknown) => (item as { customer_id: string }).customer_id;
    const { push, settle } = setup({ keyOf: (item) => (byId(item) === 'a' ? null : byId(item)) });
    await settle(['a', 'b'], ['c']);
    expect([...push.keys.acknowledged]).toEqual(['b']);
    expect([...push.keys.refused]).toEqual(['c']);
  });
});

describe('unsettled items', () => {
  it('are settled by a later request with them, whether accepted or rejected', async () => {
    const { parts, push, settle, fail } = setup();
    fail(['a', 'b', 'c']);
    expect(push.failed.size).toBe(3);
    expect(() => parts.failures.assertSettled(push.failed)).toThrow('no answer');
    await settle(['a'], ['b']);
    expect(parts.failures.problem()).toBe('1 item is not settled: no answer');
    await settle(['c'], []);
    expect(parts.failures.first).toBeNull();
    parts.failures.assertSettled(push.failed);
  });

  it('are identified by the record, or by the object when it has no key', async () => {
    const { parts, push, items } = setup();
    const [one, other] = [items(NAMELESS, 'a'), items(NAMELESS, 'a')];
    failItems(parts, push, one, new Error('no answer'));
    const settled = { resource: NAMELESS, rejects: [] };
    await settleRequest(parts, push, { ...settled, acknowledged: other });
    expect(parts.failures.first).not.toBeNull();
    await settleRequest(parts, push, { ...settled, acknowledged: one });
    expect(parts.failures.first).toBeNull();
  });

  it('count as read once, however often they are sent', async () => {
    const { parts, settle, fail } = setup({ readsAreHanded: true });
    const hand = (read: number) => parts.tally.add({ read });
    hand(2);
    fail(['a', 'b']);
    hand(2);
    fail(['a', 'b']);
    hand(2);
    await settle(['a'], ['b']);
    expect(parts.tally.counts).toMatchObject({ read: 2, acknowledged: 1, rejected: 1 });
  });

  it('were counted at the stream by a bulk step: what is sent again changes nothing', async () => {
    const { parts, settle, fail } = setup();
    parts.tally.add({ read: 1 });
    fail(['a']);
    await settle(['a'], []);
    expect(parts.tally.counts).toMatchObject({ read: 1, acknowledged: 1 });
  });
});
