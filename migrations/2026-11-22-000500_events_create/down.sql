drop table if exists inbox cascade;
drop table if exists outbox cascade;
