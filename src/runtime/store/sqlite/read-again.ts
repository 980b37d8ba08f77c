/** The windows that steps have to read again. Call these functions inside `read` and `write` of the connection. */
import type { CursorKey, ReadAgain } from '../../ports/records.js';
import type { Connection } from './connection.js';
import { BY_KEY, keyParams } from './keys.js';
import { openStream } from './records.js';

const READ = `SELECT again_since AS since, again_after AS after FROM spm_stream ${BY_KEY}`;

const PUT = `UPDATE spm_stream SET again_since = @since, again_after = @after ${BY_KEY}`;

export function readReadAgain(connection: Connection, key: CursorKey): ReadAgain | null {
  const row = connection.get<{ since: number | null; after: number | null }>(READ, keyParams(key));
  return row === undefined || row.after === null ? null : { since: row.since, after: row.after };
}

export function putReadAgain(
  connection: Connection,
  key: CursorKey,
  again: ReadAgain | null,
): void {
  openStream(connection, key);
  connection.run(PUT, {
    ...keyParams(key),
    since: again?.since ?? null,
    after: again?.after ?? null,
  });
}
