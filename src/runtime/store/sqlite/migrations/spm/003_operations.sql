-- The function that pushed the item; null when it cannot be looked up.
ALTER TABLE spm_reject ADD COLUMN route TEXT;
-- Whether secrets were removed from the payload, so that it differs from what was sent.
ALTER TABLE spm_reject ADD COLUMN redacted INTEGER NOT NULL DEFAULT 0;

-- Processes that sync in a loop. A loop that ends normally removes its row.
CREATE TABLE spm_heartbeat (
  id         TEXT PRIMARY KEY,
  host       TEXT NOT NULL,
  pid        INTEGER NOT NULL,
  started_at TEXT NOT NULL,
  beat_at    TEXT NOT NULL,
  -- When the next sync is due; null when none is scheduled.
  next_at    TEXT
);

-- When each periodic task was last done.
CREATE TABLE spm_upkeep (
  name    TEXT PRIMARY KEY,
  done_at TEXT NOT NULL
);
