CREATE TABLE IF NOT EXISTS installs (
  installation_id       TEXT PRIMARY KEY,
  shop_domain           TEXT,
  shop_name             TEXT,
  external_account_ref  TEXT,
  external_account_name TEXT,
  status                TEXT NOT NULL DEFAULT 'inactive',
  installed_at          TEXT,
  activated_at          TEXT,
  deactivated_at        TEXT,
  uninstalled_at        TEXT,
  created_at            TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
  updated_at            TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))
);

CREATE TABLE IF NOT EXISTS webhook_log (
  id              INTEGER PRIMARY KEY AUTOINCREMENT,
  event           TEXT NOT NULL,
  installation_id TEXT,
  signature_ok    INTEGER NOT NULL DEFAULT 0,
  payload_json    TEXT,
  created_at      TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))
);
