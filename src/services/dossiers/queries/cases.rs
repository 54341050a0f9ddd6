//! SQL of the cases behind a number of the statistics: counted by the same rule as the number itself, so that an auditor
//! who follows it finds as many as it says.

use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Nullable, SmallInt, Text, Timestamptz, Uuid as SqlUuid};
use uuid::Uuid;

use crate::kernel::clock::Instant;
use crate::kernel::error::Result;
use crate::kernel::ids::{DossierId, LegalEntityId, OperatingUnitId, ProcedureId};
use crate::platform::door::{Granted, Sql};

use super::super::acts::ListDossiers;
use super::super::model::Status;

/// Which number the cases are behind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counted {
    /// Received in the period.
    Received,
    /// Granted or refused in the period.
    Completed,
    /// Granted in the period.
    Granted,
    /// Refused in the period.
    Refused,
    /// Withdrawn in the period.
    Withdrawn,
    /// Completed in the period, by the due date.
    OnTime,
    /// Completed in the period, after the due date.
    Overtime,
    /// Paid in the period.
    Paid,
    /// Paid back in the period.
    Refunded,
}

impl Counted {
    /// Every number.
    pub const ALL: [Counted; 9] = [
        Counted::Received,
        Counted::Completed,
        Counted::Granted,
        Counted::Refused,
        Counted::Withdrawn,
        Counted::OnTime,
        Counted::Overtime,
        Counted::Paid,
        Counted::Refunded,
    ];

    /// The word used in addresses.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Counted::Received => "received",
            Counted::Completed => "completed",
            Counted::Granted => "granted",
            Counted::Refused => "refused",
            Counted::Withdrawn => "withdrawn",
            Counted::OnTime => "on-time",
            Counted::Overtime => "overdue",
            Counted::Paid => "money",
            Counted::Refunded => "refunded",
        }
    }

    /// Reads the word back.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Counted::ALL.into_iter().find(|counted| counted.word() == word)
    }

    const fn condition(self) -> &'static str {
        match self {
            Counted::Received => "d.received_at >= $2 and d.received_at < $3",
            Counted::Completed => "d.status in (9, 10) and d.finished_at >= $2 and d.finished_at < $3",
            Counted::Granted => "d.status = 9 and d.finished_at >= $2 and d.finished_at < $3",
            Counted::Refused => "d.status = 10 and d.finished_at >= $2 and d.finished_at < $3",
            Counted::Withdrawn => "d.status = 11 and d.finished_at >= $2 and d.finished_at < $3",
            Counted::OnTime => {
                "d.status in (9, 10) and d.finished_at >= $2 and d.finished_at < $3 and (d.due_at is null or d.finished_at <= d.due_at)"
            }
            Counted::Overtime => {
                "d.status in (9, 10) and d.finished_at >= $2 and d.finished_at < $3 and d.finished_at > d.due_at"
            }
            // Their money says which they are.
            Counted::Paid | Counted::Refunded => "true",
        }
    }

    /// Whether the number is of money rather than of dossiers.
    #[must_use]
    pub const fn is_money(self) -> bool {
        matches!(self, Counted::Paid | Counted::Refunded)
    }
}

/// Which cases are wanted.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// Behind which number.
    pub counted: Counted,
    /// From this moment.
    pub from: Instant,
    /// Before this moment.
    pub before: Instant,
    /// Of this unit alone.
    pub unit: Option<OperatingUnitId>,
    /// Of this procedure alone.
    pub procedure: Option<ProcedureId>,
    /// Of the books of this legal entity alone, or of one of its branches: of [`Counted::Paid`] and [`Counted::Refunded`].
    pub books: Option<Books>,
}

/// The books that money is looked for in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Books {
    /// Whose.
    pub legal_entity: LegalEntityId,
    /// The balancing segment value of one branch.
    pub branch: Option<String>,
}

