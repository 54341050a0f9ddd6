-- Who holds a tracking proof could read the whole row of a dossier, and every policy of dossiers asked for the proof. Where a dossier
-- stands is a view now; it asks the owner's policies, so the policies of the tenant role need not know the proof any more.
create view followed_dossier as
    select tenant_id, id, number, procedure_version_id, operating_unit_id, hall_id, status, received_at, due_at, accepted_at,
           payment_due_at, paid_at, supplement_asked_at, decided_at, finished_at
    from dossier;
-- Nor need a work list's index hold it.
drop index dossier_open_by_unit;
create index dossier_open_by_unit on dossier (tenant_id, operating_unit_id, due_at, id)
    include (status, number, procedure_id, applicant_id, applicant_name, channel, received_at, shared_unit_ids)
    where status < 9;
