-- People: bound to the tenant. What a person may see of another is decided by the acts that read accounts.

drop policy if exists account_tenant on account;
create policy account_tenant on account for all to onedoor_tenant
    using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
    with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);

drop policy if exists session_tenant on session;
create policy session_tenant on session for all to onedoor_tenant
    using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
    with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);

drop policy if exists invitation_tenant on invitation;
create policy invitation_tenant on invitation for all to onedoor_tenant
    using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
    with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);

drop policy if exists sign_in_attempt_tenant on sign_in_attempt;
create policy sign_in_attempt_tenant on sign_in_attempt for all to onedoor_tenant
    using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
    with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);

drop policy if exists security_profile_tenant on security_profile;
create policy security_profile_tenant on security_profile for all to onedoor_tenant
    using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
    with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);

drop policy if exists security_profile_unit_tenant on security_profile_unit;
create policy security_profile_unit_tenant on security_profile_unit for all to onedoor_tenant
    using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
    with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);

drop policy if exists responsibility_tenant on responsibility;
create policy responsibility_tenant on responsibility for all to onedoor_tenant
    using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
    with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);

drop policy if exists account_responsibility_tenant on account_responsibility;
create policy account_responsibility_tenant on account_responsibility for all to onedoor_tenant
    using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
    with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);

drop policy if exists profile_option_tenant on profile_option;
create policy profile_option_tenant on profile_option for all to onedoor_tenant
    using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
    with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);

drop policy if exists policy_line_tenant on policy_line;
create policy policy_line_tenant on policy_line for all to onedoor_tenant
    using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
    with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);

drop policy if exists access_version_tenant on access_version;
create policy access_version_tenant on access_version for all to onedoor_tenant
    using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
    with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
