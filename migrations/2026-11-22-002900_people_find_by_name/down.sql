drop index account_staff_by_name;
alter table account drop column folded_name;
