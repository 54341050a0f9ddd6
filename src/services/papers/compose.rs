//! Puts a paper together from what the dossier and the tenant say.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::NaiveDate;
use uuid::Uuid;

use super::model::{
    Applicant, Body, HandedIn, HeadStyle, Letterhead, PaidBy, Paper, PaperKind, Proof, ReceiptLine, Signer,
};
use super::queries::{self, Office};
use super::rules::Answered;
use crate::authority::dictionaries;
use crate::authority::tenancy::Settings;
use crate::authority::tenancy::code::ProcedureFacts;
use crate::kernel::clock::Instant;
use crate::kernel::error::Result;
use crate::kernel::ids::{CreditNoteId, DocumentId, InvoiceId, PaymentId};
use crate::kernel::locale::{Language, Localised};
use crate::kernel::money::Money;
use crate::platform::door::Sql;
use crate::services::billing::ubl::InvoiceDocument;
use crate::services::catalogue::form::FormDefinition;
use crate::services::dossiers::Dossier;

/// Role of the steps whose officer signs results and refusals, where the process has such a step.
const SIGNING_ROLE: &str = "approver";
/// Role of the steps whose officer signs acknowledgements and requests.
const RECEIVING_ROLE: &str = "receiver";

/// What a paper is composed from beside the dossier.
#[derive(Debug, Clone, Copy)]
pub struct Sources<'a> {
    /// The tenant.
    pub settings: &'a Settings,
    /// The version of the procedure that the dossier follows.
    pub facts: &'a ProcedureFacts,
    /// Its form.
    pub form: &'a FormDefinition,
    /// Scheme, host and port of the tenant's portal: `http://an-binh.localhost:8080`.
    pub origin: &'a str,
}

/// A paper to be made.
#[derive(Debug, Clone, PartialEq)]
pub enum Order {
    /// Acknowledgement of reception and appointment.
    Acknowledgement {
        /// What was handed in.
        papers: Vec<HandedIn>,
    },
    /// Request to supplement.
    Supplement {
        /// Why, in the officer's words.
        reason: String,
        /// What is to be added.
        wanted: Vec<String>,
        /// Until when.
        respond_by: Option<NaiveDate>,
    },
    /// Refusal.
    Refusal {
        /// Why, in the officer's words.
        reason: String,
    },
    /// Result.
    Result {
        /// A word of the officer who decided.
        decision: Option<String>,
        /// Until when the result is valid.
        valid_until: Option<NaiveDate>,
    },
    /// Receipt for a payment. Its number was given when the money was taken.
    Receipt {
        /// The payment.
        payment: PaymentId,
        /// The receipt's number.
        number: String,
        /// What was paid for.
        lines: Vec<ReceiptLine>,
        /// The sum.
        total: Money,
        /// When.
        paid_at: Instant,
        /// How.
        means: PaidBy,
        /// The payment's reference.
        reference: String,
        /// Who took it at a counter.
        cashier: Option<Signer>,
    },
    /// Picture of an invoice. Its number was given when it was issued.
    Invoice {
        /// The invoice.
        invoice: InvoiceId,
        /// What its XML says.
        document: Box<InvoiceDocument>,
    },
    /// Picture of a credit note. Its number was given when it was issued.
    CreditNote {
        /// The credit note.
        note: CreditNoteId,
        /// What its XML says.
        document: Box<InvoiceDocument>,
    },
}

impl Order {
    /// The kind of paper.
    #[must_use]
    pub const fn kind(&self) -> PaperKind {
        match self {
            Order::Acknowledgement { .. } => PaperKind::Acknowledgement,
            Order::Supplement { .. } => PaperKind::Supplement,
            Order::Refusal { .. } => PaperKind::Refusal,
            Order::Result { .. } => PaperKind::Result,
            Order::Receipt { .. } => PaperKind::Receipt,
            Order::Invoice { .. } => PaperKind::Invoice,
            Order::CreditNote { .. } => PaperKind::CreditNote,
        }
    }

    /// What a dossier has at most once: the kind, and for a receipt the payment, for an invoice or a credit note itself.
    #[must_use]
    pub fn slot(&self) -> String {
        match self {
            Order::Receipt { payment, .. } => format!("{}:{payment}", self.kind().word()),
            Order::Invoice { invoice, .. } => format!("{}:{invoice}", self.kind().word()),
            Order::CreditNote { note, .. } => format!("{}:{note}", self.kind().word()),
            _ => self.kind().word().to_owned(),
        }
    }
}

/// The paper as it stands before it has a number of its own, and the office that issues it.
///
/// # Errors
/// When the database fails.
pub fn compose(
    sql: &mut Sql,
    of: &Dossier,
    sources: &Sources<'_>,
    order: &Order,
    now: Instant,
) -> Result<(Paper, Office)> {
    let office = queries::office(sql, of)?;
    let tenant = &sources.settings.tenant;
    let language = tenant.default_language;
    let say = |text: &Localised| text.get(language, language).to_owned();
    let (telephone, email) = queries::reach(sql, of.applicant_id)?;
    let body = body(sql, of, sources, &office, order, language)?;
    let paper = Paper {
        language,
        zone: tenant.zone,
        letterhead: letterhead(sources.settings, &office, language),
        number: match order {
            Order::Receipt { number, .. } => Some(number.clone()),
            Order::Invoice { document, .. } | Order::CreditNote { document, .. } => {
                Some(document.identifier())
            }
            _ => None,
        },
        made_at: now,
        dossier: of.number.clone(),
        procedure: say(&sources.facts.name),
        applicant: Applicant {
            name: of.applicant_name.clone(),
            address: None,
            telephone,
            email,
        },
        proof: track(sources.origin, &of.number),
        body,
    };
    Ok((paper, office))
}

