//! The process wants a paper, or money came: a paper is numbered, printed outside any transaction, stored, and told of.

use std::sync::Arc;

use serde::Deserialize;
use serde_json::Map;

use crate::kernel::error::Error;
use crate::kernel::ids::{DocumentId, DossierId, PaymentRequestId};
use crate::kernel::money::{Money, Tender};
use crate::platform::door::TenantTx;
use crate::platform::envelope::Envelope;
use crate::services::billing::acts::{ReadDossierMoney, ReadRequest};
use crate::services::billing::money_of_dossier;
use crate::services::dossiers::acts::ReadDossier;
use crate::services::dossiers::queries as dossiers;
use crate::services::papers::acts::{MakePaper, StorePaper};
use crate::services::papers::commands::{Recorded, mark_stored, record, stored_file};
use crate::services::papers::queries::StoredFile;
use crate::services::papers::{Order, PaidBy, ReceiptLine, Sources, print};
use crate::services::workflow::acts::{RunProcess, Which};
use crate::services::workflow::commands as workflow;

use super::super::{CallError, HandlerError, Steps};
use super::fees::OfJob;
use super::process::{Cause, tell};
use super::{Story, now};

/// What is to be printed; nothing is asked of the database while it is.
pub(super) struct ToPrint {
    pub recorded: Recorded,
    pub emblem: String,
}

fn is_paper_job(job: &str) -> bool {
    matches!(job, "make_result" | "make_refusal")
}

pub(super) async fn print_and_store(
    story: &Story,
    call: Arc<ToPrint>,
) -> Result<Option<StoredFile>, CallError> {
    if call.recorded.is_stored {
        return Ok(None);
    }
    let (press, renderer, to_print) = (
        Arc::clone(&story.press),
        Arc::clone(&story.renderer),
        Arc::clone(&call),
    );
    let printed = tokio::task::spawn_blocking(move || {
        print(
            &press,
            renderer.texts(),
            &to_print.recorded.paper,
            Some(to_print.emblem.as_bytes()),
        )
    })
    .await
    .map_err(|error| CallError::Temporary(error.to_string()))?
    .map_err(|error| CallError::Permanent(error.to_string()))?;
    let key = call.recorded.blob_key.clone();
    let file =
        stored_file(key.clone(), &printed.pdf).map_err(|error| CallError::Permanent(error.to_string()))?;
    story
        .blobs
        .put(&key, printed.pdf)
        .await
        .map_err(|error| CallError::Temporary(error.to_string()))?;
    Ok(Some(file))
}

pub(super) fn note_stored(
    tx: &mut TenantTx,
    id: DocumentId,
    file: Option<&StoredFile>,
) -> Result<(), HandlerError> {
    if let Some(file) = file {
        mark_stored(tx.authorise::<StorePaper>(id)?, file, now())?;
    }
    Ok(())
}

/// Makes results and refusals for the jobs `make_result` and `make_refusal`.
pub(super) struct MakePapers(pub Story);

impl Steps for MakePapers {
    type Call = ToPrint;
    type Answer = Option<StoredFile>;

