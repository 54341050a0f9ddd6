-- Nothing stands above itself, whichever way it was put there: by a command, by the tenant's code, or by taking a change
-- back. Looked at when the transaction ends, because a tree may be turned round in several steps. No key can say this; that
-- changes of an organisation come one at a time makes it hold for two at once.
create function rule_unit_is_not_above_itself() returns trigger language plpgsql as $$
begin
    if exists (
        with recursive up as (
            select u.parent_unit_id as above from operating_unit u where u.tenant_id = new.tenant_id and u.id = new.id
            union select u.parent_unit_id from operating_unit u join up on u.id = up.above where u.tenant_id = new.tenant_id)
        select from up where above = new.id) then
        raise exception using errcode = 'integrity_constraint_violation', constraint = 'rule_unit_is_not_above_itself', table = 'operating_unit',
            message = 'an operating unit above itself violates constraint "rule_unit_is_not_above_itself"';
    end if;
    return null;
end $$;
create constraint trigger rule_unit_is_not_above_itself after insert or update of parent_unit_id on operating_unit
    deferrable initially deferred for each row when (new.parent_unit_id is not null) execute function rule_unit_is_not_above_itself();

create function rule_department_is_not_above_itself() returns trigger language plpgsql as $$
begin
    if exists (
        with recursive up as (
            select d.parent_department_id as above from department d where d.tenant_id = new.tenant_id and d.id = new.id
            union select d.parent_department_id from department d join up on d.id = up.above where d.tenant_id = new.tenant_id)
        select from up where above = new.id) then
        raise exception using errcode = 'integrity_constraint_violation', constraint = 'rule_department_is_not_above_itself', table = 'department',
            message = 'a department above itself violates constraint "rule_department_is_not_above_itself"';
    end if;
    return null;
end $$;
create constraint trigger rule_department_is_not_above_itself after insert or update of parent_department_id on department
    deferrable initially deferred for each row when (new.parent_department_id is not null) execute function rule_department_is_not_above_itself();

-- A pair that never was linked is refused by the rule that names itself, not by the key under it: that one is looked at after.
alter table service_hall drop constraint hall_is_of_a_pair;
alter table service_hall add constraint hall_is_of_a_pair foreign key (tenant_id, operating_unit_id, legal_entity_id)
    references operating_unit_legal_entity (tenant_id, operating_unit_id, legal_entity_id) deferrable initially deferred;
