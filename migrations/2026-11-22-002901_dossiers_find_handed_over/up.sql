-- The few open dossiers of which a step was handed to another unit: a work list looks among them, and no longer at the
-- dossier of each open task only to find that it is its own.
create index dossier_open_shared on dossier (tenant_id) where status < 9 and shared_unit_ids <> '{}';
