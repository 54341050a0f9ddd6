-- Who acts for a unit: itself while it is in force, then whoever took it over, through any number of units that have ended since.
-- Null where nobody did.
create or replace function unit_in_charge(in_tenant uuid, in_unit uuid) returns uuid language sql stable as $$
    with recursive chain as (
        select u.id, u.succeeded_by, u.in_force from operating_unit u where u.tenant_id = in_tenant and u.id = in_unit
        union
        select n.id, n.succeeded_by, n.in_force
        from chain c join operating_unit n on n.tenant_id = in_tenant and n.id = c.succeeded_by
        where c.in_force is null)
    select id from chain where in_force
$$;
