-- Value lists of a tenant: divisions, document types, reasons of refusal. What is in force is a published version, which
-- never changes again; at most one draft stands beside it.
create table dictionary (
    tenant_id          uuid not null,
    id                 uuid not null,
    code               text not null check (code ~ '^[a-z][a-z0-9-]{0,59}$'),
    current_version_id uuid,
    primary key (tenant_id, id),
    unique (tenant_id, code)
);

create table dictionary_version (
    tenant_id     uuid not null,
    id            uuid not null,
    dictionary_id uuid not null,
    number        integer not null check (number > 0),
    name          jsonb not null,
    levels        jsonb not null default '[]',
    begun_at      timestamptz not null,
    begun_by      text not null,
    published_at  timestamptz,
    published_by  text,
    reason        text,
    digest        bytea,
    primary key (tenant_id, id),
    unique (tenant_id, dictionary_id, number),
    unique (tenant_id, dictionary_id, id),
    foreign key (tenant_id, dictionary_id) references dictionary (tenant_id, id),
    check ((published_at is null) = (reason is null)),
    check ((published_at is null) = (published_by is null)),
    check ((published_at is null) = (digest is null))
);
create unique index dictionary_version_draft on dictionary_version (tenant_id, dictionary_id) where published_at is null;
alter table dictionary add foreign key (tenant_id, id, current_version_id)
    references dictionary_version (tenant_id, dictionary_id, id);

create table dictionary_item (
    tenant_id   uuid not null,
    version_id  uuid not null,
    code        text not null check (length(code) between 1 and 60),
    parent_code text check (parent_code <> code),
    position    integer not null,
    name        jsonb not null,
    valid_from  date,
    valid_to    date,
    primary key (tenant_id, version_id, code),
    foreign key (tenant_id, version_id) references dictionary_version (tenant_id, id) on delete cascade,
    foreign key (tenant_id, version_id, parent_code)
        references dictionary_item (tenant_id, version_id, code) on update cascade on delete cascade deferrable initially deferred,
    check (valid_from < valid_to)
);
create index dictionary_item_below on dictionary_item (tenant_id, version_id, parent_code);

-- What was published stays as it was published, whoever asks. Afterwards: whose row it is, is asked first.
create function dictionary_version_stays() returns trigger language plpgsql as $$
begin
    if old.published_at is not null then
        raise exception 'a published dictionary version never changes' using errcode = 'restrict_violation';
    end if;
    return null;
end $$;
create trigger dictionary_version_stays after update or delete on dictionary_version
    for each row execute function dictionary_version_stays();

create function dictionary_item_stays() returns trigger language plpgsql as $$
declare
    of_tenant uuid := case when tg_op = 'DELETE' then old.tenant_id else new.tenant_id end;
    of_version uuid := case when tg_op = 'DELETE' then old.version_id else new.version_id end;
begin
    if exists (select from dictionary_version v
               where v.tenant_id = of_tenant and v.id = of_version and v.published_at is not null) then
        raise exception 'a published dictionary version never changes' using errcode = 'restrict_violation';
    end if;
    return null;
end $$;
create trigger dictionary_item_stays after insert or update or delete on dictionary_item
    for each row execute function dictionary_item_stays();

-- The versions of dictionaries that the answers were given under: their ids by the dictionary's code.
alter table dossier_form add column dictionaries jsonb not null default '{}';
