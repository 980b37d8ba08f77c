import { describe, expect, it } from 'vitest';
import type { KnownRecord, Reject } from '../../../src/runtime/ports/records.ts';
import { ownObstacle } from '../../../src/runtime/rejects/details.ts';
import { byStep, findObstacles, stepKeyOf } from '../../../src/runtime/replay/obstacles.ts';
import { InDoubt, streamName } from '../../../src/runtime/sync/ledger/in-doubt/in-doubt.ts';
import { known } from '../../helpers/records.ts';
import { replayBench } from '../../helpers/replayBench.ts';
import { bench, ID, MINUTE, T0 } from '../../helpers/syncBench.ts';

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

describe('the obstacles of a replay', () => {
  it.each([
    [{ state: 'discarded' as const }, 'it is discarded'],
    [{ route: null }, 'its API call is unknown'],
    [{ route: 'elsewhere' }, 'its API call is unknown'],
    [{ redacted: true }, 'its payload was stored without secrets'],
  ])('%j', (more, reason) => {
    expect(ownObstacle({ ...letter, ...more })).toContain(reason);
  });

  it('are absent for letters that can be replayed, also of custom data', () => {
    expect(ownObstacle(letter)).toBeNull();
    expect(ownObstacle({ ...letter, route: 'custom-data-12' })).toBeNull();
  });

  it('name letters whose payload lost its secrets', async () => {
    const { letters } = await replayBench([{ customer_id: 'a', api_token: 'abcdef-123456' }]);
    expect(letters[0]).toMatchObject({ redacted: true });
    const plain = await replayBench([{ customer_id: 'b', created_at: new Date(0) }]);
    expect(plain.letters[0]).toMatchObject({ redacted: false, sealed: null });
  });

  const obstacle = async (
    more: Partial<Reject>,
    row: Partial<KnownRecord> | null,
    unkeyed = false,
  ) => {
    const { store } = bench();
    store.records.find = async () =>
      new Map(row ? [['customers:a', known({ absent: false, ...row })]] : []);
    const one = { ...letter, ...more };
    return (await findObstacles(store, [one], T0 + MINUTE, { unkeyed })).get(1) ?? null;
  };

  it('name letters older than the last acknowledged version', async () => {
    expect(await obstacle({}, { hash: 'x', ackedAt: T0 + 1 })).toContain('newer version');
    // Another version was sent since then, with any outcome.
    expect(await obstacle({}, { hash: null, ackedAt: T0 + 1 })).toContain('newer version');
    expect(await obstacle({}, { hash: 'x', ackedAt: T0 - 1 })).toBeNull();
    expect(await obstacle({}, null)).toBeNull();
    // The key of the step may differ from the public key.
    const other = { key: 'customers:a:fr', stepKey: 'customers:a' };
    expect(await obstacle(other, { hash: 'x', ackedAt: T0 + 1 })).toContain('newer version');
    expect(await obstacle({ stepKey: 'a' }, { hash: 'x', ackedAt: T0 + 1 })).toBeNull();
  });

  it('name letters whose record may still arrive', async () => {
    expect(await obstacle({}, { sentAt: T0 })).toContain('may still arrive');
    expect(await obstacle({}, { sentAt: T0 - 5 * MINUTE })).toBeNull();
  });

  it('name letters of which another version may still arrive, also when their step has no keys', async () => {
    const { store, clock } = bench();
    const noted = new InDoubt().note(
      [{ item: { customer_id: 'a', first_name: 'Ann' }, names: ['customers:a'] }],
      streamName('customers', ''),
      clock.now(),
    );
    store.records.inDoubt = async () => noted;
    const find = async (one: Reject) =>
      (await findObstacles(store, [one], clock.now() + MINUTE, { unkeyed: false })).get(1) ?? null;
    expect(await find(letter)).toContain('may still arrive');
    expect(await find({ ...letter, payload: { customer_id: 'b' } })).toBeNull();
    const same = { customer_id: 'a', first_name: 'Ann' };
    expect(await find({ ...letter, payload: same })).toBeNull();
  });

  it('name letters whose record is unknown, unless that is accepted', async () => {
    expect(await obstacle({ key: null }, null)).toContain('no known key');
    expect(await obstacle({ key: null }, null, true)).toBeNull();
  });
});

describe('letters', () => {
  it('are grouped by installation, entity and source', () => {
    const others: Partial<Reject>[] = [{ sourceKey: 's' }, { entity: 'orders' }, { id: 2 }];
    const groups = byStep([letter, ...others.map((one) => ({ ...letter, ...one }))]);
    expect(groups.map(([key, group]) => [key, group.length])).toEqual([
      [{ installationId: ID, entity: 'customers', sourceKey: '' }, 2],
      [{ installationId: ID, entity: 'customers', sourceKey: 's' }, 1],
      [{ installationId: ID, entity: 'orders', sourceKey: '' }, 1],
    ]);
  });

  it('look a record up by the key of its step, else by its public key', () => {
    const keys = [{}, { stepKey: 'a' }, { stepKey: null }, { key: null }];
    expect(keys.map((more) => stepKeyOf({ ...letter, ...more }))).toEqual([
      ...['customers:a', 'a', 'customers:a', null],
    ]);
  });
});
