-- The history of a tenant's configuration. Append-only by privilege.

drop policy if exists change_set_tenant on change_set;
create policy change_set_tenant on change_set for all to onedoor_tenant
    using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
    with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);

drop policy if exists change_row_tenant on change_row;
create policy change_row_tenant on change_row for all to onedoor_tenant
    using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
    with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
