alter table responsibility drop column in_force;
alter table account drop column in_force;
