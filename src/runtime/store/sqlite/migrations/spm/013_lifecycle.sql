-- What webhook_log lacks: a webhook that was accepted waits here until it is done.
CREATE TABLE spm_webhook (
  id              INTEGER PRIMARY KEY REFERENCES webhook_log (id) ON DELETE CASCADE,
  installation_id TEXT NOT NULL,
  -- A webhook with a signature that was seen is the same webhook.
  signature       TEXT NOT NULL,
  -- As it was sent, encrypted if there is a key; null once it is done.
  body            TEXT,
  attempts        INTEGER NOT NULL,
  -- Null while it waits.
  done_at         TEXT,
  -- Null after a success.
  error           TEXT,
  UNIQUE (installation_id, signature)
);

CREATE INDEX spm_webhook_waiting ON spm_webhook (id) WHERE done_at IS NULL;

-- What the status in installs does not tell.
CREATE TABLE spm_lifecycle (
  installation_id TEXT PRIMARY KEY,
  phase           TEXT NOT NULL,
  -- Whether the next sync reads everything.
  backfill        INTEGER NOT NULL DEFAULT 0
);
