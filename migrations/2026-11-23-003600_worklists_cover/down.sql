alter table user_task reset (autovacuum_vacuum_scale_factor, autovacuum_vacuum_insert_scale_factor);
alter table dossier reset (autovacuum_vacuum_scale_factor, autovacuum_vacuum_insert_scale_factor);
drop index user_task_open_of_dossier;
drop index dossier_open_by_unit;
create index dossier_open_by_unit on dossier (tenant_id, operating_unit_id, due_at) include (status) where status < 9;
