//! SQL of explanations: who is asked about, which row, and what was done to it.

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::sql_types::{Array, Date, Jsonb, Nullable, Text, Uuid as SqlUuid};
use uuid::Uuid;

use crate::kernel::actions::Verb;
use crate::kernel::error::{Error, Result};
use crate::kernel::ids::{AccountId, OperatingUnitId};
use crate::platform::door::Sql;
use crate::platform::schema::{account, audit_entry};

use super::super::explain::{EndedUnit, Row};
use super::changes::Colleague;

/// Tables whose rows lie in an operating unit and belong to a person, with what names a row beside its id.
const TABLES: &[(&str, &str)] = &[
    (
        "dossier",
        "select id, array_prepend(operating_unit_id, shared_unit_ids) as units, applicant_id from dossier
         where id = $1 or number = $2",
    ),
    (
        "user_task",
        "select id, array[operating_unit_id] as units, applicant_id from user_task where id = $1 and $2 is not null",
    ),
    (
        "payment_request",
        "select id, array[operating_unit_id] as units, applicant_id from payment_request
         where id = $1 or reference = $2",
    ),
    (
        "payment",
        "select id, array[operating_unit_id] as units, applicant_id from payment where id = $1 and $2 is not null",
    ),
    (
        "refund",
        "select id, array[operating_unit_id] as units, applicant_id from refund where id = $1 or reference = $2",
    ),
    (
        "document",
        "select id, array[operating_unit_id] as units, applicant_id from document where id = $1 and $2 is not null",
    ),
];

#[derive(QueryableByName)]
struct Found {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
    #[diesel(sql_type = Array<SqlUuid>)]
    units: Vec<Uuid>,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    applicant_id: Option<Uuid>,
}

/// The row with this id or number, among those the asker's transaction sees.
pub(in super::super) fn row(sql: &mut Sql, named: &str) -> Result<Option<Row>> {
    let id: Uuid = named.parse().unwrap_or_default();
    for (table, text) in TABLES {
        let found: Option<Found> = diesel::sql_query(*text)
            .bind::<SqlUuid, _>(id)
            .bind::<Text, _>(named.to_uppercase())
            .get_result(sql.conn())
            .optional()?;
        if let Some(found) = found {
            return Ok(Some(Row {
                table,
                id: found.id,
                units: found.units.into_iter().map(OperatingUnitId::from_uuid).collect(),
                owner: found.applicant_id.map(AccountId::from_uuid),
            }));
        }
    }
    Ok(None)
}

/// The unit with this id, code or name that has ended by `day`; of several of that name, the last.
pub(in super::super) fn ended_unit(sql: &mut Sql, called: &str, day: NaiveDate) -> Result<Option<EndedUnit>> {
    #[derive(QueryableByName)]
    struct Ended {
        #[diesel(sql_type = Jsonb)]
        name: serde_json::Value,
        #[diesel(sql_type = Date)]
        since: NaiveDate,
        #[diesel(sql_type = Nullable<Text>)]
        successor: Option<String>,
    }
    let found: Option<Ended> = diesel::sql_query(
        "select u.name, u.valid_to as since, s.code as successor from operating_unit u
         left join operating_unit s on s.tenant_id = u.tenant_id and s.id = u.succeeded_by
         where u.valid_to <= $2 and (u.id::text = $1 or u.code = $1
               or exists (select from jsonb_each_text(u.name) n where folded_name(n.value) = folded_name($1)))
         order by u.valid_to desc limit 1",
    )
    .bind::<Text, _>(called)
    .bind::<Date, _>(day)
    .get_result(sql.conn())
    .optional()?;
    found
        .map(|row| {
            Ok(EndedUnit {
                name: serde_json::from_value(row.name).map_err(Error::internal)?,
                since: row.since,
                successor: row.successor,
            })
        })
        .transpose()
}

/// Whether an account did `verb` to a subject, under whatever responsibility.
pub(in super::super) fn has_done(
    sql: &mut Sql,
    account: AccountId,
    verb: Verb,
    subject: Uuid,
) -> Result<bool> {
    let (staff, citizen) = (format!("staff:{account}:%"), format!("citizen:{account}"));
    Ok(diesel::select(diesel::dsl::exists(
        audit_entry::table
            .filter(audit_entry::subject.eq(subject))
            .filter(audit_entry::verb.eq(verb.name()))
            .filter(audit_entry::outcome.eq("granted"))
            .filter(audit_entry::actor.like(staff).or(audit_entry::actor.eq(citizen))),
    ))
    .get_result(sql.conn())?)
}

/// The open staff account with this address.
pub(in super::super) fn colleague_by_email(sql: &mut Sql, email: &str) -> Result<Option<Colleague>> {
    let row: Option<(Uuid, String, String)> = account::table
        .filter(account::kind.eq("staff"))
        .filter(account::closed_at.is_null())
        .filter(account::email.eq(email.trim().to_lowercase()))
        .select((account::id, account::display_name, account::email))
        .first(sql.conn())
        .optional()?;
    Ok(row.map(read))
}

/// The open staff account with this id.
pub(in super::super) fn colleague_by_id(sql: &mut Sql, id: AccountId) -> Result<Option<Colleague>> {
    let row: Option<(Uuid, String, String)> = account::table
        .filter(account::kind.eq("staff"))
        .filter(account::closed_at.is_null())
        .filter(account::id.eq(id.uuid()))
        .select((account::id, account::display_name, account::email))
        .first(sql.conn())
        .optional()?;
    Ok(row.map(read))
}

fn read((id, name, email): (Uuid, String, String)) -> Colleague {
    Colleague {
        id: AccountId::from_uuid(id),
        name,
        email,
    }
}
