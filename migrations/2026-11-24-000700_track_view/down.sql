drop index dossier_open_by_unit;
create index dossier_open_by_unit on dossier (tenant_id, operating_unit_id, due_at, id)
    include (status, number, procedure_id, applicant_id, applicant_name, channel, received_at, shared_unit_ids, tracking_digest)
    where status < 9;
drop view followed_dossier;
