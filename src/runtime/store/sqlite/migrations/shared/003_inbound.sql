CREATE TABLE IF NOT EXISTS inbound_event (
  id              INTEGER PRIMARY KEY AUTOINCREMENT,
  installation_id TEXT NOT NULL,
  idempotency_key TEXT NOT NULL,
  action          TEXT NOT NULL,
  status          TEXT NOT NULL DEFAULT 'received',
  error           TEXT,
  received_at     TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
  processed_at    TEXT,
  UNIQUE (installation_id, idempotency_key)
);
