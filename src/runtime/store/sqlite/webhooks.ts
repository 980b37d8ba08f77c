import type { WebhookEntry } from '../../ports/records.js';
import type { WebhookStore } from '../../ports/store.js';
import type { Connection } from './connection.js';
import { fromText } from './times.js';

interface Row {
  id: number;
  event: string;
  installation_id: string | null;
  signature_ok: number;
  created_at: string;
}

const RECENT = `SELECT id, event, installation_id, signature_ok, created_at FROM webhook_log
  ORDER BY id DESC LIMIT @limit`;

export function makeWebhooks(connection: Connection): WebhookStore {
  return {
    recent: (limit) => connection.read(() => connection.all<Row>(RECENT, { limit }).map(fromRow)),
  };
}

function fromRow(row: Row): WebhookEntry {
  return {
    id: row.id,
    event: row.event,
    installationId: row.installation_id,
    signatureOk: row.signature_ok === 1,
    createdAt: fromText(row.created_at),
  };
}
