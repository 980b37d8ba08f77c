/** Pauses and resumes the scheduled syncs of an installation. */
import type { App } from './app.js';
import { knownInstallation } from './shops/registry.js';

export interface PauseChange {
  installation_id: string;
  /** Whether loops skip it. */
  paused: boolean;
  /** False when it already was so. */
  changed: boolean;
}

/** Leaves the status: a paused installation stays active. @throws SpmError SPM_UNKNOWN_INSTALLATION */
export async function setPaused(
  app: Pick<App, 'existingStore' | 'clock'>,
  id: string,
  paused: boolean,
): Promise<PauseChange> {
  const store = await app.existingStore();
  await knownInstallation(store, id);
  const changed = await store.schedule.setPaused(id, paused, app.clock.now());
  return { installation_id: id, paused, changed };
}
