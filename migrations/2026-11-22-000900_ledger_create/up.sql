-- The chart of accounts and the journal. Entries and postings are never updated or deleted; a correction is a new
-- entry that names the old one.
create table ledger_account (
    tenant_id uuid not null,
    id        uuid not null,
    ledger_id uuid not null,
    code      text not null,
    name      jsonb not null,
    kind      text not null check (kind in ('asset', 'liability', 'equity', 'revenue', 'expense')),
    purpose   text,
    primary key (tenant_id, id),
    unique (tenant_id, ledger_id, code),
    unique (tenant_id, id, ledger_id),
    foreign key (tenant_id, ledger_id) references ledger (tenant_id, id)
);
create unique index ledger_account_purpose on ledger_account (tenant_id, ledger_id, purpose) where purpose is not null;

create table journal_entry (
    tenant_id         uuid not null,
    id                uuid not null,
    ledger_id         uuid not null,
    legal_entity_id   uuid not null,
    operating_unit_id uuid not null,
    dossier_id        uuid,
    source_kind       text not null,
    source_id         uuid not null,
    reverses_id       uuid,
    effective_on      date not null,
    posted_at         timestamptz not null default now(),
    memo              text not null default '',
    primary key (tenant_id, id),
    unique (tenant_id, ledger_id, source_kind, source_id),
    foreign key (tenant_id, ledger_id) references ledger (tenant_id, id),
    foreign key (tenant_id, legal_entity_id) references legal_entity (tenant_id, id),
    foreign key (tenant_id, operating_unit_id) references operating_unit (tenant_id, id),
    foreign key (tenant_id, reverses_id) references journal_entry (tenant_id, id)
);
create index journal_entry_by_day on journal_entry (tenant_id, ledger_id, effective_on);
create index journal_entry_of_dossier on journal_entry (tenant_id, dossier_id) where dossier_id is not null;

-- amount_minor: debit positive, credit negative, in the ledger's currency.
create table posting (
    tenant_id         uuid not null,
    journal_entry_id  uuid not null,
    line              smallint not null,
    ledger_account_id uuid not null,
    ledger_id         uuid not null,
    operating_unit_id uuid not null,
    amount_minor      bigint not null check (amount_minor <> 0),
    currency          text not null,
    primary key (tenant_id, journal_entry_id, line),
    foreign key (tenant_id, journal_entry_id) references journal_entry (tenant_id, id),
    foreign key (tenant_id, ledger_account_id, ledger_id) references ledger_account (tenant_id, id, ledger_id)
);
create index posting_by_account on posting (tenant_id, ledger_account_id);

-- A guard beside the types: whatever wrote it, an entry that does not balance cannot be committed.
create function journal_entry_must_balance() returns trigger language plpgsql as $$
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
create constraint trigger journal_entry_balances after insert on journal_entry
    deferrable initially deferred for each row execute function journal_entry_must_balance();
create constraint trigger posting_balances after insert on posting
    deferrable initially deferred for each row execute function journal_entry_must_balance();
