import type { SpmHttpClient } from '@shopimind/sdk-js';
import type { ProvisioningPlan } from '../../connector/types.js';
import { diffPlan, type RecordedIds } from '../../plan/diff.js';
import { systemClock } from '../clock.js';
import type { Logger } from '../ports.js';
import { applyDiff } from './apply.js';
import { refuseCycles } from './evaluate-plan.js';
import { readShop } from './read-shop.js';
import type { ApplyOptions, ProvisioningResult } from './run.js';

/** The real clock where none is given. */
export interface ProvisionOptions extends Omit<ApplyOptions, 'logger' | 'now'> {
  /** Milliseconds since the epoch: the timestamps of new order statuses. */
  now?: number;
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
  logger?: Logger,
  { recorded, ...options }: ProvisionOptions = {},
): Promise<ProvisioningResult> {
  refuseCycles(plan);
  const shop = await readShop(client, plan, recorded);
  const diff = diffPlan(plan, shop, recorded);
  const { outcomes: _, ...result } = await applyDiff(client, diff, {
    now: systemClock.now(),
    sleep: systemClock.sleep,
    ...options,
    logger,
  });
  return result;
}
