-- Something to tell a person, once per event; every attempt to do so is kept.
create table notification (
    tenant_id    uuid not null,
    id           uuid not null,
    event_id     uuid not null,
    account_id   uuid not null,
    dossier_id   uuid,
    template     text not null,
    language     text not null,
    arguments    jsonb not null default '{}',
    message_id   text not null,
    created_at   timestamptz not null default now(),
    sent_at      timestamptz,
    given_up_at  timestamptz,
    read_at      timestamptz,
    primary key (tenant_id, id),
    unique (tenant_id, event_id, template, account_id),
    foreign key (tenant_id, account_id) references account (tenant_id, id)
);
create index notification_of_account on notification (tenant_id, account_id, created_at);

create table notification_attempt (
    tenant_id       uuid not null,
    notification_id uuid not null,
    number          integer not null,
    channel         text not null,
    started_at      timestamptz not null default now(),
    ended_at        timestamptz,
    outcome         text check (outcome in ('delivered', 'temporary_failure', 'permanent_failure', 'technical_failure')),
    detail          text,
    primary key (tenant_id, notification_id, number),
    foreign key (tenant_id, notification_id) references notification (tenant_id, id)
);
