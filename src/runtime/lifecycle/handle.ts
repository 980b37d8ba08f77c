/** Handles each lifecycle webhook. Contract, "Lifecycle". */
import { randomBytes } from 'node:crypto';
import type { IntegrationHooks, Logger, RawSettings } from '../../connector/types.js';
import { SpmError } from '../../errors.js';
import { failureText } from '../failure.js';
import type { SettingField } from '../installations/settings.js';
import { settingsChange, withFurther } from '../installations/stored-settings.js';
import { REQUEST_TIMEOUT_MS } from '../lease/held-lease.js';
import type { Clock } from '../ports/engine.js';
import type { LifecycleChange, Phase, WaitingWebhook } from '../ports/lifecycle.js';
import type { NewStateEntry } from '../ports/records.js';
import type { Store } from '../ports/store.js';
import { KEPT_KEYS } from '../provisioned.js';
import type { SecretCipher } from '../security/secrets.js';
import { makeInstallationState, readAccessToken, STATE_KEYS, stateEntry } from '../state.js';
import { type EventName, isObject, type LifecycleEvent, readEvent } from './event.js';
import { type Handled, SUPERSEDED } from './inbox.js';

export type HookName = keyof IntegrationHooks<RawSettings>;

export interface LifecyclePorts {
  store: Store;
  clock: Clock;
  logger: Logger;
  /** Null stores secrets without encryption: on targets on this machine only. */
  cipher: SecretCipher | null;
  /** The fields of the connector's form. */
  fields: readonly SettingField[];
  /** Hides the secrets of the event before anything is logged. */
  learn(event: LifecycleEvent): void;
  /** Rejects when the settings are invalid or the partner does not answer. */
  testConnection(installationId: string): Promise<void>;
  /** Under the lease, which it waits for. Rejects when nothing could be provisioned. */
  provision(installationId: string, signal: AbortSignal): Promise<void>;
  /** Does nothing for a hook that the connector lacks. */
  runHook(name: HookName, installationId: string): Promise<void>;
}

/** Rejects with SPM_STORE_*; all other errors are outcomes. */
export async function handleWebhook(
  ports: LifecyclePorts,
  { id, body }: WaitingWebhook,
  superseded: AbortSignal,
): Promise<Handled> {
  const parsed: unknown = JSON.parse(body);
  const read = readEvent(isObject(parsed) ? parsed : {});
  if ('fault' in read) return failed(read.fault);
  const { event } = read;
  ports.learn(event);
  try {
    return await HANDLERS[event.name]({ ports, event, superseded });
  } catch (error) {
    if (isStoreFailure(error)) throw error;
    const reason = superseded.aborted ? SUPERSEDED : outcomeOf(error);
    ports.logger.error(
      `The ${event.name} webhook ${id} of ${event.installationId} failed: ${failureText(error)}`,
    );
    return { outcome: reason };
  }
}

/** Makes a ready installation active. Call it only if the platform then gets the answer `success: true`. */
export function confirmActivation(
  { store, clock }: Pick<LifecyclePorts, 'store' | 'clock'>,
  installationId: string,
): Promise<boolean> {
  const change = { from: ['ready'], phase: 'active', backfill: true } as const;
  return store.lifecycle.change(installationId, change, clock.now());
}

/** Whether the event makes the work on earlier events useless. A repeated activation does not: it joins the first one. */
export function supersedes({ event }: Pick<WaitingWebhook, 'event'>): boolean {
  const read = readEvent({ event, installation_id: 'any', access_token: 'any' });
  return 'event' in read && ENDING.includes(read.event.name);
}

const ENDING: readonly EventName[] = ['installed', 'deactivated', 'uninstalled'];

interface Handling {
  ports: LifecyclePorts;
  event: LifecycleEvent;
  superseded: AbortSignal;
}

const HANDLERS: Readonly<Record<EventName, (handling: Handling) => Promise<Handled>>> = {
  installed: install,
  activated: activate,
  deactivated: deactivate,
  uninstalled: uninstall,
  config_updated: updateConfig,
};

const DONE: Handled = { outcome: { success: true } };

const failed = (error: string): Handled => ({ outcome: { success: false, error } });

async function install(handling: Handling): Promise<Handled> {
  const { ports, event } = handling;
  const { entries, forget } = await changesOf(handling);
  await change(handling, {
    ...{ phase: 'installed', installation: event.installation, backfill: false },
    state: [...entries, ...(await inboundSecret(handling))],
    forget,
    ...REVOKE,
  });
  await ports.runHook('onInstall', event.installationId);
  return DONE;
}

async function activate(handling: Handling): Promise<Handled> {
  const { ports, event, superseded } = handling;
  const { installationId } = event;
  const before = await ports.store.lifecycle.get(installationId);
  const { entries, forget, hasToken, changed } = await changesOf(handling);
  if (!hasToken) return failed('not_installed');
  if (!changed && before?.phase === 'active') return DONE;
  if (!changed && before?.phase === 'ready') return 'ready';
  await change(handling, {
    ...{ phase: 'activating', installation: event.installation, state: entries, forget },
    ...(before?.phase === 'active' && REVOKE),
  });
  try {
    await ports.testConnection(installationId);
    superseded.throwIfAborted();
    await ports.provision(installationId, superseded);
    superseded.throwIfAborted();
    await ports.runHook('onActivate', installationId);
  } catch (error) {
    const phase = await restingPhase(handling);
    await change(handling, { from: ['activating'], phase });
    throw error;
  }
  const done = await change(handling, { from: ['activating'], phase: 'ready' });
  return done ? 'ready' : { outcome: SUPERSEDED };
}

