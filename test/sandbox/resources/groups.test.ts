import { SpmCustomers, SpmCustomersGroups } from '@shopimind/sdk-js';
import { describe, expect, it } from 'vitest';
import { call, customer, group, rig, rows } from '../fixtures.ts';

async function rigWithGroups() {
  const { sandbox, client } = await rig();
  const groups = ['g1', 'g2', 'g3'].map((id) => group(id));
  await call(SpmCustomersGroups.bulkSave(client, groups));
  await call(
    SpmCustomers.bulkSave(client, [
      customer('c1', { group_ids: ['g3', 'g1', 'g2'] }),
      customer('c2', { group_ids: ['g2'] }),
      customer('c3', { group_ids: null }),
      customer('c4'),
    ]),
  );
  const ids = () => sandbox.state.list('customers').map((row) => row.group_ids);
  return { client, ids };
}

describe('a deleted group', () => {
  it('is taken out of customers, and is not back when it is made again', async () => {
    const { client, ids } = await rigWithGroups();
    await call(SpmCustomersGroups.delete(client, 'g1'));
    expect(ids()).toEqual([['g3', 'g2'], ['g2'], null, undefined]);
    await call(SpmCustomersGroups.bulkSave(client, [group('g1')]));
    const left = rows(await call(SpmCustomers.listGroups(client, 'c1')));
    expect(left.map(({ group_id }) => group_id)).toEqual(['g2', 'g3']);
  });

  it('is one of several in a bulk-delete', async () => {
    const { client, ids } = await rigWithGroups();
    await call(SpmCustomersGroups.bulkDelete(client, ['g2', 'g3', 'unknown']));
    expect(ids()).toEqual([['g1'], [], null, undefined]);
  });
});
