-- Texts in integration_state are plain. Earlier releases stored all values as JSON; those rows are listed here until
-- they are written again. Rows older than this store's first migration were written by the ecosystem.
CREATE TABLE spm_state_form (
  installation_id TEXT NOT NULL,
  key             TEXT NOT NULL,
  form            TEXT NOT NULL,
  -- Of the described row. A row with another time was written by the ecosystem since, so its form differs.
  updated_at      TEXT NOT NULL,
  PRIMARY KEY (installation_id, key)
);

INSERT INTO spm_state_form (installation_id, key, form, updated_at)
SELECT installation_id, key, 'json', updated_at
FROM integration_state
WHERE julianday(updated_at) >= (SELECT julianday(applied_at) FROM spm_migrations WHERE version = 1)
  AND key <> 'cfg' AND key NOT LIKE 'cfgsec:%';
