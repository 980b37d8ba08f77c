import {
  validateCustomDataDefinition,
  validateProvisioningEvents,
} from '../../connector/custom-data.js';
import type { Integration, IntegrationContext, ProvisioningPlan } from '../../connector/types.js';
import { SpmError } from '../../errors.js';
import { parentsFirst } from '../../plan/diff/parents-first.js';
import type { ShopState } from '../../plan/diff.js';
import { topoSortCustomData } from '../../plan/graph.js';

/** An empty shop. */
export const NO_SHOP: ShopState = {
  dataSources: [],
  definitions: [],
  events: [],
  orderStatuses: [],
};

/**
 * The plan of a connector for one installation, even if it has mistakes, which lint reports. Empty when it declares
 * none. Rejects with SPM_PLAN_INVALID when its function throws.
 */
export async function evaluatePlan<S>(
  integration: Pick<Integration<S>, 'provisioning'>,
  ctx: IntegrationContext<S>,
): Promise<ProvisioningPlan> {
  const { provisioning } = integration;
  if (typeof provisioning !== 'function') return provisioning ?? {};
  try {
    return (await provisioning(ctx)) ?? {};
  } catch (cause) {
    throw new SpmError('SPM_PLAN_INVALID', "The connector's provisioning function threw an error", {
      cause,
      hint: 'Correct the provisioning function, or the settings of the installation.',
    });
  }
}

/**
 * Throws SPM_PLAN_INVALID for mistakes that every shop rejects (keys that are not fields, events without a name), and
 * SPM_PLAN_CYCLE.
 */
export function checkPlan(plan: ProvisioningPlan): void {
  for (const definition of plan.customData ?? []) validateCustomDataDefinition(definition);
  validateProvisioningEvents(plan.events ?? []);
  refuseCycles(plan);
}

/** Throws SPM_PLAN_CYCLE: a cycle does not depend on the shop, so no request is needed. */
export function refuseCycles(plan: ProvisioningPlan): void {
  parentsFirst(plan.dataSources ?? []);
  topoSortCustomData(plan.customData ?? []);
}
