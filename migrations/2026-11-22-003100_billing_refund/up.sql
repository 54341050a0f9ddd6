-- Money given back. A refund belongs to one payment and says the same unit, legal entity and currency as that: the key
-- below lets the database hold it to them.
alter table payment add constraint payment_whose unique (tenant_id, id, operating_unit_id, legal_entity_id, currency);

-- What was raised never changes; what happens to it afterwards is written beside it, each thing once. Whoever raised it is
-- not whoever decides: the rule of the program is a constraint here as well.
create table refund (
    tenant_id          uuid not null,
    id                 uuid not null,
    payment_id         uuid not null,
    payment_request_id uuid not null,
    dossier_id         uuid not null,
    procedure_id       uuid not null,
    operating_unit_id  uuid not null,
    legal_entity_id    uuid not null,
    applicant_id       uuid not null,
    reference          text not null,
    method             text not null check (method in ('cash', 'gateway')),
    net_minor          bigint not null check (net_minor >= 0),
    shipping_minor     bigint not null check (shipping_minor >= 0),
    tax_minor          bigint not null check (tax_minor >= 0),
    amount_minor       bigint not null check (amount_minor = net_minor + shipping_minor + tax_minor and amount_minor > 0),
    currency           text not null,
    reason             text not null check (btrim(reason) <> ''),
    raised_at          timestamptz not null,
    raised_by          uuid not null,
    approved_at        timestamptz,
    refused_at         timestamptz,
    decided_by         uuid,
    decision_note      text,
    asked_at           timestamptz,
    declined_at        timestamptz,
    provider_reference text,
    paid_at            timestamptz,
    paid_in            text check (paid_in in ('cash', 'gateway')),
    paid_by            uuid,
    hall_id            uuid,
    primary key (tenant_id, id),
    unique (tenant_id, reference),
    foreign key (tenant_id, payment_id, operating_unit_id, legal_entity_id, currency)
        references payment (tenant_id, id, operating_unit_id, legal_entity_id, currency),
    foreign key (tenant_id, payment_request_id) references payment_request (tenant_id, id),
    foreign key (tenant_id, dossier_id) references dossier (tenant_id, id),
    foreign key (tenant_id, hall_id) references service_hall (tenant_id, id),
    constraint refund_not_by_one_person check (decided_by <> raised_by),
    constraint refund_decided_once check (approved_at is null or refused_at is null),
    constraint refund_decided_by_somebody
        check ((decided_by is not null) = (approved_at is not null or refused_at is not null)),
    constraint refund_refused_with_a_reason check (refused_at is null or btrim(coalesce(decision_note, '')) <> ''),
    constraint refund_paid_when_approved check (paid_at is null or approved_at is not null),
    constraint refund_paid_somehow check ((paid_at is null) = (paid_in is null)),
    constraint refund_paid_at_a_desk check ((coalesce(paid_in, '') = 'cash') = (paid_by is not null and hall_id is not null)),
    constraint refund_paid_as_it_came check (paid_in is null or paid_in = method or declined_at is not null)
);
create index refund_of_payment on refund (tenant_id, payment_id);
create index refund_of_dossier on refund (tenant_id, dossier_id);
create index refund_of_unit on refund (tenant_id, operating_unit_id, raised_at);
create index refund_waiting on refund (tenant_id, operating_unit_id, raised_at)
    where refused_at is null and paid_at is null;
create index refund_to_ask on refund (tenant_id, approved_at)
    where method = 'gateway' and approved_at is not null and paid_at is null and declined_at is null;
create index refund_of_hall on refund (tenant_id, hall_id, paid_at) where hall_id is not null;

-- Guards beside the rules: whatever wrote it, no more can be asked back than was paid, however many ask at once, and what
-- once happened to a refund does not unhappen.
create function refund_within_payment() returns trigger language plpgsql as $$
declare
    paid bigint;
    given_back bigint;
begin
    select amount_minor into paid from payment where tenant_id = new.tenant_id and id = new.payment_id for update;
    select coalesce(sum(amount_minor), 0) into given_back from refund
        where tenant_id = new.tenant_id and payment_id = new.payment_id and refused_at is null;
    if paid is null or given_back > paid then
        raise exception 'onedoor:refund of % exceeds payment %', given_back, paid
            using errcode = 'check_violation', constraint = 'refund_within_payment';
    end if;
    return null;
end $$;
create trigger refund_within_payment after insert on refund
    for each row execute function refund_within_payment();

create function refund_keeps_what_happened() returns trigger language plpgsql as $$
begin
    if (old.approved_at is not null and (new.approved_at, new.decided_by) is distinct from (old.approved_at, old.decided_by))
        or (old.refused_at is not null and (new.refused_at, new.decided_by) is distinct from (old.refused_at, old.decided_by))
        or (old.declined_at is not null and new.declined_at is distinct from old.declined_at)
        or (old.paid_at is not null
            and (new.paid_at, new.paid_in, new.paid_by, new.hall_id, new.provider_reference)
                is distinct from (old.paid_at, old.paid_in, old.paid_by, old.hall_id, old.provider_reference)) then
        raise exception 'onedoor:refund % is settled', old.reference
            using errcode = 'check_violation', constraint = 'refund_keeps_what_happened';
    end if;
    return new;
end $$;
create trigger refund_keeps_what_happened before update on refund
    for each row execute function refund_keeps_what_happened();

-- What the gateway says about a refund is kept with what it says about payments.
alter table gateway_callback add column refund_id uuid;

-- A credit note takes back an invoice wholly or in part. Issued, it is never changed. Its number comes from the counters of
-- invoices, from a series of its own or from the invoice's, as the tenant says.
create table credit_note (
    tenant_id         uuid not null,
    id                uuid not null,
    legal_entity_id   uuid not null,
    series            text not null,
    year              integer not null,
    number            bigint not null check (number > 0),
    refund_id         uuid not null,
    invoice_id        uuid not null,
    dossier_id        uuid not null,
    operating_unit_id uuid not null,
    applicant_id      uuid not null,
    issued_at         timestamptz not null,
    buyer_name        text not null,
    amount_minor      bigint not null check (amount_minor > 0),
    currency          text not null,
    document          jsonb not null,
    xml               text not null,
    xml_digest        bytea not null,
    primary key (tenant_id, id),
    unique (tenant_id, legal_entity_id, series, year, number),
    unique (tenant_id, refund_id),
    foreign key (tenant_id, refund_id) references refund (tenant_id, id),
    foreign key (tenant_id, invoice_id) references invoice (tenant_id, id),
    foreign key (tenant_id, dossier_id) references dossier (tenant_id, id),
    foreign key (tenant_id, legal_entity_id, series, year) references invoice_series (tenant_id, legal_entity_id, series, year)
);
create index credit_note_of_dossier on credit_note (tenant_id, dossier_id);
