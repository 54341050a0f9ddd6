-- Whose account of the entry uses which account here: the tenant's own.

drop policy if exists entry_account_tenant on entry_account;
create policy entry_account_tenant on entry_account for all to onedoor_tenant
    using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
    with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
