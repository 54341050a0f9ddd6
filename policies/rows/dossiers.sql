-- Dossiers and what hangs on them: seen by the operating unit that has them, by units a step was handed to, by the applicant, and one row by whoever holds the tracking proof.
-- What is read may be many rows, so a setting is asked once for all of them, by a subquery. What is written is checked row by row,
-- and nearly always one row: there a subquery costs more than it saves (a twentieth of a submission).
-- The proof opens a dossier to be read and nothing to be written, so no check knows it.

drop policy if exists number_counter_tenant on number_counter;
create policy number_counter_tenant on number_counter for all to onedoor_tenant
    using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
    with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);

drop policy if exists draft_tenant on draft;
create policy draft_tenant on draft for all to onedoor_tenant
    using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid
    and ((select current_setting('app.mode', true)) = 'A'
         or account_id = (select nullif(current_setting('app.account', true), '')::uuid)
         or session_id = (select nullif(current_setting('app.session', true), '')::uuid)))
    with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid
    and (current_setting('app.mode', true) = 'A'
         or account_id = nullif(current_setting('app.account', true), '')::uuid
         or session_id = nullif(current_setting('app.session', true), '')::uuid));

drop policy if exists draft_paper_tenant on draft_paper;
create policy draft_paper_tenant on draft_paper for all to onedoor_tenant
    using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid
    and ((select current_setting('app.mode', true)) = 'A'
         or account_id = (select nullif(current_setting('app.account', true), '')::uuid)
         or session_id = (select nullif(current_setting('app.session', true), '')::uuid)))
    with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid
    and (current_setting('app.mode', true) = 'A'
         or account_id = nullif(current_setting('app.account', true), '')::uuid
         or session_id = nullif(current_setting('app.session', true), '')::uuid));

drop policy if exists dossier_tenant on dossier;
create policy dossier_tenant on dossier for all to onedoor_tenant
    using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid
    and ((select current_setting('app.mode', true)) = 'A'
         or operating_unit_id = any ((select string_to_array(nullif(current_setting('app.units', true), ''), ',')::uuid[])::uuid[])
         or applicant_id = (select nullif(current_setting('app.account', true), '')::uuid)
         or shared_unit_ids && (select string_to_array(nullif(current_setting('app.units', true), ''), ',')::uuid[])::uuid[]
         or tracking_digest = (select decode(nullif(current_setting('app.tracking', true), ''), 'hex'))))
    with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid
    and (current_setting('app.mode', true) = 'A'
         or operating_unit_id = any (string_to_array(nullif(current_setting('app.units', true), ''), ',')::uuid[])
         or applicant_id = nullif(current_setting('app.account', true), '')::uuid
         or shared_unit_ids && string_to_array(nullif(current_setting('app.units', true), ''), ',')::uuid[]));

drop policy if exists dossier_form_tenant on dossier_form;
create policy dossier_form_tenant on dossier_form for all to onedoor_tenant
    using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid
    and ((select current_setting('app.mode', true)) = 'A'
         or operating_unit_id = any ((select string_to_array(nullif(current_setting('app.units', true), ''), ',')::uuid[])::uuid[])
         or applicant_id = (select nullif(current_setting('app.account', true), '')::uuid)
         or shared_unit_ids && (select string_to_array(nullif(current_setting('app.units', true), ''), ',')::uuid[])::uuid[]))
    with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid
    and (current_setting('app.mode', true) = 'A'
         or operating_unit_id = any (string_to_array(nullif(current_setting('app.units', true), ''), ',')::uuid[])
         or applicant_id = nullif(current_setting('app.account', true), '')::uuid
         or shared_unit_ids && string_to_array(nullif(current_setting('app.units', true), ''), ',')::uuid[]));

drop policy if exists dossier_paper_tenant on dossier_paper;
create policy dossier_paper_tenant on dossier_paper for all to onedoor_tenant
    using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid
    and ((select current_setting('app.mode', true)) = 'A'
         or operating_unit_id = any ((select string_to_array(nullif(current_setting('app.units', true), ''), ',')::uuid[])::uuid[])
         or applicant_id = (select nullif(current_setting('app.account', true), '')::uuid)
         or shared_unit_ids && (select string_to_array(nullif(current_setting('app.units', true), ''), ',')::uuid[])::uuid[]))
    with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid
    and (current_setting('app.mode', true) = 'A'
         or operating_unit_id = any (string_to_array(nullif(current_setting('app.units', true), ''), ',')::uuid[])
         or applicant_id = nullif(current_setting('app.account', true), '')::uuid
         or shared_unit_ids && string_to_array(nullif(current_setting('app.units', true), ''), ',')::uuid[]));

drop policy if exists dossier_log_tenant on dossier_log;
create policy dossier_log_tenant on dossier_log for all to onedoor_tenant
    using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid
    and ((select current_setting('app.mode', true)) = 'A'
         or operating_unit_id = any ((select string_to_array(nullif(current_setting('app.units', true), ''), ',')::uuid[])::uuid[])
         or applicant_id = (select nullif(current_setting('app.account', true), '')::uuid)
         or shared_unit_ids && (select string_to_array(nullif(current_setting('app.units', true), ''), ',')::uuid[])::uuid[]))
    with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid
    and (current_setting('app.mode', true) = 'A'
         or operating_unit_id = any (string_to_array(nullif(current_setting('app.units', true), ''), ',')::uuid[])
         or applicant_id = nullif(current_setting('app.account', true), '')::uuid
         or shared_unit_ids && string_to_array(nullif(current_setting('app.units', true), ''), ',')::uuid[]));
