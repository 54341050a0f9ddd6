drop table tenant_seen;
