import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ProvisioningPlan } from '../../../src/connector/types.js';
import { diffPlan, hasChanges } from '../../../src/plan/diff.js';
import { type ApplyOptions, applyDiff, readShop } from '../../../src/runtime/provision/index.js';
import { type FakeShop, fakeShop } from '../../helpers/fakeShop.js';

async function apply(shop: FakeShop, plan: ProvisioningPlan, options: Partial<ApplyOptions> = {}) {
  const diff = diffPlan(plan, await readShop(shop.client, plan));
  return { diff, applied: await applyDiff(shop.client, diff, { now: 0, ...options }) };
}

const names = ['a', 'b', 'c', 'd', 'e'];
const fields = ['f', 'g', 'h'];

/** Any relationship to an earlier definition or to the definition itself: plans without cycles. */
const definitions = fc
  .uniqueArray(fc.constantFrom(...names), { minLength: 1 })
  .chain((chosen) =>
    fc.tuple(
      ...chosen.map((name, index) =>
        fc.record({
          name: fc.constantFrom(name, name.toUpperCase(), ` ${name} `),
          fields: fc
            .uniqueArray(fc.constantFrom(...fields), { minLength: 1 })
            .map((list) => list.map((field) => ({ name: field, type: 'number' as const }))),
          relationships: fc
            .uniqueArray(fc.tuple(fc.constantFrom(...fields), fc.nat(index)), {
              selector: ([field]) => field,
            })
            .map((list) =>
              list.map(([sourceField, target]) => ({
                sourceField,
                targetSchemaType: 'custom' as const,
                targetSchema: chosen[target] ?? name,
              })),
            ),
        }),
      ),
    ),
  )
  .map((list) => [...list].reverse());

/** Each below an earlier source, or at the top. */
const sources = fc
  .uniqueArray(fc.tuple(fc.constantFrom(...names), fc.nat(9), fc.boolean()), {
    selector: ([key]) => key,
    minLength: 1,
  })
  .map((list) =>
    list.map(([key, parent, same], index) => ({
      key,
      decl: {
        label: same ? 'Same' : ` ${key}`,
        type: 'api',
        config: { id: key },
        stableConfigKey: 'id',
      },
      ...(parent < index ? { parentKey: list[parent]?.[0] ?? key } : {}),
    })),
  )
  .map((list) => list.reverse());

const plans: fc.Arbitrary<ProvisioningPlan> = fc.record({
  dataSources: sources,
  customData: definitions,
  events: fc
    .uniqueArray(fc.constantFrom(...names))
    .map((codes) => codes.map((code_name) => ({ code_name, name: { en: code_name } }))),
  orderStatuses: fc
    .uniqueArray(fc.tuple(fc.constantFrom(...names), fc.constantFrom('x', 'y')), {
      selector: ([id]) => id,
    })
    .map((list) => list.map(([status_id, name]) => ({ status_id, lang: 'fr', name }))),
});

describe('applyDiff', () => {
  it('brings any shop to any plan, after which nothing is left to write', async () => {
    await fc.assert(
      fc.asyncProperty(
        plans,
        plans,
        fc.integer({ min: 1, max: 8 }),
        async (before, plan, concurrency) => {
          const shop = fakeShop();
          await apply(shop, before, { concurrency });
          const { diff, applied } = await apply(shop, plan, { concurrency });
          const conflicts = diff.changes.filter(({ action }) => action === 'conflict');
          const left = applied.outcomes.filter(({ status }) => /failed|skipped/.test(status));
          expect(applied.errors).toHaveLength(left.length);
          // A conflict is reported; the other parts then have no report.
          expect(left.length > 0).toBe(conflicts.length > 0);
          if (conflicts.length > 0) return;
          const writes = shop.writes().length;
          const again = await apply(shop, plan, { concurrency });
          expect(hasChanges(again.diff)).toBe(false);
          expect(shop.writes()).toHaveLength(writes);
          expect(again.applied.sourceIds).toEqual(applied.sourceIds);
          expect(again.applied.defIds).toEqual(applied.defIds);
          expect(new Set(Object.values(applied.sourceIds)).size).toBe(plan.dataSources?.length);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('says how each change went, as it goes', async () => {
    const seen: string[] = [];
    const shop = fakeShop();
    const plan = {
      events: [
        { code_name: 'a', name: { en: 'A' } },
        { code_name: 'b', name: { en: 'B' } },
      ],
    };
    await apply(shop, { events: plan.events.slice(1) });
    const { applied } = await apply(shop, plan, {
      onChange: ({ change, status, id }) => seen.push(`${change.key} ${status} ${id}`),
    });
    expect(seen).toEqual(['b ready 11', 'a applied 12']);
    expect(applied.outcomes.map(({ change }) => change.key)).toEqual(['a', 'b']);
  });

  it('keeps within its concurrency', async () => {
    let running = 0;
    let most = 0;
    const shop = fakeShop();
    const adapter = shop.client.defaults.adapter;
    if (typeof adapter !== 'function') throw new Error('no adapter');
    shop.client.defaults.adapter = async (config) => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
      return adapter(config);
    };
    const events = Array.from({ length: 20 }, (_, index) => ({
      code_name: `e${index}`,
      name: { en: 'E' },
    }));
    await apply(shop, { events }, { concurrency: 3 });
    expect(most).toBe(3);
    expect(shop.events).toHaveLength(20);
  });

  it('waits and repeats a write that came too fast, when it can wait', async () => {
    let refusals = 2;
    const waits: number[] = [];
    const tooFast = () =>
      fakeShop(({ method }) => {
        if (method === 'GET' || refusals === 0) return undefined;
        refusals -= 1;
        return { status: 429, body: { message: 'Too many requests' } };
      });
    const plan = { events: [{ code_name: 'a', name: { en: 'A' } }] };
    const sleep = async (ms: number) => void waits.push(ms);
    expect((await apply(tooFast(), plan, { sleep })).applied.errors).toEqual([]);
    expect(waits).toEqual([1000, 2000]);
    refusals = 1;
    expect((await apply(tooFast(), plan)).applied.errors).toEqual([
      { resource: 'event:a', message: 'Too many requests' },
    ]);
  });

  it('begins nothing once it is aborted', async () => {
    const stop = new AbortController();
    const shop = fakeShop();
    const events = ['a', 'b', 'c'].map((code_name) => ({ code_name, name: { en: code_name } }));
    const going = apply(
      shop,
      { events, orderStatuses: [{ status_id: 's', lang: 'fr', name: 'S' }] },
      {
        signal: stop.signal,
        concurrency: 1,
        onChange: () => stop.abort(new Error('stopped')),
      },
    );
    await expect(going).rejects.toThrow('stopped');
    expect(shop.writes()).toHaveLength(1);
  });

  it('applies a diff that was written down', async () => {
    const shop = fakeShop();
    const plan = {
      dataSources: [
        { key: 'c', decl: { label: 'C', type: 'api' }, parentKey: 'p' },
        { key: 'p', decl: { label: 'P', type: 'api' } },
      ],
    };
    const diff = diffPlan(plan, await readShop(shop.client, plan));
    const applied = await applyDiff(shop.client, JSON.parse(JSON.stringify(diff)), { now: 0 });
    expect(applied.errors).toEqual([]);
    expect(shop.sources[1]).toMatchObject({ label: 'C', parent_id: applied.sourceIds.p });
  });
});
