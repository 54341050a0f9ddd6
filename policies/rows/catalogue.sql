-- The catalogue is public within the tenant.

drop policy if exists procedure_tenant on procedure;
create policy procedure_tenant on procedure for all to onedoor_tenant
    using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
    with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);

drop policy if exists procedure_version_tenant on procedure_version;
create policy procedure_version_tenant on procedure_version for all to onedoor_tenant
    using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
    with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);

drop policy if exists procedure_unit_tenant on procedure_unit;
create policy procedure_unit_tenant on procedure_unit for all to onedoor_tenant
    using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
    with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
