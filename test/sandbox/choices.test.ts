import { readFileSync } from 'node:fs';
import { SpmCustomers, SpmVouchers } from '@shopimind/sdk-js';
import { expect, it } from 'vitest';
import * as choices from '../../src/sandbox/choices.ts';
import { call, customer, rig, voucher } from './fixtures.ts';

const guide = readFileSync(new URL('../../docs/sandbox.md', import.meta.url), 'utf8');
const table = guide
  .slice(guide.indexOf('## Choices'))
  .split('\n')
  .filter((line) => /^\| `[A-Z_]+`/.test(line));

it('lists every choice in the guide, and none that is not there', () => {
  const listed = table.flatMap((line) => line.split('|')[1]?.match(/[A-Z_]{4,}/g) ?? []);
  expect(listed.sort()).toEqual(Object.keys(choices).sort());
});

it('requires of a customer what the SDK requires, and a two-letter language', async () => {
  const { client } = await rig();
  const { is_opt_in: _, is_active: __, ...sample } = customer('c1');
  const items = [sample as never, customer('c2', { lang: 'fr-FR' }), customer('c3')];
  expect((await call(SpmCustomers.bulkSave(client, items))).rejected_items).toEqual([
    { index: 0, errors: ['is_opt_in is required', 'is_active is required'] },
    { index: 1, errors: ['lang must be a two-letter language code'] },
  ]);
});

it('takes the voucher types of the SDK', async () => {
  const { client } = await rig();
  const items = [voucher('v1'), { ...voucher('v2'), type_voucher: 'specific_coupon' as never }];
  expect((await call(SpmVouchers.bulkSave(client, items))).rejected_items).toEqual([
    {
      index: 1,
      errors: [
        'type_voucher must be one of: free_shipping, amount_reduction, percentage_reduction',
      ],
    },
  ]);
});
