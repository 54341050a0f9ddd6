-- Notifications: read by the person they are for.

drop policy if exists notification_tenant on notification;
create policy notification_tenant on notification for all to onedoor_tenant
    using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid
    and ((select current_setting('app.mode', true)) = 'A'
         or account_id = (select nullif(current_setting('app.account', true), '')::uuid)))
    with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid
    and ((select current_setting('app.mode', true)) = 'A'
         or account_id = (select nullif(current_setting('app.account', true), '')::uuid)));

drop policy if exists notification_attempt_tenant on notification_attempt;
create policy notification_attempt_tenant on notification_attempt for all to onedoor_tenant
    using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid
    and ((select current_setting('app.mode', true)) = 'A'))
    with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid
    and ((select current_setting('app.mode', true)) = 'A'));
