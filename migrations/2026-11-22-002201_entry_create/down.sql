drop table entry_account;
drop table handover;
drop table entry_member;
alter table tenant drop constraint tenant_portal_url, drop column portal_url, drop column portal;
