-- Rollups: seen within the access of the reader.

drop policy if exists dossier_count_tenant on dossier_count;
create policy dossier_count_tenant on dossier_count for all to onedoor_tenant
    using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid
    and ((select current_setting('app.mode', true)) = 'A'
         or operating_unit_id = any ((select string_to_array(nullif(current_setting('app.units', true), ''), ',')::uuid[])::uuid[])))
    with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid
    and ((select current_setting('app.mode', true)) = 'A'
         or operating_unit_id = any ((select string_to_array(nullif(current_setting('app.units', true), ''), ',')::uuid[])::uuid[])));

drop policy if exists money_sum_tenant on money_sum;
create policy money_sum_tenant on money_sum for all to onedoor_tenant
    using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid
    and ((select current_setting('app.mode', true)) = 'A'
         or operating_unit_id = any ((select string_to_array(nullif(current_setting('app.units', true), ''), ',')::uuid[])::uuid[])))
    with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid
    and ((select current_setting('app.mode', true)) = 'A'
         or operating_unit_id = any ((select string_to_array(nullif(current_setting('app.units', true), ''), ',')::uuid[])::uuid[])));
