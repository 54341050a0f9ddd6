//! The process wants a paper, or money came: a paper is numbered, printed outside any transaction, stored, and told of.

use std::sync::Arc;

use serde::Deserialize;
use serde_json::Map;

use crate::authority::tenancy::Tenant;
use crate::kernel::error::Error;
use crate::kernel::ids::{CreditNoteId, DocumentId, DossierId, InvoiceId, PaymentRequestId};
use crate::kernel::money::{Money, Tender};
use crate::platform::door::TenantTx;
use crate::platform::envelope::Envelope;
use crate::services::billing::acts::{ReadCreditNote, ReadDossierMoney, ReadInvoice, ReadRequest};
use crate::services::billing::money_of_dossier;
use crate::services::catalogue::Procedure;
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
use super::{OfDossier, Story, now};

/// What is to be printed; nothing is asked of the database while it is.
pub(super) struct ToPrint {
    pub recorded: Recorded,
    pub emblem: String,
}

/// Numbers a paper of a dossier, and gathers what its print needs.
fn to_print(
    story: &Story,
    tx: &mut TenantTx,
    dossier: DossierId,
    tenant: &Tenant,
    version: &Procedure,
    order: &Order,
) -> Result<ToPrint, HandlerError> {
    let origin = story.origin(tenant);
    let sources = Sources {
        settings: &tenant.settings,
        facts: &version.facts,
        form: &version.form,
        origin: &origin,
    };
    let recorded = record(tx.authorise::<MakePaper>(dossier)?, &sources, order, now())?;
    Ok(ToPrint {
        recorded,
        emblem: tenant.settings.emblem.clone(),
    })
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
        to_print(story, tx, of.dossier_id, &tenant, &version, &order).map(Some)
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

/// What an event about a dossier of this procedure wants printed.
type OrderOf = fn(&mut TenantTx, &Envelope, &Tenant, &Procedure) -> Result<Order, HandlerError>;

/// Prints what follows an event and moves no process.
pub(super) struct PrintAfter {
    story: Story,
    subscription: &'static str,
    kind: [&'static str; 1],
    order: OrderOf,
}

/// Prints the receipts of payments.
pub(super) fn receipts(story: Story) -> PrintAfter {
    PrintAfter {
        story,
        subscription: "papers.receipt",
        kind: ["payment.recorded"],
        order: receipt,
    }
}

/// Prints invoices.
pub(super) fn invoices(story: Story) -> PrintAfter {
    PrintAfter {
        story,
        subscription: "papers.invoice",
        kind: ["invoice.issued"],
        order: invoice,
    }
}

/// Prints credit notes.
pub(super) fn credit_notes(story: Story) -> PrintAfter {
    PrintAfter {
        story,
        subscription: "papers.credit_note",
        kind: ["credit_note.issued"],
        order: credit_note,
    }
}

impl Steps for PrintAfter {
    type Call = ToPrint;
    type Answer = Option<StoredFile>;

    fn subscription(&self) -> &'static str {
        self.subscription
    }

    fn kinds(&self) -> &[&'static str] {
        &self.kind
    }

    fn claim(&self, tx: &mut TenantTx, event: &Envelope) -> Result<Option<ToPrint>, HandlerError> {
        let story = &self.story;
        let OfDossier { dossier_id } = event.data()?;
        let tenant = story.tenant(tx.context().tenant)?;
        let version_id = tx
            .authorise::<ReadDossier>(dossier_id)?
            .into_subject()
            .procedure_version_id;
        let version = story.version(tx, version_id)?;
        let order = (self.order)(tx, event, &tenant, &version)?;
        to_print(story, tx, dossier_id, &tenant, &version, &order).map(Some)
    }

    async fn call(&self, call: Arc<ToPrint>, _: String) -> Result<Option<StoredFile>, CallError> {
        print_and_store(&self.story, call).await
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

fn receipt(
    tx: &mut TenantTx,
    event: &Envelope,
    tenant: &Tenant,
    version: &Procedure,
) -> Result<Order, HandlerError> {
    #[derive(Deserialize)]
    struct OfPayment {
        payment_request_id: PaymentRequestId,
    }
    let of: OfPayment = event.data()?;
    let OfDossier { dossier_id } = event.data()?;
    let language = tenant.default_language();
    let request = tx.authorise::<ReadRequest>(of.payment_request_id)?.into_subject();
    let money = money_of_dossier(&mut tx.authorise::<ReadDossierMoney>(dossier_id)?)?;
    let payment = money
        .payments
        .into_iter()
        .find(|payment| payment.request == of.payment_request_id)
        .ok_or(Error::NotFound)?;
    let name = version.facts.name.get(language, language).to_owned();
    let total = Money::new(payment.amount_minor, payment.currency);
    Ok(Order::Receipt {
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
    })
}

fn invoice(tx: &mut TenantTx, event: &Envelope, _: &Tenant, _: &Procedure) -> Result<Order, HandlerError> {
    #[derive(Deserialize)]
    struct OfInvoice {
        invoice_id: InvoiceId,
    }
    let of: OfInvoice = event.data()?;
    let invoice = tx.authorise::<ReadInvoice>(of.invoice_id)?.into_subject();
    Ok(Order::Invoice {
        invoice: invoice.id,
        document: Box::new(invoice.document),
    })
}

fn credit_note(
    tx: &mut TenantTx,
    event: &Envelope,
    _: &Tenant,
    _: &Procedure,
) -> Result<Order, HandlerError> {
    #[derive(Deserialize)]
    struct OfCreditNote {
        credit_note_id: CreditNoteId,
    }
    let of: OfCreditNote = event.data()?;
    let note = tx.authorise::<ReadCreditNote>(of.credit_note_id)?.into_subject();
    Ok(Order::CreditNote {
        note: note.id,
        document: Box::new(note.document),
    })
}
