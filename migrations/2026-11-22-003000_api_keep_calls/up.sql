-- What a program changed under an idempotency key: the digest of what it sent, and what it was answered. The row is written
-- in the transaction of the change itself, so a repeat finds either both or neither. The answer is empty only while that
-- transaction is at work, which nobody else sees.
create table organisation_call (
    tenant_id   uuid not null,
    account_id  uuid not null,
    key         text not null check (length(key) between 1 and 200),
    fingerprint bytea not null,
    made_at     timestamptz not null,
    answer      jsonb,
    primary key (tenant_id, account_id, key),
    foreign key (tenant_id, account_id) references account (tenant_id, id)
);
