-- The model whole: value sets, values of cost centres, parts of halls, dates on everything, and every rule that concerns
-- rows as a constraint. A constraint called rule_… is a rule that people are told about: its name, with dashes, is the
-- key of the sentence (`locales/*/rule.ftl`).

-- In force: true, or null once a row has ended. As the last column of a key it lets an open row lean on open rows only,
-- while a row of history leans on nothing.
alter table business_group add column in_force boolean generated always as (case when valid_to is null then true end) stored;
alter table business_group add unique (tenant_id, id, in_force);
alter table business_group add constraint rule_ends_after_it_begins check (valid_to >= valid_from - 1);

-- Values that a segment of a chart of accounts may take.
create table value_set (
    tenant_id uuid not null,
    code      text not null,
    name      jsonb not null,
    primary key (tenant_id, code)
);
alter table ledger add column value_set text;
insert into value_set (tenant_id, code, name)
    select distinct on (v.tenant_id, v.value_set) v.tenant_id, v.value_set, jsonb_build_object('en', v.value_set)
    from balancing_segment_value v;
update ledger l set value_set = coalesce(
    (select min(v.value_set) from balancing_segment_value v join legal_entity e on e.tenant_id = v.tenant_id and e.id = v.legal_entity_id
     join ledger p on p.tenant_id = e.tenant_id and p.id = e.ledger_id
     where p.tenant_id = l.tenant_id and p.accounting_setup_id = l.accounting_setup_id), 'company');
insert into value_set (tenant_id, code, name)
    select distinct l.tenant_id, l.value_set, jsonb_build_object('en', l.value_set) from ledger l on conflict do nothing;
alter table ledger alter column value_set set not null;
alter table ledger add constraint ledger_value_set_fkey foreign key (tenant_id, value_set) references value_set (tenant_id, code);
alter table ledger add unique (tenant_id, id, value_set);
alter table ledger add unique (tenant_id, id, kind);
alter index ledger_one_primary rename to rule_setup_has_one_primary_ledger;

-- A legal entity keeps its books in a primary ledger, and its balancing values come from that ledger's value set. When it
-- moves to another ledger, its values and cost centres follow into the other value set, unless somebody owns them there.
alter table legal_entity add column value_set text;
update legal_entity e set value_set = l.value_set from ledger l where l.tenant_id = e.tenant_id and l.id = e.ledger_id;
alter table legal_entity alter column value_set set not null;
alter table legal_entity add column ledger_kind text generated always as ('primary') stored;
alter table legal_entity add column in_force boolean generated always as (case when valid_to is null then true end) stored;
alter table legal_entity add unique (tenant_id, id, value_set);
alter table legal_entity add unique (tenant_id, id, in_force);
alter table legal_entity add constraint rule_ends_after_it_begins check (valid_to >= valid_from - 1);
alter table legal_entity add constraint rule_books_are_kept_in_a_primary_ledger
    foreign key (tenant_id, ledger_id, ledger_kind) references ledger (tenant_id, id, kind);
alter table legal_entity add constraint rule_entity_has_the_value_set_of_its_ledger
    foreign key (tenant_id, ledger_id, value_set) references ledger (tenant_id, id, value_set);
alter table legal_entity add constraint rule_entity_is_in_an_open_group
    foreign key (tenant_id, business_group_id, in_force) references business_group (tenant_id, id, in_force) deferrable initially deferred;

alter table balancing_segment_value drop constraint balancing_segment_value_tenant_id_legal_entity_id_fkey;
alter table balancing_segment_value rename constraint balancing_segment_value_pkey to rule_value_belongs_to_one_entity;
alter table balancing_segment_value add unique (tenant_id, value_set, value, legal_entity_id);
alter table balancing_segment_value add constraint rule_value_is_of_the_entitys_value_set
    foreign key (tenant_id, legal_entity_id, value_set) references legal_entity (tenant_id, id, value_set) on update cascade;
create index balancing_segment_value_of_entity on balancing_segment_value (tenant_id, legal_entity_id);

