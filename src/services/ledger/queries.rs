//! Every line of SQL of the journal. An entry and its postings are written by one statement.

mod branches;

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Date, Jsonb, Nullable, SmallInt, Text, Uuid as SqlUuid};
use uuid::Uuid;

use crate::kernel::error::{Error, Result};
use crate::kernel::ids::{
    DossierId, JournalEntryId, LedgerAccountId, LedgerId, LegalEntityId, OperatingUnitId,
};
use crate::kernel::locale::Localised;
use crate::kernel::money::Currency;
use crate::platform::door::Sql;

pub use branches::{BranchSum, sums_by_branch};

use super::model::{Books, EntryHeader, JournalEntry, LedgerBooks, LedgerKind, Posting, Purpose, Source};

#[derive(QueryableByName)]
struct BooksRow {
    #[diesel(sql_type = SqlUuid)]
    ledger_id: Uuid,
    #[diesel(sql_type = Text)]
    code: String,
    #[diesel(sql_type = Text)]
    kind: String,
    #[diesel(sql_type = Text)]
    currency: String,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    account_id: Option<Uuid>,
    #[diesel(sql_type = Nullable<Text>)]
    purpose: Option<String>,
}

/// Every ledger of the set-up of `legal_entity`, if it works in `unit`, with the accounts that have a purpose.
pub(super) fn books(
    sql: &mut Sql,
    legal_entity: LegalEntityId,
    unit: OperatingUnitId,
) -> Result<Option<Books>> {
    let tenant = sql.tenant().uuid();
    let rows: Vec<BooksRow> = diesel::sql_query(
        "select l.id as ledger_id, l.code, l.kind, l.currency, a.id as account_id, a.purpose
         from operating_unit_legal_entity link
         join ledger own on own.tenant_id = link.tenant_id and own.id = link.ledger_id
         join ledger l on l.tenant_id = own.tenant_id and l.accounting_setup_id = own.accounting_setup_id
         left join ledger_account a on a.tenant_id = l.tenant_id and a.ledger_id = l.id and a.purpose is not null
         where link.tenant_id = $1 and link.legal_entity_id = $2 and link.operating_unit_id = $3
         order by l.kind, l.code, l.id",
    )
    .bind::<SqlUuid, _>(tenant)
    .bind::<SqlUuid, _>(legal_entity.uuid())
    .bind::<SqlUuid, _>(unit.uuid())
    .load(sql.conn())?;
    let mut ledgers: Vec<LedgerBooks> = Vec::new();
    for row in rows {
        let id = LedgerId::from_uuid(row.ledger_id);
        if ledgers.last().is_none_or(|last| last.id != id) {
            ledgers.push(LedgerBooks {
                id,
                code: row.code,
                kind: if row.kind == "primary" {
                    LedgerKind::Primary
                } else {
                    LedgerKind::Secondary
                },
                currency: currency(&row.currency)?,
                accounts: Default::default(),
            });
        }
        // A purpose that this program does not know is the tenant's own business.
        if let (Some(account), Some(purpose), Some(last)) = (
            row.account_id,
            row.purpose.as_deref().and_then(Purpose::parse),
            ledgers.last_mut(),
        ) {
            last.accounts.insert(purpose, LedgerAccountId::from_uuid(account));
        }
    }
    // A secondary ledger that has no chart yet repeats nothing: money is not refused because of it.
    ledgers.retain(|it| it.kind == LedgerKind::Primary || !it.accounts.is_empty());
    Ok((!ledgers.is_empty()).then_some(Books {
        legal_entity,
        unit,
        ledgers,
    }))
}

#[derive(QueryableByName)]
struct IdRow {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
}

/// Which branch an entry is of, found by the statement that writes it: that of the entry it takes back; else that of the cost
/// centre of the hall where the money was taken, or of the hall that has the dossier, when the hall is of the same legal
/// entity; else the entity's first value. `$4` is the entity, `$6` the dossier, `$7` and `$8` the source, `$9` the entry that is
/// taken back.
const BRANCH: &str = "
    select value_set, value from (
        (select 1 as place, p.value_set, p.balancing_value as value from posting p
         where p.tenant_id = $1 and p.journal_entry_id = $9 order by p.line limit 1)
        union all
        select 2, c.value_set, c.company_value from service_hall h
        join cost_centre c on c.tenant_id = h.tenant_id and c.id = h.cost_centre_id and c.legal_entity_id = $4
        where h.tenant_id = $1 and h.id = coalesce(
            (select hall_id from payment where tenant_id = $1 and $7 = 'payment' and id = $8),
            (select hall_id from dossier where tenant_id = $1 and id = $6))
        union all
        (select 3, v.value_set, v.value from balancing_segment_value v
         where v.tenant_id = $1 and v.legal_entity_id = $4 order by v.value limit 1)) found
    order by place limit 1";

