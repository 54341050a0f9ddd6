-- Every change of a tenant's configuration: who made it and why, and each row as it was and as it became. Undo, drift and
-- the organisation as it stood on a day are read from here; the tables themselves say only what is in force.
create table change_set (
    tenant_id uuid not null,
    id        uuid not null,
    made_at   timestamptz not null,
    made_by   text not null,
    origin    text not null
              check (origin in ('page', 'api', 'code', 'bulk', 'reorganisation', 'undo', 'onboarding')),
    reason    text not null check (length(reason) between 3 and 500),
    undoes_id uuid,
    primary key (tenant_id, id),
    unique (tenant_id, undoes_id),
    foreign key (tenant_id, undoes_id) references change_set (tenant_id, id)
);

create table change_row (
    tenant_id     uuid not null,
    change_set_id uuid not null,
    position      bigint not null generated always as identity,
    table_name    text not null,
    row_key       text not null,
    before        jsonb,
    after         jsonb,
    primary key (tenant_id, change_set_id, position),
    -- The set is written when its first statement has changed something.
    foreign key (tenant_id, change_set_id) references change_set (tenant_id, id) deferrable initially deferred,
    check (before is distinct from after)
);
create index change_row_of_row on change_row (tenant_id, table_name, row_key, position);
