-- A tenant that is being set up: everything its administrator has said so far, as a tenant's code, and the library it may
-- take procedures from. Until it is live its dossiers are tests, and nobody outside sees a portal.
create table onboarding (
    tenant_id  uuid primary key,
    code       jsonb not null,
    library    jsonb not null,
    begun_at   timestamptz not null,
    asked_at   timestamptz,
    live_at    timestamptz
);

-- What was done, step by step, each with what it was before: the last one can be taken back.
create table onboarding_step (
    tenant_id uuid not null,
    id        uuid not null,
    step      text not null,
    who       text not null,
    made_at   timestamptz not null,
    before    jsonb not null,
    undone_at timestamptz,
    primary key (tenant_id, id)
);

-- Tenants that were there before were live already.
alter table tenant add column live boolean not null default true;