alter table operating_unit add column ledger_kind text generated always as ('primary') stored;
alter table operating_unit add column in_force boolean generated always as (case when valid_to is null then true end) stored;
alter table operating_unit add unique (tenant_id, id, in_force);
alter table operating_unit add unique (tenant_id, id, business_group_id);
alter table operating_unit add constraint rule_ends_after_it_begins check (valid_to >= valid_from - 1);
alter table operating_unit add constraint rule_unit_has_a_primary_ledger
    foreign key (tenant_id, ledger_id, ledger_kind) references ledger (tenant_id, id, kind);
alter table operating_unit add constraint rule_unit_is_in_an_open_group
    foreign key (tenant_id, business_group_id, in_force) references business_group (tenant_id, id, in_force) deferrable initially deferred;
alter table operating_unit drop constraint operating_unit_tenant_id_parent_unit_id_fkey;
alter table operating_unit add constraint rule_unit_is_below_one_of_its_group
    foreign key (tenant_id, parent_unit_id, business_group_id) references operating_unit (tenant_id, id, business_group_id) deferrable initially deferred;
alter table operating_unit add constraint rule_unit_is_below_an_open_one
    foreign key (tenant_id, parent_unit_id, in_force) references operating_unit (tenant_id, id, in_force) deferrable initially deferred;
create index operating_unit_below on operating_unit (tenant_id, parent_unit_id);

-- A link that dossiers rest on is not taken away, it ends; what ended binds neither side to a ledger.
alter table operating_unit_legal_entity add column valid_from date not null default '2000-01-01';
alter table operating_unit_legal_entity add column valid_to date;
alter table operating_unit_legal_entity add column in_force boolean generated always as (case when valid_to is null then true end) stored;
alter table operating_unit_legal_entity add column ledger_in_force uuid generated always as (case when valid_to is null then ledger_id end) stored;
alter table operating_unit_legal_entity add unique (tenant_id, operating_unit_id, legal_entity_id, in_force);
alter table operating_unit_legal_entity add constraint rule_ends_after_it_begins check (valid_to >= valid_from - 1);
alter table operating_unit_legal_entity
    drop constraint operating_unit_legal_entity_tenant_id_operating_unit_id_le_fkey,
    drop constraint operating_unit_legal_entity_tenant_id_legal_entity_id_ledg_fkey;
alter table operating_unit_legal_entity add constraint link_is_of_a_unit
    foreign key (tenant_id, operating_unit_id) references operating_unit (tenant_id, id);
alter table operating_unit_legal_entity add constraint link_is_of_an_entity
    foreign key (tenant_id, legal_entity_id) references legal_entity (tenant_id, id);
alter table operating_unit_legal_entity add constraint rule_linked_unit_shares_the_ledger
    foreign key (tenant_id, operating_unit_id, ledger_in_force) references operating_unit (tenant_id, id, ledger_id) deferrable initially deferred;
alter table operating_unit_legal_entity add constraint rule_linked_entity_shares_the_ledger
    foreign key (tenant_id, legal_entity_id, ledger_in_force) references legal_entity (tenant_id, id, ledger_id) deferrable initially deferred;
create index operating_unit_legal_entity_of_entity on operating_unit_legal_entity (tenant_id, legal_entity_id);
alter table operating_unit drop constraint operating_unit_default_is_linked;
alter table operating_unit add constraint rule_default_entity_is_linked
    foreign key (tenant_id, id, default_legal_entity_id, in_force)
    references operating_unit_legal_entity (tenant_id, operating_unit_id, legal_entity_id, in_force) deferrable initially deferred;
alter table operating_unit add constraint rule_default_entity_is_open
    foreign key (tenant_id, default_legal_entity_id, in_force) references legal_entity (tenant_id, id, in_force) deferrable initially deferred;