    fn subscription(&self) -> &'static str {
        "papers.make"
    }

    fn kinds(&self) -> &[&'static str] {
        &["workflow.job_requested"]
    }

    fn claim(&self, tx: &mut TenantTx, event: &Envelope) -> Result<Option<ToPrint>, HandlerError> {
        let of: OfJob = event.data()?;
        if !is_paper_job(&of.job) {
            return Ok(None);
        }
        let story = &self.0;
        let tenant = story.tenant(tx.context().tenant)?;
        let mut reading = tx.authorise::<ReadDossier>(of.dossier_id)?;
        let log = dossiers::log(reading.sql(), of.dossier_id)?;
        let version_id = reading.into_subject().procedure_version_id;
        let version = story.version(tx, version_id)?;
        let said = log
            .iter()
            .rev()
            .find(|entry| {
                matches!(
                    entry.kind.as_str(),
                    "refusal_decided" | "approved" | "supplement_asked"
                )
            })
            .and_then(|entry| entry.detail.get("note")?.as_str().map(str::to_owned));
        let order = if of.job == "make_refusal" {
            Order::Refusal {
                reason: said.unwrap_or_default(),
            }
        } else {
            Order::Result {
                decision: said,
                valid_until: None,
            }
        };
        let origin = story.origin(&tenant);
        let sources = Sources {
            settings: &tenant.settings,
            facts: &version.facts,
            form: &version.form,
            origin: &origin,
        };
        let recorded = record(tx.authorise::<MakePaper>(of.dossier_id)?, &sources, &order, now())?;
        Ok(Some(ToPrint {
            recorded,
            emblem: tenant.settings.emblem.clone(),
        }))
    }

    async fn call(&self, call: Arc<ToPrint>, _: String) -> Result<Option<StoredFile>, CallError> {
        print_and_store(&self.0, call).await
    }

    fn record(
        &self,
        tx: &mut TenantTx,
        event: &Envelope,
        call: &ToPrint,
        outcome: Result<&Option<StoredFile>, &CallError>,
    ) -> Result<(), HandlerError> {
        let of: OfJob = event.data()?;
        let story = &self.0;
        let (tenant, shelf) = story.shelf(tx)?;
        let now = now();
        let moved = match outcome {
            Ok(file) => {
                note_stored(tx, call.recorded.id, file.as_ref())?;
                story.with_engine(&tenant, &shelf, now, |engine| {
                    let grant = tx.authorise::<RunProcess>(Which::Instance(of.instance_id))?;
                    workflow::complete_job(grant, engine, of.element_instance, Map::new())
                })?
            }
            Err(CallError::Temporary(_)) => return Ok(()),
            Err(CallError::Permanent(reason)) => story.with_engine(&tenant, &shelf, now, |engine| {
                let grant = tx.authorise::<RunProcess>(Which::Instance(of.instance_id))?;
                workflow::fail_job(grant, engine, of.element_instance, reason.clone())
            })?,
        };
        tell(story, tx, &moved, &Cause::Other, now)?;
        Ok(())
    }
}

/// Prints the receipt of a payment.
pub(super) struct MakeReceipts(pub Story);

#[derive(Deserialize)]
struct OfPayment {
    dossier_id: DossierId,
    payment_request_id: PaymentRequestId,
}

impl Steps for MakeReceipts {
    type Call = ToPrint;
    type Answer = Option<StoredFile>;

    fn subscription(&self) -> &'static str {
        "papers.receipt"
    }

    fn kinds(&self) -> &[&'static str] {
        &["payment.recorded"]
    }

    fn claim(&self, tx: &mut TenantTx, event: &Envelope) -> Result<Option<ToPrint>, HandlerError> {
        let of: OfPayment = event.data()?;
        let story = &self.0;
        let tenant = story.tenant(tx.context().tenant)?;
        let version_id = tx
            .authorise::<ReadDossier>(of.dossier_id)?
            .into_subject()
            .procedure_version_id;
        let version = story.version(tx, version_id)?;
        let request = tx.authorise::<ReadRequest>(of.payment_request_id)?.into_subject();
        let money = money_of_dossier(&mut tx.authorise::<ReadDossierMoney>(of.dossier_id)?)?;
        let payment = money
            .payments
            .into_iter()
            .find(|payment| payment.request == of.payment_request_id)
            .ok_or(Error::NotFound)?;
        let name = version
            .facts
            .name
            .get(tenant.default_language(), tenant.default_language())
            .to_owned();
        let total = Money::new(payment.amount_minor, payment.currency);
        let order = Order::Receipt {
            payment: payment.id,
            number: payment.receipt_number.clone(),
            lines: vec![ReceiptLine { name, amount: total }],
            total,
            paid_at: payment.received_at,
            means: if payment.method == Tender::Cash {
                PaidBy::Cash
            } else {
                PaidBy::Online
            },
            reference: request.reference.clone(),
            cashier: None,
        };
        let origin = story.origin(&tenant);
        let sources = Sources {
            settings: &tenant.settings,
            facts: &version.facts,
            form: &version.form,
            origin: &origin,
        };
        let recorded = record(tx.authorise::<MakePaper>(of.dossier_id)?, &sources, &order, now())?;
        Ok(Some(ToPrint {
            recorded,
            emblem: tenant.settings.emblem.clone(),
        }))
    }

    async fn call(&self, call: Arc<ToPrint>, _: String) -> Result<Option<StoredFile>, CallError> {
        print_and_store(&self.0, call).await
    }

    fn record(
        &self,
        tx: &mut TenantTx,
        _: &Envelope,
        call: &ToPrint,
        outcome: Result<&Option<StoredFile>, &CallError>,
    ) -> Result<(), HandlerError> {
        match outcome {
            Ok(file) => note_stored(tx, call.recorded.id, file.as_ref()),
            Err(_) => Ok(()),
        }
    }
}
