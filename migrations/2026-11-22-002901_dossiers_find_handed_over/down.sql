drop index dossier_open_shared;
