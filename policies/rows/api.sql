-- Answers kept by idempotency key belong to the caller.

drop policy if exists idempotency_key_tenant on idempotency_key;
create policy idempotency_key_tenant on idempotency_key for all to onedoor_tenant
    using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid
    and ((select current_setting('app.mode', true)) = 'A'
         or account_id = (select nullif(current_setting('app.account', true), '')::uuid)))
    with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid
    and ((select current_setting('app.mode', true)) = 'A'
         or account_id = (select nullif(current_setting('app.account', true), '')::uuid)));
