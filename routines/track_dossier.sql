-- Tracking without signing in, in one round trip: the row is visible only to whoever holds its tracking proof.
create or replace function track_dossier(
    in_tenant uuid, in_mode text, in_units text, in_account text, in_session text, in_tracking text, in_version bigint,
    in_number text
) returns table (id uuid, number text, procedure_version_id uuid, operating_unit_id uuid, hall_id uuid, status smallint,
                 received_at timestamptz, due_at timestamptz, accepted_at timestamptz, payment_due_at timestamptz,
                 paid_at timestamptz, supplement_asked_at timestamptz, decided_at timestamptz, finished_at timestamptz)
language plpgsql stable as $$
declare
    scope text;
begin
    -- One expression without a query: it is evaluated where it stands, where `perform` would start the executor for it.
    scope := set_config('app.tenant_id', in_tenant::text, true) || set_config('app.mode', in_mode, true)
             || set_config('app.units', in_units, true) || set_config('app.account', in_account, true)
             || set_config('app.session', in_session, true) || set_config('app.tracking', in_tracking, true);
    return query
        select d.id, d.number, d.procedure_version_id, d.operating_unit_id, d.hall_id, d.status, d.received_at, d.due_at,
               d.accepted_at, d.payment_due_at, d.paid_at, d.supplement_asked_at, d.decided_at, d.finished_at
        from dossier d where d.tenant_id = in_tenant and d.number in (in_number, upper(in_number));
end $$;
