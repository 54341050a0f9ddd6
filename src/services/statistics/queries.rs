//! SQL of the rollups.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::upsert::excluded;
use uuid::Uuid;

use crate::kernel::clock::Instant;
use crate::kernel::error::Result;
use crate::kernel::ids::{DossierId, OperatingUnitId, ProcedureId};
use crate::platform::door::Sql;
use crate::platform::schema::{dossier, dossier_count, money_sum, operating_unit};

use super::model::{Delta, Deltas, DossierCount, MoneySum};

/// When dossiers were received.
pub(super) fn received(sql: &mut Sql, dossiers: &[DossierId]) -> Result<BTreeMap<DossierId, Instant>> {
    let ids: Vec<Uuid> = dossiers.iter().map(|id| id.uuid()).collect();
    let rows: Vec<(Uuid, Instant)> = dossier::table
        .filter(dossier::id.eq_any(ids))
        .select((dossier::id, dossier::received_at))
        .load(sql.conn())?;
    Ok(rows
        .into_iter()
        .map(|(id, at)| (DossierId::from_uuid(id), at))
        .collect())
}

/// Adds counts, in the order of their keys so that two workers never wait for each other crosswise.
pub(super) fn add_counts(sql: &mut Sql, deltas: &Deltas) -> Result<()> {
    use dossier_count as t;
    let tenant = sql.tenant().uuid();
    let rows: Vec<_> = deltas
        .counts
        .iter()
        .map(|((unit, procedure, month), delta)| {
            (
                (
                    t::tenant_id.eq(tenant),
                    t::operating_unit_id.eq(unit.uuid()),
                    t::procedure_id.eq(procedure.uuid()),
                    t::month.eq(month),
                ),
                (
                    t::received.eq(delta.received),
                    t::received_online.eq(delta.received_online),
                    t::granted.eq(delta.granted),
                ),
                (t::refused.eq(delta.refused), t::withdrawn.eq(delta.withdrawn)),
                (t::on_time.eq(delta.on_time), t::overtime.eq(delta.overtime)),
            )
        })
        .collect();
    if rows.is_empty() {
        return Ok(());
    }
    diesel::insert_into(t::table)
        .values(rows)
        .on_conflict((t::tenant_id, t::operating_unit_id, t::procedure_id, t::month))
        .do_update()
        .set((
            t::received.eq(t::received + excluded(t::received)),
            t::received_online.eq(t::received_online + excluded(t::received_online)),
            t::granted.eq(t::granted + excluded(t::granted)),
            t::refused.eq(t::refused + excluded(t::refused)),
            t::withdrawn.eq(t::withdrawn + excluded(t::withdrawn)),
            t::on_time.eq(t::on_time + excluded(t::on_time)),
            t::overtime.eq(t::overtime + excluded(t::overtime)),
        ))
        .execute(sql.conn())?;
    Ok(())
}

/// Adds sums of money.
pub(super) fn add_money(sql: &mut Sql, deltas: &Deltas) -> Result<()> {
    use money_sum as t;
    let tenant = sql.tenant().uuid();
    let rows: Vec<_> = deltas
        .money
        .iter()
        .map(|(((unit, procedure, month), method, currency), sum)| {
            (
                (
                    t::tenant_id.eq(tenant),
                    t::operating_unit_id.eq(unit.uuid()),
                    t::procedure_id.eq(procedure.uuid()),
                    t::month.eq(month),
                ),
                (
                    t::method.eq(*method),
                    t::currency.eq(*currency),
                    t::payments.eq(sum.payments),
                    t::amount_minor.eq(sum.amount_minor),
                ),
                (
                    t::refunds.eq(sum.refunds),
                    t::refunded_minor.eq(sum.refunded_minor),
                ),
            )
        })
        .collect();
    if rows.is_empty() {
        return Ok(());
    }
    diesel::insert_into(t::table)
        .values(rows)
        .on_conflict((
            t::tenant_id,
            t::operating_unit_id,
            t::procedure_id,
            t::month,
            t::method,
            t::currency,
        ))
        .do_update()
        .set((
            t::payments.eq(t::payments + excluded(t::payments)),
            t::amount_minor.eq(t::amount_minor + excluded(t::amount_minor)),
            t::refunds.eq(t::refunds + excluded(t::refunds)),
            t::refunded_minor.eq(t::refunded_minor + excluded(t::refunded_minor)),
        ))
        .execute(sql.conn())?;
    Ok(())
}

