drop table if exists procedure_unit cascade;
drop table if exists procedure_version cascade;
drop table if exists procedure cascade;
