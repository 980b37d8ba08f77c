/** Rejects of the same record and resource are one dead letter. Tested through the engine. */
import {
  SpmCustomers,
  SpmCustomersAddresses,
  SpmNewsletterSubscribers,
  SpmProducts,
} from '@shopimind/sdk-js';
import { describe, expect, it } from 'vitest';
import { defineBulkStep } from '../../../../../src/connector/bulk.ts';
import type { BulkStepConfig } from '../../../../../src/connector/types.ts';
import { accepted } from '../../../../helpers/scriptedApi.ts';
import { bench, MINUTE } from '../../../../helpers/syncBench.ts';

type Row = Record<string, string>;
type Config = BulkStepConfig<object, Row, Row>;

/** An API that rejects the items that `bad` selects, by the resource in the URL. */
function refusing(bad: (item: Row, url: string) => boolean) {
  return bench({
    script: ({ url, body }) => {
      const items = body as Row[];
      const refused = items.flatMap((item, i) =>
        bad(item, url) ? [[i, ['no']] as [number, string[]]] : [],
      );
      return { body: accepted(body, Object.fromEntries(refused)) };
    },
  });
}

function step(rows: Row[], more: Partial<Config> = {}) {
  return defineBulkStep<object, Row, Row>({
    entity: 'rows',
    tolerateRejects: true,
    batchSize: 1,
    async *stream() {
      yield* rows;
    },
    map: (row) => row,
    push: (ctx, records) => ctx.sendBulk(SpmCustomers.bulkSave, records),
    ...more,
  });
}

const withAddresses: Partial<Config> = {
  key: ({ customer_id }) => customer_id ?? '',
  push: async (ctx, records) => {
    const addresses = records.map(({ customer_id }) => ({ customer_id, address_id: 'a' }));
    await ctx.sendBulk(SpmCustomers.bulkSave, records);
    await ctx.sendBulk(SpmCustomersAddresses.bulkSaveAll, addresses);
  },
};

const lettersOf = async ({ store }: ReturnType<typeof bench>) =>
  (await store.rejects.list()).map(({ route, key, state }) => [route, key, state]).reverse();

describe('dead letters of two resources under one key of the step', () => {
  it("are two letters, each with the step's key", async () => {
    const parts = refusing(() => true);
    await parts.sync(step([{ customer_id: 'c1' }], withAddresses));
    expect(await lettersOf(parts)).toEqual([
      ['customers', 'c1', 'open'],
      ['customers-addresses', 'c1', 'open'],
    ]);
  });

  it('are not superseded by a success of the other resource', async () => {
    const parts = refusing((_, url) => !url.includes('addresses'));
    await parts.sync(step([{ customer_id: 'c1' }], withAddresses));
    expect(await lettersOf(parts)).toEqual([['customers', 'c1', 'open']]);
  });

  it('do not settle a swallowed failure of the other resource', async () => {
    const parts = bench({
      script: ({ url }) => (url.includes('addresses') ? undefined : { status: 500, body: {} }),
    });
    const { steps } = await parts.sync(
      step([{ customer_id: 'c1' }], {
        ...withAddresses,
        push: async (ctx, records) => {
          await ctx.sendBulk(SpmCustomers.bulkSave, records).catch(() => {});
          const addresses = [{ customer_id: 'c1', address_id: 'a' }];
          await ctx.sendBulk(SpmCustomersAddresses.bulkSaveAll, addresses);
        },
      }),
    );
    expect(steps[0]?.status).toBe('error');
  });
});

describe('dead letters of two records under one key of the step', () => {
  const products: Partial<Config> = {
    key: ({ product_id }) => product_id ?? '',
    push: (ctx, records) => ctx.sendBulk(SpmProducts.bulkSave, records),
  };
  const rows = ['fr', 'en'].map((lang) => ({ product_id: '12', lang }));

  it('are two letters, and are not superseded by a success of the other record', async () => {
    let bad = (_: Row) => true;
    const parts = refusing((item) => bad(item));
    await parts.sync(step(rows, products));
    expect(await lettersOf(parts)).toEqual([
      ['products', '12', 'open'],
      ['products', '12', 'open'],
    ]);
    bad = ({ lang }) => lang === 'fr';
    await parts.clock.pass(MINUTE);
    await parts.sync(step(rows, products));
    const letters = await parts.store.rejects.list();
    expect(letters.map(({ payload, state }) => [(payload as Row).lang, state])).toEqual([
      ['en', 'superseded'],
      ['fr', 'open'],
    ]);
  });
});

