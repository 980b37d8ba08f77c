-- Whether the API has nothing of the record: it refused whatever was sent. Of those that were known before, nobody knows.
ALTER TABLE spm_fingerprint ADD COLUMN absent INTEGER NOT NULL DEFAULT 0;
