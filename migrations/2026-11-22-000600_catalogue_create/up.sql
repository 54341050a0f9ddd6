-- Procedures and their published versions. A published version never changes: the tenant role may not update one.
create table procedure (
    tenant_id          uuid not null,
    id                 uuid not null,
    code               text not null,
    current_version_id uuid,
    suspended_at       timestamptz,
    primary key (tenant_id, id),
    unique (tenant_id, code)
);

create table procedure_version (
    tenant_id    uuid not null,
    id           uuid not null,
    procedure_id uuid not null,
    number       integer not null check (number > 0),
    definition   jsonb not null,
    form         jsonb not null,
    bpmn         text not null,
    digest       bytea not null,
    published_at timestamptz not null default now(),
    primary key (tenant_id, id),
    unique (tenant_id, procedure_id, number),
    unique (tenant_id, procedure_id, digest),
    foreign key (tenant_id, procedure_id) references procedure (tenant_id, id)
);
alter table procedure add constraint procedure_current_version
    foreign key (tenant_id, current_version_id) references procedure_version (tenant_id, id) deferrable initially deferred;

-- Which operating unit takes a procedure's dossiers, for which legal entity, and at which hall.
create table procedure_unit (
    tenant_id         uuid not null,
    procedure_id      uuid not null,
    operating_unit_id uuid not null,
    legal_entity_id   uuid not null,
    hall_id           uuid,
    is_default        boolean not null default false,
    primary key (tenant_id, procedure_id, operating_unit_id),
    foreign key (tenant_id, procedure_id) references procedure (tenant_id, id),
    foreign key (tenant_id, operating_unit_id, legal_entity_id)
        references operating_unit_legal_entity (tenant_id, operating_unit_id, legal_entity_id),
    foreign key (tenant_id, hall_id) references service_hall (tenant_id, id)
);