describe('the quota of open dead letters', () => {
  const three = ['1', '2', '3'].map((customer_id) => ({ customer_id }));
  const full = { rejectQuota: 3 };

  it('does not count a letter again, even when only its content is known', async () => {
    const parts = refusing(() => true);
    const subscribers = step(
      ['a', 'b', 'b', 'c'].map((email) => ({ email })),
      { push: (ctx, records) => ctx.sendBulk(SpmNewsletterSubscribers.bulkSave, records) },
    );
    for (let run = 1; run <= 2; run++) {
      expect(await parts.sync(subscribers, full)).toMatchObject({ status: 'ok' });
      await parts.clock.pass(MINUTE);
    }
    expect(await lettersOf(parts)).toHaveLength(3);
  });

  it('gets room in the same run from superseded letters', async () => {
    let bad = (_: Row) => true;
    const parts = refusing((item) => bad(item));
    await parts.sync(step(three), full);
    bad = ({ customer_id }) => customer_id === '9';
    await parts.clock.pass(MINUTE);
    const report = await parts.sync(step([...three, { customer_id: '9' }]), full);
    expect(report.status).toBe('ok');
    expect((await lettersOf(parts)).at(-1)).toEqual(['customers', 'customers:9', 'open']);
  });

  it('holds the cursor when it is exceeded', async () => {
    const parts = refusing(() => true);
    const report = await parts.sync(step([...three, { customer_id: '9' }]), full);
    expect(report.steps[0]?.errors.join()).toContain('too many dead letters');
    expect(await lettersOf(parts)).toHaveLength(3);
  });
});

describe('a record that cannot be sent', () => {
  const circle: Record<string, unknown> = { customer_id: '3' };
  circle.self = circle;
  const bad = [
    { customer_id: '2', points: 5n },
    circle,
    { customer_id: '\ud800' },
    { customer_id: '5', token: 'hush', points: 5n },
  ];

  it.each([false, true])(
    'is a dead letter that says why, without a call; skipUnchanged %s',
    async (skipUnchanged) => {
      const parts = bench();
      const rows = [{ customer_id: '1' }, ...bad, { customer_id: '9' }];
      const sync = () =>
        parts.sync(
          step(rows as Row[], { batchSize: 6, skipUnchanged, key: (row) => row.customer_id }),
        );
      const report = await sync();
      expect(report.status).toBe('ok');
      expect(report.totals).toMatchObject({ acknowledged: 2, rejected: 4, requests: 1 });
      expect(parts.api.requests[0]?.body.map((row) => row.customer_id)).toEqual(['1', '9']);
      const letters = (await parts.store.rejects.list()).reverse();
      const faults = letters.map(({ key, errors }) => [key, errors[0]]);
      expect(faults).toEqual([
        ['\ud800', 'customer_id contains a lone surrogate (half of a character)'],
        ['2', 'points cannot be written as JSON: Do not know how to serialize a BigInt'],
        ['3', expect.stringContaining('self cannot be written as JSON')],
        ['5', expect.stringContaining('points cannot be written')],
      ]);
      expect(letters.map(({ payload }) => payload).slice(1)).toEqual([
        { customer_id: '2', points: '5' },
        { customer_id: '3', self: '[circular]' },
        { customer_id: '5', token: '[redacted]', points: '5' },
      ]);
      expect(letters[1]).toMatchObject({ status: 0, redacted: true });
      await sync();
      expect((await parts.store.rejects.list()).map(({ attempts }) => attempts)).toEqual([
        2, 2, 2, 2,
      ]);
    },
  );
});
