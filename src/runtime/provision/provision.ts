import type { SpmHttpClient } from '@shopimind/sdk-js';
import type { ProvisioningPlan } from '../../connector/types.js';
import { diffPlan, type RecordedIds } from '../../plan/diff.js';
import type { Logger } from '../ports.js';
import { applyDiff } from './apply.js';
import { readShop } from './read-shop.js';
import type { ApplyOptions, Provisioned, ProvisioningResult } from './run.js';

export interface ProvisionOptions extends Omit<ApplyOptions, 'logger'> {
  /** What earlier provisionings recorded; tells namesakes apart. */
  recorded?: RecordedIds;
}

/**
 * Brings a shop to what the plan declares: read, diff, apply. A shop that has it all gets no write request.
 * Failures are collected for each resource with the API's own message.
 *
 * Throws SPM_PLAN_CYCLE before any call, and SPM_API_UNREACHABLE or SPM_API_UNAUTHORIZED.
 */
export async function runProvisioning(
  client: SpmHttpClient,
  plan: ProvisioningPlan,
  logger: Logger | undefined,
  { recorded, ...options }: ProvisionOptions,
): Promise<ProvisioningResult> {
  refuseCycles(plan);
  const shop = await readShop(client, plan, recorded);
  const diff = diffPlan(plan, shop, recorded);
  const { outcomes: _, ...result } = await applyDiff(client, diff, { ...options, logger });
  return result;
}

/** A cycle is one whatever the shop has. */
function refuseCycles(plan: ProvisioningPlan): void {
  diffPlan(plan, { dataSources: [], definitions: [], events: [], orderStatuses: [] });
}

/** The map to store: what was there before stays, unless it has a new id now. */
export function mergeProvisioned(
  old: Partial<Provisioned> | null | undefined,
  result: Pick<ProvisioningResult, 'sourceIds' | 'defIds'>,
): Provisioned {
  return {
    sourceIds: { ...old?.sourceIds, ...result.sourceIds },
    defIds: { ...old?.defIds, ...result.defIds },
  };
}
