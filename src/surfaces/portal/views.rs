//! What the portal's templates read: one struct for each page, named in the comment at the top of its template.
//!
//! Addresses the layout and these pages count on: `/`, `/search?q=`, `/procedures/<code>`, `/track`, `/sign-in`,
//! `/register`, POST `/sign-out`, `/my/dossiers`, `/my/notices`, `/accessibility`. Any page takes `?lang=<tag>`: the
//! server keeps the choice in a cookie.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;

use crate::kernel::money::Money;
use crate::surfaces::web::fields::{Choice, ErrorLink, Field};
use crate::surfaces::web::views::{
    AnswerSection, Due, DueAccount, Fee, FileView, HistoryEntry, Level, Limit, Link, Pager, Pause, State,
};

/// `portal/home.html`
#[derive(Debug, Clone, Serialize)]
pub struct Home {
    /// How many procedures the tenant offers.
    pub procedures_count: i64,
    /// Searches many people make.
    pub popular_searches: Vec<Link>,
    /// Life events, in the tenant's order.
    pub life_events: Vec<LifeEvent>,
    /// The most used procedures.
    pub procedures: Vec<ProcedureCard>,
    /// This month in numbers; `None` while there is nothing to count.
    pub results: Option<MonthResults>,
    /// Where to come in person.
    pub halls: Vec<HallCard>,
    /// Announcements, newest first.
    pub news: Vec<NewsItem>,
}

/// A life event.
#[derive(Debug, Clone, Serialize)]
pub struct LifeEvent {
    /// Its name.
    pub name: String,
    /// An icon of `assets/icons.txt`.
    pub icon: String,
    /// The search it opens.
    pub url: String,
    /// How many procedures it gathers.
    pub count: i64,
}

/// A procedure in a list.
#[derive(Debug, Clone, Serialize)]
pub struct ProcedureCard {
    /// Its name.
    pub name: String,
    /// Its guide.
    pub url: String,
    /// One sentence about it; lists of many leave it out.
    pub summary: Option<String>,
    /// The office in charge.
    pub agency: Option<String>,
    /// How far it is online.
    pub level: Level,
    /// How long it may take.
    pub limit: Limit,
    /// What it costs.
    pub fee: Fee,
    /// Where an application starts; `None` when it is for the counter only.
    pub apply_url: Option<String>,
}

/// This month in numbers.
#[derive(Debug, Clone, Serialize)]
pub struct MonthResults {
    /// Percent of dossiers completed on time, as it is read: "98,2".
    pub on_time_percent: String,
    /// Percent of dossiers submitted online.
    pub online_percent: String,
    /// Dossiers received.
    pub received: i64,
    /// Dossiers completed.
    pub completed: i64,
}

/// A service hall.
#[derive(Debug, Clone, Serialize)]
pub struct HallCard {
    /// Its name.
    pub name: String,
    /// Its address.
    pub address: String,
    /// When it is open, in words.
    pub hours: Option<String>,
    /// Its telephone.
    pub phone: Option<String>,
}

/// An announcement.
#[derive(Debug, Clone, Serialize)]
pub struct NewsItem {
    /// Its date.
    pub date: NaiveDate,
    /// What it says.
    pub title: String,
    /// Where there is more.
    pub url: Option<String>,
}

/// `portal/search.html`
#[derive(Debug, Clone, Serialize)]
pub struct Search {
    /// What was searched for; empty for all.
    pub query: String,
    /// How many were found.
    pub total: i64,
    /// One page of them.
    pub procedures: Vec<ProcedureCard>,
    /// The filters.
    pub facets: Vec<Facet>,
    /// Filters in force, each with the address without it.
    pub applied: Vec<Link>,
    /// The same search without filters.
    pub clear_url: String,
    /// Other pages.
    pub pager: Option<Pager>,
}

/// A filter.
#[derive(Debug, Clone, Serialize)]
pub struct Facet {
    /// What it filters by.
    pub title: String,
    /// Its values.
    pub options: Vec<FacetOption>,
}

