import type { StateEntry } from '../../ports/records.js';
import type { StateStore } from '../../ports/store.js';
import type { Connection } from './connection.js';
import { fromText, toText } from './times.js';

interface Row {
  key: string;
  value: string | null;
  encrypted: number;
  updated_at: string;
}

const SELECT = 'SELECT key, value, encrypted, updated_at FROM integration_state';

const PUT = `INSERT INTO integration_state (installation_id, key, value, encrypted, updated_at)
  VALUES (@installationId, @key, @value, @encrypted, @now)
  ON CONFLICT (installation_id, key) DO UPDATE SET
    value = excluded.value, encrypted = excluded.encrypted, updated_at = excluded.updated_at`;

export function makeState(connection: Connection): StateStore {
  return {
    get: (installationId, key) =>
      connection.read(() => {
        const sql = `${SELECT} WHERE installation_id = @installationId AND key = @key`;
        const row = connection.get<Row>(sql, { installationId, key });
        return row ? fromRow(row) : null;
      }),
    list: (installationId) =>
      connection.read(() => {
        const sql = `${SELECT} WHERE installation_id = @installationId ORDER BY key`;
        return connection.all<Row>(sql, { installationId }).map(fromRow);
      }),
    set: (installationId, entry, now) =>
      connection.write(() => putState(connection, installationId, entry, now)),
    delete: (installationId, key) =>
      connection.write(() => removeState(connection, installationId, key)),
  };
}

/** For use inside a transaction. */
export function removeState(connection: Connection, installationId: string, key: string): void {
  const sql =
    'DELETE FROM integration_state WHERE installation_id = @installationId AND key = @key';
  connection.run(sql, { installationId, key });
}

/** For use inside a transaction. */
export function putState(
  connection: Connection,
  installationId: string,
  entry: Omit<StateEntry, 'updatedAt'>,
  now: number,
): void {
  connection.run(PUT, {
    installationId,
    key: entry.key,
    value: entry.value,
    encrypted: entry.encrypted ? 1 : 0,
    now: toText(now),
  });
}

function fromRow(row: Row): StateEntry {
  return {
    key: row.key,
    value: row.value ?? 'null',
    encrypted: row.encrypted !== 0,
    updatedAt: fromText(row.updated_at),
  };
}
