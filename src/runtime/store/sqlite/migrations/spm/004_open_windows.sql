-- The number of the full run that reads this window; records that it does not read count as deleted by the partner.
-- Null for a run that reads only part, and for older rows.
ALTER TABLE spm_window ADD COLUMN generation INTEGER;
-- A hash of what the position depends on; null for older rows.
ALTER TABLE spm_window ADD COLUMN plan_hash TEXT;
