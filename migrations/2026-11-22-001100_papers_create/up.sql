-- Papers the public body makes: receipts, refusals, results. Once per dossier and kind; the number is given when the
-- row is written, the file is stored after it.
create table document (
    tenant_id         uuid not null,
    id                uuid not null,
    dossier_id        uuid not null,
    operating_unit_id uuid not null,
    legal_entity_id   uuid not null,
    shared_unit_ids   uuid[] not null default '{}',
    applicant_id      uuid not null,
    kind              text not null,
    number            text,
    language          text not null,
    content           jsonb not null,
    blob_key          text,
    sha256            bytea,
    size_bytes        bigint,
    numbered_at       timestamptz not null default now(),
    stored_at         timestamptz,
    primary key (tenant_id, id),
    unique (tenant_id, dossier_id, kind),
    foreign key (tenant_id, dossier_id) references dossier (tenant_id, id)
);
create unique index document_number on document (tenant_id, operating_unit_id, kind, number) where number is not null;