/// A value of a filter.
#[derive(Debug, Clone, Serialize)]
pub struct FacetOption {
    /// Its words.
    pub text: String,
    /// The search with it (or without it when it is in force).
    pub url: String,
    /// How many it leaves.
    pub count: i64,
    /// Whether it is in force.
    pub current: bool,
}

/// `portal/guide.html`
#[derive(Debug, Clone, Serialize)]
pub struct Guide {
    /// The procedure's code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// What it is for, in a sentence or two.
    pub summary: String,
    /// How far it is online.
    pub level: Level,
    /// How long it may take.
    pub limit: Limit,
    /// What it costs, in short.
    pub fee: Fee,
    /// The office in charge.
    pub agency: String,
    /// What the applicant receives.
    pub result: String,
    /// Who can apply.
    pub who: Vec<String>,
    /// What to bring.
    pub papers: Vec<PaperNeeded>,
    /// The fees one by one.
    pub fees: Vec<FeeLine>,
    /// Where to come in person.
    pub places: Vec<HallCard>,
    /// The law.
    pub legal: Vec<LegalBasis>,
    /// What happens to a dossier.
    pub steps: Vec<GuideStep>,
    /// The version's number.
    pub version: String,
    /// Where an application starts; `None` when it is for the counter only.
    pub apply_url: Option<String>,
    /// An image that leads back to this page from paper.
    pub qr_url: String,
    /// The way here, without the page itself.
    pub crumbs: Vec<Link>,
}

/// A paper an applicant needs.
#[derive(Debug, Clone, Serialize)]
pub struct PaperNeeded {
    /// Its name.
    pub name: String,
    /// Original or copy, when it is needed, how many.
    pub note: Option<String>,
    /// Whether everybody needs it.
    pub required: bool,
    /// A blank form to download.
    pub form_url: Option<String>,
}

/// One fee of a procedure.
#[derive(Debug, Clone, Serialize)]
pub struct FeeLine {
    /// Its name.
    pub name: String,
    /// When it applies or how it is worked out.
    pub note: Option<String>,
    /// What it costs.
    pub fee: Fee,
}

/// A legal act.
#[derive(Debug, Clone, Serialize)]
pub struct LegalBasis {
    /// Its number and name.
    pub title: String,
    /// Where it can be read.
    pub url: Option<String>,
}

/// A step of the work on a dossier.
#[derive(Debug, Clone, Serialize)]
pub struct GuideStep {
    /// What is done.
    pub name: String,
    /// By which office.
    pub who: Option<String>,
    /// How long it may take.
    pub limit: Option<Limit>,
}

/// How far a step of an application is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum StepState {
    /// Answered.
    Done,
    /// Being answered.
    Now,
    /// Not reached.
    Todo,
}

/// A step in the list beside an application.
#[derive(Debug, Clone, Serialize)]
pub struct StepItem {
    /// Its title.
    pub name: String,
    /// How far it is.
    pub state: StepState,
    /// Where it opens; `None` while it cannot be reached.
    pub url: Option<String>,
}

/// The panel beside an application.
#[derive(Debug, Clone, Serialize)]
pub struct DraftPanel {
    /// The draft's code.
    pub code: Option<String>,
    /// When it was last kept.
    pub saved_at: Option<DateTime<Utc>>,
    /// What it will cost.
    pub fee: Fee,
    /// How long it may take.
    pub limit: Limit,
    /// The office in charge.
    pub agency: String,
    /// The law, in short.
    pub legal: Option<String>,
    /// A number to call.
    pub phone: Option<String>,
}

