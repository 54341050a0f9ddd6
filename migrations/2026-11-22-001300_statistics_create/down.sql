drop table if exists money_sum cascade;
drop table if exists dossier_count cascade;
