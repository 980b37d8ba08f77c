-- One row per installation. Never deleted: the fence must not go back.
-- A released lease has its `until` at the epoch.
CREATE TABLE spm_lease (
  installation_id TEXT PRIMARY KEY,
  owner_id        TEXT NOT NULL,
  owner_host      TEXT NOT NULL,
  owner_pid       INTEGER NOT NULL,
  fence           INTEGER NOT NULL,
  until           TEXT NOT NULL,
  acquired_at     TEXT NOT NULL,
  heartbeat_at    TEXT NOT NULL
);

-- Windows that were opened and not finished.
CREATE TABLE spm_window (
  installation_id TEXT NOT NULL,
  entity          TEXT NOT NULL,
  source_key      TEXT NOT NULL,
  is_full         INTEGER NOT NULL,
  since           TEXT,
  until           TEXT NOT NULL,
  position_json   TEXT NOT NULL,
  counts_json     TEXT NOT NULL,
  opened_at       TEXT NOT NULL,
  PRIMARY KEY (installation_id, entity, source_key)
);

-- Columns that sync_cursor lacks.
CREATE TABLE spm_cursor (
  installation_id TEXT NOT NULL,
  entity          TEXT NOT NULL,
  source_key      TEXT NOT NULL,
  unmoved_runs    INTEGER NOT NULL,
  PRIMARY KEY (installation_id, entity, source_key)
);

-- Columns that rejected_item lacks. A rejected_item without a row here is an open one of the ecosystem.
CREATE TABLE spm_reject (
  id            INTEGER PRIMARY KEY REFERENCES rejected_item (id) ON DELETE CASCADE,
  dedup         TEXT NOT NULL,
  record_key    TEXT,
  messages_json TEXT NOT NULL,
  api_status    INTEGER NOT NULL,
  attempts      INTEGER NOT NULL,
  last_seen_at  TEXT NOT NULL,
  state         TEXT NOT NULL
);

CREATE UNIQUE INDEX spm_reject_open ON spm_reject (dedup) WHERE state = 'open';

-- For the frequent query for the newest run of an installation. Every index also holds the rowid, here the run's id.
CREATE INDEX spm_sync_run_installation ON sync_run (installation_id);
