//! One dossier, to its applicant: where it stands, what she sent, what came of it.

use std::sync::Arc;

use actix_web::web;
use serde_json::{Map, Value};

use crate::authority::tenancy::code::When;
use crate::kernel::clock;
use crate::kernel::error::{Error, Result};
use crate::kernel::ids::{AccountId, DocumentId, DossierId, PaperId};
use crate::kernel::money::Money;
use crate::services::billing::acts::ReadDossierMoney;
use crate::services::billing::{self, DossierMoney, PaymentRequest};
use crate::services::catalogue::{Procedure, Shelf};
use crate::services::dossiers::acts::{ReadDossier, ReadDossierPaper};
use crate::services::dossiers::{self, LogEntry, Paper, Status, rules};
use crate::services::papers::acts::ReadDocument;
use crate::services::papers::queries::{self as papers, Document};
use crate::services::papers::{Body, PaperKind};
use crate::surfaces::web::views::{Fee, FileView};
use crate::surfaces::web::{Answer, Visit};

use super::download::{File, send};
use super::fees;
use super::questions::sections;
use super::standing;
use super::views::{
    Dossier, PayNow, PaymentRow, PaymentState, RefundRow, ResultPaper, Sent, Standing, Supplement,
};

/// A dossier with everything its page needs, read in one transaction.
pub struct Whole {
    /// The dossier.
    pub dossier: dossiers::Dossier,
    /// The version it follows.
    pub procedure: Arc<Procedure>,
    /// The catalogue as it is now.
    pub shelf: Arc<Shelf>,
    /// What was answered.
    pub answers: Map<String, Value>,
    /// How the due date was computed.
    pub explanation: Value,
    /// What she sent.
    pub papers: Vec<Paper>,
    /// What happened.
    pub log: Vec<LogEntry>,
    /// Everything about money.
    pub money: DossierMoney,
    /// What we issued.
    pub documents: Vec<Document>,
}

impl Whole {
    /// Reads one's own dossier.
    ///
    /// # Errors
    /// [`Error::NotFound`] when it is another's; [`Error::SignInNeeded`] when nobody is signed in.
    pub async fn read(visit: &Visit, id: DossierId) -> Result<Self> {
        visit.account()?;
        let read = visit.state.db.in_tenant(&visit.context, move |tx| {
            let money = billing::money_of_dossier(&mut tx.authorise::<ReadDossierMoney>(id)?)?;
            let mut grant = tx.authorise::<ReadDossier>(id)?;
            let (dossier, sql) = grant.parts();
            let dossier = dossier.clone();
            let form = dossiers::queries::form(sql, id)?;
            let sent = dossiers::queries::papers(sql, id)?;
            let log = dossiers::queries::log(sql, id)?;
            Ok((dossier, form, sent, log, papers::of_dossier(sql, id)?, money))
        });
        let (dossier, form, papers, log, documents, money) = read.await?;
        only_own(visit, dossier.applicant_id)?;
        let (answers, explanation, dictionaries) = form.unwrap_or_default();
        let procedure = visit
            .state
            .library
            .version(visit.tenant.id, dossier.procedure_version_id)
            .await?;
        let procedure = visit
            .state
            .library
            .as_filled(&visit.tenant, procedure, &dictionaries)
            .await?;
        let shelf = visit.state.library.shelf(&visit.tenant).await?;
        let answers = answers.as_object().cloned().unwrap_or_default();
        Ok(Self {
            dossier,
            procedure,
            shelf,
            answers,
            explanation,
            papers,
            log,
            money,
            documents,
        })
    }

    /// The dossier's page.
    #[must_use]
    pub fn url(&self) -> String {
        format!("/my/dossiers/{}", self.dossier.id)
    }

    /// The request that waits for money, if one does.
    #[must_use]
    pub fn due_request(&self) -> Option<&PaymentRequest> {
        self.money.requests.iter().find(|request| request.is_open())
    }

