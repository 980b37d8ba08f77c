-- Of a record that is deleted, the time of that stands where the time of any request does.
ALTER TABLE spm_fingerprint DROP COLUMN deleted_at;