/// Counts from one month to another, both included, as far as the reader's units go.
///
/// # Errors
/// When the database fails.
pub fn counts(sql: &mut Sql, (from, to): (NaiveDate, NaiveDate)) -> Result<Vec<DossierCount>> {
    use dossier_count as t;
    type Row = (Uuid, Uuid, NaiveDate, i64, i64, i64, i64, i64, i64, i64);
    let rows: Vec<Row> = t::table
        .filter(t::month.between(from, to))
        .order((t::month, t::operating_unit_id, t::procedure_id))
        .select((
            t::operating_unit_id,
            t::procedure_id,
            t::month,
            t::received,
            t::received_online,
            t::granted,
            t::refused,
            t::withdrawn,
            t::on_time,
            t::overtime,
        ))
        .load(sql.conn())?;
    Ok(rows
        .into_iter()
        .map(|row| DossierCount {
            unit: OperatingUnitId::from_uuid(row.0),
            procedure: ProcedureId::from_uuid(row.1),
            month: row.2,
            counts: Delta {
                received: row.3,
                received_online: row.4,
                granted: row.5,
                refused: row.6,
                withdrawn: row.7,
                on_time: row.8,
                overtime: row.9,
            },
        })
        .collect())
}

/// Sums of money from one month to another, both included, as far as the reader's units go.
///
/// # Errors
/// When the database fails.
pub fn money(sql: &mut Sql, (from, to): (NaiveDate, NaiveDate)) -> Result<Vec<MoneySum>> {
    use money_sum as t;
    type Row = (Uuid, Uuid, NaiveDate, String, String, i64, i64, i64, i64);
    let rows: Vec<Row> = t::table
        .filter(t::month.between(from, to))
        .order((t::month, t::operating_unit_id, t::procedure_id, t::method))
        .select((
            t::operating_unit_id,
            t::procedure_id,
            t::month,
            t::method,
            t::currency,
            t::payments,
            t::amount_minor,
            t::refunds,
            t::refunded_minor,
        ))
        .load(sql.conn())?;
    Ok(rows
        .into_iter()
        .map(
            |(unit, procedure, month, method, currency, payments, amount_minor, refunds, refunded_minor)| {
                MoneySum {
                    unit: OperatingUnitId::from_uuid(unit),
                    procedure: ProcedureId::from_uuid(procedure),
                    month,
                    method,
                    currency,
                    payments,
                    amount_minor,
                    refunds,
                    refunded_minor,
                }
            },
        )
        .collect())
}

/// Every operating unit of the tenant.
pub(super) fn every_unit(sql: &mut Sql) -> Result<Vec<OperatingUnitId>> {
    let ids: Vec<Uuid> = operating_unit::table
        .select(operating_unit::id)
        .load(sql.conn())?;
    Ok(ids.into_iter().map(OperatingUnitId::from_uuid).collect())
}

/// The moment of the oldest event that is not counted yet: numbers hold until then. `None` when every event is counted.
///
/// Events that were published more than a quarter of an hour ago are taken as counted; those that failed are parked and
/// told elsewhere.
///
/// # Errors
/// When the database fails.
pub fn uncounted_since(sql: &mut Sql) -> Result<Option<chrono::DateTime<chrono::Utc>>> {
    #[derive(QueryableByName)]
    struct Oldest {
        #[diesel(sql_type = diesel::sql_types::Nullable<diesel::sql_types::Timestamptz>)]
        at: Option<chrono::DateTime<chrono::Utc>>,
    }
    let row: Oldest = diesel::sql_query(
        "select min(o.occurred_at) as at from outbox o
         where o.tenant_id = $1 and o.kind in ('dossier.submitted', 'dossier.finished', 'payment.recorded', 'refund.paid')
           and (o.published_at is null or o.published_at > now() - interval '15 minutes')
           and not exists (select from inbox i where i.tenant_id = o.tenant_id and i.subscription = 'statistics.count'
                           and i.event_id = o.id)",
    )
    .bind::<diesel::sql_types::Uuid, _>(sql.tenant().uuid())
    .get_result(sql.conn())?;
    Ok(row.at)
}
