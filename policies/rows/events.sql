-- Events: a tenant writes and takes in its own; the relay, as the platform role, publishes those of every tenant.

drop policy if exists outbox_tenant on outbox;
create policy outbox_tenant on outbox for all to onedoor_tenant
    using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
    with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);

drop policy if exists inbox_tenant on inbox;
create policy inbox_tenant on inbox for all to onedoor_tenant
    using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
    with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);

drop policy if exists outbox_relay on outbox;
create policy outbox_relay on outbox for all to onedoor_platform using (true) with check (true);

-- The relay's process also deletes what was taken in long ago, in every tenant.
drop policy if exists inbox_sweep on inbox;
create policy inbox_sweep on inbox for all to onedoor_platform using (true) with check (false);
