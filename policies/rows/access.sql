-- Access: loans, separated duties and acts that wait for a second person. Bound to the tenant; the acts say who.

drop policy if exists delegation_tenant on delegation;
create policy delegation_tenant on delegation for all to onedoor_tenant
    using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
    with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);

drop policy if exists delegation_unit_tenant on delegation_unit;
create policy delegation_unit_tenant on delegation_unit for all to onedoor_tenant
    using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
    with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);

drop policy if exists separated_duty_tenant on separated_duty;
create policy separated_duty_tenant on separated_duty for all to onedoor_tenant
    using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
    with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);

drop policy if exists pending_act_tenant on pending_act;
create policy pending_act_tenant on pending_act for all to onedoor_tenant
    using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
    with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
