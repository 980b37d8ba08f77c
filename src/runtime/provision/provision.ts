import type { SpmHttpClient } from '@shopimind/sdk-js';
import type { Logger, ProvisioningPlan } from '../../connector/types.js';
import { SpmError } from '../../errors.js';
import { refuseInvalid } from '../../plan/diff/refuse-invalid.js';
import { diffPlan, type RecordedIds, referenceOf, type ShopState } from '../../plan/diff.js';
import { apiMessageOf } from '../api/envelope.js';
import { systemClock } from '../clock.js';
import { applyDiff } from './apply.js';
import { NO_SHOP, refuseCycles } from './evaluate-plan.js';
import { readShop } from './read-shop.js';
import { type ApplyOptions, type ProvisioningResult, provisionError } from './run.js';

/** Default: the real clock. */
export interface ProvisionOptions extends Omit<ApplyOptions, 'logger' | 'now'> {
  /** Milliseconds since the epoch: the timestamps of new order statuses. */
  now?: number;
  /** The ids of earlier provisionings, which distinguish resources with the same name. */
  recorded?: RecordedIds;
}

/**
 * Makes a shop match the plan: read, diff, apply. Sends no write request if the shop matches already. Does not send
 * mistakes that every shop rejects, such as a key that is not a field. Collects the failure of each resource with the
 * API's own message, also when the API rejects the token or does not answer; then no further request is sent. Throws
 * SPM_PLAN_CYCLE, before any call, and the signal's reason when it is aborted.
 */
export async function runProvisioning(
  client: SpmHttpClient,
  plan: ProvisioningPlan,
  logger?: Logger,
  { recorded, ...options }: ProvisionOptions = {},
): Promise<ProvisioningResult> {
  refuseCycles(plan);
  const shop = await readOrRefusal(client, plan, recorded);
  if (shop instanceof SpmError) return allFailed(plan, shop, logger);
  const found = diffPlan(plan, shop, recorded);
  const diff = { ...found, changes: refuseInvalid(found.changes, plan) };
  const {
    outcomes: _,
    ended: __,
    ...result
  } = await applyDiff(client, diff, {
    now: systemClock.now(),
    sleep: systemClock.sleep,
    ...options,
    logger,
  });
  return result;
}

/** The error when no list can be read. */
async function readOrRefusal(
  client: SpmHttpClient,
  plan: ProvisioningPlan,
  recorded: RecordedIds | undefined,
): Promise<ShopState | SpmError> {
  try {
    return await readShop(client, plan, recorded);
  } catch (error) {
    if (error instanceof SpmError) return error;
    throw error;
  }
}

function allFailed(
  plan: ProvisioningPlan,
  refusal: SpmError,
  logger: Logger | undefined,
): ProvisioningResult {
  const message = apiMessageOf(refusal);
  logger?.error(`Provisioning failed: ${message}`, { reason: message });
  const errors = diffPlan(plan, NO_SHOP).changes.map((change) =>
    provisionError(referenceOf(change), message),
  );
  return { sourceIds: {}, defIds: {}, events: 0, orderStatuses: 0, errors };
}
