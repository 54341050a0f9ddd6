-- Papers made by the public body: seen by the unit, by units a step was handed to, by the applicant, and one row, to read,
-- by whoever holds its code.

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

drop policy if exists document_verified on document;
create policy document_verified on document for select to onedoor_tenant
    using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid
    and sha256(convert_to('paper ' || id::text, 'UTF8')) = (select decode(nullif(current_setting('app.tracking', true), ''), 'hex')));
