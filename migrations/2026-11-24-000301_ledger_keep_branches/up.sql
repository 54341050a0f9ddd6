-- A legal entity has one or several balancing segment values; several are branches, whose books it consolidates. Every line
-- of the journal is of one of them, and an entry balances within each.

-- What has kept books: a value that an entity has, or had when the first line of it was posted. Values move and are given up
-- in a reorganisation; what was posted stays with whom it was posted for, so the journal leans on this and not on what is in
-- force. Rows come with the first posting, and never leave.
create table branch (
    tenant_id       uuid not null,
    legal_entity_id uuid not null,
    value_set       text not null,
    value           text not null,
    primary key (tenant_id, legal_entity_id, value_set, value),
    foreign key (tenant_id, legal_entity_id) references legal_entity (tenant_id, id)
);

alter table journal_entry add unique (tenant_id, id, legal_entity_id);
alter table posting
    add column legal_entity_id uuid,
    add column value_set text,
    add column balancing_value text;

-- What was posted before: the owner sees every row for this. Of the cost centre of the hall where the money was taken, else of
-- the hall that has the dossier; what takes back another entry is of that one's branch; all else of the entity's first value.
alter table posting no force row level security;
alter table journal_entry no force row level security;
alter table payment no force row level security;
alter table dossier no force row level security;
alter table service_hall no force row level security;
alter table cost_centre no force row level security;
alter table legal_entity no force row level security;
alter table balancing_segment_value no force row level security;
with recursive back as (
    select tenant_id, id, id as origin, reverses_id from journal_entry
    union all
    select b.tenant_id, b.id, e.id, e.reverses_id
    from back b join journal_entry e on e.tenant_id = b.tenant_id and e.id = b.reverses_id),
of_branch as (
    select e.tenant_id, e.id, e.legal_entity_id, coalesce(c.value_set, l.value_set) as value_set,
           coalesce(c.company_value,
                    (select min(v.value) from balancing_segment_value v
                     where v.tenant_id = e.tenant_id and v.legal_entity_id = e.legal_entity_id), '0') as value
    from back b
    join journal_entry e on e.tenant_id = b.tenant_id and e.id = b.id
    join journal_entry o on o.tenant_id = b.tenant_id and o.id = b.origin
    join legal_entity l on l.tenant_id = e.tenant_id and l.id = e.legal_entity_id
    left join payment p on p.tenant_id = o.tenant_id and p.id = o.source_id and o.source_kind = 'payment'
    left join dossier d on d.tenant_id = o.tenant_id and d.id = o.dossier_id
    left join service_hall h on h.tenant_id = o.tenant_id and h.id = coalesce(p.hall_id, d.hall_id)
    left join cost_centre c on c.tenant_id = h.tenant_id and c.id = h.cost_centre_id and c.legal_entity_id = e.legal_entity_id
    where b.reverses_id is null)
update posting p set legal_entity_id = o.legal_entity_id, value_set = o.value_set, balancing_value = o.value
from of_branch o where o.tenant_id = p.tenant_id and o.id = p.journal_entry_id;
insert into branch select distinct tenant_id, legal_entity_id, value_set, balancing_value from posting;
alter table posting force row level security;
alter table journal_entry force row level security;
alter table payment force row level security;
alter table dossier force row level security;
alter table service_hall force row level security;
alter table cost_centre force row level security;
alter table legal_entity force row level security;
alter table balancing_segment_value force row level security;

alter table posting
    alter column legal_entity_id set not null,
    alter column value_set set not null,
    alter column balancing_value set not null;
alter table posting drop constraint posting_tenant_id_journal_entry_id_fkey;
alter table posting add constraint posting_is_of_the_entity_of_its_entry
    foreign key (tenant_id, journal_entry_id, legal_entity_id) references journal_entry (tenant_id, id, legal_entity_id);
alter table posting add constraint posting_is_of_a_branch_of_its_entity
    foreign key (tenant_id, legal_entity_id, value_set, balancing_value) references branch (tenant_id, legal_entity_id, value_set, value);

-- A branch is kept from the first posting on, and then it is a value of the entity.
create function branch_is_a_value_of_its_entity() returns trigger language plpgsql as $$
begin
    if not exists (select from balancing_segment_value v where v.tenant_id = new.tenant_id and v.value_set = new.value_set
                   and v.value = new.value and v.legal_entity_id = new.legal_entity_id) then
        raise exception 'onedoor:branch % of % is no value of the legal entity %', new.value, new.value_set, new.legal_entity_id
            using errcode = 'foreign_key_violation';
    end if;
    return null;
end $$;
create trigger branch_is_a_value_of_its_entity after insert on branch
    for each row execute function branch_is_a_value_of_its_entity();

create or replace function journal_entry_must_balance() returns trigger language plpgsql as $$
declare
    entry uuid := case when tg_table_name = 'posting' then (to_jsonb(new) ->> 'journal_entry_id')::uuid
                       else (to_jsonb(new) ->> 'id')::uuid end;
    lines bigint;
    total numeric;
    apart numeric;
    currencies bigint;
begin
    -- Branches that are each in balance are so together; what is off in one may be made up for by another, and is off all the same.
    select coalesce(sum(b.lines), 0), coalesce(sum(b.total), 0), coalesce(sum(abs(b.total)), 0), count(distinct b.currency)
        into lines, total, apart, currencies
        from (select count(*) as lines, sum(amount_minor) as total, currency
              from posting where tenant_id = new.tenant_id and journal_entry_id = entry
              group by value_set, balancing_value, currency) b;
    if lines < 2 or total <> 0 or currencies <> 1 then
        raise exception 'onedoor:unbalanced journal entry % has % postings in % currencies that sum to %', entry, lines, currencies, total
            using errcode = 'check_violation';
    end if;
    if apart <> 0 then
        raise exception 'onedoor:unbalanced journal entry % is in balance, but not within each of its branches', entry
            using errcode = 'check_violation';
    end if;
    return null;
end $$;
