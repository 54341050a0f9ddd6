-- Invitations: a one-time link by which a person sets her password. Only a digest of its secret lies here; the secret is
-- derived from the installation's key and the invitation's id when the letter is written.
create table invitation (
    tenant_id    uuid not null,
    id           uuid not null,
    account_id   uuid not null,
    token_digest bytea not null,
    invited_by   text not null,
    invited_at   timestamptz not null,
    expires_at   timestamptz not null,
    accepted_at  timestamptz,
    revoked_at   timestamptz,
    primary key (tenant_id, id),
    unique (tenant_id, token_digest),
    foreign key (tenant_id, account_id) references account (tenant_id, id)
);
-- One link at a time: a new one takes the place of the one before.
create unique index invitation_one_open on invitation (tenant_id, account_id) where accepted_at is null and revoked_at is null;

-- The same responsibility is never held twice on one day. valid_to is the first day on which it is no longer held.
create extension if not exists btree_gist;
alter table account_responsibility add constraint account_responsibility_once
    exclude using gist (tenant_id with =, account_id with =, responsibility_id with =, daterange(valid_from, valid_to, '[)') with &&);
create index account_responsibility_of_responsibility on account_responsibility (tenant_id, responsibility_id);
create index profile_option_of_level on profile_option (tenant_id, level, level_id);

-- The history of one person: her account, what she held, her profile options.
create index change_row_of_person on change_row (tenant_id, split_part(row_key, ' ', 1))
    where table_name in ('account', 'account_responsibility');
create index change_row_of_option on change_row (tenant_id, split_part(row_key, ' ', 3)) where table_name = 'profile_option';