alter table cost_centre add column value_set text;
update cost_centre c set value_set = e.value_set from legal_entity e where e.tenant_id = c.tenant_id and e.id = c.legal_entity_id;
alter table cost_centre alter column value_set set not null;
alter table cost_centre add column valid_from date not null default '2000-01-01';
alter table cost_centre add column valid_to date;
alter table cost_centre add column in_force boolean generated always as (case when valid_to is null then true end) stored;
alter table cost_centre add unique (tenant_id, id, in_force);
alter table cost_centre add constraint rule_ends_after_it_begins check (valid_to >= valid_from - 1);
alter table cost_centre add constraint rule_centre_has_a_value_of_its_entity
    foreign key (tenant_id, value_set, company_value, legal_entity_id)
    references balancing_segment_value (tenant_id, value_set, value, legal_entity_id) on update cascade;
alter table cost_centre add constraint rule_centre_is_of_an_open_entity
    foreign key (tenant_id, legal_entity_id, in_force) references legal_entity (tenant_id, id, in_force) deferrable initially deferred;
create index cost_centre_of_entity on cost_centre (tenant_id, legal_entity_id);

-- The values of the segment "cost centre": each below one company value. Whether they agree with the cost centres is what
-- the first of two jobs checks; the second makes what is missing.
create table cost_centre_value (
    tenant_id     uuid not null,
    value_set     text not null,
    company_value text not null,
    value         text not null,
    name          jsonb not null,
    primary key (tenant_id, value_set, company_value, value),
    constraint rule_segment_value_is_below_a_company_value foreign key (tenant_id, value_set, company_value)
        references balancing_segment_value (tenant_id, value_set, value) on update cascade
);
insert into cost_centre_value (tenant_id, value_set, company_value, value, name)
    select tenant_id, value_set, company_value, code, name from cost_centre;

alter table service_hall add column in_force boolean generated always as (case when valid_to is null then true end) stored;
alter table service_hall add column ledger_in_force uuid generated always as (case when valid_to is null then ledger_id end) stored;
alter table service_hall add unique (tenant_id, id, in_force);
alter table service_hall add constraint rule_ends_after_it_begins check (valid_to >= valid_from - 1);
alter table service_hall
    drop constraint service_hall_tenant_id_legal_entity_id_ledger_id_fkey,
    drop constraint service_hall_tenant_id_operating_unit_id_ledger_id_fkey,
    drop constraint service_hall_tenant_id_operating_unit_id_legal_entity_id_fkey,
    drop constraint service_hall_tenant_id_cost_centre_id_legal_entity_id_fkey;
alter table service_hall add constraint hall_is_of_a_pair foreign key (tenant_id, operating_unit_id, legal_entity_id)
    references operating_unit_legal_entity (tenant_id, operating_unit_id, legal_entity_id);
alter table service_hall add constraint rule_hall_has_the_ledger_of_its_entity
    foreign key (tenant_id, legal_entity_id, ledger_in_force) references legal_entity (tenant_id, id, ledger_id) deferrable initially deferred;
alter table service_hall add constraint rule_hall_has_the_ledger_of_its_unit
    foreign key (tenant_id, operating_unit_id, ledger_in_force) references operating_unit (tenant_id, id, ledger_id) deferrable initially deferred;
alter table service_hall add constraint rule_hall_has_a_linked_pair
    foreign key (tenant_id, operating_unit_id, legal_entity_id, in_force)
    references operating_unit_legal_entity (tenant_id, operating_unit_id, legal_entity_id, in_force) deferrable initially deferred;
alter table service_hall add constraint rule_hall_has_a_cost_centre_of_its_entity
    foreign key (tenant_id, cost_centre_id, legal_entity_id) references cost_centre (tenant_id, id, legal_entity_id);
alter table service_hall add constraint rule_hall_is_of_an_open_unit
    foreign key (tenant_id, operating_unit_id, in_force) references operating_unit (tenant_id, id, in_force) deferrable initially deferred;
alter table service_hall add constraint rule_hall_is_of_an_open_entity
    foreign key (tenant_id, legal_entity_id, in_force) references legal_entity (tenant_id, id, in_force) deferrable initially deferred;
alter table service_hall add constraint rule_hall_has_an_open_cost_centre
    foreign key (tenant_id, cost_centre_id, in_force) references cost_centre (tenant_id, id, in_force) deferrable initially deferred;
