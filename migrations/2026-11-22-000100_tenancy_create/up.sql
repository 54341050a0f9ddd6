-- Tenants and the host names at which their portals answer. Platform tables: the platform role reads them, the tenant role never does.
create table tenant (
    id                uuid primary key,
    slug              text not null unique check (slug ~ '^[a-z][a-z0-9-]{1,40}$'),
    name              jsonb not null,
    settings          jsonb not null,
    cell              text not null default 'main',
    catalogue_version bigint not null default 1,
    joined_at         timestamptz not null default now(),
    left_at           timestamptz
);

create table tenant_host (
    host      text primary key check (host = lower(host)),
    tenant_id uuid not null references tenant (id)
);

-- The version under which access sets of a tenant were compiled. Every transaction compares it: a change of
-- responsibilities or policy is in force in the next transaction on every node.
create table access_version (
    tenant_id uuid primary key,
    version   bigint not null
);
