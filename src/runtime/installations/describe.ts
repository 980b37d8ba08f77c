/** All stored data of one installation, without secrets. */
import { SpmError } from '../../errors.js';
import { iso, type OverviewRun, runOf } from '../overview.js';
import type { Cursor, Installation, LeaseRow, StateEntry } from '../ports/records.js';
import type { DueReason, ScheduledInstallation } from '../ports/schedule.js';
import type { Store } from '../ports/store.js';
import { type Provisioned, readProvisioned } from '../provisioned.js';
import type { SecretCipher } from '../security/secrets.js';
import { makeInstallationState, STATE_KEYS } from '../state.js';
import { type InstallationRow, rowOf } from './list.js';
import { isSensitive, type SettingField } from './settings.js';
import { isSettingsKey, readStoredSettings, secretKeyOf } from './stored-settings.js';

export interface DescribedCursor {
  entity: string;
  source_key: string;
  last_synced_at: string | null;
  last_status: 'ok' | 'error' | null;
  last_error: string | null;
  items: number;
  consecutive_failures: number;
  updated_at: string;
}

export interface InstallationDetails {
  installation: InstallationRow;
  /** Which secrets are stored, without their values. */
  secrets: { key: string; set: boolean }[];
  /** Fields of the form that are not sensitive; `value` is null for one that is not set. */
  settings: { key: string; value: unknown }[];
  /** Ids on the shop by the plan's keys and names; null when they cannot be read without the right key. */
  provisioned: Provisioned | null;
  /** Names of the other state of the connector. */
  state: string[];
  cursors: DescribedCursor[];
  /** The newest five, newest first. */
  runs: OverviewRun[];
  /** Open ones. */
  dead_letters: { entity: string; count: number }[];
  /** When a loop syncs it next; null before the first loop. */
  schedule: { due_at: string; reason: DueReason; failures: number; paused: boolean } | null;
  /** The process that works on it now. */
  lease: { host: string; pid: number; since: string; until: string } | null;
  generated_at: string;
}

const RUNS = 5;

/** Settings and provisioned ids are null if the cipher cannot decrypt them; `unreadable` says why. */
export async function describeInstallation(
  store: Store,
  installation: Installation,
  fields: readonly SettingField[],
  cipher: SecretCipher | null,
  now: number,
): Promise<{ details: InstallationDetails; unreadable: SpmError | null }> {
  const { installationId } = installation;
  const [entries, cursors, runs, open, lease, scheduled] = await Promise.all([
    store.state.list(installationId),
    store.cursors.list({ installationId }),
    store.runs.list({ installationId, limit: RUNS }),
    store.rejects.countOpen(),
    store.leases.get(installationId),
    store.schedule.list(),
  ]);
  const reader = makeReader(store, installationId, cipher);
  const shown = fields.filter((field) => !isSensitive(field));
  const settings = await reader.settings(shown);
  const own = scheduled.find((one) => one.installationId === installationId);
  const details: InstallationDetails = {
    installation: rowOf(installation, runs[0], own),
    secrets: secretsOf(entries, fields),
    settings: shown.map(({ key }) => ({ key, value: settings[key] ?? null })),
    provisioned: await reader.provisioned(),
    state: otherKeys(entries, fields),
    cursors: cursors.map(cursorOf),
    runs: runs.map(runOf),
    dead_letters: open
      .filter((one) => one.installationId === installationId)
      .map(({ entity, count }) => ({ entity, count })),
    schedule: scheduleOf(own),
    lease: lease && lease.until > now ? leaseOf(lease) : null,
    generated_at: new Date(now).toISOString(),
  };
  return { details, unreadable: reader.unreadable() };
}

/** Reads state; values encrypted with another key are null, with one warning. */
function makeReader(store: Store, installationId: string, cipher: SecretCipher | null) {
  let unreadable: SpmError | null = null;
  const state = makeInstallationState(store, installationId, cipher, () => 0);
  const tolerant = async <T>(read: Promise<T>): Promise<T | null> => {
    try {
      return await read;
    } catch (error) {
      if (!(error instanceof SpmError) || !error.code.startsWith('SPM_SECRET_')) throw error;
      unreadable = error;
      return null;
    }
  };
  return {
    settings: async (fields: readonly SettingField[]) =>
      (await tolerant(readStoredSettings(state, fields))) ?? {},
    provisioned: () => tolerant(readProvisioned(state)),
    unreadable: () => unreadable as SpmError | null,
  };
}

function secretsOf(entries: readonly StateEntry[], fields: readonly SettingField[]) {
  const set = new Set(entries.filter(isFilled).map(({ key }) => key));
  const isSet = (key: string) => set.has(secretKeyOf(key)) || set.has(key);
  return [
    ...[STATE_KEYS.accessToken, STATE_KEYS.inboundSecret].map((key) => ({
      key,
      set: set.has(key),
    })),
    ...fields.filter(isSensitive).map(({ key }) => ({ key, set: isSet(key) })),
  ];
}

/** Earlier versions stored null for a field that is not filled in. */
const isFilled = ({ value, form }: StateEntry): boolean => form === 'text' || value !== 'null';

function otherKeys(entries: readonly StateEntry[], fields: readonly SettingField[]): string[] {
  const formerly = new Set(fields.map(({ key }) => key));
  return entries
    .filter(({ key, form }) => !(form === 'json' && formerly.has(key)))
    .map(({ key }) => key)
    .filter((key) => !isSettingsKey(key) && !key.startsWith('__'));
}

export function cursorOf(cursor: Cursor): DescribedCursor {
  return {
    entity: cursor.entity,
    source_key: cursor.sourceKey,
    last_synced_at: iso(cursor.lastSyncedAt),
    last_status: cursor.lastStatus,
    last_error: cursor.lastError,
    items: cursor.items,
    consecutive_failures: cursor.consecutiveFailures,
    updated_at: new Date(cursor.updatedAt).toISOString(),
  };
}

function leaseOf({ owner, acquiredAt, until }: LeaseRow) {
  return {
    host: owner.host,
    pid: owner.pid,
    since: new Date(acquiredAt).toISOString(),
    until: new Date(until).toISOString(),
  };
}

function scheduleOf(one: ScheduledInstallation | undefined): InstallationDetails['schedule'] {
  if (one === undefined) return null;
  const { dueAt, reason, failures, paused } = one;
  return { due_at: new Date(dueAt).toISOString(), reason, failures, paused };
}
