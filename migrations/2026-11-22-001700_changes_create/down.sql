drop table if exists change_row cascade;
drop table if exists change_set cascade;
