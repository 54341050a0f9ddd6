alter table profile_option drop constraint profile_option_of_application, drop constraint profile_option_of_site;
alter table session drop column access_mode, drop column delegation_id;
drop table pending_act;
drop table separated_duty;
drop table delegation_unit;
drop table delegation;
alter table policy_line
    drop constraint policy_line_one_a_day,
    drop constraint policy_line_dates,
    drop column valid_from,
    drop column valid_to,
    add unique (tenant_id, role, reach, verb);
alter table security_profile
    drop constraint security_profile_scope,
    drop constraint security_profile_in_group,
    drop column business_group_id;
