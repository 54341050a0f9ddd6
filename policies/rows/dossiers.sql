-- Dossiers and what hangs on them: seen by the operating unit that has them, by units a step was handed to and by the applicant.
-- What is read may be many rows, so a setting is asked once for all of them, by a subquery. What is written is checked row by row,
-- and nearly always one row: there a subquery costs more than it saves (a twentieth of a submission).

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
         or shared_unit_ids && (select string_to_array(nullif(current_setting('app.units', true), ''), ',')::uuid[])::uuid[]))
    with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid
    and (current_setting('app.mode', true) = 'A'
         or operating_unit_id = any (string_to_array(nullif(current_setting('app.units', true), ''), ',')::uuid[])
         or applicant_id = nullif(current_setting('app.account', true), '')::uuid
         or shared_unit_ids && string_to_array(nullif(current_setting('app.units', true), ''), ',')::uuid[]));

-- Whoever holds the tracking proof follows one dossier, by the view `followed_dossier` alone: it shows where a dossier stands and
-- nobody's data. A view asks the policies of its owner, who owns the tables and by row security sees nothing else of them. One
-- row by its key is asked for, so the settings are read where they stand.
drop policy if exists dossier_followed on dossier;
create policy dossier_followed on dossier for select to current_user
    using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid
    and tracking_digest = decode(nullif(current_setting('app.tracking', true), ''), 'hex'));

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
