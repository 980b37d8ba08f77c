import type { Heartbeat } from '../../ports/records.js';
import type { HeartbeatStore } from '../../ports/store.js';
import type { Connection } from './connection.js';
import { fromText, fromTextOrNull, toText, toTextOrNull } from './times.js';

interface Row {
  id: string;
  host: string;
  pid: number;
  started_at: string;
  beat_at: string;
  next_at: string | null;
}

const PUT = `INSERT OR REPLACE INTO spm_heartbeat (id, host, pid, started_at, beat_at, next_at)
  VALUES (@id, @host, @pid, @startedAt, @beatAt, @nextAt)`;

/** These times have one format, so they sort as text. */
const LIST = 'SELECT * FROM spm_heartbeat ORDER BY beat_at DESC, id';

export function makeHeartbeats(connection: Connection): HeartbeatStore {
  return {
    put: ({ owner, startedAt, beatAt, nextAt }) =>
      connection.write(() => {
        const times = { startedAt: toText(startedAt), beatAt: toText(beatAt) };
        connection.run(PUT, { ...owner, ...times, nextAt: toTextOrNull(nextAt) });
      }),
    list: () => connection.read(() => connection.all<Row>(LIST).map(fromRow)),
    remove: (id) =>
      connection.write(() => {
        connection.run('DELETE FROM spm_heartbeat WHERE id = @id', { id });
      }),
  };
}

function fromRow({ id, host, pid, started_at, beat_at, next_at }: Row): Heartbeat {
  return {
    owner: { host, pid, id },
    startedAt: fromText(started_at),
    beatAt: fromText(beat_at),
    nextAt: fromTextOrNull(next_at),
  };
}
