-- Keeps the history of configuration. After each statement on a kept table every row that it changed is written to
-- change_row under the change set that is open in the transaction (the set itself with its first row, so that none is
-- empty); a tenant's transaction that has opened none may not change configuration at all. So no path into these tables, page, interface or code, can leave history out.
--
-- A table that decides access raises the version of access as well: sets compiled before are stale in the next
-- transaction, whoever made the change.
--
-- Left out: secrets, what is made of another column, and accounts of citizens, which are nobody's configuration.
create or replace function kept_row(kept_table text, changed jsonb) returns jsonb
language sql immutable as $$
    select case
        when kept_table = 'account' and changed ->> 'kind' <> 'staff' then null
        else changed - '{tenant_id,password_hash,folded_name}'::text[]
    end
$$;

-- Written out rather than as an aggregate, so that it becomes part of the statement that asks; no kept table has a longer key.
create or replace function row_key_of(changed jsonb, key_columns text[]) returns text
language sql stable as $$
    select concat_ws(' ', changed ->> key_columns[1], changed ->> key_columns[2], changed ->> key_columns[3], changed ->> key_columns[4])
$$;

create or replace function keep_changes() returns trigger
language plpgsql as $$
declare
    key_columns constant text[] := string_to_array(tg_argv[0], ',');
    decides_access constant boolean := tg_argv[1]::boolean;
    tenant constant uuid := nullif(current_setting('app.tenant_id', true), '')::uuid;
    opened constant jsonb := nullif(current_setting('app.change_set', true), '')::jsonb;
    change constant uuid := opened ->> 'id';
    kept bigint;
begin
    -- Set-up and repair by the owner of the tables is not a tenant's act.
    if tenant is null then
        return null;
    end if;
    -- Each row is turned into JSON once (materialized): a set of twenty thousand people is one statement.
    if tg_op = 'INSERT' then
        with kept as materialized (select kept_row(tg_table_name, to_jsonb(came)) as row from came)
        insert into change_row (tenant_id, change_set_id, table_name, row_key, after)
        select tenant, change, tg_table_name, row_key_of(row, key_columns), row from kept where row is not null;
    elsif tg_op = 'DELETE' then
        with kept as materialized (select kept_row(tg_table_name, to_jsonb(went)) as row from went)
        insert into change_row (tenant_id, change_set_id, table_name, row_key, before)
        select tenant, change, tg_table_name, row_key_of(row, key_columns), row from kept where row is not null;
    else
        with was as materialized (
            select row_key_of(it.row, key_columns) as row_key, it.row
            from (select kept_row(tg_table_name, to_jsonb(went)) as row from went offset 0) it where it.row is not null),
        is_now as materialized (
            select row_key_of(it.row, key_columns) as row_key, it.row
            from (select kept_row(tg_table_name, to_jsonb(came)) as row from came offset 0) it where it.row is not null)
        insert into change_row (tenant_id, change_set_id, table_name, row_key, before, after)
        select tenant, change, tg_table_name, row_key, was.row, is_now.row
        from was full join is_now using (row_key)
        where was.row is distinct from is_now.row;
    end if;
    get diagnostics kept = row_count;
    if kept > 0 then
        insert into change_set (tenant_id, id, made_at, made_by, origin, reason, undoes_id)
        values (tenant, change, (opened ->> 'made_at')::timestamptz, opened ->> 'made_by', opened ->> 'origin',
                opened ->> 'reason', (opened ->> 'undoes_id')::uuid)
        on conflict (tenant_id, id) do nothing;
    end if;
    if kept > 0 and decides_access then
        insert into access_version as v (tenant_id, version) values (tenant, 1)
        on conflict (tenant_id) do update set version = v.version + 1;
    end if;
    return null;
exception when not_null_violation then
    raise exception 'onedoor:no change set' using hint = 'open a change set before changing ' || tg_table_name;
end $$;

-- Puts the table under history, or again after its key changed.
create or replace procedure keep_changes_of(kept regclass, decides_access boolean)
language plpgsql as $$
declare
    key_columns text;
begin
    select string_agg(a.attname, ',' order by k.place) into key_columns
    from pg_index i
    cross join unnest(i.indkey::int2[]) with ordinality as k (column_number, place)
    join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.column_number
    where i.indrelid = kept and i.indisprimary and a.attname <> 'tenant_id';
    execute format('create or replace trigger keep_inserts after insert on %s referencing new table as came
        for each statement execute function keep_changes(%L, %L)', kept, key_columns, decides_access);
    execute format('create or replace trigger keep_updates after update on %s referencing old table as went new table as came
        for each statement execute function keep_changes(%L, %L)', kept, key_columns, decides_access);
    execute format('create or replace trigger keep_deletes after delete on %s referencing old table as went
        for each statement execute function keep_changes(%L, %L)', kept, key_columns, decides_access);
end $$;
revoke all on procedure keep_changes_of(regclass, boolean) from public;

call keep_changes_of('business_group', false);
call keep_changes_of('accounting_setup', false);
call keep_changes_of('ledger', false);
call keep_changes_of('legal_entity', false);
call keep_changes_of('balancing_segment_value', false);
call keep_changes_of('operating_unit', true);
call keep_changes_of('operating_unit_legal_entity', false);
call keep_changes_of('value_set', false);
call keep_changes_of('cost_centre', false);
call keep_changes_of('cost_centre_value', false);
call keep_changes_of('service_hall', false);
call keep_changes_of('hall_part', false);
call keep_changes_of('department', false);
call keep_changes_of('working_calendar', false);
call keep_changes_of('ledger_account', false);
call keep_changes_of('account', true);
call keep_changes_of('security_profile', true);
call keep_changes_of('security_profile_unit', true);
call keep_changes_of('responsibility', true);
call keep_changes_of('account_responsibility', true);
call keep_changes_of('profile_option', true);
call keep_changes_of('policy_line', true);
call keep_changes_of('delegation', true);
call keep_changes_of('delegation_unit', true);
call keep_changes_of('separated_duty', true);
call keep_changes_of('procedure_unit', false);
