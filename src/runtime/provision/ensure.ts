/** Finds or creates one resource. */
import type { SpmHttpClient } from '@shopimind/sdk-js';
import { validateProvisioningEvents } from '../../connector/custom-data.js';
import type {
  CustomDataDefinition,
  DataSourceDeclaration,
  EventDefinition,
  Logger,
  ProvisioningPlan,
} from '../../connector/types.js';
import { SpmError } from '../../errors.js';
import { diffPlan, NOTHING_RECORDED, type ShopState } from '../../plan/diff.js';
import { systemClock } from '../clock.js';
import { type AppliedDiff, applyDiff } from './apply.js';
import { applyEvent } from './apply-event.js';
import { NO_SHOP } from './evaluate-plan.js';
import { isTaken } from './failures.js';
import { readDataSources } from './read-data-sources.js';
import { readDefinitions } from './read-definitions.js';
import type { ProvisionError } from './run.js';

// `now` is only used for order statuses, and there are none here.
const OPTIONS = { now: 0, sleep: systemClock.sleep };

/**
 * The id of the data source: the one with the same value at `config[stableConfigKey]`, else with the same trimmed
 * label, else a new one. If several match, it takes the first. It updates a label that differs. Throws SPM_API_*, and
 * SPM_PLAN_INVALID when its parent does not exist.
 */
export async function ensureDataSource(
  client: SpmHttpClient,
  input: DataSourceDeclaration,
): Promise<number> {
  const key = input.label;
  const shop = { ...NO_SHOP, dataSources: await readDataSources(client) };
  const applied = await applyPlan(client, { dataSources: [{ key, decl: input }] }, shop);
  return idOrThrow(applied, applied.sourceIds[key]);
}

/**
 * The id of the definition of this name, created and activated if it is missing, and extended with missing fields. If
 * several match, it takes the lowest id. An existing definition that is not active stays so, with a warning.
 * Differences that cannot be changed go to `collect` and the log, and are not thrown. Throws SPM_API_*.
 */
export async function ensureCustomDataDefinition(
  client: SpmHttpClient,
  def: CustomDataDefinition,
  logger?: Logger,
  collect?: (problem: ProvisionError) => void,
): Promise<number> {
  const shop = { ...NO_SHOP, definitions: await readDefinitions(client, [def.name]) };
  const applied = await applyPlan(client, { customData: [def] }, shop, logger);
  const id = idOrThrow(applied, applied.defIds[def.name]);
  for (const problem of applied.errors) collect?.(problem);
  return id;
}

/** Declares the event type, unless this code name exists. Throws SPM_API_*, and SPM_PLAN_INVALID without a name. */
export async function ensureEvent(client: SpmHttpClient, event: EventDefinition): Promise<void> {
  validateProvisioningEvents([event]);
  const change = { kind: 'event', key: event.code_name, action: 'create', id: null } as const;
  try {
    await applyEvent({ ...change, body: event }, { client, options: OPTIONS });
  } catch (error) {
    if (!isTaken(error)) throw error;
  }
}

function applyPlan(
  client: SpmHttpClient,
  plan: ProvisioningPlan,
  shop: ShopState,
  logger?: Logger,
): Promise<AppliedDiff> {
  const diff = diffPlan(plan, shop, NOTHING_RECORDED, { lenient: true });
  return applyDiff(client, diff, { ...OPTIONS, logger });
}

function idOrThrow({ outcomes, errors }: AppliedDiff, id: number | undefined): number {
  const error = outcomes.find((outcome) => outcome.error !== undefined)?.error;
  if (error !== undefined) throw error;
  if (id === undefined)
    throw new SpmError('SPM_PLAN_INVALID', errors[0]?.message ?? 'it cannot be provisioned');
  return id;
}
