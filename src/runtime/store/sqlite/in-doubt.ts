/** Sent records that are in doubt: they may still arrive at the API. */
import type { VersionInDoubt } from '../../ports/records.js';
import type { Connection } from './connection.js';

const LIST = `SELECT name, version, until FROM spm_in_doubt
  WHERE installation_id = @installationId AND until > @now ORDER BY name`;

const PUT = `INSERT INTO spm_in_doubt (installation_id, name, version, until)
  SELECT @installationId, value ->> 0, value ->> 1, value ->> 2 FROM json_each(@rows) WHERE true
  ON CONFLICT (installation_id, name) DO UPDATE SET version = excluded.version, until = excluded.until`;

const FORGET = 'DELETE FROM spm_in_doubt WHERE installation_id = @installationId AND until <= @now';

export function listInDoubt(
  connection: Connection,
  installationId: string,
  now: number,
): VersionInDoubt[] {
  return connection.all<VersionInDoubt>(LIST, { installationId, now });
}

/** Call it inside a transaction. */
export function putInDoubt(
  connection: Connection,
  installationId: string,
  versions: readonly VersionInDoubt[],
  now: number,
): void {
  connection.run(FORGET, { installationId, now });
  const rows = JSON.stringify(versions.map(({ name, version, until }) => [name, version, until]));
  connection.run(PUT, { installationId, rows });
}
