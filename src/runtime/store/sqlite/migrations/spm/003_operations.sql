-- The function that an item was pushed with, where it can be found again.
ALTER TABLE spm_reject ADD COLUMN route TEXT;
-- Whether secrets were taken out of the payload: then it is not what was sent.
ALTER TABLE spm_reject ADD COLUMN redacted INTEGER NOT NULL DEFAULT 0;

-- Processes that sync in a loop. One that ends well takes its row along.
CREATE TABLE spm_heartbeat (
  id         TEXT PRIMARY KEY,
  host       TEXT NOT NULL,
  pid        INTEGER NOT NULL,
  started_at TEXT NOT NULL,
  beat_at    TEXT NOT NULL,
  -- When the next sync is due; null when none is.
  next_at    TEXT
);

-- When something that is done now and then was done last.
CREATE TABLE spm_upkeep (
  name    TEXT PRIMARY KEY,
  done_at TEXT NOT NULL
);
