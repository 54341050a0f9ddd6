//! What the portal offers: its front page, search, guides and entries.

use chrono::NaiveDate;
use serde::Serialize;

use crate::surfaces::web::views::{Fee, Level, Limit, Link, Pager};

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
    /// The code that the law gives the procedure, where it gives one.
    pub code: Option<String>,
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

/// `portal/accessibility.html`
#[derive(Debug, Clone, Serialize)]
pub struct Accessibility {
    /// A number to call.
    pub phone: String,
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
