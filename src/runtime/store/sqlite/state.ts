import type { NewStateEntry, StateEntry } from '../../ports/records.js';
import type { StateStore } from '../../ports/store.js';
import type { Connection } from './connection.js';
import { fromText, toText } from './times.js';

interface Row {
  key: string;
  value: string | null;
  encrypted: number;
  updated_at: string;
  form: StateEntry['form'] | null;
}

const SELECT = `SELECT s.key, s.value, s.encrypted, s.updated_at, f.form
  FROM integration_state s LEFT JOIN spm_state_form f
    ON f.installation_id = s.installation_id AND f.key = s.key AND f.updated_at = s.updated_at`;

const PUT = `INSERT INTO integration_state (installation_id, key, value, encrypted, updated_at)
  VALUES (@installationId, @key, @value, @encrypted, @now)
  ON CONFLICT (installation_id, key) DO UPDATE SET
    value = excluded.value, encrypted = excluded.encrypted, updated_at = excluded.updated_at`;

/** A new value is plain text. Deleted explicitly, since it may get the same timestamp as the old one. */
const BARE = 'DELETE FROM spm_state_form WHERE installation_id = @installationId AND key = @key';

export function makeState(connection: Connection): StateStore {
  return {
    get: (installationId, key) =>
      connection.read(() => {
        const sql = `${SELECT} WHERE s.installation_id = @installationId AND s.key = @key`;
        const row = connection.get<Row>(sql, { installationId, key });
        return row ? fromRow(row) : null;
      }),
    list: (installationId) =>
      connection.read(() => {
        const sql = `${SELECT} WHERE s.installation_id = @installationId ORDER BY s.key`;
        return connection.all<Row>(sql, { installationId }).map(fromRow);
      }),
    set: (installationId, entry, now) =>
      connection.write(() => putState(connection, installationId, entry, now)),
    delete: (installationId, key) =>
      connection.write(() => removeState(connection, installationId, key)),
  };
}

/** Call it inside a transaction. */
export function removeState(connection: Connection, installationId: string, key: string): void {
  for (const table of ['integration_state', 'spm_state_form']) {
    const sql = `DELETE FROM ${table} WHERE installation_id = @installationId AND key = @key`;
    connection.run(sql, { installationId, key });
  }
}

/** Deletes all but these keys. Call it inside a transaction. */
export function keepState(
  connection: Connection,
  installationId: string,
  keys: readonly string[],
): void {
  for (const table of ['integration_state', 'spm_state_form']) {
    const sql = `DELETE FROM ${table} WHERE installation_id = @installationId
      AND key NOT IN (SELECT value FROM json_each(@keys))`;
    connection.run(sql, { installationId, keys: JSON.stringify(keys) });
  }
}

/** Call it inside a transaction. */
export function putState(
  connection: Connection,
  installationId: string,
  entry: NewStateEntry,
  now: number,
): void {
  connection.run(PUT, {
    installationId,
    key: entry.key,
    value: entry.value,
    encrypted: entry.encrypted ? 1 : 0,
    now: toText(now),
  });
  connection.run(BARE, { installationId, key: entry.key });
}

/** Encrypted values, and values that an earlier version stored. */
export function eachSecret(
  connection: Connection,
): { installationId: string; entry: StateEntry }[] {
  const sql = `${SELECT.replace('SELECT', 'SELECT s.installation_id,')}
    WHERE (s.encrypted <> 0 OR f.form IS NOT NULL) AND s.value IS NOT NULL`;
  return connection
    .all<Row & { installation_id: string }>(sql, {})
    .map((row) => ({ installationId: row.installation_id, entry: fromRow(row) }));
}

/** The same value in another form, so its time does not change. Call it inside a transaction. */
export function replaceValue(
  connection: Connection,
  installationId: string,
  { key, value, encrypted }: NewStateEntry,
): void {
  const sql = `UPDATE integration_state SET value = @value, encrypted = @encrypted
    WHERE installation_id = @installationId AND key = @key`;
  connection.run(sql, { installationId, key, value, encrypted: encrypted ? 1 : 0 });
  connection.run(BARE, { installationId, key });
}

function fromRow(row: Row): StateEntry {
  return {
    key: row.key,
    value: row.value ?? 'null',
    encrypted: row.encrypted !== 0,
    form: row.value === null ? 'json' : (row.form ?? 'text'),
    updatedAt: fromText(row.updated_at),
  };
}
