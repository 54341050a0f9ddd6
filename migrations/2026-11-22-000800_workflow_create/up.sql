-- A running process: where its tokens stand, its variables, and what it waits for.
create table process_instance (
    tenant_id            uuid not null,
    id                   uuid not null,
    dossier_id           uuid not null,
    procedure_version_id uuid not null,
    operating_unit_id    uuid not null,
    applicant_id         uuid not null,
    state                jsonb not null,
    variables            jsonb not null default '{}',
    revision             integer not null default 1,
    started_at           timestamptz not null default now(),
    ended_at             timestamptz,
    outcome              text,
    primary key (tenant_id, id),
    unique (tenant_id, dossier_id),
    foreign key (tenant_id, dossier_id) references dossier (tenant_id, id),
    foreign key (tenant_id, procedure_version_id) references procedure_version (tenant_id, id)
);

-- A step that waits for a person of a role in a unit.
create table user_task (
    tenant_id         uuid not null,
    id                uuid not null,
    instance_id       uuid not null,
    dossier_id        uuid not null,
    operating_unit_id uuid not null,
    applicant_id      uuid not null,
    element           text not null,
    element_instance  bigint not null,
    name              text not null,
    role              text not null,
    actions           text[] not null default '{}',
    form              text,
    created_at        timestamptz not null default now(),
    due_at            timestamptz,
    claimed_by        uuid,
    claimed_at        timestamptz,
    completed_by      uuid,
    completed_at      timestamptz,
    cancelled_at      timestamptz,
    outcome           text,
    answers           jsonb,
    note              text,
    primary key (tenant_id, id),
    unique (tenant_id, instance_id, element_instance),
    foreign key (tenant_id, instance_id) references process_instance (tenant_id, id),
    foreign key (tenant_id, claimed_by) references account (tenant_id, id),
    foreign key (tenant_id, completed_by) references account (tenant_id, id)
);
create index user_task_open on user_task (tenant_id, operating_unit_id, role, created_at)
    where completed_at is null and cancelled_at is null;
create index user_task_of_dossier on user_task (tenant_id, dossier_id, created_at);

-- A step that waits for the clock. A worker fires those that are due.
create table process_timer (
    tenant_id        uuid not null,
    id               uuid not null,
    instance_id      uuid not null,
    element          text not null,
    element_instance bigint not null,
    due_at           timestamptz not null,
    fired_at         timestamptz,
    cancelled_at     timestamptz,
    primary key (tenant_id, id),
    unique (tenant_id, instance_id, element_instance),
    foreign key (tenant_id, instance_id) references process_instance (tenant_id, id)
);
create index process_timer_due on process_timer (due_at) where fired_at is null and cancelled_at is null;

-- Something stuck that needs a person.
create table incident (
    tenant_id         uuid not null,
    id                uuid not null,
    instance_id       uuid not null,
    dossier_id        uuid not null,
    operating_unit_id uuid not null,
    element           text not null,
    element_instance  bigint not null,
    reason            text not null,
    detail            jsonb not null default '{}',
    raised_at         timestamptz not null default now(),
    resolved_at       timestamptz,
    resolved_by       uuid,
    primary key (tenant_id, id),
    foreign key (tenant_id, instance_id) references process_instance (tenant_id, id)
);
create index incident_open on incident (tenant_id, operating_unit_id, raised_at) where resolved_at is null;
