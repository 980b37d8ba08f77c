-- Whether the API has nothing of the record: it rejected every version, or deleted the record. Unknown for older rows.
ALTER TABLE spm_fingerprint ADD COLUMN absent INTEGER NOT NULL DEFAULT 0;