/// `portal/apply.html`
#[derive(Debug, Clone, Serialize)]
pub struct ApplyStep {
    /// The procedure's name.
    pub procedure: String,
    /// The step's title.
    pub title: String,
    /// A sentence above the fields.
    pub intro: Option<String>,
    /// Its number, from 1.
    pub number: i64,
    /// How many there are.
    pub of: i64,
    /// Where the form posts to (multipart). Buttons: `next`, `later`; `remove` carries the id of a file to take away.
    pub action: String,
    /// The fields.
    pub fields: Vec<Field>,
    /// Errors of the last post, in the order of the fields (see [`Field::errors`]).
    pub errors: Vec<ErrorLink>,
    /// All steps.
    pub steps: Vec<StepItem>,
    /// The panel beside.
    pub draft: DraftPanel,
    /// The step before.
    pub back_url: Option<String>,
    /// The way here.
    pub crumbs: Vec<Link>,
}

/// `portal/check.html`
#[derive(Debug, Clone, Serialize)]
pub struct CheckAnswers {
    /// The procedure's name.
    pub procedure: String,
    /// The answers, step by step.
    pub sections: Vec<AnswerSection>,
    /// The papers attached.
    pub papers: Vec<FileView>,
    /// What it will cost with these answers.
    pub fees: Vec<PayLine>,
    /// Their sum; `None` when nothing is to be paid or it is worked out later.
    pub total: Option<Money>,
    /// Where the form posts to. Fields: `declared`, `revision`.
    pub action: String,
    /// Which state of the draft is shown: what is declared to be true is what was seen.
    pub revision: i64,
    /// Errors of the last post.
    pub errors: Vec<ErrorLink>,
    /// All steps.
    pub steps: Vec<StepItem>,
    /// The panel beside.
    pub draft: DraftPanel,
    /// The way here.
    pub crumbs: Vec<Link>,
}

/// `portal/sent.html`
#[derive(Debug, Clone, Serialize)]
pub struct Sent {
    /// The dossier's number.
    pub code: String,
    /// The procedure's name.
    pub procedure: String,
    /// When it is due; `None` while something must happen first.
    pub due_at: Option<DateTime<Utc>>,
    /// The full address the QR code leads to.
    pub qr_url: String,
    /// The tracking page.
    pub track_url: String,
    /// The receipt as PDF, once it is made.
    pub receipt_url: Option<String>,
    /// Where the receipt was sent.
    pub email: Option<String>,
    /// What happens next, in order.
    pub next: Vec<String>,
    /// What is to be paid now.
    pub pay: Option<PayNow>,
}

/// An amount to pay and where.
#[derive(Debug, Clone, Serialize)]
pub struct PayNow {
    /// How much.
    pub amount: Money,
    /// Where.
    pub url: String,
}

/// One line of what is paid.
#[derive(Debug, Clone, Serialize)]
pub struct PayLine {
    /// What for.
    pub name: String,
    /// How it was worked out.
    pub note: Option<String>,
    /// How much.
    pub amount: Money,
}

/// `portal/pay.html`
#[derive(Debug, Clone, Serialize)]
pub struct Pay {
    /// The dossier's number.
    pub code: String,
    /// The procedure's name.
    pub procedure: String,
    /// Who receives the money.
    pub payee: String,
    /// What is paid, line by line.
    pub lines: Vec<PayLine>,
    /// Their sum.
    pub total: Money,
    /// Until when.
    pub until: Option<DateTime<Utc>>,
    /// The ways to pay; posted as `method`.
    pub methods: Vec<Choice>,
    /// Where the form posts to. Fields: `method`, `payment_key`.
    pub action: String,
    /// A key that makes a second press harmless.
    pub payment_key: String,
    /// Errors of the last post.
    pub errors: Vec<ErrorLink>,
    /// Back to the dossier.
    pub dossier_url: String,
}

/// How a payment stands when the payer comes back. The names are the tails of the text keys `portal-paid-…`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum PaidState {
    /// Received.
    Paid,
    /// The gateway has not said.
    Pending,
    /// Refused.
    Failed,
    /// Given up by the payer.
    Cancelled,
}

