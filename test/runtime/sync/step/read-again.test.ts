/** Records that are sent while an older version may still arrive. Rule F2. */
import { SpmCustomers } from '@shopimind/sdk-js';
import { describe, expect, it } from 'vitest';
import type { SyncStep } from '../../../../src/connector/types.ts';
import { ARRIVES_WITHIN_MS } from '../../../../src/runtime/sync/ledger/in-doubt/limits.ts';
import { keyedStep } from '../../../helpers/keyedSteps.ts';
import { bench, MINUTE, stepOf } from '../../../helpers/syncBench.ts';

const TWICE = { retry: { attempts: 2, unreachableAttempts: 2, budgetMs: 10 * MINUTE } };

/** A shop whose first answer is lost: the request may still arrive, although its second attempt is acknowledged. */
function lossyBench() {
  const setting = bench({ script: (_, index) => (index === 0 ? { status: 502 } : undefined) });
  const { clock, sync, api } = setting;
  /** Runs to the end through all waits. Returns the report and the duration. */
  const run = async (step: SyncStep<object>) => {
    const before = api.requests.length;
    const started = clock.now();
    let ended = false;
    const running = sync(step, {}, TWICE).finally(() => {
      ended = true;
    });
    while (!ended) await clock.pass(10);
    const { steps } = await running;
    const sent = api.requests.slice(before).flatMap(({ body }) => body.map(describeItem));
    return { step: steps[0], sent, tookMs: clock.now() - started };
  };
  return { ...setting, run };
}

const describeItem = (item: Record<string, unknown>) => `${item.customer_id}:${item.first_name}`;

const skipping = (...ids: string[]) => keyedStep(ids, { skipUnchanged: true });

/** A plain step that sends these records without the engine. */
const plain = (...ids: string[]) =>
  stepOf('customers', {
    run: async (ctx) => {
      const items = ids.map((id) => {
        const [customer_id, first_name] = id.split(':');
        return { customer_id, first_name };
      });
      await ctx.sendBulk(SpmCustomers.bulkSave, items);
      return { items: 0, errors: [], advanceCursorTo: ctx.window.until };
    },
  });

describe.each([
  ['a step that skips what has not changed', skipping],
  ['a step with a key', (...ids: string[]) => keyedStep(ids)],
  ['a plain step', plain],
])('%s', (_, stepWith) => {
  it('sends a newer version at once, and reports when it sends it again', async () => {
    const { run, clock } = lossyBench();
    const first = await run(stepWith('a:1', 'b:1'));
    expect(first.step).toMatchObject({ status: 'ok', retries: 1 });
    expect(first.step).not.toHaveProperty('sends_again_after');
    const second = await run(stepWith('a:2'));
    expect(second.sent).toEqual(['a:2']);
    expect(second.tookMs).toBeLessThan(30_000);
    const after = Date.parse(second.step?.sends_again_after ?? '');
    expect(after).toBeGreaterThan(clock.now() + 100_000);
    expect(after).toBeLessThanOrEqual(clock.now() + ARRIVES_WITHIN_MS);
  });

  it('is sent again by the first run after that, which reads its window', async () => {
    const { run, clock, store } = lossyBench();
    const key = { installationId: 'inst-1', entity: 'customers', sourceKey: '' };
    await run(stepWith('a:1', 'b:1'));
    const { step } = await run(stepWith('a:2'));
    clock.jump(30_000);
    const early = await run(stepWith());
    expect(Date.parse(early.step?.window?.since ?? '')).toBeGreaterThan(
      Date.parse(step?.window?.since ?? ''),
    );
    expect(await store.cursors.getReadAgain(key)).not.toBeNull();
    clock.jump(ARRIVES_WITHIN_MS);
    const again = await run(stepWith('a:2'));
    expect(again.step?.window?.since).toBe(step?.window?.since);
    expect(again.sent).toEqual(['a:2']);
    expect(again.step).not.toHaveProperty('sends_again_after');
    expect(await store.cursors.getReadAgain(key)).toBeNull();
    const next = await run(stepWith());
    expect(next.step?.window?.since).toBe(again.step?.cursor_after);
  });

  it('is due until a run that reads it ends well', async () => {
    const { run, clock, store } = lossyBench();
    const key = { installationId: 'inst-1', entity: 'customers', sourceKey: '' };
    await run(stepWith('a:1'));
    await run(stepWith('a:2'));
    clock.jump(ARRIVES_WITHIN_MS);
    const failing = stepOf('customers', { run: async () => ({ items: 0, errors: ['broken'] }) });
    expect((await run(failing)).step?.status).toBe('error');
    expect(await store.cursors.getReadAgain(key)).not.toBeNull();
  });

  it('schedules nothing when the same version is sent again', async () => {
    const { run } = lossyBench();
    await run(stepWith('a:1', 'b:1'));
    expect((await run(stepWith('a:1'))).step).not.toHaveProperty('sends_again_after');
  });

  it('schedules nothing for records that are not in doubt', async () => {
    const { run } = lossyBench();
    await run(stepWith('a:1', 'b:1'));
    expect((await run(stepWith('c:1'))).step).not.toHaveProperty('sends_again_after');
  });
});

describe('a step whose records have no known key', () => {
  const keyless = (...ids: string[]) =>
    stepOf('customers', {
      run: async (ctx) => {
        await ctx.sendBulk(
          SpmCustomers.bulkSave,
          ids.map((first_name) => ({ first_name })),
        );
        return { items: 0, errors: [], advanceCursorTo: ctx.window.until };
      },
    });

  it('sends everything again that it sends while anything may arrive', async () => {
    const { run, clock } = lossyBench();
    await run(keyless('Ann'));
    expect((await run(keyless('Bob'))).step).toHaveProperty('sends_again_after');
    clock.jump(ARRIVES_WITHIN_MS);
    expect((await run(keyless('Bob'))).step).not.toHaveProperty('sends_again_after');
  });

  it('schedules nothing within the run, where its requests go one after another', async () => {
    const { run } = lossyBench();
    const twice = stepOf('customers', {
      run: async (ctx) => {
        for (const first_name of ['Ann', 'Bob'])
          await ctx.sendBulk(SpmCustomers.bulkSave, [{ first_name }]);
        return { items: 0, errors: [], advanceCursorTo: ctx.window.until };
      },
    });
    expect((await run(twice)).step).not.toHaveProperty('sends_again_after');
  });
});

it('a version that another step sends over one in doubt is sent again, too', async () => {
  const { run, clock } = lossyBench();
  await run(plain('a:1'));
  const other = { ...skipping('a:2'), entity: 'vips' };
  expect((await run(other)).step).toHaveProperty('sends_again_after');
  clock.jump(ARRIVES_WITHIN_MS);
  expect((await run(other)).sent).toEqual(['a:2']);
  expect((await run(other)).sent).toEqual([]);
});