/// Writes an entry, unless its ledger already has one from the same source. What undoes an entry is line by line of the
/// branches of that one.
pub(super) fn insert(sql: &mut Sql, entry: &JournalEntry) -> Result<Option<JournalEntryId>> {
    let (tenant, header) = (sql.tenant().uuid(), entry.header());
    let (lines, accounts, units, amounts) = columns(entry.postings());
    let row: Option<IdRow> = diesel::sql_query(format!(
        "with branch_of as ({BRANCH}),
         kept as (
             insert into branch (tenant_id, legal_entity_id, value_set, value)
             select $1, $4, value_set, value from branch_of o
             where not exists (select from branch b where b.tenant_id = $1 and b.legal_entity_id = $4
                               and b.value_set = o.value_set and b.value = o.value)
             on conflict do nothing),
         entry as (
             insert into journal_entry (tenant_id, id, ledger_id, legal_entity_id, operating_unit_id, dossier_id, source_kind,
                 source_id, reverses_id, effective_on, memo)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
             on conflict (tenant_id, ledger_id, source_kind, source_id) do nothing returning id),
         lines as (
             insert into posting (tenant_id, journal_entry_id, line, ledger_account_id, ledger_id, operating_unit_id,
                 amount_minor, currency, legal_entity_id, value_set, balancing_value)
             select $1, entry.id, p.line, p.account, $3, p.unit, p.amount, $12, $4,
                    coalesce(undone.value_set, o.value_set), coalesce(undone.balancing_value, o.value)
             from entry cross join branch_of o cross join unnest($13, $14, $15, $16) as p (line, account, unit, amount)
             left join posting undone on $7 = 'reversal' and undone.tenant_id = $1 and undone.journal_entry_id = $9
                 and undone.line = p.line)
         select id from entry"
    ))
    .bind::<SqlUuid, _>(tenant)
    .bind::<SqlUuid, _>(JournalEntryId::fresh().uuid())
    .bind::<SqlUuid, _>(header.ledger.uuid())
    .bind::<SqlUuid, _>(header.legal_entity.uuid())
    .bind::<SqlUuid, _>(header.unit.uuid())
    .bind::<Nullable<SqlUuid>, _>(header.dossier.map(DossierId::uuid))
    .bind::<Text, _>(&header.source.kind)
    .bind::<SqlUuid, _>(header.source.id)
    .bind::<Nullable<SqlUuid>, _>(entry.reverses().map(JournalEntryId::uuid))
    .bind::<Date, _>(header.effective_on)
    .bind::<Text, _>(&header.memo)
    .bind::<Text, _>(entry.currency().code())
    .bind::<Array<SmallInt>, _>(lines)
    .bind::<Array<SqlUuid>, _>(accounts)
    .bind::<Array<SqlUuid>, _>(units)
    .bind::<Array<BigInt>, _>(amounts)
    .get_result(sql.conn())
    .optional()?;
    Ok(row.map(|row| JournalEntryId::from_uuid(row.id)))
}

fn columns(postings: &[Posting]) -> (Vec<i16>, Vec<Uuid>, Vec<Uuid>, Vec<i64>) {
    (
        (1..).take(postings.len()).collect(),
        postings.iter().map(|posting| posting.account.uuid()).collect(),
        postings.iter().map(|posting| posting.unit.uuid()).collect(),
        postings.iter().map(|posting| posting.amount_minor).collect(),
    )
}

#[derive(QueryableByName)]
struct EntryRow {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
    #[diesel(sql_type = SqlUuid)]
    ledger_id: Uuid,
    #[diesel(sql_type = SqlUuid)]
    legal_entity_id: Uuid,
    #[diesel(sql_type = SqlUuid)]
    operating_unit_id: Uuid,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    dossier_id: Option<Uuid>,
    #[diesel(sql_type = Text)]
    source_kind: String,
    #[diesel(sql_type = SqlUuid)]
    source_id: Uuid,
    #[diesel(sql_type = Date)]
    effective_on: NaiveDate,
    #[diesel(sql_type = Text)]
    memo: String,
    #[diesel(sql_type = Text)]
    currency: String,
    #[diesel(sql_type = Array<SqlUuid>)]
    accounts: Vec<Uuid>,
    #[diesel(sql_type = Array<SqlUuid>)]
    units: Vec<Uuid>,
    #[diesel(sql_type = Array<BigInt>)]
    amounts: Vec<i64>,
}

const ENTRY: &str = "select e.id, e.ledger_id, e.legal_entity_id, e.operating_unit_id, e.dossier_id, e.source_kind, e.source_id,
        e.effective_on, e.memo, min(p.currency) as currency, array_agg(p.ledger_account_id order by p.line) as accounts,
        array_agg(p.operating_unit_id order by p.line) as units, array_agg(p.amount_minor order by p.line) as amounts
    from journal_entry e join posting p on p.tenant_id = e.tenant_id and p.journal_entry_id = e.id";

