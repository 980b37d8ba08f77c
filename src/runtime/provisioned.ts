/** The ids of provisioned resources, as kept in the state of an installation. */
import { isDeepStrictEqual } from 'node:util';
import type { CustomDataDefinition } from '../connector/types.js';
import { type InstallationState, STATE_KEYS } from './state.js';

export interface Provisioned {
  /** API ids by the plan's keys. */
  sourceIds: Record<string, number>;
  /** API ids by the definitions' names. */
  defIds: Record<string, number>;
}

/** The stored ids; empty maps when nothing was provisioned yet. */
export async function readProvisioned(state: InstallationState): Promise<Provisioned> {
  const stored = await state.getJson<Partial<Provisioned>>(STATE_KEYS.provisioning);
  return { sourceIds: stored?.sourceIds ?? {}, defIds: stored?.defIds ?? {} };
}

/**
 * Adds ids to the stored ones and returns all of them. Reads, then writes: the
 * caller holds the installation's lease.
 */
export async function mergeProvisioned(
  state: InstallationState,
  found: Partial<Provisioned>,
): Promise<Provisioned> {
  const stored = await readProvisioned(state);
  const merged = {
    sourceIds: { ...stored.sourceIds, ...found.sourceIds },
    defIds: { ...stored.defIds, ...found.defIds },
  };
  await state.setJson(STATE_KEYS.provisioning, merged);
  return merged;
}

/** Our own key: the unique keys and fields of a plan that is a function. */
const DEFINITIONS_KEY = '__definitions';

/** The keys of the facts about resources on the shop, which contain no secrets. */
export const KEPT_KEYS: readonly string[] = [STATE_KEYS.provisioning, DEFINITIONS_KEY];

/** The definitions that were provisioned last; empty if none were stored. */
export async function readDefinitions(state: InstallationState): Promise<CustomDataDefinition[]> {
  return (await state.getJson<CustomDataDefinition[]>(DEFINITIONS_KEY)) ?? [];
}

/** Stores the definitions of a plan, so that a sync need not call its function. */
export async function rememberDefinitions(
  state: InstallationState,
  definitions: readonly CustomDataDefinition[],
): Promise<void> {
  if (isDeepStrictEqual(await readDefinitions(state), definitions)) return;
  await state.setJson(DEFINITIONS_KEY, definitions);
}
