drop table if exists access_version cascade;
drop table if exists tenant_host cascade;
drop table if exists tenant cascade;