alter table service_hall add constraint rule_hall_has_known_capabilities
    check (capabilities <@ array['receives_dossiers', 'issues_tickets', 'takes_cash', 'prints_results']);
create index service_hall_of_unit on service_hall (tenant_id, operating_unit_id);
create index service_hall_of_entity on service_hall (tenant_id, legal_entity_id);
create index service_hall_of_centre on service_hall (tenant_id, cost_centre_id);

-- Windows and areas: parts of a hall. They have no unit, entity or ledger of their own, so none can differ from the hall's.
create table hall_part (
    tenant_id  uuid not null,
    id         uuid not null,
    hall_id    uuid not null,
    kind       text not null check (kind in ('window', 'area')),
    code       text not null,
    name       jsonb not null,
    valid_from date not null default '2000-01-01',
    valid_to   date,
    in_force   boolean generated always as (case when valid_to is null then true end) stored,
    primary key (tenant_id, id),
    constraint rule_code_is_unique_in_its_hall unique (tenant_id, hall_id, code),
    constraint rule_ends_after_it_begins check (valid_to >= valid_from - 1),
    foreign key (tenant_id, hall_id) references service_hall (tenant_id, id),
    constraint rule_part_is_of_an_open_hall
        foreign key (tenant_id, hall_id, in_force) references service_hall (tenant_id, id, in_force) deferrable initially deferred
);

alter table department add column valid_from date not null default '2000-01-01';
alter table department add column valid_to date;
alter table department add column in_force boolean generated always as (case when valid_to is null then true end) stored;
alter table department add unique (tenant_id, id, in_force);
alter table department add unique (tenant_id, id, business_group_id);
alter table department add constraint rule_ends_after_it_begins check (valid_to >= valid_from - 1);
alter table department drop constraint department_tenant_id_parent_department_id_fkey;
alter table department add constraint rule_department_is_in_an_open_group
    foreign key (tenant_id, business_group_id, in_force) references business_group (tenant_id, id, in_force) deferrable initially deferred;
alter table department add constraint rule_department_is_below_one_of_its_group
    foreign key (tenant_id, parent_department_id, business_group_id) references department (tenant_id, id, business_group_id) deferrable initially deferred;
alter table department add constraint rule_department_is_below_an_open_one
    foreign key (tenant_id, parent_department_id, in_force) references department (tenant_id, id, in_force) deferrable initially deferred;
alter table department add constraint rule_department_has_an_open_cost_centre
    foreign key (tenant_id, cost_centre_id, in_force) references cost_centre (tenant_id, id, in_force) deferrable initially deferred;
create index department_below on department (tenant_id, parent_department_id);

-- Whoever has a department belongs to its business group.
alter table account drop constraint account_tenant_id_department_id_fkey;
alter table account add constraint rule_employee_has_a_group check (department_id is null or business_group_id is not null);
alter table account add constraint rule_employee_is_of_the_departments_group
    foreign key (tenant_id, department_id, business_group_id) references department (tenant_id, id, business_group_id) deferrable initially deferred;
create index account_of_department on account (tenant_id, department_id) where department_id is not null;

alter table business_group rename constraint business_group_tenant_id_code_key to rule_code_is_unique;
alter table accounting_setup rename constraint accounting_setup_tenant_id_code_key to rule_code_is_unique_setup;
alter table ledger rename constraint ledger_tenant_id_code_key to rule_code_is_unique_ledger;
alter table legal_entity rename constraint legal_entity_tenant_id_code_key to rule_code_is_unique_entity;
alter table operating_unit rename constraint operating_unit_tenant_id_code_key to rule_code_is_unique_unit;
alter table service_hall rename constraint service_hall_tenant_id_code_key to rule_code_is_unique_hall;
alter table cost_centre rename constraint cost_centre_tenant_id_code_key to rule_code_is_unique_centre;
alter table department rename constraint department_tenant_id_code_key to rule_code_is_unique_department;

