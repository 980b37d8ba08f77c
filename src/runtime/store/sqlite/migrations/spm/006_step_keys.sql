-- The key by which the step knows the record; record_key, the public key, may differ. Null when the step has no key,
-- and in older rows.
ALTER TABLE spm_reject ADD COLUMN step_key TEXT;
