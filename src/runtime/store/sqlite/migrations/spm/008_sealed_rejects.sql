-- What was sent, encrypted, where a secret stands in it: the payload in rejected_item is without the secret.
ALTER TABLE spm_reject ADD COLUMN sealed TEXT;
