CREATE TABLE IF NOT EXISTS integration_state (
  installation_id TEXT NOT NULL,
  key             TEXT NOT NULL,
  value           TEXT,
  encrypted       INTEGER NOT NULL DEFAULT 0,
  updated_at      TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
  PRIMARY KEY (installation_id, key)
);

CREATE TABLE IF NOT EXISTS sync_run (
  id              INTEGER PRIMARY KEY AUTOINCREMENT,
  installation_id TEXT NOT NULL,
  status          TEXT NOT NULL DEFAULT 'running',
  summary_json    TEXT,
  started_at      TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
  finished_at     TEXT
);

CREATE TABLE IF NOT EXISTS sync_cursor (
  installation_id TEXT NOT NULL,
  entity          TEXT NOT NULL,
  source_key      TEXT NOT NULL DEFAULT '',
  last_synced_at  TEXT,
  last_status     TEXT,
  last_error      TEXT,
  items           INTEGER NOT NULL DEFAULT 0,
  updated_at      TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
  PRIMARY KEY (installation_id, entity, source_key)
);
