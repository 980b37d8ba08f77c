CREATE TABLE IF NOT EXISTS webhook_seen (
  installation_id TEXT NOT NULL,
  dedup_key       TEXT NOT NULL,
  created_at      TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
  PRIMARY KEY (installation_id, dedup_key)
);
