-- The step's own key of a refused record; record_key, by which people know it, may be another. Null where a step has none,
-- and in letters of before.
ALTER TABLE spm_reject ADD COLUMN step_key TEXT;
