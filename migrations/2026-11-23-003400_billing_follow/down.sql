drop index dossier_move_to;
