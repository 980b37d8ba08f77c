import { SpmCustomers } from '@shopimind/sdk-js';
import { describe, expect, it } from 'vitest';
import { call, customer, rig } from '../fixtures.ts';

describe('customers', () => {
  it('upserts by customer_id, and shows what was sent', async () => {
    const { sandbox, client } = await rig();
    const first = await call(SpmCustomers.bulkSave(client, [customer('c1'), customer('c2')]));
    expect(first).toEqual({
      statusCode: 200,
      sent_count: 2,
      rejected_count: 0,
      rejected_items: [],
    });
    await call(SpmCustomers.bulkSave(client, [customer('c1', { first_name: 'Grace' })]));
    expect(sandbox.state.count('customers')).toBe(2);
    const { data } = await call(SpmCustomers.get(client, 'c1'));
    expect(data).toEqual({
      ...customer('c1', { first_name: 'Grace' }),
      shop_id: null,
      phone_number: null,
      birth_date: null,
      group_ids: null,
      data_source_id: null,
    });
  });

  it('refuses a bad item and takes the others', async () => {
    const { sandbox, client } = await rig();
    const items = [
      customer('c1', { email: 'nobody' }),
      customer('c2'),
      { ...customer('c3', { is_active: 1, birth_date: '1990-02-30', extra: 1 }), lang: undefined },
    ];
    const answer = await call(SpmCustomers.bulkSave(client, items as never));
    expect(answer).toEqual({
      statusCode: 200,
      sent_count: 1,
      rejected_count: 2,
      rejected_items: [
        { index: 0, errors: ['email must be a valid email'] },
        {
          index: 2,
          errors: [
            'is_active must be a boolean',
            'birth_date must be an ISO 8601 date',
            'property extra should not exist',
            'lang is required',
          ],
        },
      ],
    });
    expect(sandbox.state.list('customers').map((row) => row.customer_id)).toEqual(['c2']);
  });
});
