-- Tracking without signing in, in one round trip: the row is visible only to whoever holds its tracking proof.
-- The row comes back as one value: `returns table` would keep it in a store of rows and scan that, a fifth of the whole call.
do $$
declare
    old regprocedure;
begin
    -- It once returned a table, and what a function returns cannot be replaced.
    for old in select oid::regprocedure from pg_proc
               where proname = 'track_dossier' and pronamespace = current_schema()::regnamespace and proretset loop
        execute format('drop function %s', old);
    end loop;
end $$;
create or replace function track_dossier(
    in_tenant uuid, in_mode text, in_units text, in_account text, in_session text, in_tracking text, in_version bigint,
    in_number text
) returns record
language plpgsql stable as $$
declare
    scope text;
begin
    -- One expression without a query: it is evaluated where it stands, where `perform` would start the executor for it.
    scope := set_config('app.tenant_id', in_tenant::text, true) || set_config('app.mode', in_mode, true)
             || set_config('app.units', in_units, true) || set_config('app.account', in_account, true)
             || set_config('app.session', in_session, true) || set_config('app.tracking', in_tracking, true);
    return (select row(d.id, d.number, d.procedure_version_id, d.operating_unit_id, d.hall_id, d.status, d.received_at,
                       d.due_at, d.accepted_at, d.payment_due_at, d.paid_at, d.supplement_asked_at, d.decided_at,
                       d.finished_at)
            from dossier d where d.tenant_id = in_tenant and d.number = in_number);
end $$;
