-- As whom a unit signs for a procedure: null where nobody was named. Then it is the legal entity of its hall, and without a
-- hall the unit's default one, each as it is when a document arises. Until now what was found when the procedure was applied
-- was copied here, so that another default, or another entity of the hall, changed no later document.
alter table procedure_unit alter column legal_entity_id drop not null;
-- A row that says what it would be anyway named nobody: so exports have read it all along. The owner sees all rows for this.
alter table procedure_unit no force row level security;
alter table service_hall no force row level security;
alter table operating_unit no force row level security;
update procedure_unit t set legal_entity_id = null
    from operating_unit u
    where u.tenant_id = t.tenant_id and u.id = t.operating_unit_id
      and t.legal_entity_id = coalesce(
          (select h.legal_entity_id from service_hall h where h.tenant_id = t.tenant_id and h.id = t.hall_id),
          u.default_legal_entity_id);
alter table procedure_unit force row level security;
alter table service_hall force row level security;
alter table operating_unit force row level security;

-- Who signs for a fee issues its invoice. The one who signs may now change with a default, a hall or a take-over: whatever
-- changed it, an entity without a series of invoices does not come to sign for a fee.
create function rule_fee_is_signed_by_who_invoices() returns trigger language plpgsql as $$
declare
    changed constant jsonb := to_jsonb(new);
begin
    if exists (
        select from procedure_unit t
        join operating_unit u on u.tenant_id = t.tenant_id and u.id = t.operating_unit_id
        left join service_hall h on h.tenant_id = t.tenant_id and h.id = t.hall_id
        join legal_entity e on e.tenant_id = t.tenant_id
            and e.id = coalesce(t.legal_entity_id, h.legal_entity_id, u.default_legal_entity_id)
        join procedure p on p.tenant_id = t.tenant_id and p.id = t.procedure_id
        join procedure_version v on v.tenant_id = p.tenant_id and v.id = p.current_version_id
        where t.tenant_id = new.tenant_id
          and case tg_table_name
                  when 'operating_unit' then t.operating_unit_id = (changed ->> 'id')::uuid
                  when 'service_hall' then t.hall_id = (changed ->> 'id')::uuid
                  when 'legal_entity' then e.id = (changed ->> 'id')::uuid
                  else t.procedure_id = (changed ->> 'procedure_id')::uuid and t.operating_unit_id = (changed ->> 'operating_unit_id')::uuid
              end
          and coalesce(e.details ->> 'invoice_series', '') = ''
          and p.suspended_at is null and v.definition -> 'facts' -> 'fee' ->> 'when' <> 'never') then
        raise exception using errcode = 'integrity_constraint_violation', constraint = 'rule_fee_is_signed_by_who_invoices',
            table = 'procedure_unit',
            message = 'a fee without an invoice violates constraint "rule_fee_is_signed_by_who_invoices"';
    end if;
    return null;
end $$;
create constraint trigger rule_fee_is_signed_by_default after update of default_legal_entity_id on operating_unit
    deferrable initially deferred for each row when (new.default_legal_entity_id is distinct from old.default_legal_entity_id)
    execute function rule_fee_is_signed_by_who_invoices();
create constraint trigger rule_fee_is_signed_by_entity_of_hall after update of legal_entity_id on service_hall
    deferrable initially deferred for each row when (new.legal_entity_id is distinct from old.legal_entity_id)
    execute function rule_fee_is_signed_by_who_invoices();
create constraint trigger rule_fee_is_signed_by_entity_given after insert or update on procedure_unit
    deferrable initially deferred for each row execute function rule_fee_is_signed_by_who_invoices();
create constraint trigger rule_entity_that_signs_for_a_fee_invoices after update of details on legal_entity
    deferrable initially deferred for each row when (new.details ->> 'invoice_series' is distinct from old.details ->> 'invoice_series')
    execute function rule_fee_is_signed_by_who_invoices();
