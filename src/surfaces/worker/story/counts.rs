//! Whatever happened is counted: several events of a tenant in one statement.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::authority::onboarding::{self, Standing};

use crate::kernel::clock::Instant;
use crate::kernel::error::Error;
use crate::kernel::ids::{DossierId, OperatingUnitId, ProcedureId};
use crate::kernel::money::{Currency, Tender};
use crate::platform::door::{TenantTx, Whole};
use crate::platform::envelope::Envelope;
use crate::services::statistics::acts::CountEvents;
use crate::services::statistics::{Delta, Deltas, count, received};

use super::super::{Handler, HandlerError};
use super::Story;

/// Counts dossiers and sums money.
pub(super) struct Count(pub Story);

#[derive(Deserialize)]
struct Submitted {
    operating_unit_id: OperatingUnitId,
    procedure_id: ProcedureId,
    channel: String,
    received_at: Instant,
}

#[derive(Deserialize)]
struct Finished {
    operating_unit_id: OperatingUnitId,
    procedure_id: ProcedureId,
    outcome: String,
    received_at: Instant,
    due_at: Option<Instant>,
    finished_at: Instant,
}

#[derive(Deserialize)]
struct Paid {
    dossier_id: DossierId,
    operating_unit_id: OperatingUnitId,
    procedure_id: ProcedureId,
    method: Tender,
    amount_minor: i64,
    currency: Currency,
    received_on: chrono::NaiveDate,
}

#[derive(Deserialize)]
struct GivenBack {
    operating_unit_id: OperatingUnitId,
    procedure_id: ProcedureId,
    method: Tender,
    amount_minor: i64,
    currency: Currency,
    on: chrono::NaiveDate,
}

impl Handler for Count {
    fn subscription(&self) -> &'static str {
        "statistics.count"
    }

    fn kinds(&self) -> &[&'static str] {
        &[
            "dossier.submitted",
            "dossier.finished",
            "payment.recorded",
            "refund.paid",
        ]
    }

    fn handle(&self, tx: &mut TenantTx, event: &Envelope) -> Result<(), HandlerError> {
        self.handle_batch(tx, &[event])
    }

    fn handle_batch(&self, tx: &mut TenantTx, events: &[&Envelope]) -> Result<(), HandlerError> {
        let tenant = self.0.tenant(tx.context().tenant)?;
        let mut grant = tx.authorise::<CountEvents>(Whole)?;
        let standing = onboarding::standing(&mut grant)?;
        let paid_for = match standing {
            // Everything counts or nothing does: no dossier has to be asked.
            Standing::Counted | Standing::SetUp => BTreeMap::new(),
            Standing::LiveSince(_) => received(&mut grant, &paid_dossiers(events)?)?,
        };
        let zone = tenant.zone();
        let mut deltas = Deltas::default();
        for event in events {
            match event.kind.as_str() {
                "dossier.submitted" => {
                    let of: Submitted = event.data()?;
                    if standing.is_test(of.received_at) {
                        continue;
                    }
                    let delta = Delta {
                        received: 1,
                        received_online: i64::from(of.channel != "counter"),
                        ..Delta::default()
                    };
                    deltas.add(
                        of.operating_unit_id,
                        of.procedure_id,
                        month(of.received_at, zone),
                        &delta,
                    );
                }
                "dossier.finished" => {
                    let of: Finished = event.data()?;
                    if standing.is_test(of.received_at) {
                        continue;
                    }
                    deltas.add(
                        of.operating_unit_id,
                        of.procedure_id,
                        month(of.finished_at, zone),
                        &finished(&of),
                    );
                }
                "refund.paid" => {
                    let of: GivenBack = event.data()?;
                    deltas.add_refund(
                        of.operating_unit_id,
                        of.procedure_id,
                        first_of(of.on),
                        of.method,
                        of.currency,
                        of.amount_minor,
                    );
                }
                _ => {
                    let of: Paid = event.data()?;
                    let received_at = paid_for.get(&of.dossier_id).copied();
                    if standing == Standing::SetUp || received_at.is_some_and(|at| standing.is_test(at)) {
                        continue;
                    }
                    let month = first_of(of.received_on);
                    deltas.add_money(
                        of.operating_unit_id,
                        of.procedure_id,
                        month,
                        of.method,
                        of.currency,
                        of.amount_minor,
                    );
                }
            }
        }
        count(grant, &deltas).map_err(Error::into)
    }
}

/// The dossiers that the payments among these events were made for.
fn paid_dossiers(events: &[&Envelope]) -> Result<Vec<DossierId>, HandlerError> {
    let paid = events.iter().filter(|event| event.kind == "payment.recorded");
    paid.map(|event| Ok(event.data::<Paid>()?.dossier_id)).collect()
}

fn finished(of: &Finished) -> Delta {
    let is_on_time = of.due_at.is_none_or(|due| of.finished_at <= due);
    let mut delta = Delta::default();
    match of.outcome.as_str() {
        "withdrawn" => {
            delta.withdrawn = 1;
            return delta;
        }
        "refused" => delta.refused = 1,
        _ => delta.granted = 1,
    }
    if is_on_time {
        delta.on_time = 1;
    } else {
        delta.overtime = 1;
    }
    delta
}

fn month(moment: Instant, zone: chrono_tz::Tz) -> chrono::NaiveDate {
    first_of(moment.with_timezone(&zone).date_naive())
}

fn first_of(day: chrono::NaiveDate) -> chrono::NaiveDate {
    use chrono::Datelike;
    day.with_day(1).unwrap_or(day)
}
