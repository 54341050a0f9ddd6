-- What the last application of a tenant's code left of the parts that have no history row by row: the card (name, hosts,
-- theme, contact), the versions of procedures and those of dictionaries. What differs from it now was changed by another way.
alter table tenant_seen add column left_as jsonb;

-- Who wished for the card as it is, by which way and why.
alter table tenant_card
    add column kept_by text not null default '',
    add column kept_at timestamptz not null default now(),
    add column origin  text not null default 'code',
    add column reason  text not null default 'tenant apply';
