-- The earliest next attempt of a held cursor, when the API asked for a pause.
ALTER TABLE spm_cursor ADD COLUMN not_before TEXT;

-- Steps that know their records by key. The numeric id keeps the rows below short.
CREATE TABLE spm_stream (
  id              INTEGER PRIMARY KEY,
  installation_id TEXT NOT NULL,
  entity          TEXT NOT NULL,
  source_key      TEXT NOT NULL,
  -- The last full run that read everything; null before the first.
  full_generation INTEGER,
  UNIQUE (installation_id, entity, source_key)
);

-- One row per record. Times are milliseconds since the epoch, to save space.
CREATE TABLE spm_fingerprint (
  stream_id  INTEGER NOT NULL REFERENCES spm_stream (id) ON DELETE CASCADE,
  record_key TEXT NOT NULL,
  -- Hash of the last acknowledged version.
  hash       TEXT,
  acked_at   INTEGER,
  -- Hash of a version that was sent without an answer and may still arrive.
  sent_hash  TEXT,
  sent_at    INTEGER,
  -- The last full run that read the record.
  generation INTEGER NOT NULL DEFAULT 0,
  -- When the deletion was decided; null once it is done.
  deleted_at INTEGER,
  PRIMARY KEY (stream_id, record_key)
) WITHOUT ROWID;
