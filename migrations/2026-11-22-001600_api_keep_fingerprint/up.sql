-- What a program sent with its idempotency key, as a digest: the same key with other content is told from a repeat.
-- Empty for whatever came in another way. It lies beside the form, so that the dossier stays narrow.
alter table dossier_form add column fingerprint bytea;