/// The entry a ledger has from a source.
pub(super) fn by_source(
    sql: &mut Sql,
    ledger: LedgerId,
    source: &Source,
) -> Result<Option<(JournalEntryId, JournalEntry)>> {
    let tenant = sql.tenant().uuid();
    let row: Option<EntryRow> = diesel::sql_query(format!(
        "{ENTRY} where e.tenant_id = $1 and e.ledger_id = $2 and e.source_kind = $3 and e.source_id = $4 group by e.tenant_id, e.id"
    ))
    .bind::<SqlUuid, _>(tenant)
    .bind::<SqlUuid, _>(ledger.uuid())
    .bind::<Text, _>(&source.kind)
    .bind::<SqlUuid, _>(source.id)
    .get_result(sql.conn())
    .optional()?;
    row.map(|row| Ok((JournalEntryId::from_uuid(row.id), entry(row)?)))
        .transpose()
}

/// One entry.
pub(super) fn by_id(sql: &mut Sql, id: JournalEntryId) -> Result<Option<JournalEntry>> {
    let tenant = sql.tenant().uuid();
    let row: Option<EntryRow> = diesel::sql_query(format!(
        "{ENTRY} where e.tenant_id = $1 and e.id = $2 group by e.tenant_id, e.id"
    ))
    .bind::<SqlUuid, _>(tenant)
    .bind::<SqlUuid, _>(id.uuid())
    .get_result(sql.conn())
    .optional()?;
    row.map(entry).transpose()
}

fn entry(row: EntryRow) -> Result<JournalEntry> {
    let header = EntryHeader {
        ledger: LedgerId::from_uuid(row.ledger_id),
        legal_entity: LegalEntityId::from_uuid(row.legal_entity_id),
        unit: OperatingUnitId::from_uuid(row.operating_unit_id),
        dossier: row.dossier_id.map(DossierId::from_uuid),
        source: Source::new(row.source_kind, row.source_id),
        effective_on: row.effective_on,
        memo: row.memo,
    };
    let postings = row
        .accounts
        .into_iter()
        .zip(row.units)
        .zip(row.amounts)
        .map(|((account, unit), amount)| {
            Posting::new(
                LedgerAccountId::from_uuid(account),
                OperatingUnitId::from_uuid(unit),
                amount,
            )
        })
        .collect();
    JournalEntry::balanced(header, currency(&row.currency)?, postings).map_err(Error::internal)
}

fn currency(code: &str) -> Result<Currency> {
    Currency::parse(code).ok_or_else(|| Error::internal(format!("currency {code} is stored and not known")))
}

/// What moved on one account.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct AccountBalance {
    /// The account.
    #[diesel(sql_type = SqlUuid)]
    pub account_id: Uuid,
    /// Its code in the tenant's chart.
    #[diesel(sql_type = Text)]
    pub code: String,
    /// Its name, a [`Localised`] text.
    #[diesel(sql_type = Jsonb)]
    name: serde_json::Value,
    /// Asset, liability, equity, revenue or expense.
    #[diesel(sql_type = Text)]
    pub kind: String,
    /// Sum of debits, minor units.
    #[diesel(sql_type = BigInt)]
    pub debit_minor: i64,
    /// Sum of credits, minor units, positive.
    #[diesel(sql_type = BigInt)]
    pub credit_minor: i64,
}

impl AccountBalance {
    /// The account's name.
    #[must_use]
    pub fn name(&self) -> Localised {
        serde_json::from_value(self.name.clone()).unwrap_or_default()
    }

    /// Debits less credits, minor units.
    #[must_use]
    pub const fn balance_minor(&self) -> i64 {
        self.debit_minor - self.credit_minor
    }
}

/// What moved on each account of a ledger from the first to the last day, over the units the transaction sees, or in one
/// of them. Debits and credits are equal in sum whenever whole entries are seen.
///
/// # Errors
/// When the database fails or a sum does not fit in 64 bits.
pub fn trial_balance(
    sql: &mut Sql,
    ledger: LedgerId,
    unit: Option<OperatingUnitId>,
    (first, last): (NaiveDate, NaiveDate),
) -> Result<Vec<AccountBalance>> {
    let tenant = sql.tenant().uuid();
    Ok(diesel::sql_query(
        "select a.id as account_id, a.code, a.name, a.kind,
                coalesce(sum(p.amount_minor) filter (where p.amount_minor > 0), 0)::bigint as debit_minor,
                coalesce(-sum(p.amount_minor) filter (where p.amount_minor < 0), 0)::bigint as credit_minor
         from ledger_account a
         left join (posting p join journal_entry e on e.tenant_id = p.tenant_id and e.id = p.journal_entry_id
                        and e.effective_on between $4 and $5)
             on p.tenant_id = a.tenant_id and p.ledger_account_id = a.id and ($3 is null or p.operating_unit_id = $3)
         where a.tenant_id = $1 and a.ledger_id = $2
         group by a.tenant_id, a.id order by a.code",
    )
    .bind::<SqlUuid, _>(tenant)
    .bind::<SqlUuid, _>(ledger.uuid())
    .bind::<Nullable<SqlUuid>, _>(unit.map(OperatingUnitId::uuid))
    .bind::<Date, _>(first)
    .bind::<Date, _>(last)
    .load(sql.conn())?)
}

