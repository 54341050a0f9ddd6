-- What is due for a dossier, what was received, and the invoice that says so.
create table payment_request (
    tenant_id         uuid not null,
    id                uuid not null,
    dossier_id        uuid not null,
    operating_unit_id uuid not null,
    legal_entity_id   uuid not null,
    applicant_id      uuid not null,
    source_id         uuid not null,
    reference         text not null,
    methods           text[] not null,
    net_minor         bigint not null check (net_minor >= 0),
    shipping_minor    bigint not null default 0 check (shipping_minor >= 0),
    tax_minor         bigint not null default 0 check (tax_minor >= 0),
    amount_minor      bigint not null check (amount_minor = net_minor + shipping_minor + tax_minor and amount_minor > 0),
    currency          text not null,
    messages          jsonb not null default '[]',
    lines             jsonb not null default '[]',
    requested_at      timestamptz not null default now(),
    paid_at           timestamptz,
    voided_at         timestamptz,
    primary key (tenant_id, id),
    unique (tenant_id, source_id),
    unique (tenant_id, reference),
    foreign key (tenant_id, dossier_id) references dossier (tenant_id, id)
);
create index payment_request_of_dossier on payment_request (tenant_id, dossier_id);
create index payment_request_open on payment_request (tenant_id, operating_unit_id, requested_at) where paid_at is null and voided_at is null;

-- One payment settles one request; the gateway's own reference makes a repeated callback find the first one.
create table payment (
    tenant_id          uuid not null,
    id                 uuid not null,
    payment_request_id uuid not null,
    dossier_id         uuid not null,
    operating_unit_id  uuid not null,
    applicant_id       uuid not null,
    method             text not null check (method in ('cash', 'gateway', 'bank')),
    provider           text not null,
    provider_reference text not null,
    amount_minor       bigint not null check (amount_minor > 0),
    currency           text not null,
    received_at        timestamptz not null default now(),
    received_by        uuid,
    hall_id            uuid,
    receipt_number     text,
    primary key (tenant_id, id),
    unique (tenant_id, payment_request_id),
    unique (tenant_id, provider, provider_reference),
    foreign key (tenant_id, payment_request_id) references payment_request (tenant_id, id)
);

-- Every callback of the gateway as it came, with what was made of it.
create table gateway_callback (
    tenant_id          uuid not null,
    id                 uuid not null,
    provider           text not null,
    provider_reference text not null,
    received_at        timestamptz not null default now(),
    verdict            text not null,
    body               text not null,
    primary key (tenant_id, id)
);

-- A session at the gateway for one request, so that a second click leads to the same page.
create table gateway_session (
    tenant_id          uuid not null,
    id                 uuid not null,
    payment_request_id uuid not null,
    applicant_id       uuid not null,
    operating_unit_id  uuid not null,
    provider           text not null,
    provider_reference text,
    pay_url            text,
    opened_at          timestamptz not null default now(),
    primary key (tenant_id, id),
    foreign key (tenant_id, payment_request_id) references payment_request (tenant_id, id)
);

create table invoice_series (
    tenant_id       uuid not null,
    legal_entity_id uuid not null,
    series          text not null,
    year            integer not null,
    last            bigint not null default 0 check (last >= 0),
    primary key (tenant_id, legal_entity_id, series, year),
    foreign key (tenant_id, legal_entity_id) references legal_entity (tenant_id, id)
);

-- An issued invoice is never changed: the tenant role may insert and read, nothing else.
create table invoice (
    tenant_id         uuid not null,
    id                uuid not null,
    legal_entity_id   uuid not null,
    series            text not null,
    year              integer not null,
    number            bigint not null check (number > 0),
    payment_id        uuid not null,
    dossier_id        uuid not null,
    operating_unit_id uuid not null,
    applicant_id      uuid not null,
    issued_at         timestamptz not null,
    buyer_name        text not null,
    amount_minor      bigint not null,
    currency          text not null,
    document          jsonb not null,
    xml               text not null,
    xml_digest        bytea not null,
    primary key (tenant_id, id),
    unique (tenant_id, legal_entity_id, series, year, number),
    unique (tenant_id, payment_id),
    foreign key (tenant_id, payment_id) references payment (tenant_id, id),
    foreign key (tenant_id, dossier_id) references dossier (tenant_id, id)
);
create index invoice_of_dossier on invoice (tenant_id, dossier_id);
