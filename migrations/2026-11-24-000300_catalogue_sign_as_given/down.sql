drop function rule_fee_is_signed_by_who_invoices() cascade;
alter table procedure_unit no force row level security;
alter table service_hall no force row level security;
alter table operating_unit no force row level security;
update procedure_unit t set legal_entity_id = coalesce(
        (select h.legal_entity_id from service_hall h where h.tenant_id = t.tenant_id and h.id = t.hall_id),
        u.default_legal_entity_id)
    from operating_unit u
    where u.tenant_id = t.tenant_id and u.id = t.operating_unit_id and t.legal_entity_id is null;
alter table procedure_unit force row level security;
alter table service_hall force row level security;
alter table operating_unit force row level security;
alter table procedure_unit alter column legal_entity_id set not null;
