alter table tenant_card drop column reason, drop column origin, drop column kept_at, drop column kept_by;
alter table tenant_seen drop column left_as;
