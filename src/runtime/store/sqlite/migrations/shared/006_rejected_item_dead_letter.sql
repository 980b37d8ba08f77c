CREATE TABLE IF NOT EXISTS rejected_item (
  id              INTEGER PRIMARY KEY AUTOINCREMENT,
  installation_id TEXT NOT NULL,
  run_id          INTEGER,
  entity          TEXT NOT NULL,
  source_key      TEXT NOT NULL DEFAULT '',
  payload_json    TEXT,
  reason          TEXT,
  created_at      TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))
);

CREATE INDEX IF NOT EXISTS idx_rejected_item_installation
  ON rejected_item (installation_id, created_at);
