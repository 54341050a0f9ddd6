-- Events leave in the transaction that caused them and are taken in once per subscription.
create table outbox (
    tenant_id    uuid not null,
    id           uuid not null,
    seq          bigint generated always as identity,
    kind         text not null,
    subject      uuid not null,
    occurred_at  timestamptz not null default now(),
    trace        text,
    data         jsonb not null,
    published_at timestamptz,
    primary key (tenant_id, id)
);
create index outbox_waiting on outbox (seq) where published_at is null;
create index outbox_published on outbox (published_at) where published_at is not null;

create table inbox (
    tenant_id    uuid not null,
    subscription text not null,
    event_id     uuid not null,
    handled_at   timestamptz not null default now(),
    primary key (tenant_id, subscription, event_id)
);
