/** Records that are skipped because the API has them, through whole syncs. */
import { SpmCustomers } from '@shopimind/sdk-js';
import { describe, expect, it } from 'vitest';
import type { BulkFunction } from '../../../../src/connector/types.ts';
import { keyedStep } from '../../../helpers/keyedSteps.ts';
import { bench, settled } from '../../../helpers/syncBench.ts';

describe('skipUnchanged', () => {
  it('sends what changed, and counts the rest as unchanged', async () => {
    const { sync, api } = bench();
    await sync(keyedStep(['a', 'b', 'c'], { skipUnchanged: true }));
    const report = await sync(keyedStep(['a', 'b:new', 'c'], { skipUnchanged: true }));
    expect(report.totals).toMatchObject({ read: 3, acknowledged: 1, unchanged: 2, requests: 1 });
    expect(api.requests[1]?.body).toMatchObject([{ customer_id: 'b', first_name: 'new' }]);
  });

  it('does nothing unless the step asks for it, nor with --no-skip', async () => {
    const plain = bench();
    for (let n = 0; n < 2; n++) await plain.sync(keyedStep(['a']));
    expect(plain.api.requests).toHaveLength(2);
    const asked = bench();
    const unchanged = async (skip: boolean) =>
      (await asked.sync(keyedStep(['a'], { skipUnchanged: true }), { skip })).totals.unchanged;
    expect([await unchanged(true), await unchanged(false), await unchanged(true)]).toEqual([
      0, 0, 1,
    ]);
  });

  it('forgets what was sent before the shop was provisioned again', async () => {
    const { sync } = bench();
    const skipping = keyedStep(['a'], { skipUnchanged: true });
    await sync(skipping);
    const provisioned = { sourceIds: { paris: 99 }, defIds: {} };
    const report = await sync(skipping, {}, { provisioned });
    expect(report.totals).toMatchObject({ acknowledged: 1, unchanged: 0 });
  });

  it('sends items without a key, and does not wait for itself', async () => {
    const { sync, api } = bench();
    // Neither the function nor the step has a key for this item.
    const unknown: BulkFunction = (client, items) => SpmCustomers.bulkSave(client, items);
    const running = sync(
      keyedStep(['a', 'b'], {
        skipUnchanged: true,
        batchSize: 1,
        key: (record) => (record.customer_id as string | undefined) ?? null,
        push: (ctx, records) =>
          ctx.sendBulk(
            unknown,
            records.map(({ customer_id }) => ({ name: customer_id })),
          ),
      }),
    );
    for (let n = 0; n < 50; n++) await settled();
    expect(api.requests.map(({ body }) => body)).toEqual([[{ name: 'a' }], [{ name: 'b' }]]);
    expect((await running).steps[0]).toMatchObject({ status: 'ok' });
  });
});
