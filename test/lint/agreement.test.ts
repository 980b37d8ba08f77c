/** Lint and the sandbox agree: a plan without errors is provisioned without errors, and lint can read any plan. */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { segments } from '../../src/connector/path.js';
import { problemSentence } from '../../src/connector/problem.js';
import type { ProvisioningPlan } from '../../src/connector/types.js';
import { isNumericTarget } from '../../src/plan/graph.js';
import { lintIntegration } from '../../src/plan/lint.js';
import type { Finding } from '../../src/plan/rule.js';
import { runProvisioning } from '../../src/runtime/provision/provision.js';
import { mutate, mutation, validPlan } from '../helpers/plans.js';
import { type QuickSandbox, quickSandbox } from '../helpers/quickSandbox.js';
import { scaled } from '../helpers/scale.ts';

let shop: QuickSandbox;

beforeAll(async () => {
  shop = await quickSandbox();
});
afterAll(() => shop.stop());

it('finds no error in valid plans, and the sandbox takes them', async () => {
  await fc.assert(
    fc.asyncProperty(validPlan, async (plan) => {
      expect(errorsIn(plan)).toEqual([]);
      await expectProvisioned(plan);
    }),
    { numRuns: 300 },
  );
}, 120_000);

const PLANS = scaled(1_000, 10_000);

it(`finds what the sandbox refuses in ${PLANS} changed plans, and where it stands`, async () => {
  let provisioned = 0;
  await fc.assert(
    fc.asyncProperty(
      validPlan,
      fc.array(mutation, { minLength: 1, maxLength: 3 }),
      async (plan, mutations) => {
        const mutant = mutate(plan, mutations);
        const findings = lintIntegration({ plan: mutant, planPath: '' });
        for (const finding of findings) expectPlaced(finding, mutant);
        if (findings.some(({ severity }) => severity === 'error') || namesIds(mutant)) return;
        provisioned += 1;
        await expectProvisioned(mutant as ProvisioningPlan);
      },
    ),
    { numRuns: PLANS },
  );
  expect(provisioned).toBeGreaterThan(PLANS / 10);
}, 600_000);

const errorsIn = (plan: unknown): Finding[] =>
  lintIntegration({ plan }).filter(({ severity }) => severity === 'error');

/** Ids of existing resources of a shop: only that shop can tell whether they are valid. */
function namesIds(plan: unknown): boolean {
  const { customData = [], dataSources = [] } = (plan ?? {}) as ProvisioningPlan;
  const targets = customData.flatMap(({ relationships = [] }) => relationships);
  return (
    targets.some((to) => to.targetSchemaType === 'custom' && isNumericTarget(to.targetSchema)) ||
    dataSources.some(({ decl }) => decl.parent_id !== undefined)
  );
}

/** The place exists, or the missing value would be there. */
function expectPlaced(finding: Finding, plan: unknown): void {
  const { rule, path } = finding;
  expect(rule).toMatch(/^plan\/[a-z-]+$/);
  expect(problemSentence(finding).message).not.toBe('');
  let value = plan;
  for (const segment of segments(path).slice(0, -1)) {
    expect(value, `${rule} at ${path}`).toBeTypeOf('object');
    value = (value as Record<string, unknown>)[segment];
  }
}

async function expectProvisioned(plan: ProvisioningPlan): Promise<void> {
  shop.reset();
  const { errors, sourceIds, defIds, ...counts } = await runProvisioning(shop.client, plan ?? {});
  expect({
    errors,
    sources: Object.keys(sourceIds).length,
    definitions: Object.keys(defIds).length,
    ...counts,
  }).toEqual({
    errors: [],
    sources: plan?.dataSources?.length ?? 0,
    definitions: plan?.customData?.length ?? 0,
    events: plan?.events?.length ?? 0,
    orderStatuses: plan?.orderStatuses?.length ?? 0,
  });
}
