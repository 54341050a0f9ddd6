-- The card that a tenant's own transaction wants the platform to show. It is written with everything else of an
-- application, in one transaction of the tenant role, which may not touch the platform's tables; the platform role takes
-- over what is newer than what it shows. An application that ends anywhere has therefore happened wholly or not at all.
create table tenant_card (
    tenant_id uuid primary key,
    version   bigint not null check (version > 0),
    card      jsonb not null
);
alter table tenant add column card_version bigint not null default 0;

-- Rules between rows may be asked at the end of a transaction that sets so: a reorganisation that holds together when it
-- is done must not depend on the order of its steps. Everybody else is told at once, as before.
do $$
declare
    one record;
begin
    for one in
        select conrelid::regclass as of_table, conname from pg_constraint
        where contype = 'f' and not condeferrable and connamespace = 'public'::regnamespace
          and conrelid::regclass::text in (
            'ledger', 'legal_entity', 'balancing_segment_value', 'operating_unit', 'operating_unit_legal_entity',
            'cost_centre', 'cost_centre_value', 'service_hall', 'hall_part', 'department', 'account', 'ledger_account', 'security_profile_unit',
            'responsibility', 'account_responsibility', 'procedure_unit')
    loop
        execute format('alter table %s alter constraint %I deferrable initially immediate', one.of_table, one.conname);
    end loop;
end $$;

-- Codes and addresses, so that one thing may take in one statement what another gives up in it.
do $$
declare
    one record;
    key text;
begin
    for one in
        select c.oid, c.conrelid::regclass as of_table, c.conname from pg_constraint c
        where c.contype = 'u' and not c.condeferrable and c.connamespace = 'public'::regnamespace
          and c.conrelid::regclass::text in (
            'business_group', 'accounting_setup', 'ledger', 'legal_entity', 'operating_unit', 'cost_centre', 'service_hall',
            'department', 'security_profile', 'responsibility', 'procedure', 'account')
          and (select array_agg(a.attname::text order by a.attname) from pg_attribute a
               where a.attrelid = c.conrelid and a.attnum = any (c.conkey)) in (array['code', 'tenant_id'], array['email', 'tenant_id'])
    loop
        key := pg_get_constraintdef(one.oid);
        execute format('alter table %s drop constraint %I', one.of_table, one.conname);
        execute format('alter table %s add constraint %I %s deferrable initially immediate', one.of_table, one.conname, key);
    end loop;
end $$;
