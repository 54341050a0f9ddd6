-- Keeps organisation_name, the index of what organisations are called: whatever writes an organisation, its names follow in
-- the same statement. The rule itself, that no two of a business group share a name, is the table's exclusion constraint.
create or replace function folded_name(name text) returns text
language sql immutable parallel safe as $$
    select lower(btrim(regexp_replace(name, '\s+', ' ', 'g')))
$$;

create or replace function keep_names() returns trigger
language plpgsql as $$
begin
    if tg_op = 'UPDATE' then
        delete from organisation_name n using written w
        where n.tenant_id = w.tenant_id and n.organisation_id = w.id;
    end if;
    -- The group is looked up by plain ids, once for each organisation: an id read out of JSON within the look-up itself would
    -- keep row security from using the key, and each name would search all units or entities of the tenant.
    with organisation as materialized (
        select w.tenant_id, w.id, w.code, w.name, w.valid_from, w.valid_to,
               (to_jsonb(w) ->> 'business_group_id')::uuid as group_id,
               case tg_table_name when 'service_hall' then (to_jsonb(w) ->> 'operating_unit_id')::uuid end as unit_id,
               case tg_table_name when 'cost_centre' then (to_jsonb(w) ->> 'legal_entity_id')::uuid end as entity_id
        from written w)
    insert into organisation_name (tenant_id, organisation_id, language, business_group_id, kind, code, name, folded, valid_from, valid_to)
    select o.tenant_id, o.id, t.key, coalesce(o.group_id, u.business_group_id, e.business_group_id),
           tg_table_name, o.code, btrim(t.value), folded_name(t.value), o.valid_from, o.valid_to
    from organisation o
    left join operating_unit u on u.tenant_id = o.tenant_id and u.id = o.unit_id
    left join legal_entity e on e.tenant_id = o.tenant_id and e.id = o.entity_id
    cross join lateral jsonb_each_text(o.name) t
    where btrim(t.value) <> '';
    return null;
end $$;

do $$
declare
    named text;
begin
    foreach named in array array['legal_entity', 'operating_unit', 'service_hall', 'cost_centre', 'department'] loop
        execute format('drop trigger if exists keep_names_of_new on %I; drop trigger if exists keep_names_of_changed on %I;
            create trigger keep_names_of_new after insert on %I referencing new table as written
                for each statement execute function keep_names();
            create trigger keep_names_of_changed after update on %I referencing new table as written
                for each statement execute function keep_names()', named, named, named, named);
    end loop;
end $$;
