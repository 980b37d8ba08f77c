-- When a held cursor may be tried again, where the API said so.
ALTER TABLE spm_cursor ADD COLUMN not_before TEXT;

-- Steps whose records are known one by one. The numbers keep the rows below short.
CREATE TABLE spm_stream (
  id              INTEGER PRIMARY KEY,
  installation_id TEXT NOT NULL,
  entity          TEXT NOT NULL,
  source_key      TEXT NOT NULL,
  -- The last full run that read everything; null before there was one.
  full_generation INTEGER,
  UNIQUE (installation_id, entity, source_key)
);

-- One row a record. Times are milliseconds since the epoch: there are many rows.
CREATE TABLE spm_fingerprint (
  stream_id  INTEGER NOT NULL REFERENCES spm_stream (id) ON DELETE CASCADE,
  record_key TEXT NOT NULL,
  -- Of the version that the API acknowledged last.
  hash       TEXT,
  acked_at   INTEGER,
  -- A version that was sent and may arrive late, or never have arrived.
  sent_hash  TEXT,
  sent_at    INTEGER,
  -- The last full run that read the record.
  generation INTEGER NOT NULL DEFAULT 0,
  -- Its deletion at the API was decided and is not done yet.
  deleted_at INTEGER,
  PRIMARY KEY (stream_id, record_key)
) WITHOUT ROWID;
