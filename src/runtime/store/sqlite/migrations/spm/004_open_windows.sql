-- The full run that the window counts for: what it did not read is gone from the partner. Null for one that leaves
-- something out, and for those that were open before.
ALTER TABLE spm_window ADD COLUMN generation INTEGER;
-- Of what its position depends on; null for those that were open before.
ALTER TABLE spm_window ADD COLUMN plan_hash TEXT;
