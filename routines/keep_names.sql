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
    insert into organisation_name (tenant_id, organisation_id, language, business_group_id, kind, code, name, folded, valid_from, valid_to)
    select w.tenant_id, w.id, t.key,
           case tg_table_name
               when 'service_hall' then (select u.business_group_id from operating_unit u
                   where u.tenant_id = w.tenant_id and u.id = (to_jsonb(w) ->> 'operating_unit_id')::uuid)
               when 'cost_centre' then (select e.business_group_id from legal_entity e
                   where e.tenant_id = w.tenant_id and e.id = (to_jsonb(w) ->> 'legal_entity_id')::uuid)
               else (to_jsonb(w) ->> 'business_group_id')::uuid end,
           tg_table_name, w.code, btrim(t.value), folded_name(t.value), w.valid_from, w.valid_to
    from written w, jsonb_each_text(w.name) t
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
