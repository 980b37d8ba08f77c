-- Versions of records that were sent without an answer and may still arrive, by a hash of the record's name.
CREATE TABLE spm_in_doubt (
  installation_id TEXT NOT NULL,
  name            TEXT NOT NULL,
  -- Distinguishes versions of the record; null when several versions may arrive.
  version         TEXT,
  until           INTEGER NOT NULL,
  PRIMARY KEY (installation_id, name)
) WITHOUT ROWID;

-- What a step has to read again, and when. Without a time: nothing. Without a start: everything.
ALTER TABLE spm_stream ADD COLUMN again_since INTEGER;
ALTER TABLE spm_stream ADD COLUMN again_after INTEGER;