/// A case.
#[derive(Debug, Clone, PartialEq)]
pub struct Case {
    /// The dossier.
    pub id: DossierId,
    /// Its number.
    pub number: String,
    /// Its procedure.
    pub procedure_id: ProcedureId,
    /// Its unit.
    pub operating_unit_id: OperatingUnitId,
    /// Where it stands.
    pub status: Status,
    /// When it was received.
    pub received_at: Instant,
    /// When it is due.
    pub due_at: Option<Instant>,
    /// When it ended.
    pub finished_at: Option<Instant>,
    /// What of the number is its own, where the number is of money.
    pub amount_minor: Option<i64>,
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
    #[diesel(sql_type = Text)]
    number: String,
    #[diesel(sql_type = SqlUuid)]
    procedure_id: Uuid,
    #[diesel(sql_type = SqlUuid)]
    operating_unit_id: Uuid,
    #[diesel(sql_type = SmallInt)]
    status: i16,
    #[diesel(sql_type = Timestamptz)]
    received_at: Instant,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    due_at: Option<Instant>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    finished_at: Option<Instant>,
    #[diesel(sql_type = Nullable<BigInt>)]
    amount_minor: Option<i64>,
}

#[derive(QueryableByName)]
struct CountRow {
    #[diesel(sql_type = BigInt)]
    count: i64,
}

/// The money of a dossier that a number of money counts; `None` for the other numbers.
fn money(wanted: &Wanted, has_moves: bool) -> Option<String> {
    let (table, at, source) = match wanted.counted {
        Counted::Paid => ("payment", "received_at", "payment"),
        Counted::Refunded => ("refund", "paid_at", "refund_paid"),
        _ => return None,
    };
    let narrower = if wanted.books.is_some() {
        // What was posted says in whose books and in which branch it is; the unit is the one that it is booked for.
        format!(
            " and exists (select from journal_entry j join posting l on l.tenant_id = j.tenant_id and l.journal_entry_id = j.id
                 where j.tenant_id = d.tenant_id and j.dossier_id = d.id and j.source_kind = '{source}' and j.source_id = x.id
                   and j.operating_unit_id = any ($4) and j.legal_entity_id = $6 and ($7::text is null or l.balancing_value = $7))"
        )
    } else if has_moves {
        " and x.operating_unit_id = any ($4)".to_owned()
    } else {
        String::new()
    };
    Some(format!(
        "from {table} x where x.tenant_id = d.tenant_id and x.dossier_id = d.id and x.{at} >= $2 and x.{at} < $3{narrower}"
    ))
}

// A dossier that another unit only lends a hand in is counted in its own unit, so it is listed there too. One that went to
// another unit by a reorganisation stays behind the numbers of the unit that had it when it was counted.
fn source(wanted: &Wanted, has_moves: bool) -> String {
    let counted = wanted.counted;
    let condition = counted.condition();
    let of = "from dossier d where d.tenant_id = $1 and ($5::uuid is null or d.procedure_id = $5)";
    if let Some(money) = money(wanted, has_moves) {
        let here = if wanted.books.is_some() || has_moves {
            // The money itself says whose it is.
            ""
        } else {
            " and d.operating_unit_id = any ($4)"
        };
        return format!("{of}{here} and exists (select {money})");
    }
    match counted {
        Counted::Received if has_moves => format!(
            "{of} and {condition} and coalesce(
                 (select m.from_unit_id from dossier_move m where m.tenant_id = d.tenant_id and m.dossier_id = d.id
                  and m.moved_at > d.received_at order by m.moved_at limit 1), d.operating_unit_id) = any ($4)"
        ),
        // Only open dossiers move: one that has ended is where it was counted.
        _ => format!("{of} and d.operating_unit_id = any ($4) and {condition}"),
    }
}

/// Whether any dossier of the tenant ever moved. Most never do, and their lists keep the plan that the index serves.
fn has_moves(sql: &mut Sql) -> Result<bool> {
    use crate::platform::schema::dossier_move;
    Ok(diesel::select(diesel::dsl::exists(
        dossier_move::table.select(dossier_move::dossier_id),
    ))
    .get_result(sql.conn())?)
}

