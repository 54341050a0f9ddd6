drop table if exists audit_seal cascade;
drop table if exists audit_entry cascade;