-- What organisations of a business group are called, language by language, and when: an index over five tables, kept by
-- routines/keep_names.sql. No two organisations of a group bear one name in one language at one time.
create table organisation_name (
    tenant_id         uuid not null,
    organisation_id   uuid not null,
    language          text not null,
    business_group_id uuid not null,
    kind              text not null,
    code              text not null,
    name              text not null,
    folded            text not null,
    valid_from        date not null,
    valid_to          date,
    primary key (tenant_id, organisation_id, language),
    foreign key (tenant_id, business_group_id) references business_group (tenant_id, id),
    constraint rule_name_is_unique_in_its_group exclude using gist
        (tenant_id with =, business_group_id with =, language with =, folded with =, daterange(valid_from, valid_to + 1, '[)') with &&) deferrable initially deferred
);
create index organisation_name_folded on organisation_name (tenant_id, folded text_pattern_ops);

-- Lower bounds, which no key can say: an entity without a balancing value, a set-up without a primary ledger. They are
-- looked at when the transaction ends, because the one row must come before the other.
create function rule_entity_has_a_value() returns trigger language plpgsql as $$
declare
    entity uuid := case tg_table_name when 'legal_entity' then (to_jsonb(new) ->> 'id')::uuid else (to_jsonb(old) ->> 'legal_entity_id')::uuid end;
    tenant uuid := case tg_table_name when 'legal_entity' then (to_jsonb(new) ->> 'tenant_id')::uuid else (to_jsonb(old) ->> 'tenant_id')::uuid end;
begin
    if exists (select from legal_entity where tenant_id = tenant and id = entity and in_force)
        and not exists (select from balancing_segment_value where tenant_id = tenant and legal_entity_id = entity) then
        raise exception using errcode = 'integrity_constraint_violation', constraint = 'rule_entity_has_a_value', table = 'legal_entity',
            message = 'a legal entity without a balancing value violates constraint "rule_entity_has_a_value"';
    end if;
    return null;
end $$;
create constraint trigger rule_entity_has_a_value after insert or update of valid_to on legal_entity
    deferrable initially deferred for each row execute function rule_entity_has_a_value();
create constraint trigger rule_entity_keeps_a_value after delete or update of legal_entity_id on balancing_segment_value
    deferrable initially deferred for each row execute function rule_entity_has_a_value();

create function rule_setup_has_a_primary_ledger() returns trigger language plpgsql as $$
begin
    if not exists (select from ledger where tenant_id = new.tenant_id and accounting_setup_id = new.id and kind = 'primary') then
        raise exception using errcode = 'integrity_constraint_violation', constraint = 'rule_setup_has_a_primary_ledger', table = 'accounting_setup',
            message = 'an accounting set-up without a primary ledger violates constraint "rule_setup_has_a_primary_ledger"';
    end if;
    return null;
end $$;
create constraint trigger rule_setup_has_a_primary_ledger after insert on accounting_setup
    deferrable initially deferred for each row execute function rule_setup_has_a_primary_ledger();

insert into organisation_name (tenant_id, organisation_id, language, business_group_id, kind, code, name, folded, valid_from, valid_to)
select o.tenant_id, o.id, t.key, o.business_group_id, o.kind, o.code, btrim(t.value),
       lower(btrim(regexp_replace(t.value, '\s+', ' ', 'g'))), o.valid_from, o.valid_to
from (
    select tenant_id, id, business_group_id, 'legal_entity' as kind, code, name, valid_from, valid_to from legal_entity
    union all select tenant_id, id, business_group_id, 'operating_unit', code, name, valid_from, valid_to from operating_unit
    union all select tenant_id, id, business_group_id, 'department', code, name, valid_from, valid_to from department
    union all select h.tenant_id, h.id, u.business_group_id, 'service_hall', h.code, h.name, h.valid_from, h.valid_to
        from service_hall h join operating_unit u on u.tenant_id = h.tenant_id and u.id = h.operating_unit_id
    union all select c.tenant_id, c.id, e.business_group_id, 'cost_centre', c.code, c.name, c.valid_from, c.valid_to
        from cost_centre c join legal_entity e on e.tenant_id = c.tenant_id and e.id = c.legal_entity_id
) o, jsonb_each_text(o.name) t
where btrim(t.value) <> '';
