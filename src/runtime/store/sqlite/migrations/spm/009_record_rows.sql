-- The time of a deletion is stored in the column for the time of a request.
ALTER TABLE spm_fingerprint DROP COLUMN deleted_at;
