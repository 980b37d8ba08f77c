/** One resource at a time: find it or make it. */
import type { SpmHttpClient } from '@shopimind/sdk-js';
import type {
  CustomDataDefinition,
  DataSourceDeclaration,
  EventDefinition,
  ProvisioningPlan,
} from '../../connector/types.js';
import { SpmError } from '../../errors.js';
import { diffPlan, type ShopState } from '../../plan/diff.js';
import type { Logger } from '../ports.js';
import { type AppliedDiff, applyDiff } from './apply.js';
import { applyEvent } from './apply-event.js';
import { readDataSources } from './read-data-sources.js';
import { readDefinitions } from './read-definitions.js';
import type { ProvisionError } from './run.js';

const EMPTY_SHOP: ShopState = { dataSources: [], definitions: [], events: [], orderStatuses: [] };

/**
 * The id of the data source: the one with the same value at `config[stableConfigKey]`, else with the same
 * trimmed label, else a new one. A label that drifted is updated. Throws SPM_API_*.
 */
export async function ensureDataSource(
  client: SpmHttpClient,
  input: DataSourceDeclaration,
): Promise<number> {
  const key = input.label;
  const shop = { ...EMPTY_SHOP, dataSources: await readDataSources(client) };
  const applied = await applyPlan(client, { dataSources: [{ key, decl: input }] }, shop);
  return idOrThrow(applied, applied.sourceIds[key]);
}

/**
 * The id of the definition of this name, extended with what it lacks, or created and activated. What differs
 * and cannot be changed is told to `collect` and to the log, and not thrown. Throws SPM_API_*.
 */
export async function ensureCustomDataDefinition(
  client: SpmHttpClient,
  def: CustomDataDefinition,
  logger?: Logger,
  collect?: (problem: ProvisionError) => void,
): Promise<number> {
  const shop = { ...EMPTY_SHOP, definitions: await readDefinitions(client, [def.name]) };
  const applied = await applyPlan(client, { customData: [def] }, shop, logger);
  const id = idOrThrow(applied, applied.defIds[def.name]);
  for (const problem of applied.errors) collect?.(problem);
  return id;
}

/** Declares the event type; one of this code name that exists is left as it is. Throws SPM_API_*. */
export async function ensureEvent(client: SpmHttpClient, event: EventDefinition): Promise<void> {
  const change = { kind: 'event', key: event.code_name, action: 'create', id: null } as const;
  await applyEvent({ ...change, body: event }, { client, options: { now: 0 } });
}

function applyPlan(
  client: SpmHttpClient,
  plan: ProvisioningPlan,
  shop: ShopState,
  logger?: Logger,
): Promise<AppliedDiff> {
  // `now` is for order statuses, and there are none.
  return applyDiff(client, diffPlan(plan, shop), { now: 0, logger });
}

function idOrThrow({ outcomes, errors }: AppliedDiff, id: number | undefined): number {
  const error = outcomes.find((outcome) => outcome.error !== undefined)?.error;
  if (error !== undefined) throw error;
  if (id === undefined) {
    throw new SpmError('SPM_PLAN_INVALID', errors[0]?.message ?? 'It cannot be provisioned');
  }
  return id;
}
