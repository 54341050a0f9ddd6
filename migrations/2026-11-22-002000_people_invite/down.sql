drop index change_row_of_option;
drop index change_row_of_person;
drop index profile_option_of_level;
drop index account_responsibility_of_responsibility;
alter table account_responsibility drop constraint account_responsibility_once;
drop table invitation;
