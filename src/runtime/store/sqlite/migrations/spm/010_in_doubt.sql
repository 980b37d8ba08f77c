-- Versions of records that were sent without an answer and may still arrive, by a hash of the API's name of the record.
CREATE TABLE spm_in_doubt (
  installation_id TEXT NOT NULL,
  name            TEXT NOT NULL,
  -- Tells the version from others; null where several may arrive.
  version         TEXT,
  until           INTEGER NOT NULL,
  PRIMARY KEY (installation_id, name)
) WITHOUT ROWID;

-- What a step has to read again, and when; nothing while there is no time. Without a start it is everything.
ALTER TABLE spm_stream ADD COLUMN again_since INTEGER;
ALTER TABLE spm_stream ADD COLUMN again_after INTEGER;
