//! Whatever happened is counted: several events of a tenant in one statement.

use serde::Deserialize;

use crate::kernel::clock::Instant;
use crate::kernel::error::Error;
use crate::kernel::ids::{OperatingUnitId, ProcedureId};
use crate::kernel::money::{Currency, Tender};
use crate::platform::door::{TenantTx, Whole};
use crate::platform::envelope::Envelope;
use crate::services::statistics::acts::CountEvents;
use crate::services::statistics::{Delta, Deltas, count};

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
    due_at: Option<Instant>,
    finished_at: Instant,
}

#[derive(Deserialize)]
struct Paid {
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
        // What is done while a tenant is set up is a test.
        if tenant.mode.is_being_set_up {
            return Ok(());
        }
        let zone = tenant.zone();
        let mut deltas = Deltas::default();
        for event in events {
            match event.kind.as_str() {
                "dossier.submitted" => {
                    let of: Submitted = event.data()?;
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
        count(tx.authorise::<CountEvents>(Whole)?, &deltas).map_err(Error::into)
    }
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
