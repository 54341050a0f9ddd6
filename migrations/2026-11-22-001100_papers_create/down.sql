drop table if exists document cascade;
