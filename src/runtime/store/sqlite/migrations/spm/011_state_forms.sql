-- Texts of integration_state are stored bare. Versions before stored all values as JSON, texts with quotes: such a row has one
-- here, for as long as nobody writes it. What was written before this program first opened the store is the ecosystem's.
CREATE TABLE spm_state_form (
  installation_id TEXT NOT NULL,
  key             TEXT NOT NULL,
  form            TEXT NOT NULL,
  -- Of the row that it is about: the form of one that the ecosystem wrote since is another.
  updated_at      TEXT NOT NULL,
  PRIMARY KEY (installation_id, key)
);

INSERT INTO spm_state_form (installation_id, key, form, updated_at)
SELECT installation_id, key, 'json', updated_at
FROM integration_state
WHERE julianday(updated_at) >= (SELECT julianday(applied_at) FROM spm_migrations WHERE version = 1)
  AND key <> 'cfg' AND key NOT LIKE 'cfgsec:%';
