/** The registry as a list: each installation with its last run. */
import { iso, type OverviewRun, runOf } from '../overview.js';
import type { Installation, InstallationStatus, Run } from '../ports/records.js';
import type { ScheduledInstallation } from '../ports/schedule.js';
import type { Store } from '../ports/store.js';

export interface InstallationRow {
  installation_id: string;
  shop_domain: string | null;
  shop_name: string | null;
  status: InstallationStatus;
  installed_at: string | null;
  activated_at: string | null;
  deactivated_at: string | null;
  uninstalled_at: string | null;
  /** Whether loops skip it. */
  paused: boolean;
  /** Its own time between two scheduled syncs; null: that of the loop. */
  interval_ms: number | null;
  last_run: OverviewRun | null;
}

export interface ListFilter {
  status?: InstallationStatus;
  /** Only those installed at this time or later; milliseconds. */
  since?: number;
  limit?: number;
}

/** Sorted by id, with the total regardless of the limit. Three queries, for any number of installations. */
export async function listInstallations(
  store: Store,
  { status, since, limit }: ListFilter = {},
): Promise<{ total: number; installations: InstallationRow[] }> {
  const [all, latest, scheduled] = await Promise.all([
    store.installations.list(status === undefined ? {} : { status }),
    store.runs.latest(),
    store.schedule.list(),
  ]);
  const schedules = new Map(scheduled.map((row) => [row.installationId, row]));
  const lastRuns = new Map(latest.map(({ installationId, last }) => [installationId, last]));
  const chosen = all.filter(
    ({ installedAt }) => since === undefined || (installedAt ?? 0) >= since,
  );
  const shown = chosen.slice(0, limit);
  return {
    total: chosen.length,
    installations: shown.map((one) =>
      rowOf(one, lastRuns.get(one.installationId), schedules.get(one.installationId)),
    ),
  };
}

export function rowOf(
  one: Installation,
  last: Run | undefined,
  scheduled: ScheduledInstallation | undefined,
): InstallationRow {
  return {
    installation_id: one.installationId,
    shop_domain: one.shopDomain,
    shop_name: one.shopName,
    status: one.status,
    installed_at: iso(one.installedAt),
    activated_at: iso(one.activatedAt),
    deactivated_at: iso(one.deactivatedAt),
    uninstalled_at: iso(one.uninstalledAt),
    paused: scheduled?.paused ?? false,
    interval_ms: scheduled?.intervalMs ?? null,
    last_run: last ? runOf(last) : null,
  };
}
