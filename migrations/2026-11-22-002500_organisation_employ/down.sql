alter table account drop constraint rule_employee_has_a_group;
alter table account add constraint rule_employee_has_a_group check (department_id is null or business_group_id is not null);
