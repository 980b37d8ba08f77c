/** Inbound calls of partners, each executed once. */
import type { InboundAdapter } from '../adapter.js';
import type { Connection } from './connection.js';
import { fromText, toText } from './times.js';

interface Row {
  status: 'received' | 'done' | 'failed';
  received_at: string;
}

const CALL = 'WHERE installation_id = @installationId AND idempotency_key = @key';

const GET = `SELECT status, received_at FROM inbound_event ${CALL}`;

const BEGIN = `INSERT INTO inbound_event
    (installation_id, idempotency_key, action, status, received_at)
  VALUES (@installationId, @key, @action, 'received', @now)
  ON CONFLICT (installation_id, idempotency_key) DO UPDATE SET
    action = excluded.action, status = 'received', error = NULL,
    received_at = excluded.received_at, processed_at = NULL`;

const END = `UPDATE inbound_event SET status = @status, error = @error, processed_at = @now ${CALL}`;

export function makeInbound(connection: Connection): InboundAdapter {
  return {
    begin: ({ installationId, key, action }, deadBefore, now) =>
      connection.write(() => {
        const known = connection.get<Row>(GET, { installationId, key });
        if (known?.status === 'done') return 'done';
        const runs = known?.status === 'received' && fromText(known.received_at) > deadBefore;
        if (runs) return 'running';
        connection.run(BEGIN, { installationId, key, action, now: toText(now) });
        return 'begun';
      }),
    end: ({ installationId, key }, error, now) =>
      connection.write(() => {
        const status = error === null ? 'done' : 'failed';
        connection.run(END, { installationId, key, status, error, now: toText(now) });
      }),
  };
}
