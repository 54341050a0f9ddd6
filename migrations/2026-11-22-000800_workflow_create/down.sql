drop table if exists incident cascade;
drop table if exists process_timer cascade;
drop table if exists user_task cascade;
drop table if exists process_instance cascade;