/// `portal/paid.html`
#[derive(Debug, Clone, Serialize)]
pub struct Paid {
    /// How it stands.
    pub state: PaidState,
    /// The dossier's number.
    pub code: String,
    /// How much.
    pub amount: Money,
    /// The gateway's reference.
    pub reference: Option<String>,
    /// When.
    pub at: Option<DateTime<Utc>>,
    /// The receipt as PDF, once it is made.
    pub receipt_url: Option<String>,
    /// This page again, while pending.
    pub check_url: String,
    /// The payment page, after a failure.
    pub retry_url: String,
    /// The dossier.
    pub dossier_url: String,
}

/// `portal/track.html`
#[derive(Debug, Clone, Serialize)]
pub struct Track {
    /// The fields `code` and `digits` (see the texts `portal-track-…`).
    pub fields: Vec<Field>,
    /// Errors of the last post.
    pub errors: Vec<ErrorLink>,
}

/// `portal/verify.html`
#[derive(Debug, Clone, Serialize)]
pub struct Verify {
    /// The field `code`.
    pub fields: Vec<Field>,
    /// Errors of the last question.
    pub errors: Vec<ErrorLink>,
}

/// `portal/verify-result.html`
#[derive(Debug, Clone, Serialize)]
pub struct Verified {
    /// The paper with this code; `None` when we have issued none.
    pub paper: Option<GenuinePaper>,
}

/// What to compare with the paper in hand.
#[derive(Debug, Clone, Serialize)]
pub struct GenuinePaper {
    /// `result` or `refusal`: names a text.
    pub kind: &'static str,
    /// Its number.
    pub number: Option<String>,
    /// What it is called.
    pub heading: Option<String>,
    /// The procedure.
    pub procedure: String,
    /// The body that issued it.
    pub body: String,
    /// The unit, where it has a name of its own.
    pub unit: Option<String>,
    /// The date it bears.
    pub issued_at: DateTime<Utc>,
    /// SHA-256 of the file in groups of eight hexadecimal digits.
    pub digest: Vec<String>,
    /// Whether the file we keep still has this digest.
    pub is_intact: bool,
}

/// What the applicant must add.
#[derive(Debug, Clone, Serialize)]
pub struct Supplement {
    /// Why, in the officer's words.
    pub reason: String,
    /// Which papers.
    pub papers: Vec<String>,
    /// Until when.
    pub until: Option<DateTime<Utc>>,
    /// Where it is added.
    pub url: String,
}

/// How a dossier stands: the part that tracking and the dossier's own page share.
#[derive(Debug, Clone, Serialize)]
pub struct Standing {
    /// The dossier's number.
    pub code: String,
    /// The procedure's name.
    pub procedure: String,
    /// Where it stands.
    pub state: State,
    /// The office that works on it now.
    pub unit: Option<String>,
    /// The step it is at.
    pub step: Option<String>,
    /// When it was sent.
    pub submitted_at: DateTime<Utc>,
    /// When it is due.
    pub due: Option<Due>,
    /// How the due date was computed.
    pub due_account: Option<DueAccount>,
    /// Pauses with their reasons.
    pub pauses: Vec<Pause>,
    /// What happened and what is to come.
    pub history: Vec<HistoryEntry>,
    /// What the applicant must add.
    pub supplement: Option<Supplement>,
    /// What is to be paid.
    pub pay: Option<PayNow>,
}

/// `portal/track-result.html`
#[derive(Debug, Clone, Serialize)]
pub struct TrackResult {
    /// How it stands.
    pub standing: Standing,
    /// Whether the applicant is signed in, so that the supplement button need not say "sign in".
    pub signed_in: bool,
}

/// `portal/dossiers.html`
#[derive(Debug, Clone, Serialize)]
pub struct Dossiers {
    /// Not sent yet.
    pub drafts: Vec<DraftCard>,
    /// Sent, newest first.
    pub dossiers: Vec<DossierCard>,
    /// Other pages.
    pub pager: Option<Pager>,
}

/// A draft in a list.
#[derive(Debug, Clone, Serialize)]
pub struct DraftCard {
    /// The procedure's name.
    pub procedure: String,
    /// The step it stands at.
    pub number: i64,
    /// How many steps there are.
    pub of: i64,
    /// When it was last kept.
    pub saved_at: DateTime<Utc>,
    /// Where it goes on.
    pub url: String,
}