    /// What is to be paid now.
    #[must_use]
    pub fn pay_now(&self) -> Option<PayNow> {
        let request = self.due_request()?;
        Some(PayNow {
            amount: request.money(),
            url: format!("{}/pay", self.url()),
        })
    }

    /// What will be asked for, while no request does: at once, or when an office has looked at the dossier.
    fn to_come(&self, visit: &Visit) -> (Option<Money>, Option<Fee>) {
        if !self.money.requests.is_empty() || !self.dossier.status.is_open() {
            return (None, None);
        }
        let (tenant, procedure, now) = (&visit.tenant, &self.procedure, clock::now());
        match procedure.facts.fee.when {
            When::Never => (None, None),
            When::BeforeProcessing => {
                let amounts = fees::amounts(tenant, procedure, &self.answers, now);
                let due = amounts.filter(|amounts| amounts.total > 0);
                (due.map(|amounts| amounts.money()), None)
            }
            When::AfterAssessment => {
                let fee = fees::fee(tenant, procedure, &self.answers, now);
                (None, Some(fee).filter(|fee| *fee != Fee::Free))
            }
        }
    }

    /// When it is due, if that can be said: while the clock stands, no day is known.
    #[must_use]
    pub fn due_at(&self) -> Option<clock::Instant> {
        let status = self.dossier.status;
        let due = self.dossier.due_at;
        due.filter(|_| status.is_open() && !status.pauses_the_clock())
    }

    /// Why a supplement was asked for and what is missing, in the officer's words.
    #[must_use]
    pub fn asked(&self) -> (String, Vec<String>) {
        let entry = self
            .log
            .iter()
            .rev()
            .find(|entry| entry.kind == "supplement_asked");
        let detail = entry.map(|entry| &entry.detail);
        let reason = detail
            .and_then(|detail| detail.get("note").or_else(|| detail.get("reason")))
            .and_then(Value::as_str);
        let papers = detail
            .and_then(|detail| detail.get("papers"))
            .and_then(Value::as_array);
        let papers = papers
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect();
        (reason.unwrap_or_default().to_owned(), papers)
    }

    fn supplement(&self, visit: &Visit) -> Option<Supplement> {
        (self.dossier.status == Status::AwaitingSupplement).then(|| {
            let (reason, papers) = self.asked();
            let reason = if reason.is_empty() {
                visit.text("portal-supplement-reason")
            } else {
                reason
            };
            Supplement {
                reason,
                papers,
                until: None,
                url: format!("{}/supplement", self.url()),
            }
        })
    }

    fn standing(&self, visit: &Visit) -> Standing {
        let (dossier, now) = (&self.dossier, clock::now());
        let mut standing = standing::of_applicant(
            visit,
            &self.shelf,
            &self.procedure,
            dossier,
            &self.log,
            &self.explanation,
            now,
        );
        standing.supplement = self.supplement(visit);
        standing.pay = self.pay_now();
        standing
    }

    /// What we issued and can be opened: a paper has its number a moment before its file.
    fn printed(&self) -> impl Iterator<Item = &Document> {
        let all = self.documents.iter();
        all.filter(|document| document.stored_at.is_some())
    }

    fn document(&self, kind: PaperKind) -> Option<&Document> {
        self.printed().find(|document| document.paper.body.kind() == kind)
    }

    fn document_url(&self, document: &Document) -> String {
        format!("{}/documents/{}", self.url(), document.id)
    }

    /// The receipt of a payment, once it is made.
    #[must_use]
    pub fn receipt_url(&self, request: &PaymentRequest) -> Option<String> {
        let payment = self
            .money
            .payments
            .iter()
            .find(|payment| payment.request == request.id)?;
        let slot = format!("{}:{}", PaperKind::Receipt.word(), payment.id);
        let document = self.printed().find(|document| document.slot == slot)?;
        Some(self.document_url(document))
    }

