-- Papers made by the public body.

drop policy if exists document_tenant on document;
create policy document_tenant on document for all to onedoor_tenant
    using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid
    and ((select current_setting('app.mode', true)) = 'A'
         or operating_unit_id = any ((select string_to_array(nullif(current_setting('app.units', true), ''), ',')::uuid[])::uuid[])
         or applicant_id = (select nullif(current_setting('app.account', true), '')::uuid)
         or shared_unit_ids && (select string_to_array(nullif(current_setting('app.units', true), ''), ',')::uuid[])::uuid[]))
    with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid
    and ((select current_setting('app.mode', true)) = 'A'
         or operating_unit_id = any ((select string_to_array(nullif(current_setting('app.units', true), ''), ',')::uuid[])::uuid[])
         or applicant_id = (select nullif(current_setting('app.account', true), '')::uuid)
         or shared_unit_ids && (select string_to_array(nullif(current_setting('app.units', true), ''), ',')::uuid[])::uuid[]));
