-- A work list read whole from two indexes. Where many tenants take turns, each row of one of them lies on a page of its own, so that
-- a list of 50 visited 300 pages of the tables; an index keeps a tenant's open dossiers beside one another however they came in.
-- The indexes hold what a line shows and what the row policies ask. Names and marks of steps have at most 250 characters and
-- names of people 100, so an entry stays below the 2,704 bytes that an index takes.
drop index dossier_open_by_unit;
create index dossier_open_by_unit on dossier (tenant_id, operating_unit_id, due_at, id)
    include (status, number, procedure_id, applicant_id, applicant_name, channel, received_at, shared_unit_ids, tracking_digest)
    where status < 9;
create index user_task_open_of_dossier on user_task (tenant_id, dossier_id)
    include (id, operating_unit_id, applicant_id, role, claimed_by, created_at, element, name)
    where completed_at is null and cancelled_at is null;
-- An index alone is enough for pages of which vacuum knows that everybody sees all of them. What is open is the newest part of a
-- table that grows for ever: a fifth of it, the default, would be years of dossiers.
alter table dossier set (autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_insert_scale_factor = 0.01);
alter table user_task set (autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_insert_scale_factor = 0.01);
