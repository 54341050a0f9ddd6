-- The audit trail of a tenant. Append-only by privilege.

drop policy if exists audit_entry_tenant on audit_entry;
create policy audit_entry_tenant on audit_entry for all to onedoor_tenant
    using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
    with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);

drop policy if exists audit_seal_tenant on audit_seal;
create policy audit_seal_tenant on audit_seal for all to onedoor_tenant
    using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
    with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