    fn result(&self, visit: &Visit) -> Option<ResultPaper> {
        let document = self
            .document(PaperKind::Result)
            .or_else(|| self.document(PaperKind::Refusal))?;
        let (title, reason) = match &document.paper.body {
            Body::Result { heading, .. } => (heading.clone(), None),
            Body::Refusal { reason, .. } => (visit.text("documents-refusal-title"), Some(reason.clone())),
            _ => return None,
        };
        Some(ResultPaper {
            title,
            number: document.paper.number.clone().unwrap_or_default(),
            date: document
                .numbered_at
                .with_timezone(&visit.tenant.zone())
                .date_naive(),
            url: Some(self.document_url(document)),
            reason,
        })
    }

    fn sent_papers(&self, visit: &Visit) -> Vec<FileView> {
        let title = |part: &str| {
            let known = self.procedure.form.papers.iter().find(|paper| paper.code == part);
            known.map_or_else(
                || visit.text("portal-supplement-other"),
                |paper| visit.say(&paper.name).to_owned(),
            )
        };
        self.papers
            .iter()
            .map(|paper| FileView {
                title: title(&paper.part),
                name: paper.file_name.clone(),
                size_bytes: u64::try_from(paper.size_bytes).unwrap_or(0),
                url: Some(format!("{}/papers/{}", self.url(), paper.id)),
                at: Some(paper.added_at),
            })
            .collect()
    }

    fn issued_papers(&self, visit: &Visit) -> Vec<FileView> {
        self.printed()
            .map(|document| FileView {
                title: match &document.paper.body {
                    Body::Result { heading, .. } => heading.clone(),
                    body => visit.text(&format!("documents-{}-title", body.kind().word())),
                },
                name: "PDF".to_owned(),
                size_bytes: document
                    .size_bytes
                    .and_then(|size| u64::try_from(size).ok())
                    .unwrap_or(0),
                url: Some(self.document_url(document)),
                at: Some(document.numbered_at),
            })
            .collect()
    }

    fn payments(&self) -> Vec<PaymentRow> {
        self.money
            .requests
            .iter()
            .map(|request| PaymentRow {
                name: request.reference.clone(),
                amount: request.money(),
                state: match (request.paid_at, request.voided_at) {
                    _ if self.is_given_back(request) => PaymentState::Refunded,
                    (Some(_), _) => PaymentState::Paid,
                    (None, Some(_)) => PaymentState::Cancelled,
                    (None, None) => PaymentState::Due,
                },
                at: request.paid_at,
                pay_url: request.is_open().then(|| format!("{}/pay", self.url())),
                receipt_url: self.receipt_url(request),
                refunds: self.refunds(request),
            })
            .collect()
    }

    fn is_given_back(&self, request: &PaymentRequest) -> bool {
        let back = self.money.refunds.iter();
        back.filter(|refund| refund.request == request.id && refund.paid_at.is_some())
            .map(|refund| refund.amount_minor)
            .sum::<i64>()
            == request.amount_minor
    }

    /// What is given back of a request; what was only asked for is not told.
    fn refunds(&self, request: &PaymentRequest) -> Vec<RefundRow> {
        let told = self.money.refunds.iter();
        told.filter(|refund| refund.request == request.id && refund.is_told())
            .map(|refund| RefundRow {
                reference: refund.reference.clone(),
                amount: refund.money(),
                state: refund.state(),
                at: refund.paid_at,
                credit_note_url: self
                    .money
                    .credit_notes
                    .iter()
                    .find(|note| note.refund == refund.id)
                    .and_then(|note| {
                        let slot = format!("{}:{}", PaperKind::CreditNote.word(), note.id);
                        self.printed().find(|document| document.slot == slot)
                    })
                    .map(|document| self.document_url(document)),
            })
            .collect()
    }
}

/// These pages are the applicant's; whoever works on a dossier has a desk.
fn only_own(visit: &Visit, applicant: AccountId) -> Result<()> {
    if visit.account()? == applicant {
        Ok(())
    } else {
        Err(Error::NotFound)
    }
}

