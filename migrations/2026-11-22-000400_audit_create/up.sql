-- Who did what, when, upon what. The writer stores only the digest of its row; a sealer links rows afterwards in
-- batches, so that no transaction waits for another's link.
create table audit_entry (
    tenant_id   uuid not null,
    id          uuid not null,
    occurred_at timestamptz not null default now(),
    actor       text not null,
    verb        text not null,
    subject     uuid,
    outcome     text not null check (outcome in ('granted', 'denied')),
    detail      jsonb not null default '{}',
    row_digest  bytea not null,
    written_by  xid8 not null default pg_current_xact_id(),
    primary key (tenant_id, id)
);
create index audit_entry_by_subject on audit_entry (tenant_id, subject, occurred_at);
create index audit_entry_unsealed on audit_entry (tenant_id, written_by, id);

create table audit_seal (
    tenant_id   uuid not null,
    number      bigint not null,
    sealed_at   timestamptz not null default now(),
    below_xid   xid8 not null,
    entry_count bigint not null,
    digest      bytea not null,
    primary key (tenant_id, number)
);
