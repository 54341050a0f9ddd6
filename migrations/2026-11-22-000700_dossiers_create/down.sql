drop table if exists dossier_log cascade;
drop table if exists dossier_paper cascade;
drop table if exists dossier_form cascade;
drop table if exists dossier cascade;
drop table if exists draft_paper cascade;
drop table if exists draft cascade;
drop table if exists number_counter cascade;