/// What moved on the accounts of one purpose in one unit and month.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct UnitBalance {
    /// The operating unit.
    #[diesel(sql_type = SqlUuid)]
    pub operating_unit_id: Uuid,
    /// The account.
    #[diesel(sql_type = SqlUuid)]
    pub account_id: Uuid,
    /// Its code.
    #[diesel(sql_type = Text)]
    pub code: String,
    /// The first day of the month.
    #[diesel(sql_type = Date)]
    pub month: NaiveDate,
    /// How many entries.
    #[diesel(sql_type = BigInt)]
    pub entries: i64,
    /// Debits less credits, minor units: negative on accounts of revenue.
    #[diesel(sql_type = BigInt)]
    pub balance_minor: i64,
}

/// Money by unit, account and month, over the units the transaction sees.
///
/// # Errors
/// As [`trial_balance`].
pub fn balances_by_unit(
    sql: &mut Sql,
    ledger: LedgerId,
    (first, last): (NaiveDate, NaiveDate),
) -> Result<Vec<UnitBalance>> {
    let tenant = sql.tenant().uuid();
    Ok(diesel::sql_query(
        "select p.operating_unit_id, a.id as account_id, a.code, date_trunc('month', e.effective_on::timestamp)::date as month,
                count(distinct e.id) as entries, sum(p.amount_minor)::bigint as balance_minor
         from journal_entry e
         join posting p on p.tenant_id = e.tenant_id and p.journal_entry_id = e.id
         join ledger_account a on a.tenant_id = p.tenant_id and a.id = p.ledger_account_id
         where e.tenant_id = $1 and e.ledger_id = $2 and e.effective_on between $3 and $4
         group by p.operating_unit_id, a.id, a.code, month order by month, p.operating_unit_id, a.code",
    )
    .bind::<SqlUuid, _>(tenant)
    .bind::<SqlUuid, _>(ledger.uuid())
    .bind::<Date, _>(first)
    .bind::<Date, _>(last)
    .load(sql.conn())?)
}

/// A posting of a dossier's entries, for whoever audits it.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct EntryLine {
    /// The entry.
    #[diesel(sql_type = SqlUuid)]
    pub journal_entry_id: Uuid,
    /// The ledger's code.
    #[diesel(sql_type = Text)]
    pub ledger: String,
    /// The day it counts for.
    #[diesel(sql_type = Date)]
    pub effective_on: NaiveDate,
    /// What it comes from.
    #[diesel(sql_type = Text)]
    pub source_kind: String,
    /// The account's code.
    #[diesel(sql_type = Text)]
    pub account: String,
    /// The balancing segment value: the branch of the legal entity.
    #[diesel(sql_type = Text)]
    pub branch: String,
    /// Debit positive, credit negative, minor units.
    #[diesel(sql_type = BigInt)]
    pub amount_minor: i64,
    /// The currency's code.
    #[diesel(sql_type = Text)]
    pub currency: String,
}

/// The postings of a dossier, in the order in which they were made.
///
/// # Errors
/// When the database fails.
pub fn lines_of_dossier(sql: &mut Sql, dossier: DossierId) -> Result<Vec<EntryLine>> {
    let tenant = sql.tenant().uuid();
    Ok(diesel::sql_query(
        "select e.id as journal_entry_id, l.code as ledger, e.effective_on, e.source_kind, a.code as account,
                p.balancing_value as branch, p.amount_minor, p.currency
         from journal_entry e
         join posting p on p.tenant_id = e.tenant_id and p.journal_entry_id = e.id
         join ledger l on l.tenant_id = e.tenant_id and l.id = e.ledger_id
         join ledger_account a on a.tenant_id = p.tenant_id and a.id = p.ledger_account_id
         where e.tenant_id = $1 and e.dossier_id = $2
         order by e.id, p.line",
    )
    .bind::<SqlUuid, _>(tenant)
    .bind::<SqlUuid, _>(dossier.uuid())
    .load(sql.conn())?)
}
