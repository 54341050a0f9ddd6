-- Answers kept by idempotency key, so that a repeated call gets the first answer.
create table idempotency_key (
    tenant_id   uuid not null,
    account_id  uuid not null,
    key         text not null check (length(key) between 8 and 128),
    fingerprint bytea not null,
    status      integer,
    answer      jsonb,
    taken_at    timestamptz not null default now(),
    answered_at timestamptz,
    primary key (tenant_id, account_id, key)
);
