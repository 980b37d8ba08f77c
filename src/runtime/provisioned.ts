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

/** Ours: what identifies records, and what fields hold, of a plan that only a function gives. */
const DEFINITIONS_KEY = '__definitions';

/** The keys of what is known of the resources on the shop. It holds no secrets. */
export const KEPT_KEYS: readonly string[] = [STATE_KEYS.provisioning, DEFINITIONS_KEY];

/** The definitions that were provisioned last; none where none were since they are kept. */
export async function readDefinitions(state: InstallationState): Promise<CustomDataDefinition[]> {
  return (await state.getJson<CustomDataDefinition[]>(DEFINITIONS_KEY)) ?? [];
}

/** Keeps the definitions of a plan, so that a sync need not ask its function. */
export async function rememberDefinitions(
  state: InstallationState,
  definitions: readonly CustomDataDefinition[],
): Promise<void> {
  if (isDeepStrictEqual(await readDefinitions(state), definitions)) return;
  await state.setJson(DEFINITIONS_KEY, definitions);
}