/// A dossier in a list.
#[derive(Debug, Clone, Serialize)]
pub struct DossierCard {
    /// Its number.
    pub code: String,
    /// The procedure's name.
    pub procedure: String,
    /// Its page.
    pub url: String,
    /// Where it stands.
    pub state: State,
    /// When it is due.
    pub due: Option<Due>,
    /// When it was sent.
    pub submitted_at: DateTime<Utc>,
    /// The one thing the applicant should do: pay, add, collect.
    pub action: Option<Link>,
}

/// `portal/dossier.html`
#[derive(Debug, Clone, Serialize)]
pub struct Dossier {
    /// How it stands.
    pub standing: Standing,
    /// The paper that ends it.
    pub result: Option<ResultPaper>,
    /// Papers the applicant sent.
    pub papers: Vec<FileView>,
    /// Papers we issued: receipts, requests, invoices.
    pub documents: Vec<FileView>,
    /// Payments.
    pub payments: Vec<PaymentRow>,
    /// What was answered.
    pub sections: Vec<AnswerSection>,
    /// Where it can be withdrawn, while it can.
    pub withdraw_url: Option<String>,
}

/// The paper that ends a dossier.
#[derive(Debug, Clone, Serialize)]
pub struct ResultPaper {
    /// What it is.
    pub title: String,
    /// Its number.
    pub number: String,
    /// Its date.
    pub date: NaiveDate,
    /// Where it opens (PDF).
    pub url: Option<String>,
    /// The reason, when the answer is no.
    pub reason: Option<String>,
}

/// How a payment request stands. The names are the tails of the text keys `portal-payment-…`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum PaymentState {
    /// To be paid.
    Due,
    /// On its way.
    Pending,
    /// Received.
    Paid,
    /// Given back.
    Refunded,
    /// No longer asked for.
    Cancelled,
}

/// A payment in a list.
#[derive(Debug, Clone, Serialize)]
pub struct PaymentRow {
    /// What for.
    pub name: String,
    /// How much.
    pub amount: Money,
    /// How it stands.
    pub state: PaymentState,
    /// When it was paid.
    pub at: Option<DateTime<Utc>>,
    /// Where it is paid.
    pub pay_url: Option<String>,
    /// The receipt or invoice as PDF.
    pub receipt_url: Option<String>,
    /// What of it is given back.
    pub refunds: Vec<RefundRow>,
}

/// A refund of a payment, as its receiver sees it.
#[derive(Debug, Clone, Serialize)]
pub struct RefundRow {
    /// What she quotes at the cash desk.
    pub reference: String,
    /// How much.
    pub amount: Money,
    /// Where it stands: the tail of the text key `portal-refund-…`.
    pub state: crate::services::billing::RefundState,
    /// When it was given back.
    pub at: Option<DateTime<Utc>>,
    /// The credit note as PDF, once it is made.
    pub credit_note_url: Option<String>,
}

/// `portal/supplement.html`
#[derive(Debug, Clone, Serialize)]
pub struct SupplementForm {
    /// The dossier's number.
    pub code: String,
    /// The procedure's name.
    pub procedure: String,
    /// Why, in the officer's words.
    pub reason: String,
    /// Until when.
    pub until: Option<DateTime<Utc>>,
    /// Where the form posts to (multipart); buttons `send` and `remove` as in [`ApplyStep`].
    pub action: String,
    /// The fields: a note and a file for each paper.
    pub fields: Vec<Field>,
    /// Errors of the last post.
    pub errors: Vec<ErrorLink>,
    /// Back to the dossier.
    pub dossier_url: String,
}

/// `portal/notices.html`
#[derive(Debug, Clone, Serialize)]
pub struct Notices {
    /// The notices, newest first.
    pub notices: Vec<Notice>,
    /// Whether any is unread. POST `/my/notices/read` marks all as read.
    pub any_unread: bool,
    /// Other pages.
    pub pager: Option<Pager>,
}

