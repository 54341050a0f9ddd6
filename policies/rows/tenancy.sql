-- The card a tenant wants the platform to show: written by the tenant, taken over by the platform, which reads those of all.

drop policy if exists tenant_card_tenant on tenant_card;
create policy tenant_card_tenant on tenant_card for all to onedoor_tenant
    using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
    with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);

drop policy if exists tenant_card_platform on tenant_card;
create policy tenant_card_platform on tenant_card for select to onedoor_platform using (true);

drop policy if exists tenant_seen_tenant on tenant_seen;
create policy tenant_seen_tenant on tenant_seen for all to onedoor_tenant
    using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
    with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
