/** The log of webhooks, and the inbox of those that are not handled yet. */
import type { AcceptedWebhook, WebhookEntry } from '../../ports/lifecycle.js';
import type { KeptWebhook, WebhookAdapter } from '../adapter.js';
import type { Connection } from './connection.js';
import { fromText, toText } from './times.js';

interface Row {
  id: number;
  event: string;
  installation_id: string | null;
  signature_ok: number;
  created_at: string;
}

interface WaitingRow {
  id: number;
  installation_id: string;
  event: string;
  body: string;
  attempts: number;
}

const RECENT = `SELECT id, event, installation_id, signature_ok, created_at FROM webhook_log
  ORDER BY id DESC LIMIT @limit`;

const KNOWN = `SELECT id, done_at, error FROM spm_webhook
  WHERE installation_id = @installationId AND signature = @signature`;

/** The mark of the ecosystem: a webhook that it handled has no row of ours. */
const SEEN = `SELECT 1 FROM webhook_seen
  WHERE installation_id = @installationId AND dedup_key = @signature`;

const MARK = `INSERT OR IGNORE INTO webhook_seen (installation_id, dedup_key, created_at)
  VALUES (@installationId, @signature, @now)`;

const LOG = `INSERT INTO webhook_log (event, installation_id, signature_ok, payload_json, created_at)
  VALUES (@event, @installationId, 1, @payload, @now)`;

const KEEP = `INSERT INTO spm_webhook (id, installation_id, signature, body, attempts)
  VALUES (@id, @installationId, @signature, @body, 1)`;

const WAIT_AGAIN = `UPDATE spm_webhook
  SET attempts = attempts + 1, body = COALESCE(body, @body), done_at = NULL, error = NULL
  WHERE id = @id`;

const WAITING = `SELECT w.id, w.installation_id, l.event, w.body, w.attempts
  FROM spm_webhook w JOIN webhook_log l ON l.id = w.id
  WHERE w.done_at IS NULL ORDER BY w.id`;

const SETTLE = 'UPDATE spm_webhook SET done_at = @now, error = @error, body = NULL WHERE id = @id';

/** A webhook that failed is handled again when it is repeated. */
const RELEASE = `DELETE FROM webhook_seen WHERE (installation_id, dedup_key) IN
  (SELECT installation_id, signature FROM spm_webhook WHERE id = @id)`;

export function makeWebhooks(connection: Connection): WebhookAdapter {
  return {
    recent: (limit) => connection.read(() => connection.all<Row>(RECENT, { limit }).map(fromRow)),
    accept: (webhooks, now) =>
      connection.write(() => webhooks.map((webhook) => accept(connection, webhook, now))),
    waiting: () =>
      connection.read(() =>
        connection.all<WaitingRow>(WAITING).map(({ installation_id, ...row }) => ({
          ...row,
          installationId: installation_id,
        })),
      ),
    settle: (id, outcome, now) =>
      connection.write(() => {
        const error = outcome.success ? null : outcome.error;
        connection.run(SETTLE, { id, error, now: toText(now) });
        if (error !== null) connection.run(RELEASE, { id });
      }),
  };
}

function accept(connection: Connection, webhook: KeptWebhook, now: number): AcceptedWebhook {
  const { installationId, signature, event, body, payload } = webhook;
  const mark = { installationId, signature };
  const known = connection.get<{ id: number; done_at: string | null; error: string | null }>(
    KNOWN,
    mark,
  );
  if (known && known.done_at !== null && known.error === null) return handled(known.id);
  const at = toText(now);
  if (known) {
    connection.run(WAIT_AGAIN, { id: known.id, body });
    connection.run(MARK, { ...mark, now: at });
    return { id: known.id, outcome: null };
  }
  const seen = connection.get(SEEN, mark) !== undefined;
  const payloadText = JSON.stringify(payload);
  const { id } = connection.run(LOG, { event, installationId, payload: payloadText, now: at });
  if (seen) return handled(id);
  connection.run(KEEP, { id, ...mark, body });
  connection.run(MARK, { ...mark, now: at });
  return { id, outcome: null };
}

const handled = (id: number): AcceptedWebhook => ({ id, outcome: { success: true } });

function fromRow(row: Row): WebhookEntry {
  return {
    id: row.id,
    event: row.event,
    installationId: row.installation_id,
    signatureOk: row.signature_ok === 1,
    createdAt: fromText(row.created_at),
  };
}
