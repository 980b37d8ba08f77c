import {
  validateCustomDataDefinition,
  validateProvisioningEvents,
} from '../../connector/custom-data.js';
import type { Integration, IntegrationContext, ProvisioningPlan } from '../../connector/types.js';
import { diffPlan } from '../../plan/diff.js';

/**
 * The plan of a connector for one installation, of whatever quality: lint says what is wrong with it. Empty when it
 * declares none. Rejects with what its function throws.
 */
export async function evaluatePlan<S>(
  integration: Pick<Integration<S>, 'provisioning'>,
  ctx: IntegrationContext<S>,
): Promise<ProvisioningPlan> {
  const { provisioning } = integration;
  return (typeof provisioning === 'function' ? await provisioning(ctx) : provisioning) ?? {};
}

/**
 * Throws SPM_PLAN_INVALID for what no shop could take (keys that are no fields, events without a name), and
 * SPM_PLAN_CYCLE.
 */
export function checkPlan(plan: ProvisioningPlan): void {
  for (const definition of plan.customData ?? []) validateCustomDataDefinition(definition);
  validateProvisioningEvents(plan.events ?? []);
  refuseCycles(plan);
}

/** Throws SPM_PLAN_CYCLE: a cycle is one whatever the shop has, so no call is needed to find it. */
export function refuseCycles(plan: ProvisioningPlan): void {
  diffPlan(plan, { dataSources: [], definitions: [], events: [], orderStatuses: [] });
}
