alter table dossier_form drop column fingerprint;
