import type { Integration, IntegrationContext, ProvisioningPlan } from '../../connector/types.js';

/** The plan of a connector for one installation; empty when it declares none. Rejects with what its function throws. */
export async function evaluatePlan<S>(
  integration: Pick<Integration<S>, 'provisioning'>,
  ctx: IntegrationContext<S>,
): Promise<ProvisioningPlan> {
  const { provisioning } = integration;
  return (typeof provisioning === 'function' ? await provisioning(ctx) : provisioning) ?? {};
}
