-- Whoever works here belongs to a business group, with a department or without: people are shared inside a group and only
-- there. Whoever had none belongs to the tenant's first group, as whoever is brought in without a department does.
update account a set business_group_id = (
    select g.id from business_group g where g.tenant_id = a.tenant_id order by g.valid_to is not null, g.code limit 1)
    where a.kind = 'staff' and a.business_group_id is null;
alter table account drop constraint rule_employee_has_a_group;
alter table account add constraint rule_employee_has_a_group
    check (business_group_id is not null or (kind <> 'staff' and department_id is null));
