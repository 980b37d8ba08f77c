/** Encrypts stored values again, for a key rotation. Call it inside a transaction. */
import type { Resealed } from '../../ports/records.js';
import type { Reseal } from '../adapter.js';
import type { Connection } from './connection.js';
import { fromJson, toJson } from './json.js';
import { eachSecret, putState, removeState, replaceValue } from './state.js';

export function reseal(connection: Connection, how: Reseal, now: number): Resealed {
  const values = resealValues(connection, how);
  for (const { installationId, put, remove } of how.settings) {
    for (const key of remove) removeState(connection, installationId, key);
    for (const entry of put) putState(connection, installationId, entry, now);
  }
  resealWebhooks(connection, how);
  return {
    ...values,
    deadLetters: resealLetters(connection, how),
    positions: resealPositions(connection, how),
  };
}

function resealValues(connection: Connection, { value }: Reseal) {
  const counts = { values: 0, converted: 0 };
  for (const { installationId, entry } of eachSecret(connection)) {
    const next = value(installationId, entry);
    if (next === null) removeState(connection, installationId, entry.key);
    else replaceValue(connection, installationId, next);
    if (entry.encrypted) counts.values += 1;
    if (entry.form === 'json') counts.converted += 1;
  }
  return counts;
}

interface LetterRow {
  id: number;
  installation_id: string;
  identity: string;
  sealed: string;
}

const LETTERS = `SELECT id, installation_id, dedup AS identity, sealed
  FROM spm_reject JOIN rejected_item USING (id) WHERE sealed IS NOT NULL`;

function resealLetters(connection: Connection, { letter }: Reseal): number {
  const rows = connection.all<LetterRow>(LETTERS, {});
  for (const { id, installation_id: installationId, identity, sealed } of rows) {
    const again = letter({ installationId, identity }, sealed);
    connection.run('UPDATE spm_reject SET sealed = @again WHERE id = @id', { id, again });
  }
  return rows.length;
}

interface WindowRow {
  rowid: number;
  installation_id: string;
  entity: string;
  source_key: string;
  position_json: string;
}

const WINDOWS = 'SELECT rowid, installation_id, entity, source_key, position_json FROM spm_window';

function resealPositions(connection: Connection, { position }: Reseal): number {
  let count = 0;
  for (const row of connection.all<WindowRow>(WINDOWS, {})) {
    const { installation_id: installationId, entity, source_key: sourceKey, rowid } = row;
    const again = position({ installationId, entity, sourceKey }, fromJson(row.position_json));
    if (again === null) continue;
    const params = { rowid, again: toJson(again) };
    connection.run('UPDATE spm_window SET position_json = @again WHERE rowid = @rowid', params);
    count += 1;
  }
  return count;
}

interface WebhookRow {
  id: number;
  installation_id: string;
  body: string;
}

const WEBHOOKS = 'SELECT id, installation_id, body FROM spm_webhook WHERE body IS NOT NULL';

/** Those that wait to be handled. */
function resealWebhooks(connection: Connection, { webhook }: Reseal): void {
  for (const { id, installation_id, body } of connection.all<WebhookRow>(WEBHOOKS)) {
    const again = webhook(installation_id, body);
    connection.run('UPDATE spm_webhook SET body = @again WHERE id = @id', { id, again });
  }
}
