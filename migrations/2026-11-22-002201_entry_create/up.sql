-- Build modes. A tenant's portal is full, hands over to a national portal, or is none at all; and a tenant may be the shared
-- entry of others: search and sign-in once, then each member's own portal.
alter table tenant
    add column portal text not null default 'full' check (portal in ('full', 'entry', 'none')),
    add column portal_url text,
    add constraint tenant_portal_url check ((portal = 'entry') = (portal_url is not null));

create table entry_member (
    entry_id  uuid not null references tenant (id),
    member_id uuid not null references tenant (id),
    primary key (entry_id, member_id),
    check (entry_id <> member_id)
);
create index entry_member_of on entry_member (member_id);

-- A person on her way from the entry to a member's portal: for a minute, for that tenant, for the browser that began. Whoever
-- takes it deletes it, so nobody takes it twice.
create table handover (
    token_digest  bytea primary key,
    browser       bytea not null,
    entry_id      uuid not null references tenant (id),
    member_id     uuid not null references tenant (id),
    account_id    uuid not null,
    person        jsonb not null,
    next          text not null,
    expires_at    timestamptz not null
);
create index handover_expires on handover (expires_at);

-- The account of a member that somebody of the entry uses there.
create table entry_account (
    tenant_id        uuid not null,
    entry_id         uuid not null,
    entry_account_id uuid not null,
    account_id       uuid not null,
    linked_at        timestamptz not null,
    primary key (tenant_id, entry_id, entry_account_id),
    unique (tenant_id, account_id),
    foreign key (tenant_id, account_id) references account (tenant_id, id)
);