/// A notice.
#[derive(Debug, Clone, Serialize)]
pub struct Notice {
    /// Its subject.
    pub title: String,
    /// Its text.
    pub text: String,
    /// When.
    pub at: DateTime<Utc>,
    /// What it is about.
    pub url: Option<String>,
    /// Whether it was not read yet.
    pub unread: bool,
}

/// `portal/sign-in.html` (and `desk/sign-in.html`)
#[derive(Debug, Clone, Serialize)]
pub struct SignIn {
    /// Where the form posts to.
    pub action: String,
    /// The fields `login` and `password`.
    pub fields: Vec<Field>,
    /// What was refused, in words; leads to the field `login`.
    pub errors: Vec<ErrorLink>,
    /// Where to go afterwards, a local path, posted as `next`.
    pub next: Option<String>,
    /// Accounts of the demonstration; empty otherwise.
    pub demo_accounts: Vec<DemoAccount>,
}

/// An account of the demonstration.
#[derive(Debug, Clone, Serialize)]
pub struct DemoAccount {
    /// Who it is.
    pub who: String,
    /// What is typed as login.
    pub login: String,
    /// And as password.
    pub password: String,
}

/// `portal/register.html`
#[derive(Debug, Clone, Serialize)]
pub struct Register {
    /// Where the form posts to.
    pub action: String,
    /// The fields.
    pub fields: Vec<Field>,
    /// Errors of the last post.
    pub errors: Vec<ErrorLink>,
    /// Where to go afterwards, posted as `next`.
    pub next: Option<String>,
}

/// `portal/accessibility.html`
#[derive(Debug, Clone, Serialize)]
pub struct Accessibility {
    /// A number to call.
    pub phone: String,
}

/// `portal/withdraw.html`
#[derive(Debug, Clone, Serialize)]
pub struct Withdraw {
    /// The dossier's number.
    pub code: String,
    /// The procedure's name.
    pub procedure: String,
    /// Where the form posts to. Field: `sure`.
    pub action: String,
    /// Errors of the last post.
    pub errors: Vec<ErrorLink>,
    /// Back to the dossier.
    pub dossier_url: String,
}

/// `portal/account.html`
#[derive(Debug, Clone, Serialize)]
pub struct AccountPage {
    /// Her name.
    pub name: String,
    /// Her address.
    pub email: String,
    /// Her telephone.
    pub phone: Option<String>,
    /// Kind and last characters of her identity number.
    pub identity: Option<String>,
    /// Where she is signed in.
    pub sessions: Vec<SessionRow>,
    /// Programs that act for her.
    pub tokens: Vec<SessionRow>,
    /// A token that was just made: shown this once.
    pub fresh_token: Option<String>,
    /// The field `name` for a new token.
    pub token_fields: Vec<Field>,
    /// Errors of the last post.
    pub errors: Vec<ErrorLink>,
}

/// A session or token in a list.
#[derive(Debug, Clone, Serialize)]
pub struct SessionRow {
    /// Its id, posted as `session` to end it.
    pub id: String,
    /// The name given to it.
    pub name: Option<String>,
    /// When it began.
    pub started_at: DateTime<Utc>,
    /// When it ends by itself.
    pub expires_at: DateTime<Utc>,
    /// Whether this page was asked for with it.
    pub is_this: bool,
}

/// `portal/entry.html`
#[derive(Debug, Clone, Serialize)]
pub struct Entry {
    /// What was searched for.
    pub query: String,
    /// How many procedures of all members fit.
    pub total: i64,
    /// The members.
    pub members: Vec<EntryMember>,
    /// Their procedures; the agency is the member.
    pub procedures: Vec<ProcedureCard>,
}

/// A member of a shared entry.
#[derive(Debug, Clone, Serialize)]
pub struct EntryMember {
    /// Its name.
    pub name: String,
    /// Its portal.
    pub url: String,
    /// How many of its procedures fit.
    pub count: i64,
}