fn letterhead(settings: &Settings, office: &Office, language: Language) -> Letterhead {
    let style = HeadStyle::of_country(&settings.tenant.country);
    let city = office
        .address
        .get("city")
        .and_then(serde_json::Value::as_str)
        .unwrap_or_default();
    let (over, body) = (
        office.group.get(language, language),
        office.entity.get(language, language),
    );
    Letterhead {
        style,
        over: if over == body {
            String::new()
        } else {
            over.to_owned()
        },
        body: body.to_owned(),
        // The Chinese form bears no place.
        place: if style == HeadStyle::RedHead {
            String::new()
        } else {
            city.to_owned()
        },
        tenant: settings.tenant.name.get(language, language).to_owned(),
        colour: settings.theme.brand.to_string(),
        accent: settings.theme.accent.to_string(),
    }
}

/// Leads to the page where the dossier can be followed.
fn track(origin: &str, number: &str) -> Proof {
    let mut address = format!("{origin}/track?code=");
    address.extend(url::form_urlencoded::byte_serialize(number.as_bytes()));
    Proof {
        address,
        code: number.to_owned(),
    }
}

/// Leads to the page that tells whether a paper is genuine.
pub(super) fn verify(origin: &str, id: DocumentId) -> Proof {
    let id: Uuid = id.uuid();
    Proof {
        address: format!("{origin}/verify/{id}"),
        code: id.to_string(),
    }
}

fn body(
    sql: &mut Sql,
    of: &Dossier,
    sources: &Sources<'_>,
    office: &Office,
    order: &Order,
    language: Language,
) -> Result<Body> {
    let say = |text: &Localised| text.get(language, language).to_owned();
    Ok(match order {
        Order::Acknowledgement { papers } => Body::Acknowledgement {
            papers: papers.clone(),
            limit: say(&sources.facts.limit.words),
            received_at: of.received_at,
            due_at: of.due_at,
            collect_at: collect_at(office, language),
            receiver: match of.channel.as_str() {
                "counter" => queries::last_to_act(sql, of.id, RECEIVING_ROLE, language)?,
                _ => None,
            },
        },
        Order::Supplement {
            reason,
            wanted,
            respond_by,
        } => Body::Supplement {
            reason: reason.clone(),
            wanted: wanted.clone(),
            respond_by: *respond_by,
            officer: signer(sql, of, RECEIVING_ROLE, office, language)?,
        },
        Order::Refusal { reason } => Body::Refusal {
            reason: reason.clone(),
            legal_basis: None,
            officer: signer(sql, of, SIGNING_ROLE, office, language)?,
        },
        Order::Result {
            decision,
            valid_until,
        } => {
            let (answers, editions) = queries::answers(sql, of.id)?;
            let form = as_filled(sql, sources.form, &editions)?;
            let answered = Answered {
                form: &form,
                answers: &answers,
                language,
                fallback: language,
                currency: sources.settings.tenant.currency,
            };
            let sentence = say(&sources.facts.result.statement);
            Body::Result {
                heading: say(&sources.facts.result.name),
                sentence: answered.fill(&sentence),
                legal_basis: Vec::new(),
                statements: answered.statements(&sentence),
                decision: decision.clone(),
                valid_until: *valid_until,
                signer: signer(sql, of, SIGNING_ROLE, office, language)?,
            }
        }
        Order::Receipt {
            lines,
            total,
            paid_at,
            means,
            reference,
            cashier,
            ..
        } => Body::Receipt {
            registration: Some(office.registration.clone()).filter(|text| !text.is_empty()),
            lines: lines.clone(),
            total: *total,
            paid_at: *paid_at,
            means: *means,
            reference: reference.clone(),
            cashier: cashier.clone(),
        },
        Order::Invoice { document, .. } => Body::Invoice {
            document: document.as_ref().clone(),
        },
        Order::CreditNote { document, .. } => Body::CreditNote {
            document: document.as_ref().clone(),
        },
    })
}

/// The form with the versions of dictionaries that the answers were chosen from, so that the paper says the names of then.
fn as_filled(sql: &mut Sql, form: &FormDefinition, kept: &serde_json::Value) -> Result<FormDefinition> {
    let mut editions = HashMap::new();
    for (code, id) in kept.as_object().into_iter().flatten() {
        if let Some(id) = id.as_str().and_then(|id| id.parse().ok()) {
            editions.insert(code.clone(), Arc::new(dictionaries::edition(sql, id)?));
        }
    }
    let find = |code: &str| editions.get(code).map(Arc::clone);
    Ok(form.with_editions(&find, &find))
}

/// The officer, or the office itself where no person had a hand in it.
fn signer(sql: &mut Sql, of: &Dossier, role: &str, office: &Office, language: Language) -> Result<Signer> {
    let person = queries::last_to_act(sql, of.id, role, language)?;
    Ok(person.unwrap_or_else(|| Signer {
        name: office.entity.get(language, language).to_owned(),
        title: office.unit.get(language, language).to_owned(),
    }))
}

fn collect_at(office: &Office, language: Language) -> String {
    match &office.hall {
        Some((name, address)) => {
            let parts = [name.get(language, language), address.get(language, language)];
            parts
                .into_iter()
                .filter(|part| !part.is_empty())
                .collect::<Vec<_>>()
                .join(", ")
        }
        None => office.unit.get(language, language).to_owned(),
    }
}
