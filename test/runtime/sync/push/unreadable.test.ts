/** Records that throw when they are read are rejected one by one. */
import { SpmCustomers } from '@shopimind/sdk-js';
import { describe, expect, it } from 'vitest';
import { type Config, keyedStep, many } from '../../../helpers/keyedSteps.ts';
import { bench, stepOf } from '../../../helpers/syncBench.ts';

const broken = (): never => {
  throw new Error('lazy column');
};
const lazy = (record: object, name: string) =>
  Object.defineProperty({ ...record }, name, { enumerable: true, get: broken });

const revoked = (record: object): object => {
  const { proxy, revoke } = Proxy.revocable(record, {});
  revoke();
  return proxy;
};

/** How it breaks a record, and the expected reason. */
const BREAKS: [string, (record: object) => object, string, string?][] = [
  ['a getter', (record) => lazy(record, 'first_name'), 'first_name'],
  ['a getter of its key', (record) => lazy(record, 'customer_id'), 'customer_id'],
  ['a getter inside', (record) => ({ ...record, more: lazy({}, 'deep') }), 'more'],
  ['toJSON', (record) => ({ ...record, toJSON: broken }), 'the record'],
  [
    'a proxy of its fields',
    (record) => new Proxy(record, { get: broken, getOwnPropertyDescriptor: broken }),
    'the record',
  ],
  ['a proxy that was revoked', revoked, 'the record', 'a proxy that has been revoked'],
  ['a proxy of its names', (record) => new Proxy(record, { ownKeys: broken }), 'the record'],
];

const PUSHES: [string, Partial<Config>][] = [
  ['without a key', { key: undefined as never }],
  ['with a key', {}],
  ['that are compared', { skipUnchanged: true }],
  [
    'with a source',
    { push: (ctx, records) => ctx.withSource('paris').send(SpmCustomers.bulkSave, records) },
  ],
  [
    'that are compared, with a source',
    {
      skipUnchanged: true,
      push: (ctx, records) => ctx.withSource('paris').send(SpmCustomers.bulkSave, records),
    },
  ],
  ['of custom data', { push: (ctx, records) => ctx.customData('Visits').save(records) }],
];

describe.each(PUSHES)('of records %s', (_, more) => {
  it.each(BREAKS)(
    'one that throws by %s is refused alone',
    async (_, breaks, field, why = 'lazy column') => {
      const { api, sync, store } = bench();
      const step = keyedStep(many(9), {
        ...more,
        map: (customer_id) => {
          const record = { customer_id, first_name: 'A' };
          return (customer_id === 'c4' ? breaks(record) : record) as Record<string, unknown>;
        },
      });
      const report = await sync(step);
      expect(report.steps[0]?.counts).toMatchObject({ read: 9, acknowledged: 8, rejected: 1 });
      const sent = api.requests.flatMap(({ body }) => body.map(({ customer_id }) => customer_id));
      expect(sent.sort()).toEqual(many(9).filter((id) => id !== 'c4'));
      const [letter] = await store.rejects.list({ state: 'open' });
      expect(letter?.errors).toEqual([
        expect.stringMatching(`^${field} cannot be written as JSON: .*${why}$`),
      ]);
    },
  );
});

it('of a plain step, too', async () => {
  const { api, sync } = bench();
  const records = many(9).map((customer_id) => ({ customer_id, first_name: 'A' }));
  const step = stepOf('customers', {
    run: async (ctx) => {
      const items = records.map((one) =>
        one.customer_id === 'c4' ? lazy(one, 'first_name') : one,
      );
      await ctx.sendBulk(SpmCustomers.bulkSave, items);
      return { items: 0, errors: [], advanceCursorTo: ctx.window.until };
    },
  });
  expect((await sync(step)).steps[0]?.counts).toMatchObject({ acknowledged: 8, rejected: 1 });
  expect(api.requests.flatMap(({ body }) => body)).toHaveLength(8);
});
