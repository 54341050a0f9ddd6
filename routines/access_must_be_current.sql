-- Called when a transaction begins, in the same round trip: the session must not be revoked or over, and the access set
-- must have been compiled under the policy now in force. This is what makes a change take effect in the next transaction.
-- A version of -1 means that the actor's access cannot be changed by an administrator.
create or replace function access_must_be_current(compiled_under bigint) returns void
language plpgsql stable as $$
declare
    tenant uuid := nullif(current_setting('app.tenant_id', true), '')::uuid;
    of_session uuid := nullif(current_setting('app.session', true), '')::uuid;
begin
    -- Both in one look; which of them it was is asked only when it failed.
    if (compiled_under < 0 or exists (select from access_version where tenant_id = tenant and version = compiled_under))
       and (of_session is null or exists (
           select from session where tenant_id = tenant and id = of_session and revoked_at is null and expires_at > now())) then
        return;
    end if;
    if compiled_under >= 0 and not exists (
        select 1 from access_version where tenant_id = tenant and version = compiled_under) then
        raise exception 'onedoor:stale access';
    end if;
    raise exception 'onedoor:stale session';
end $$;
