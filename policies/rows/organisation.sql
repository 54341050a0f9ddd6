-- Organisation: every member of the tenant may see how it is organised.

drop policy if exists business_group_tenant on business_group;
create policy business_group_tenant on business_group for all to onedoor_tenant
    using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
    with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);

drop policy if exists accounting_setup_tenant on accounting_setup;
create policy accounting_setup_tenant on accounting_setup for all to onedoor_tenant
    using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
    with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);

drop policy if exists ledger_tenant on ledger;
create policy ledger_tenant on ledger for all to onedoor_tenant
    using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
    with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);

drop policy if exists legal_entity_tenant on legal_entity;
create policy legal_entity_tenant on legal_entity for all to onedoor_tenant
    using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
    with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);

drop policy if exists balancing_segment_value_tenant on balancing_segment_value;
create policy balancing_segment_value_tenant on balancing_segment_value for all to onedoor_tenant
    using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
    with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);

drop policy if exists operating_unit_tenant on operating_unit;
create policy operating_unit_tenant on operating_unit for all to onedoor_tenant
    using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
    with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);

drop policy if exists operating_unit_legal_entity_tenant on operating_unit_legal_entity;
create policy operating_unit_legal_entity_tenant on operating_unit_legal_entity for all to onedoor_tenant
    using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
    with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);

drop policy if exists cost_centre_tenant on cost_centre;
create policy cost_centre_tenant on cost_centre for all to onedoor_tenant
    using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
    with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);

drop policy if exists service_hall_tenant on service_hall;
create policy service_hall_tenant on service_hall for all to onedoor_tenant
    using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
    with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);

drop policy if exists department_tenant on department;
create policy department_tenant on department for all to onedoor_tenant
    using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
    with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);

drop policy if exists working_calendar_tenant on working_calendar;
create policy working_calendar_tenant on working_calendar for all to onedoor_tenant
    using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
    with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);

drop policy if exists value_set_tenant on value_set;
create policy value_set_tenant on value_set for all to onedoor_tenant
    using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
    with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);

drop policy if exists cost_centre_value_tenant on cost_centre_value;
create policy cost_centre_value_tenant on cost_centre_value for all to onedoor_tenant
    using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
    with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);

drop policy if exists hall_part_tenant on hall_part;
create policy hall_part_tenant on hall_part for all to onedoor_tenant
    using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
    with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);

drop policy if exists organisation_name_tenant on organisation_name;
create policy organisation_name_tenant on organisation_name for all to onedoor_tenant
    using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
    with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);

drop policy if exists reorganisation_tenant on reorganisation;
create policy reorganisation_tenant on reorganisation for all to onedoor_tenant
    using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
    with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);

-- The platform role finds the planned ones whose midnight has come; what they are about it cannot read.
drop policy if exists reorganisation_platform on reorganisation;
create policy reorganisation_platform on reorganisation for select to onedoor_platform using (true);

drop policy if exists reorganisation_step_tenant on reorganisation_step;
create policy reorganisation_step_tenant on reorganisation_step for all to onedoor_tenant
    using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
    with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);

drop policy if exists dossier_move_tenant on dossier_move;
create policy dossier_move_tenant on dossier_move for all to onedoor_tenant
    using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
    with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);

drop policy if exists organisation_call_tenant on organisation_call;
create policy organisation_call_tenant on organisation_call for all to onedoor_tenant
    using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
    with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
