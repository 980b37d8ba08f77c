/** The ids of provisioned resources, as kept in the state of an installation. */
import type { StateAccess } from '../connector/types.js';
import { STATE_KEYS } from './state.js';

export interface Provisioned {
  /** API ids by the plan's keys. */
  sourceIds: Record<string, number>;
  /** API ids by the definitions' names. */
  defIds: Record<string, number>;
}

/** The stored ids; empty maps when nothing was provisioned yet. */
export async function readProvisioned(state: StateAccess): Promise<Provisioned> {
  const stored = await state.get<Partial<Provisioned>>(STATE_KEYS.provisioning);
  return { sourceIds: stored?.sourceIds ?? {}, defIds: stored?.defIds ?? {} };
}

/**
 * Adds ids to the stored ones and returns all of them. Reads, then writes: the
 * caller holds the installation's lease.
 */
export async function mergeProvisioned(
  state: StateAccess,
  found: Partial<Provisioned>,
): Promise<Provisioned> {
  const stored = await readProvisioned(state);
  const merged = {
    sourceIds: { ...stored.sourceIds, ...found.sourceIds },
    defIds: { ...stored.defIds, ...found.defIds },
  };
  await state.set(STATE_KEYS.provisioning, merged);
  return merged;
}
