/** Changes the scheduled syncs of an installation. */
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

export interface IntervalChange {
  installation_id: string;
  /** Null: the interval of the loop. */
  interval_ms: number | null;
  /** False if it had this interval before. */
  changed: boolean;
}

/** Sets the time between two scheduled syncs; null means that of the loop. @throws SpmError SPM_UNKNOWN_INSTALLATION */
export async function setInterval(
  app: Pick<App, 'existingStore' | 'clock'>,
  id: string,
  intervalMs: number | null,
): Promise<IntervalChange> {
  const store = await app.existingStore();
  await knownInstallation(store, id);
  const all = await store.schedule.list();
  const before = all.find(({ installationId }) => installationId === id)?.intervalMs ?? null;
  const changed = before !== intervalMs;
  if (changed) await store.schedule.setInterval(id, intervalMs, app.clock.now());
  return { installation_id: id, interval_ms: intervalMs, changed };
}
