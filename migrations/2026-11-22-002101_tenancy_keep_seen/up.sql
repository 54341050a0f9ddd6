-- Which changes the last application of a tenant's code has seen: whatever else was changed since, and not by code, is drift.
-- Ids rather than a moment, because a change that was not yet committed then has an earlier moment and was not seen; those
-- that are older than two hours need no id.
create table tenant_seen (
    tenant_id uuid primary key,
    seen_at   timestamptz not null,
    seen      uuid[] not null
);
