/** Laws of provisioning, for random plans, on the real sandbox through the real SDK. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ProvisioningPlan } from '../../../src/connector/types.js';
import { type RunningSandbox, startSandbox } from '../../../src/sandbox/index.js';
import { type Accident, ProvisionedShop, shopOf } from '../../helpers/provisioning.js';
import { plans, union } from '../../helpers/provisioningPlans.js';

let sandbox: RunningSandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.stop());

/** A shop on which only these plans were provisioned, one after the other. */
async function shopWith(...given: ProvisioningPlan[]): Promise<ProvisionedShop> {
  sandbox.reset();
  const shop = new ProvisionedShop(sandbox);
  for (const plan of given) expect((await shop.provision(plan))?.errors).toEqual([]);
  return shop;
}

/** Another run changes nothing, and finds the same ids. */
async function expectSettled(shop: ProvisionedShop, plan: ProvisioningPlan): Promise<void> {
  const [before, writes] = [shopOf(sandbox), shop.writes()];
  const { sourceIds, defIds } = shop.recorded;
  const again = await shop.provision(plan);
  expect(again?.errors).toEqual([]);
  expect(sourceIds).toMatchObject(again?.sourceIds ?? {});
  expect(defIds).toMatchObject(again?.defIds ?? {});
  expect(shop.writes()).toBe(writes);
  expect(shopOf(sandbox)).toEqual(before);
}

describe('provisioning', () => {
  it('A, then B, is provisioning what the two are together; a second time writes nothing', async () => {
    await fc.assert(
      fc.asyncProperty(plans, plans, async (a, b) => {
        await shopWith(union(a, b));
        const together = shopOf(sandbox);
        const shop = await shopWith(a, b);
        expect(shopOf(sandbox)).toEqual(together);
        await expectSettled(shop, b);
      }),
      { numRuns: 40 },
    );
  });

  const accidents = (kinds: Accident[]) =>
    fc.record({ kind: fc.constantFrom(...kinds), at: fc.integer({ min: 1, max: 30 }) });

  it('survives a death before or after any one request: the next run ends as if nothing had been', async () => {
    let deaths = 0;
    await fc.assert(
      fc.asyncProperty(
        plans,
        plans,
        accidents(['crash-before', 'crash-after']),
        async (a, b, accident) => {
          await shopWith(a, b);
          const undisturbed = shopOf(sandbox);
          const shop = await shopWith(a);
          if ((await shop.provision(b, accident)) === null) deaths += 1;
          expect((await shop.provision(b))?.errors).toEqual([]);
          expect(shopOf(sandbox)).toEqual(undisturbed);
          await expectSettled(shop, b);
        },
      ),
      { numRuns: 60 },
    );
    expect(deaths).toBeGreaterThan(10);
  });

  it('does not even notice a broken connection or a gateway without a server, before or after any one request', async () => {
    const kinds: Accident[] = ['reset-before', 'reset-after', 'gateway-503'];
    await fc.assert(
      fc.asyncProperty(plans, plans, accidents(kinds), async (a, b, accident) => {
        await shopWith(a, b);
        const undisturbed = shopOf(sandbox);
        const shop = await shopWith(a);
        const result = await shop.provision(b, { ...accident, at: accident.at + READS });
        expect(result?.errors).toEqual([]);
        expect(shopOf(sandbox)).toEqual(undisturbed);
        await expectSettled(shop, b);
      }),
      { numRuns: 40 },
    );
  });

  it('finds in the next run what an answer that came too late did not tell', async () => {
    await fc.assert(
      fc.asyncProperty(plans, accidents(['late']), async (plan, accident) => {
        await shopWith(plan);
        const undisturbed = shopOf(sandbox);
        const shop = await shopWith();
        await shop.provision(plan, { ...accident, at: accident.at + READS });
        expect((await shop.provision(plan))?.errors).toEqual([]);
        expect(shopOf(sandbox)).toEqual(undisturbed);
      }),
      { numRuns: 20 },
    );
  });
});

/** The first four requests are the lists; the SDK retries reads. */
const READS = 4;
