/** The export of an installation before its removal, without secrets. */
import { iso, type OverviewRun, runOf } from '../overview.js';
import type { Installation, Reject, Run, StateEntry } from '../ports/records.js';
import type { Store } from '../ports/store.js';
import { redact } from '../security/redact.js';
import type { SecretCipher } from '../security/secrets.js';
import { isSecretKey, STATE_KEYS } from '../state.js';
import { cursorOf, type DescribedCursor } from './describe.js';
import { type InstallationRow, rowOf } from './list.js';
import { isSensitive, type SettingField } from './settings.js';
import { isSecretSetting, PLAIN_KEY } from './stored-settings.js';

/**
 * `sealed` is the encrypted text from the store: a connector's value may be a secret, and only the key can show that.
 */
export type ExportedState = { key: string; updated_at: string } & (
  | { value: unknown }
  | { sealed: string }
);

export interface InstallationExport {
  version: 1;
  exported_at: string;
  installation: InstallationRow;
  /** Without the token, the inbound secret and the sensitive fields. */
  state: ExportedState[];
  cursors: DescribedCursor[];
  runs: (OverviewRun & { summary: unknown })[];
  /** All entries of the state. */
  rejects: ExportedReject[];
}

export interface ExportedReject {
  id: number;
  run_id: number | null;
  entity: string;
  source_key: string;
  key: string | null;
  payload: unknown;
  errors: string[];
  status: number;
  attempts: number;
  first_seen_at: string;
  last_seen_at: string;
  state: Reject['state'];
}

export async function exportInstallation(
  store: Store,
  installation: Installation,
  fields: readonly SettingField[],
  cipher: SecretCipher | null,
  now: number,
): Promise<InstallationExport> {
  const { installationId } = installation;
  const [entries, cursors, runs, rejects, scheduled] = await Promise.all([
    store.state.list(installationId),
    store.cursors.list({ installationId }),
    store.runs.list({ installationId }),
    store.rejects.list({ installationId }),
    store.schedule.list(),
  ]);
  const own = scheduled.find((one) => one.installationId === installationId);
  return {
    version: 1,
    exported_at: new Date(now).toISOString(),
    installation: rowOf(installation, runs[0], own),
    state: exportState(installationId, entries, fields, cipher),
    cursors: cursors.map(cursorOf),
    runs: runs.map(exportRun),
    rejects: rejects.map(exportReject),
  };
}

function exportState(
  installationId: string,
  entries: readonly StateEntry[],
  fields: readonly SettingField[],
  cipher: SecretCipher | null,
): ExportedState[] {
  const hidden = fields.filter(isSensitive).map(({ key }) => key);
  const open = new Set([PLAIN_KEY, ...fields.map(({ key }) => key)]);
  return entries
    .filter(({ key }) => !hidden.includes(key) && !isSecretKey(key) && !isSecretSetting(key))
    .map((entry) => {
      const { key, value, encrypted, updatedAt } = entry;
      const readable = open.has(key) || key.startsWith('__');
      const plain = encrypted
        ? readable && decrypted(cipher, value, `${installationId}:${key}`)
        : value;
      const updated_at = new Date(updatedAt).toISOString();
      return typeof plain === 'string'
        ? { key, updated_at, value: redact(valueIn(entry, plain, hidden), { whole: true }) }
        : { key, updated_at, sealed: value };
    });
}

/** The meaning of a text of the state: most are plain text. */
function valueIn({ key, form }: StateEntry, text: string, hidden: readonly string[]): unknown {
  if (form === 'text' && key !== PLAIN_KEY && key !== STATE_KEYS.provisioning) return text;
  const value = parsed(text);
  if (key !== PLAIN_KEY || typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).filter(([field]) => !hidden.includes(field)));
}

/** Null without the right key: then the value stays encrypted. */
function decrypted(cipher: SecretCipher | null, text: string, place: string): string | null {
  try {
    return cipher?.decrypt(text, place) ?? null;
  } catch {
    return null;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

const exportRun = (run: Run) => ({ ...runOf(run), summary: run.summary });

function exportReject(one: Reject): ExportedReject {
  return {
    id: one.id,
    run_id: one.runId,
    entity: one.entity,
    source_key: one.sourceKey,
    key: one.key,
    payload: one.payload,
    errors: one.errors,
    status: one.status,
    attempts: one.attempts,
    first_seen_at: iso(one.firstSeenAt) ?? '',
    last_seen_at: iso(one.lastSeenAt) ?? '',
    state: one.state,
  };
}
