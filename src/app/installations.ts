/** Letting provision and sync work on a shop, and no longer. */
import type { Integration, IntegrationContext } from '../connector/types.js';
import { causeText, SpmError } from '../errors.js';
import type { InstallationStatus } from '../runtime/ports/records.js';
import type { StatusChange, Store } from '../runtime/ports/store.js';
import type { App } from './app.js';
import { knownInstallation } from './shops/registry.js';

export interface InstallationStatusChange {
  installation_id: string;
  status: InstallationStatus;
  /** False when it had that status already. */
  changed: boolean;
  /** Whether testConnection was asked, and said yes. */
  tested: boolean;
}

/**
 * Checks the stored settings and asks testConnection, unless `test` is false; then makes the installation active.
 * @throws SpmError SPM_UNKNOWN_INSTALLATION, SPM_SETTINGS_INVALID, SPM_CONNECTION_FAILED, SPM_INSTALLATION_CHANGED, and
 *   what `registeredShop` throws
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
  if (test) await testConnection(integration, await app.integrationContext(shop));
  const { status, changed } = await change(store, id, { from, to: 'active' }, app.clock.now());
  if (status !== 'active') throw changedMeanwhile(id, from, status);
  return { installation_id: id, status, changed, tested: test };
}

/**
 * Makes an active installation inactive. One that is uninstalled stays so: it would be installed again.
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

/** What the status is then: another one than `to` where another process changed it meanwhile. */
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
    cause: `it was ${from} when this command began, and is ${status} now; this command changed nothing`,
    hint: `See \`spm-connect installations show ${id}\`, and run the command again if it is still right.`,
  });
}

/** @throws SpmError SPM_CONNECTION_FAILED */
async function testConnection(integration: Integration, ctx: IntegrationContext): Promise<void> {
  const reason = await whyNot(integration, ctx);
  if (reason === undefined) return;
  const message = `The connection of ${ctx.installationId} does not work`;
  throw new SpmError('SPM_CONNECTION_FAILED', message, {
    cause: reason,
    hint: 'Correct the settings with `spm-connect installations add --update`, or skip the test with --no-test.',
  });
}

/** Undefined when the connection works. */
async function whyNot(
  integration: Integration,
  ctx: IntegrationContext,
): Promise<string | undefined> {
  try {
    if (await integration.testConnection(ctx)) return undefined;
    return "the connector's testConnection says no";
  } catch (error) {
    return causeText(error) ?? "the connector's testConnection throws";
  }
}