async function deactivate(handling: Handling): Promise<Handled> {
  const { ports, event } = handling;
  const before = await ports.store.lifecycle.get(event.installationId);
  if (before === null || before.phase === 'uninstalled') return DONE;
  const phase = await restingPhase(handling);
  await change(handling, { phase, installation: event.installation, backfill: false, ...REVOKE });
  await ports.runHook('onDeactivate', event.installationId);
  return DONE;
}

/** The hook can still use the token and the settings. They are deleted afterwards, even if the hook fails. */
async function uninstall(handling: Handling): Promise<Handled> {
  const { ports, event } = handling;
  const { installationId } = event;
  const before = await ports.store.lifecycle.get(installationId);
  if (before === null) return DONE;
  await change(handling, { phase: 'uninstalled', backfill: false, ...REVOKE });
  try {
    if (await hasToken(handling)) await ports.runHook('onUninstall', installationId);
  } finally {
    await change(handling, { from: ['uninstalled'], phase: 'uninstalled', keepOnly: KEPT_KEYS });
  }
  return DONE;
}

async function updateConfig(handling: Handling): Promise<Handled> {
  const { ports, event, superseded } = handling;
  const { installationId } = event;
  const before = await ports.store.lifecycle.get(installationId);
  if (before === null || before.phase === 'uninstalled') return failed('not_installed');
  const { entries, forget } = await changesOf(handling);
  // The finished activation used the former settings.
  const phase = before.phase === 'ready' ? await restingPhase(handling) : before.phase;
  await change(handling, { phase, installation: event.installation, state: entries, forget });
  await ports.runHook('onConfigUpdated', installationId);
  if (phase !== 'active') return DONE;
  const after = () => ports.provision(installationId, superseded);
  return { outcome: { success: true }, after };
}

/** Nobody can take the lease until the requests in flight have ended. */
const REVOKE = { revokeForMs: REQUEST_TIMEOUT_MS } as const;

function change({ ports, event }: Handling, wanted: LifecycleChange): Promise<boolean> {
  return ports.store.lifecycle.change(event.installationId, wanted, ports.clock.now());
}

/** The phase of an installation that is not active. */
async function restingPhase({ ports, event }: Handling): Promise<Phase> {
  const known = await ports.store.installations.get(event.installationId);
  return known?.activatedAt == null ? 'installed' : 'inactive';
}

/** The changes of the token and the settings. */
async function changesOf(handling: Handling) {
  const { ports, event } = handling;
  const { installationId, token, configs } = event;
  const { fields, cipher } = ports;
  const state = stateOf(handling);
  const texts = new Map<string, string | null>();
  let changed = false;
  if (configs !== null) {
    const settings = await settingsChange(state, withFurther(fields, configs), configs);
    for (const [key, text] of settings.texts) texts.set(key, text);
    changed = settings.fields.length > 0;
  }
  const known = await readAccessToken(state);
  if (token !== null && token !== known) {
    texts.set(STATE_KEYS.accessToken, token);
    changed = true;
  }
  const entries: NewStateEntry[] = [];
  const forget: string[] = [];
  for (const [key, text] of texts)
    if (text === null) forget.push(key);
    else entries.push(stateEntry(installationId, cipher, key, text));
  return { entries, forget, changed, hasToken: (token ?? known) !== null };
}

async function hasToken(handling: Handling): Promise<boolean> {
  return (await readAccessToken(stateOf(handling))) !== null;
}

/** The secret of inbound calls, made when there is none. */
async function inboundSecret(handling: Handling): Promise<NewStateEntry[]> {
  const { ports, event } = handling;
  const key = STATE_KEYS.inboundSecret;
  if ((await stateOf(handling).get(key)) !== null) return [];
  const secret = `insec_${randomBytes(24).toString('hex')}`;
  return [stateEntry(event.installationId, ports.cipher, key, secret)];
}

function stateOf({ ports: { store, cipher, clock }, event }: Handling) {
  return makeInstallationState(store, event.installationId, cipher, () => clock.now());
}

const isStoreFailure = (error: unknown): boolean =>
  error instanceof SpmError && error.code.startsWith('SPM_STORE_');

/** The error code for the platform. Only the log has the cause. */
function outcomeOf(error: unknown) {
  const code = error instanceof SpmError ? error.code : null;
  return { success: false, error: (code && TOLD[code]) ?? 'internal_error' } as const;
}

const TOLD: Readonly<Record<string, string>> = {
  SPM_CONNECTION_FAILED: 'connection_failed',
  SPM_SETTINGS_INVALID: 'invalid_settings',
  SPM_PLAN_INVALID: 'provisioning_failed: the plan of the connector is invalid',
  SPM_API_ERROR: 'provisioning_failed: the ShopiMind API answered with an error',
  SPM_API_UNAUTHORIZED: 'provisioning_failed: the ShopiMind API rejected the access token',
  SPM_API_UNREACHABLE: 'provisioning_failed: the ShopiMind API does not answer',
};
