/** Activates and deactivates installations. */
import type { Integration, SettingsContext } from '../connector/types.js';
import { causeText, SpmError } from '../errors.js';
import type { InstallationStatus } from '../runtime/ports/records.js';
import type { StatusChange, Store } from '../runtime/ports/store.js';
import type { App } from './app.js';
import { knownInstallation } from './shops/registry.js';

export interface InstallationStatusChange {
  installation_id: string;
  status: InstallationStatus;
  /** False when it already had this status. */
  changed: boolean;
  /** Whether testConnection was called, and succeeded. */
  tested: boolean;
}

/**
 * Checks the stored settings, calls testConnection unless `test` is false, then makes the installation active.
 * @throws SpmError SPM_UNKNOWN_INSTALLATION, SPM_SETTINGS_INVALID, SPM_CONNECTION_FAILED, SPM_INSTALLATION_CHANGED, and
 *   the errors of `registeredShop`
 */
export async function activate(
  app: App,
  id: string,
  { test }: { test: boolean },
): Promise<InstallationStatusChange> {
  const integration = await app.integration();
  const store = await app.existingStore();
  const { status: from } = await knownInstallation(store, id);
  const shop = await app.registeredShop(id);
  if (test) await requireConnection(integration, await app.integrationContext(shop));
  const { status, changed } = await change(store, id, { from, to: 'active' }, app.clock.now());
  if (status !== 'active') throw changedMeanwhile(id, from, status);
  if (changed) await store.schedule.makeDue(id, 'activated', app.clock.now());
  return { installation_id: id, status, changed, tested: test };
}

/**
 * Makes an active installation inactive. An uninstalled one stays uninstalled.
 * @throws SpmError SPM_UNKNOWN_INSTALLATION, SPM_INSTALLATION_CHANGED
 */
export async function deactivate(
  app: Pick<App, 'existingStore' | 'clock'>,
  id: string,
): Promise<InstallationStatusChange> {
  const store = await app.existingStore();
  const { status: from } = await knownInstallation(store, id);
  const to = from === 'active' ? 'inactive' : from;
  const { status, changed } = await change(store, id, { from, to }, app.clock.now());
  if (status === 'active') throw changedMeanwhile(id, from, status);
  return { installation_id: id, status, changed, tested: false };
}

/** Sets the status by compare-and-set; fails when another process changed it. */
async function change(
  store: Store,
  id: string,
  { from, to }: StatusChange,
  now: number,
): Promise<{ status: InstallationStatus; changed: boolean }> {
  if (from !== to && (await store.installations.setStatus(id, { from, to }, now)))
    return { status: to, changed: true };
  const { status } = await knownInstallation(store, id);
  return { status, changed: false };
}

function changedMeanwhile(
  id: string,
  from: InstallationStatus,
  status: InstallationStatus,
): SpmError {
  return new SpmError('SPM_INSTALLATION_CHANGED', `Another process changed the status of ${id}`, {
    cause: `it was ${from} at the start of this command and is ${status} now; this command changed nothing`,
    hint: `Check \`spm-connect installations show ${id}\`, then run the command again if you still want the change.`,
  });
}

/** Calls testConnection. @throws SpmError SPM_CONNECTION_FAILED */
export async function requireConnection(
  integration: Integration,
  ctx: SettingsContext & { installationId?: string },
): Promise<void> {
  const reason = await whyNot(integration, ctx);
  if (reason === undefined) return;
  const { installationId } = ctx;
  const message = `The connection test${installationId ? ` of ${installationId}` : ''} failed`;
  throw new SpmError('SPM_CONNECTION_FAILED', message, {
    cause: reason,
    hint: 'Correct the settings with `spm-connect installations add --update`, or skip the test with --no-test.',
  });
}

/** Undefined when the connection test passed. */
async function whyNot(integration: Integration, ctx: SettingsContext): Promise<string | undefined> {
  try {
    if (await integration.testConnection(ctx)) return undefined;
    return "the connector's testConnection returned false";
  } catch (error) {
    return causeText(error) ?? "the connector's testConnection threw an error";
  }
}
