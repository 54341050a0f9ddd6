-- What has ended employs nobody: whoever may sign in has an open department in an open business group, and a responsibility is of
-- an open one. A closed account stays where it was. Rows of before stand as they are until they are changed.
alter table account add column in_force boolean generated always as (case when closed_at is null then true end) stored;
alter table account add constraint rule_employee_is_of_an_open_department
    foreign key (tenant_id, department_id, in_force) references department (tenant_id, id, in_force) deferrable initially deferred not valid;
alter table account add constraint rule_employee_is_in_an_open_group
    foreign key (tenant_id, business_group_id, in_force) references business_group (tenant_id, id, in_force) deferrable initially deferred not valid;

alter table responsibility add column in_force boolean generated always as (true) stored;
alter table responsibility add constraint rule_responsibility_is_in_an_open_group
    foreign key (tenant_id, business_group_id, in_force) references business_group (tenant_id, id, in_force) deferrable initially deferred not valid;
