-- What an administrator says while her tenant is set up: the tenant's own.

drop policy if exists onboarding_tenant on onboarding;
create policy onboarding_tenant on onboarding for all to onedoor_tenant
    using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
    with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);

drop policy if exists onboarding_step_tenant on onboarding_step;
create policy onboarding_step_tenant on onboarding_step for all to onedoor_tenant
    using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
    with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
