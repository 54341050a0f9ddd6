alter table service_hall drop constraint hall_is_of_a_pair;
alter table service_hall add constraint hall_is_of_a_pair foreign key (tenant_id, operating_unit_id, legal_entity_id)
    references operating_unit_legal_entity (tenant_id, operating_unit_id, legal_entity_id);
drop trigger rule_department_is_not_above_itself on department;
drop function rule_department_is_not_above_itself();
drop trigger rule_unit_is_not_above_itself on operating_unit;
drop function rule_unit_is_not_above_itself();