fn units(grant: &Granted<'_, ListDossiers>, wanted: &Wanted) -> Vec<Uuid> {
    let opened = grant
        .subject()
        .iter()
        .filter(|unit| wanted.unit.is_none_or(|only| only == **unit));
    opened.map(|unit| unit.uuid()).collect()
}

/// The books asked for are bound whether the condition asks for them or not; this gives them their types.
const UNASKED: &str = " and ($6::uuid is null or true) and ($7::text is null or true)";

fn books(wanted: &Wanted) -> (Option<Uuid>, Option<&str>) {
    let books = wanted.books.as_ref();
    (
        books.map(|it| it.legal_entity.uuid()),
        books.and_then(|it| it.branch.as_deref()),
    )
}

/// How many cases there are.
///
/// # Errors
/// When the database fails.
pub fn count(grant: &mut Granted<'_, ListDossiers>, wanted: &Wanted) -> Result<i64> {
    let units = units(grant, wanted);
    let sql = grant.sql();
    let source = source(wanted, has_moves(sql)?);
    let (entity, branch) = books(wanted);
    let row: CountRow = diesel::sql_query(format!("select count(*) as count {source}{UNASKED}"))
        .bind::<SqlUuid, _>(sql.tenant().uuid())
        .bind::<Timestamptz, _>(wanted.from)
        .bind::<Timestamptz, _>(wanted.before)
        .bind::<Array<SqlUuid>, _>(units)
        .bind::<Nullable<SqlUuid>, _>(wanted.procedure.map(ProcedureId::uuid))
        .bind::<Nullable<SqlUuid>, _>(entity)
        .bind::<Nullable<Text>, _>(branch)
        .get_result(sql.conn())?;
    Ok(row.count)
}

/// One page of cases, the newest first.
///
/// # Errors
/// When the database fails.
pub fn cases(
    grant: &mut Granted<'_, ListDossiers>,
    wanted: &Wanted,
    limit: i64,
    offset: i64,
) -> Result<Vec<Case>> {
    let units = units(grant, wanted);
    let sql = grant.sql();
    let has_moves = has_moves(sql)?;
    let source = source(wanted, has_moves);
    let amount = money(wanted, has_moves).map_or_else(
        || "null::bigint".to_owned(),
        |money| format!("(select sum(x.amount_minor)::bigint {money})"),
    );
    let (entity, branch) = books(wanted);
    let text = format!(
        "select d.id, d.number, d.procedure_id, d.operating_unit_id, d.status, d.received_at, d.due_at, d.finished_at,
                {amount} as amount_minor {source}{UNASKED}
         order by d.received_at desc, d.id limit $8 offset $9"
    );
    let rows: Vec<Row> = diesel::sql_query(text)
        .bind::<SqlUuid, _>(sql.tenant().uuid())
        .bind::<Timestamptz, _>(wanted.from)
        .bind::<Timestamptz, _>(wanted.before)
        .bind::<Array<SqlUuid>, _>(units)
        .bind::<Nullable<SqlUuid>, _>(wanted.procedure.map(ProcedureId::uuid))
        .bind::<Nullable<SqlUuid>, _>(entity)
        .bind::<Nullable<Text>, _>(branch)
        .bind::<BigInt, _>(limit.max(0))
        .bind::<BigInt, _>(offset.max(0))
        .load(sql.conn())?;
    rows.into_iter()
        .map(|row| {
            Ok(Case {
                id: DossierId::from_uuid(row.id),
                number: row.number,
                procedure_id: ProcedureId::from_uuid(row.procedure_id),
                operating_unit_id: OperatingUnitId::from_uuid(row.operating_unit_id),
                status: Status::from_number(row.status)?,
                received_at: row.received_at,
                due_at: row.due_at,
                finished_at: row.finished_at,
                amount_minor: row.amount_minor,
            })
        })
        .collect()
}
