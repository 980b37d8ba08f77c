-- Over what was acknowledged last another version may have gone out since: nothing is known to be there then. Versions before
-- left that to be found when the record is read again.
UPDATE spm_fingerprint SET hash = NULL WHERE sent_hash <> hash;
