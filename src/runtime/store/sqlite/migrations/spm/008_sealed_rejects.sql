-- The sent content, encrypted because it contains a secret. The payload in rejected_item has the secret removed.
ALTER TABLE spm_reject ADD COLUMN sealed TEXT;