/// The name a paper is saved under: its kind and its number, or the dossier's.
fn document_name(document: &Document) -> String {
    let number = document
        .paper
        .number
        .as_deref()
        .unwrap_or(&document.paper.dossier);
    let number: String = number
        .chars()
        .map(|c| if c.is_alphanumeric() || c == '.' { c } else { '-' })
        .collect();
    format!("{}-{number}.pdf", document.paper.body.kind().word())
}

/// `GET /my/dossiers/{id}`
pub async fn page(visit: Visit, id: web::Path<DossierId>) -> Answer {
    let whole = Whole::read(&visit, *id).await?;
    let view = Dossier {
        standing: whole.standing(&visit),
        result: whole.result(&visit),
        papers: whole.sent_papers(&visit),
        documents: whole.issued_papers(&visit),
        payments: whole.payments(),
        sections: sections(&visit, &whole.procedure.form, &whole.answers, |_| None),
        withdraw_url: rules::may_withdraw(&whole.dossier)
            .is_ok()
            .then(|| format!("{}/withdraw", whole.url())),
    };
    visit.page("portal/dossier.html", "dossiers", &view)
}

/// `GET /my/dossiers/{id}/sent`: the number, and what happens next.
pub async fn sent(visit: Visit, id: web::Path<DossierId>) -> Answer {
    let whole = Whole::read(&visit, *id).await?;
    let number = url::form_urlencoded::byte_serialize(whole.dossier.number.as_bytes()).collect::<String>();
    // The first step of a guide is the sending itself.
    let next = whole
        .procedure
        .facts
        .steps
        .iter()
        .skip(1)
        .map(|step| visit.say(step).to_owned())
        .collect();
    let (pay_soon, pay_later) = whole.to_come(&visit);
    let view = Sent {
        code: whole.dossier.number.clone(),
        procedure: visit.say(&whole.procedure.facts.name).to_owned(),
        due_at: whole.due_at().filter(|_| pay_soon.is_none()),
        qr_url: visit.public_url(&format!("/track?code={number}")),
        track_url: whole.url(),
        receipt_url: whole
            .document(PaperKind::Acknowledgement)
            .map(|document| whole.document_url(document)),
        email: None,
        next,
        pay: whole.pay_now(),
        pay_soon,
        pay_later,
    };
    visit.page("portal/sent.html", "dossiers", &view)
}

/// `GET /my/dossiers/{id}/papers/{paper}`: what she sent herself.
pub async fn paper(visit: Visit, path: web::Path<(DossierId, PaperId)>) -> Answer {
    visit.account()?;
    let (dossier, id) = path.into_inner();
    let paper = visit
        .state
        .db
        .in_tenant(&visit.context, move |tx| {
            Ok(tx.authorise::<ReadDossierPaper>(id)?.into_subject())
        })
        .await?;
    only_own(&visit, paper.applicant_id)?;
    if paper.dossier_id != dossier {
        return Err(Error::NotFound.into());
    }
    send(
        &visit,
        File {
            key: &paper.blob_key,
            name: &paper.file_name,
            media_type: &paper.media_type,
        },
    )
    .await
}

/// `GET /my/dossiers/{id}/documents/{document}`: what we issued.
pub async fn document(visit: Visit, path: web::Path<(DossierId, DocumentId)>) -> Answer {
    visit.account()?;
    let (dossier, id) = path.into_inner();
    let document = visit
        .state
        .db
        .in_tenant(&visit.context, move |tx| {
            Ok(tx.authorise::<ReadDocument>(id)?.into_subject())
        })
        .await?;
    only_own(&visit, document.applicant_id)?;
    if document.dossier_id != dossier {
        return Err(Error::NotFound.into());
    }
    // Numbered, and not printed yet: in a moment it will be there.
    let key = document
        .blob_key
        .as_deref()
        .filter(|_| document.stored_at.is_some())
        .ok_or(Error::NotFound)?;
    send(
        &visit,
        File {
            key,
            name: &document_name(&document),
            media_type: "application/pdf",
        },
    )
    .await
}
