//! The process wants money.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::authority::tenancy::Tenant;
use crate::kernel::error::Error;
use crate::kernel::ids::{DossierId, ProcessInstanceId};
use crate::kernel::patterns::number::local_date;
use crate::kernel::patterns::payment::PaymentRequestPattern;
use crate::platform::door::TenantTx;
use crate::platform::envelope::Envelope;
use crate::services::billing::BillingSettings;
use crate::services::billing::acts::RaiseFee;
use crate::services::billing::{Fee, RaiseError, Raised, raise_fee};
use crate::services::workflow::acts::{RunProcess, Which};
use crate::services::workflow::commands as workflow;
use crate::services::workflow::rules::PAYMENT_RECEIVED;

use super::super::{Handler, HandlerError};
use super::process::{Cause, tell};
use super::{Story, now};

/// Raises fees for the job `raise_fee`.
pub(super) struct RaiseFees(pub Story);

/// A job of a process.
#[derive(Deserialize)]
pub(super) struct OfJob {
    pub dossier_id: DossierId,
    pub instance_id: ProcessInstanceId,
    pub element_instance: i64,
    pub job: String,
}

impl Handler for RaiseFees {
    fn subscription(&self) -> &'static str {
        "billing.raise_fee"
    }

    fn kinds(&self) -> &[&'static str] {
        &["workflow.job_requested"]
    }

    fn handle(&self, tx: &mut TenantTx, event: &Envelope) -> Result<(), HandlerError> {
        let of: OfJob = event.data()?;
        if of.job != "raise_fee" {
            return Ok(());
        }
        let story = &self.0;
        let (tenant, shelf) = story.shelf(tx)?;
        let now = now();
        let grant = tx.authorise::<RunProcess>(Which::Instance(of.instance_id))?;
        let before = grant.subject().instance.clone();
        drop(grant);
        let version = story.version(tx, before.procedure_version_id)?;
        let settings = BillingSettings::of(&tenant)?;
        let raised = match &version.facts.fee.request {
            Some(text) => {
                let pattern = PaymentRequestPattern::parse(text).map_err(Error::internal)?;
                let variables = variables(&tenant, &before.variables, now);
                let fee = Fee {
                    source: event.id.uuid(),
                    pattern: &pattern,
                    variables: &variables,
                };
                let mut grant = tx.authorise::<RaiseFee>(of.dossier_id)?;
                raise_fee(&mut grant, &settings, fee, now)
            }
            None => Ok(Raised::Nothing),
        };
        let moved = story.with_engine(&tenant, &shelf, now, |engine| -> Result<_, HandlerError> {
            let which = Which::Instance(of.instance_id);
            let raised = match raised {
                Ok(raised) => raised,
                // A formula that gives no amount stops the step; it never becomes nothing due.
                Err(RaiseError::Fee(problem)) => {
                    let grant = tx.authorise::<RunProcess>(which)?;
                    return Ok(workflow::fail_job(
                        grant,
                        engine,
                        of.element_instance,
                        problem.to_string(),
                    )?);
                }
                Err(RaiseError::Other(error)) => return Err(error.into()),
            };
            let mut brought = Map::new();
            brought.insert("amount".into(), json!(raised.amount_minor()));
            let grant = tx.authorise::<RunProcess>(which)?;
            let moved = workflow::complete_job(grant, engine, of.element_instance, brought)?;
            if raised == Raised::Nothing && moved.changes.is_some() {
                // Nothing is due, so everything due is paid: a process that waits for it goes on.
                tell(story, tx, &moved, &Cause::Other, now)?;
                let grant = tx.authorise::<RunProcess>(which)?;
                let key = event.id.to_string();
                return Ok(workflow::deliver_message(
                    grant,
                    engine,
                    PAYMENT_RECEIVED,
                    key,
                    Map::new(),
                )?);
            }
            Ok(moved)
        })?;
        tell(story, tx, &moved, &Cause::Other, now)?;
        Ok(())
    }
}

/// What formulas read: `form`, `step`, and `fee.<code>` of the schedule in force today.
fn variables(tenant: &Tenant, of_process: &Map<String, Value>, now: crate::kernel::clock::Instant) -> Value {
    let today = local_date(now, tenant.zone());
    let mut in_force: BTreeMap<&str, (chrono::NaiveDate, i64)> = BTreeMap::new();
    for rate in tenant.settings.fees.rate.iter().filter(|rate| rate.from <= today) {
        let known = in_force
            .entry(&rate.code)
            .or_insert((rate.from, rate.amount_minor));
        if rate.from > known.0 {
            *known = (rate.from, rate.amount_minor);
        }
    }
    let rates: Map<String, Value> = in_force
        .into_iter()
        .map(|(code, (_, amount))| (code.to_owned(), json!(amount)))
        .collect();
    let mut all = of_process.clone();
    all.insert("fee".into(), Value::Object(rates));
    Value::Object(all)
}
