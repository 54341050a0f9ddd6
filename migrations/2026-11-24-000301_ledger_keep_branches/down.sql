create or replace function journal_entry_must_balance() returns trigger language plpgsql as $$
declare
    entry uuid := case when tg_table_name = 'posting' then (to_jsonb(new) ->> 'journal_entry_id')::uuid
                       else (to_jsonb(new) ->> 'id')::uuid end;
    lines bigint;
    total numeric;
    currencies bigint;
begin
    select count(*), coalesce(sum(amount_minor), 0), count(distinct currency) into lines, total, currencies
        from posting where tenant_id = new.tenant_id and journal_entry_id = entry;
    if lines < 2 or total <> 0 or currencies <> 1 then
        raise exception 'onedoor:unbalanced journal entry % has % postings in % currencies that sum to %', entry, lines, currencies, total
            using errcode = 'check_violation';
    end if;
    return null;
end $$;
alter table posting
    drop column legal_entity_id cascade,
    drop column value_set,
    drop column balancing_value;
alter table posting add foreign key (tenant_id, journal_entry_id) references journal_entry (tenant_id, id);
alter table journal_entry drop constraint journal_entry_tenant_id_id_legal_entity_id_key;
drop table branch;
drop function branch_is_a_value_of_its_entity;
