-- When each installation is synced next, why, and which loop works on it. Times are milliseconds since the epoch.
CREATE TABLE spm_schedule (
  installation_id TEXT PRIMARY KEY,
  due_at          INTEGER NOT NULL,
  reason          TEXT NOT NULL,
  -- Syncs in a row that could not start.
  failures        INTEGER NOT NULL DEFAULT 0,
  paused          INTEGER NOT NULL DEFAULT 0,
  -- Its own time between two syncs; null: that of the loop.
  interval_ms     INTEGER,
  -- The id of the loop that has claimed it; null when none has.
  claimed_by      TEXT,
  claimed_until   INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
CREATE INDEX spm_schedule_claimed_by ON spm_schedule (claimed_by);
