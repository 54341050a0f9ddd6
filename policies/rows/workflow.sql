-- Processes: seen by the unit and, for what concerns the dossier, by the applicant. Timers are found by the platform role, which may see when one is due and nothing of what it is about.

drop policy if exists process_instance_tenant on process_instance;
create policy process_instance_tenant on process_instance for all to onedoor_tenant
    using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid
    and ((select current_setting('app.mode', true)) = 'A'
         or operating_unit_id = any ((select string_to_array(nullif(current_setting('app.units', true), ''), ',')::uuid[])::uuid[])
         or applicant_id = (select nullif(current_setting('app.account', true), '')::uuid)))
    with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid
    and (current_setting('app.mode', true) = 'A'
         or operating_unit_id = any (string_to_array(nullif(current_setting('app.units', true), ''), ',')::uuid[])
         or applicant_id = nullif(current_setting('app.account', true), '')::uuid));

drop policy if exists user_task_tenant on user_task;
create policy user_task_tenant on user_task for all to onedoor_tenant
    using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid
    and ((select current_setting('app.mode', true)) = 'A'
         or operating_unit_id = any ((select string_to_array(nullif(current_setting('app.units', true), ''), ',')::uuid[])::uuid[])
         or applicant_id = (select nullif(current_setting('app.account', true), '')::uuid)))
    with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid
    and (current_setting('app.mode', true) = 'A'
         or operating_unit_id = any (string_to_array(nullif(current_setting('app.units', true), ''), ',')::uuid[])
         or applicant_id = nullif(current_setting('app.account', true), '')::uuid));

drop policy if exists process_timer_tenant on process_timer;
create policy process_timer_tenant on process_timer for all to onedoor_tenant
    using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid
    and ((select current_setting('app.mode', true)) = 'A'))
    with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid
    and (current_setting('app.mode', true) = 'A'));

drop policy if exists incident_tenant on incident;
create policy incident_tenant on incident for all to onedoor_tenant
    using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid
    and ((select current_setting('app.mode', true)) = 'A'
         or operating_unit_id = any ((select string_to_array(nullif(current_setting('app.units', true), ''), ',')::uuid[])::uuid[])))
    with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid
    and (current_setting('app.mode', true) = 'A'
         or operating_unit_id = any (string_to_array(nullif(current_setting('app.units', true), ''), ',')::uuid[])));

drop policy if exists process_timer_clock on process_timer;
create policy process_timer_clock on process_timer for select to onedoor_platform using (true);
