/** Connects the handling of lifecycle webhooks with the connector, the shop and the store. */
import { randomBytes } from 'node:crypto';
import { formFields } from '../connector/config-schema.js';
import type { SettingsContext } from '../connector/contexts.js';
import type { Integration, RawSettings, RemoteOption } from '../connector/types.js';
import { SpmError } from '../errors.js';
import { learnSettings, type SettingField } from '../runtime/installations/settings.js';
import type { LifecycleEvent } from '../runtime/lifecycle/event.js';
import type { HookName, LifecyclePorts } from '../runtime/lifecycle/handle.js';
import type { InboundCall } from '../runtime/ports/lifecycle.js';
import { parseSettings } from '../runtime/settings.js';
import { makeInstallationState, readInboundSecret } from '../runtime/state.js';
import { inactive } from '../runtime/sync/refusals.js';
import type { App } from './app.js';
import { requireConnection } from './installations.js';
import { provisionShop } from './provision.js';

/** A sync may hold the lease for a long time, and the platform repeats a webhook only once. */
const LEASE_WAIT_MS = 60 * 60_000;

/** @throws SpmError SPM_SECRET_MISSING without a key, when the target is not on this machine */
export async function lifecyclePorts(app: App): Promise<LifecyclePorts> {
  const integration = await app.integration();
  const { clock, logger } = app;
  return {
    store: await app.store(),
    ...{ clock, logger },
    cipher: await app.cipher(),
    fields: fieldsOf(integration),
    learn: (event) => learnEvent(app, integration, event),
    testConnection: async (id) => {
      const shop = await app.registeredShop(id, false);
      await requireConnection(integration, await app.integrationContext(shop));
    },
    provision: (id, signal) => provision(app, id, signal),
    runHook: (name, id) => runHook(app, integration, name, id),
  };
}

/** Adds the secrets of a webhook to the redactor. */
export function learnEvent(
  { redactor }: App,
  integration: Integration,
  { token, configs }: Pick<LifecycleEvent, 'token' | 'configs'>,
): void {
  redactor.learn(token);
  if (configs !== null) learnSettings(redactor, integration, configs);
}

function fieldsOf({ configSchema }: Integration): SettingField[] {
  return formFields(configSchema).map(({ field }) => field as unknown as SettingField);
}

/** Fails only when it could provision nothing. Logs the resources that failed. */
async function provision(app: App, id: string, signal: AbortSignal): Promise<void> {
  const shop = await app.registeredShop(id, false);
  const { report, ok, ended } = await provisionShop(app, shop, { waitMs: LEASE_WAIT_MS, signal });
  if (ok) return;
  const outcomes = report.outcomes ?? [];
  const failures = outcomes.filter(({ status }) => status === 'failed');
  for (const { kind, key, message } of failures)
    app.logger.warn(`The ${kind} ${key} of ${id} was not provisioned: ${message}`);
  if (outcomes.some(({ status }) => status === 'applied' || status === 'ready')) return;
  throw (
    ended ??
    new SpmError('SPM_API_ERROR', `Nothing of the plan of ${id} could be provisioned`, {
      cause: failures[0]?.message ?? undefined,
      hint: `Run \`spm-connect provision --installation ${id} --dry-run\` to see the conflicts.`,
    })
  );
}

async function runHook(
  app: App,
  { hooks }: Integration,
  name: HookName,
  id: string,
): Promise<void> {
  const hook = hooks?.[name];
  if (hook === undefined) return;
  const shop = await app.registeredShop(id, false);
  await hook.call(hooks, await app.integrationContext(shop));
}

/** The context of calls without an installation. @throws SpmError SPM_SETTINGS_INVALID */
function settingsContext(app: App, integration: Integration, raw: RawSettings): SettingsContext {
  learnSettings(app.redactor, integration, raw);
  const settings = parseSettings(integration, raw, 'Correct the settings in the form.');
  return { settings, logger: app.logger };
}

/** Whether the partner answers with these settings. @throws SpmError SPM_SETTINGS_INVALID, SPM_CONNECTION_FAILED */
export async function testSettings(app: App, raw: RawSettings): Promise<void> {
  const integration = await app.integration();
  await requireConnection(integration, settingsContext(app, integration, raw));
}

/** The options of a dynamic field; none for an unknown resource. @throws what the connector throws */
export async function remoteOptions(
  app: App,
  resource: string,
  raw: RawSettings,
): Promise<RemoteOption[]> {
  const integration = await app.integration();
  const { remoteData = {} } = integration;
  const load = Object.hasOwn(remoteData, resource) ? remoteData[resource] : undefined;
  if (load === undefined) return [];
  return load.call(remoteData, settingsContext(app, integration, raw));
}

/** Reads the secrets that inbound calls are signed with. An unknown installation takes as long as a known one. */
export async function inboundSecrets(app: App): Promise<(id: string) => Promise<string>> {
  const cipher = await app.cipher();
  const store = await app.store();
  const nobodys = `insec_${randomBytes(24).toString('hex')}`;
  const place = 'nobody:__inbound_secret';
  const sealed = cipher?.encrypt(nobodys, place);
  return async (id) => {
    const state = makeInstallationState(store, id, cipher, () => app.clock.now());
    const secret = await readInboundSecret(state).catch((error) => {
      if (error instanceof SpmError && error.code.startsWith('SPM_STORE_')) throw error;
      return null;
    });
    if (secret !== null) return secret;
    return cipher && sealed ? cipher.decrypt(sealed, place) : nobodys;
  };
}

/** An inbound action with its context. @throws SpmError SPM_INSTALLATION_INACTIVE, and the errors of `registeredShop` */
export async function inboundAction(
  app: App,
  { installationId, action }: InboundCall,
): Promise<(payload: unknown) => Promise<void>> {
  const { inbound = {} } = await app.integration();
  const run = inbound[action];
  const shop = await app.registeredShop(installationId, false);
  if (shop.installation.status !== 'active')
    throw inactive(installationId, shop.installation.status);
  const context = await app.integrationContext(shop);
  return async (payload) => run?.call(inbound, context, payload);
}
