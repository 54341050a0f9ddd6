-- Business group, ledger, legal entity, operating unit, service hall, cost centre, department. Rules that concern
-- two rows are composite keys, so that no code path can break them.
create table business_group (
    tenant_id  uuid not null,
    id         uuid not null,
    code       text not null,
    name       jsonb not null,
    valid_from date not null default '2000-01-01',
    valid_to   date,
    primary key (tenant_id, id),
    unique (tenant_id, code)
);

create table accounting_setup (
    tenant_id uuid not null,
    id        uuid not null,
    code      text not null,
    name      jsonb not null,
    primary key (tenant_id, id),
    unique (tenant_id, code)
);

create table ledger (
    tenant_id           uuid not null,
    id                  uuid not null,
    accounting_setup_id uuid not null,
    code                text not null,
    name                jsonb not null,
    currency            text not null check (currency ~ '^[A-Z]{3}$'),
    kind                text not null check (kind in ('primary', 'secondary')),
    primary key (tenant_id, id),
    unique (tenant_id, code),
    unique (tenant_id, id, accounting_setup_id),
    foreign key (tenant_id, accounting_setup_id) references accounting_setup (tenant_id, id)
);
create unique index ledger_one_primary on ledger (tenant_id, accounting_setup_id) where kind = 'primary';

create table legal_entity (
    tenant_id           uuid not null,
    id                  uuid not null,
    business_group_id   uuid not null,
    ledger_id           uuid not null,
    code                text not null,
    name                jsonb not null,
    registration_kind   text not null,
    registration_number text not null,
    address             jsonb not null default '{}',
    details             jsonb not null default '{}',
    valid_from          date not null default '2000-01-01',
    valid_to            date,
    primary key (tenant_id, id),
    unique (tenant_id, code),
    unique (tenant_id, id, ledger_id),
    foreign key (tenant_id, business_group_id) references business_group (tenant_id, id),
    foreign key (tenant_id, ledger_id) references ledger (tenant_id, id)
);

-- A balancing segment value belongs to at most one legal entity within its value set.
create table balancing_segment_value (
    tenant_id       uuid not null,
    value_set       text not null,
    value           text not null,
    legal_entity_id uuid not null,
    primary key (tenant_id, value_set, value),
    foreign key (tenant_id, legal_entity_id) references legal_entity (tenant_id, id)
);

create table operating_unit (
    tenant_id               uuid not null,
    id                      uuid not null,
    business_group_id       uuid not null,
    ledger_id               uuid not null,
    parent_unit_id          uuid,
    default_legal_entity_id uuid not null,
    code                    text not null,
    number_code             text not null,
    name                    jsonb not null,
    valid_from              date not null default '2000-01-01',
    valid_to                date,
    primary key (tenant_id, id),
    unique (tenant_id, code),
    unique (tenant_id, id, ledger_id),
    foreign key (tenant_id, business_group_id) references business_group (tenant_id, id),
    foreign key (tenant_id, ledger_id) references ledger (tenant_id, id),
    foreign key (tenant_id, parent_unit_id) references operating_unit (tenant_id, id)
);

-- An operating unit and a legal entity may be linked if and only if they share a ledger.
create table operating_unit_legal_entity (
    tenant_id         uuid not null,
    operating_unit_id uuid not null,
    legal_entity_id   uuid not null,
    ledger_id         uuid not null,
    primary key (tenant_id, operating_unit_id, legal_entity_id),
    foreign key (tenant_id, operating_unit_id, ledger_id) references operating_unit (tenant_id, id, ledger_id),
    foreign key (tenant_id, legal_entity_id, ledger_id) references legal_entity (tenant_id, id, ledger_id)
);
alter table operating_unit add constraint operating_unit_default_is_linked
    foreign key (tenant_id, id, default_legal_entity_id)
    references operating_unit_legal_entity (tenant_id, operating_unit_id, legal_entity_id)
    deferrable initially deferred;

create table cost_centre (
    tenant_id       uuid not null,
    id              uuid not null,
    legal_entity_id uuid not null,
    code            text not null,
    company_value   text not null,
    name            jsonb not null,
    primary key (tenant_id, id),
    unique (tenant_id, code),
    unique (tenant_id, id, legal_entity_id),
    foreign key (tenant_id, legal_entity_id) references legal_entity (tenant_id, id)
);

create table service_hall (
    tenant_id         uuid not null,
    id                uuid not null,
    ledger_id         uuid not null,
    legal_entity_id   uuid not null,
    operating_unit_id uuid not null,
    cost_centre_id    uuid not null,
    code              text not null,
    name              jsonb not null,
    address           jsonb not null default '{}',
    hours             jsonb not null default '{}',
    capabilities      text[] not null default '{}',
    valid_from        date not null default '2000-01-01',
    valid_to          date,
    primary key (tenant_id, id),
    unique (tenant_id, code),
    foreign key (tenant_id, legal_entity_id, ledger_id) references legal_entity (tenant_id, id, ledger_id),
    foreign key (tenant_id, operating_unit_id, ledger_id) references operating_unit (tenant_id, id, ledger_id),
    foreign key (tenant_id, operating_unit_id, legal_entity_id)
        references operating_unit_legal_entity (tenant_id, operating_unit_id, legal_entity_id),
    foreign key (tenant_id, cost_centre_id, legal_entity_id) references cost_centre (tenant_id, id, legal_entity_id)
);

-- The tree of departments carries people, never dossiers.
create table department (
    tenant_id            uuid not null,
    id                   uuid not null,
    business_group_id    uuid not null,
    parent_department_id uuid,
    cost_centre_id       uuid,
    code                 text not null,
    name                 jsonb not null,
    primary key (tenant_id, id),
    unique (tenant_id, code),
    foreign key (tenant_id, business_group_id) references business_group (tenant_id, id),
    foreign key (tenant_id, parent_department_id) references department (tenant_id, id),
    foreign key (tenant_id, cost_centre_id) references cost_centre (tenant_id, id)
);

-- Working hours, days off and make-up days, as dated data of the tenant.
create table working_calendar (
    tenant_id  uuid not null,
    code       text not null,
    valid_from date not null,
    definition jsonb not null,
    primary key (tenant_id, code, valid_from)
);
