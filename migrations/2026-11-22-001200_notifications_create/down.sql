drop table if exists notification_attempt cascade;
drop table if exists notification cascade;
