-- The next number of each series. The key holds the owner and the period apart, so that no two periods share a counter.
create table number_counter (
    tenant_id uuid not null,
    series    text not null,
    owner     text not null,
    period    text not null,
    last      bigint not null check (last >= 0),
    primary key (tenant_id, series, owner, period)
);

-- A submission being prepared. It belongs to an account, or to a browser session until its owner signs in.
create table draft (
    tenant_id            uuid not null,
    id                   uuid not null,
    procedure_version_id uuid not null,
    account_id           uuid,
    session_id           uuid,
    operating_unit_id    uuid,
    answers              jsonb not null default '{}',
    started_at           timestamptz not null default now(),
    saved_at             timestamptz not null default now(),
    submitted_at         timestamptz,
    primary key (tenant_id, id),
    foreign key (tenant_id, procedure_version_id) references procedure_version (tenant_id, id),
    check (account_id is not null or session_id is not null)
);
create index draft_of_account on draft (tenant_id, account_id, saved_at) where submitted_at is null;

create table draft_paper (
    tenant_id  uuid not null,
    id         uuid not null,
    draft_id   uuid not null,
    account_id uuid,
    session_id uuid,
    part       text not null,
    file_name  text not null,
    media_type text not null,
    size_bytes bigint not null check (size_bytes > 0),
    sha256     bytea not null,
    blob_key   text not null,
    added_at   timestamptz not null default now(),
    primary key (tenant_id, id),
    foreign key (tenant_id, draft_id) references draft (tenant_id, id) on delete cascade
);

-- Narrow on purpose: lists and counts read it, the form lies beside it.
-- status: 1 submitted, 2 in process, 3 awaiting payment, 4 awaiting supplement, 9 granted, 10 refused, 11 withdrawn.
create table dossier (
    tenant_id            uuid not null,
    id                   uuid not null,
    number               text not null,
    submission_key       text not null,
    procedure_id         uuid not null,
    procedure_version_id uuid not null,
    operating_unit_id    uuid not null,
    legal_entity_id      uuid not null,
    hall_id              uuid,
    shared_unit_ids      uuid[] not null default '{}',
    applicant_id         uuid not null,
    applicant_name       text not null,
    channel              text not null check (channel in ('portal', 'counter', 'api')),
    status               smallint not null default 1 check (status between 1 and 11),
    tracking_digest      bytea not null,
    received_at          timestamptz not null,
    due_at               timestamptz,
    accepted_at          timestamptz,
    payment_due_at       timestamptz,
    paid_at              timestamptz,
    supplement_asked_at  timestamptz,
    decided_at           timestamptz,
    finished_at          timestamptz,
    primary key (tenant_id, id),
    unique (tenant_id, number),
    unique (tenant_id, applicant_id, submission_key),
    foreign key (tenant_id, procedure_version_id) references procedure_version (tenant_id, id),
    foreign key (tenant_id, operating_unit_id, legal_entity_id)
        references operating_unit_legal_entity (tenant_id, operating_unit_id, legal_entity_id),
    foreign key (tenant_id, applicant_id) references account (tenant_id, id)
);
-- Two work-list indexes: the first serves large sets of units, the second small ones.
create index dossier_open_by_due on dossier (tenant_id, due_at) include (operating_unit_id, status) where status < 9;
create index dossier_open_by_unit on dossier (tenant_id, operating_unit_id, due_at) include (status) where status < 9;
create index dossier_of_applicant on dossier (tenant_id, applicant_id, received_at);
create index dossier_by_procedure on dossier (tenant_id, operating_unit_id, procedure_id, received_at);

create table dossier_form (
    tenant_id         uuid not null,
    dossier_id        uuid not null,
    operating_unit_id uuid not null,
    shared_unit_ids   uuid[] not null default '{}',
    applicant_id      uuid not null,
    answers           jsonb not null,
    due_explanation   jsonb not null default '[]',
    primary key (tenant_id, dossier_id),
    foreign key (tenant_id, dossier_id) references dossier (tenant_id, id)
);

create table dossier_paper (
    tenant_id         uuid not null,
    id                uuid not null,
    dossier_id        uuid not null,
    operating_unit_id uuid not null,
    shared_unit_ids   uuid[] not null default '{}',
    applicant_id      uuid not null,
    part              text not null,
    file_name         text not null,
    media_type        text not null,
    size_bytes        bigint not null,
    sha256            bytea not null,
    blob_key          text not null,
    added_at          timestamptz not null default now(),
    primary key (tenant_id, id),
    foreign key (tenant_id, dossier_id) references dossier (tenant_id, id)
);
create index dossier_paper_of_dossier on dossier_paper (tenant_id, dossier_id);

-- The dossier's own log, in the words the applicant reads: kind names a text, detail fills it.
create table dossier_log (
    tenant_id         uuid not null,
    id                uuid not null,
    dossier_id        uuid not null,
    operating_unit_id uuid not null,
    shared_unit_ids   uuid[] not null default '{}',
    applicant_id      uuid not null,
    occurred_at       timestamptz not null,
    kind              text not null,
    actor_name        text,
    public            boolean not null default true,
    detail            jsonb not null default '{}',
    primary key (tenant_id, id),
    foreign key (tenant_id, dossier_id) references dossier (tenant_id, id)
);
create index dossier_log_of_dossier on dossier_log (tenant_id, dossier_id, occurred_at);
