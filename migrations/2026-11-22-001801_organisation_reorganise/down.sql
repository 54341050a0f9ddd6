drop table dossier_move;
drop table reorganisation_step;
drop table reorganisation;
