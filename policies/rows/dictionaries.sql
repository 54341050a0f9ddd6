-- Value lists are public within the tenant: forms show them to everybody.

drop policy if exists dictionary_tenant on dictionary;
create policy dictionary_tenant on dictionary for all to onedoor_tenant
    using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
    with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);

drop policy if exists dictionary_version_tenant on dictionary_version;
create policy dictionary_version_tenant on dictionary_version for all to onedoor_tenant
    using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
    with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);

drop policy if exists dictionary_item_tenant on dictionary_item;
create policy dictionary_item_tenant on dictionary_item for all to onedoor_tenant
    using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
    with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
