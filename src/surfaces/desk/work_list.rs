//! The work list: what there is to do in the units one works in. Every filter stands in the address, and every count is
//! the length of the list behind it.

use actix_web::web;
use chrono::{Days, NaiveDate};
use serde::Deserialize;

use crate::kernel::actions::Verb;
use crate::kernel::clock;
use crate::kernel::error::Error;
use crate::platform::door::Whole;
use crate::services::dossiers::acts::ListDossiers;
use crate::services::dossiers::worklist::{self, Counts, Line, Nearness, Wanted, Whose};
use crate::services::dossiers::{Channel, Status};
use crate::surfaces::web::told;
use crate::surfaces::web::views::{Link, Pager, Urgency};
use crate::surfaces::web::{Answer, Visit};

use super::Staff;
use super::views::{Column, Filter, FilterOption, Light, WorkList, WorkRow};

const PER_PAGE: i64 = 50;
const TEXT_CHARACTERS_MAX: usize = 100;
const ROLES: [&str; 3] = ["receiver", "assessor", "approver"];

/// What the address asks for. A word that nothing is called is passed over.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    q: String,
    whose: String,
    procedure: String,
    role: String,
    channel: String,
    received: String,
    due: String,
    page: i64,
}

/// The two lists: one's work, and every dossier of one's units, ended ones too when something is searched for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Which {
    Work,
    Dossiers,
}

impl Which {
    const fn path(self) -> &'static str {
        match self {
            Which::Work => "/desk",
            Which::Dossiers => "/desk/dossiers",
        }
    }
}

/// `GET /desk`
pub async fn work(staff: Staff, asked: web::Query<Asked>) -> Answer {
    if !staff.offers(Verb::ListDossiers) {
        return first_page(&staff);
    }
    if !staff.offers(Verb::ClaimTask) {
        return Ok(staff.visit.see("/desk/dossiers"));
    }
    list(staff, Which::Work, asked.into_inner()).await
}

/// Somebody without dossiers begins at the first page of her menu.
fn first_page(staff: &Staff) -> Answer {
    let menu = staff.desk("").menu;
    let first = menu.first().and_then(|group| group.items.first());
    match first {
        Some(item) => Ok(staff.visit.see(item.url)),
        None => Err(Error::Denied {
            verb: Verb::ListDossiers,
            subject: None,
        }
        .into()),
    }
}

/// `GET /desk/dossiers` and `GET /desk/search`: a whole number leads straight to its dossier.
pub async fn dossiers(staff: Staff, asked: web::Query<Asked>) -> Answer {
    let asked = asked.into_inner();
    let number = asked.q.trim().to_owned();
    if !number.is_empty() {
        let found = staff
            .visit
            .state
            .db
            .in_tenant(&staff.visit.context, move |tx| {
                let mut grant = tx.authorise::<ListDossiers>(Whole)?;
                crate::services::dossiers::queries::dossier_by_number(grant.sql(), &number)
            })
            .await?;
        if let Some(dossier) = found {
            return Ok(staff.visit.see(&format!("/desk/dossiers/{}", dossier.id)));
        }
    }
    list(staff, Which::Dossiers, asked).await
}

async fn list(staff: Staff, which: Which, mut asked: Asked) -> Answer {
    asked.q = asked.q.trim().chars().take(TEXT_CHARACTERS_MAX).collect();
    let (wanted, asker) = (asked.wanted(&staff, which), staff.asker());
    let page = asked.page.clamp(1, 100_000);
    let (lines, counts, load, page) = {
        let (wanted, asker) = (wanted.clone(), asker.clone());
        staff
            .visit
            .state
            .db
            .in_tenant(&staff.visit.context, move |tx| {
                let mut grant = tx.authorise::<ListDossiers>(Whole)?;
                let counts = worklist::counts(&mut grant, &asker, &wanted)?;
                // A page beyond the end shows the last one: the list was longer a moment ago.
                let last = (of(counts, wanted.nearness) + PER_PAGE - 1) / PER_PAGE;
                let page = page.min(last.max(1));
                let lines = worklist::lines(&mut grant, &asker, &wanted, PER_PAGE, (page - 1) * PER_PAGE)?;
                Ok((lines, counts, worklist::load(&mut grant, &asker)?, page))
            })
            .await?
    };
    let mut view = view(&staff, which, &asked, &wanted, counts, &lines, page);
    let tasks = view
        .desk
        .menu
        .iter_mut()
        .flat_map(|group| &mut group.items)
        .find(|item| item.key == "tasks");
    if let Some(item) = tasks {
        item.count = load.mine + load.free;
    }
    staff.visit.page("desk/work-list.html", "desk", &view)
}

const fn of(counts: Counts, nearness: Option<Nearness>) -> i64 {
    match nearness {
        None => counts.total,
        Some(Nearness::Overdue) => counts.overdue,
        Some(Nearness::Soon) => counts.soon,
        Some(Nearness::InTime) => counts.in_time,
        Some(Nearness::Paused) => counts.paused,
    }
}

impl Asked {
    fn wanted(&self, staff: &Staff, which: Which) -> Wanted {
        let some = |word: &str| (!word.is_empty()).then(|| word.to_owned());
        let today = clock::now()
            .with_timezone(&staff.visit.tenant.zone())
            .date_naive();
        let since = |days: u64| {
            today
                .checked_sub_days(Days::new(days))
                .map(|day| told::midnight(&staff.visit, day))
        };
        let (received_from, received_before) = match self.received.as_str() {
            "today" => (since(0), None),
            "week" => (since(6), None),
            "month" => (since(29), None),
            "older" => (None, since(29)),
            range => days(range, &staff.visit),
        };
        Wanted {
            whose: match (self.whose.as_str(), which) {
                ("mine", _) => Whose::Mine,
                ("free", _) => Whose::Free,
                ("all", _) | (_, Which::Dossiers) => Whose::All,
                _ => Whose::Open,
            },
            text: some(&self.q),
            procedure: staff.shelf.by_code(&self.procedure).map(|procedure| procedure.id),
            role: some(&self.role).filter(|role| ROLES.contains(&role.as_str())),
            channel: some(&self.channel).filter(|name| channel(name).is_some()),
            received_from,
            received_before,
            nearness: match self.due.as_str() {
                "overdue" => Some(Nearness::Overdue),
                "soon" => Some(Nearness::Soon),
                "on-time" => Some(Nearness::InTime),
                "paused" => Some(Nearness::Paused),
                _ => None,
            },
            with_ended: which == Which::Dossiers && !self.q.is_empty(),
        }
    }

    fn pairs(&self) -> [(&'static str, &str); 7] {
        [
            ("q", &self.q),
            ("whose", &self.whose),
            ("procedure", &self.procedure),
            ("role", &self.role),
            ("channel", &self.channel),
            ("received", &self.received),
            ("due", &self.due),
        ]
    }

    /// The address of this list with one member replaced, on its first page.
    fn url_with(&self, which: Which, name: &str, value: &str) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        for (known, kept) in self.pairs() {
            let now = if known == name { value } else { kept };
            if !now.is_empty() {
                query.append_pair(known, now);
            }
        }
        match query.finish() {
            empty if empty.is_empty() => which.path().to_owned(),
            query => format!("{}?{query}", which.path()),
        }
    }

    fn page_url(&self, which: Which, page: i64) -> String {
        let url = self.url_with(which, "", "");
        format!("{url}{}page={page}", if url.contains('?') { '&' } else { '?' })
    }
}

/// `2026-11-01..2026-11-15`, both days included; either may be left out.
fn days(range: &str, visit: &Visit) -> (Option<clock::Instant>, Option<clock::Instant>) {
    let Some((from, to)) = range.split_once("..") else {
        return (None, None);
    };
    let day = |text: &str| text.parse::<NaiveDate>().ok();
    let after = day(to).and_then(|day| day.succ_opt());
    (
        day(from).map(|day| told::midnight(visit, day)),
        after.map(|day| told::midnight(visit, day)),
    )
}

fn channel(name: &str) -> Option<&'static str> {
    [Channel::Portal, Channel::Counter, Channel::Api]
        .map(Channel::name)
        .into_iter()
        .find(|known| *known == name)
}

fn view(
    staff: &Staff,
    which: Which,
    asked: &Asked,
    wanted: &Wanted,
    counts: Counts,
    lines: &[Line],
    page: i64,
) -> WorkList {
    let total = of(counts, wanted.nearness);
    let filters = filters(staff, which, asked);
    WorkList {
        desk: staff.desk(if which == Which::Work { "tasks" } else { "dossiers" }),
        read_at: clock::now(),
        lights: lights(which, asked, wanted, counts),
        applied: applied(staff, which, asked, &filters),
        filters,
        query: asked.q.clone(),
        clear_url: which.path().to_owned(),
        columns: ["code", "applicant", "procedure", "step", "due"]
            .map(|key| Column {
                key,
                url: None,
                sorted: (key == "due" && !wanted.with_ended).then_some("ascending"),
            })
            .into(),
        rows: lines.iter().map(|line| row(staff, line)).collect(),
        total,
        pager: Pager::of(page, PER_PAGE, total, |page| asked.page_url(which, page)),
        export_url: None,
    }
}

fn lights(which: Which, asked: &Asked, wanted: &Wanted, counts: Counts) -> Vec<Light> {
    let light = |urgency, word: &str, nearness: Option<Nearness>| Light {
        urgency,
        count: of(counts, nearness),
        url: asked.url_with(which, "due", word),
        current: wanted.nearness == nearness,
    };
    vec![
        light(None, "", None),
        light(Some(Urgency::Overdue), "overdue", Some(Nearness::Overdue)),
        light(Some(Urgency::Soon), "soon", Some(Nearness::Soon)),
        light(Some(Urgency::OnTime), "on-time", Some(Nearness::InTime)),
        light(Some(Urgency::Paused), "paused", Some(Nearness::Paused)),
    ]
}

fn filters(staff: &Staff, which: Which, asked: &Asked) -> Vec<Filter> {
    let visit = &staff.visit;
    let filter = |name: &str, chosen: &str, options: Vec<(String, String)>| Filter {
        name: name.to_owned(),
        label: visit.text(&format!("desk-filter-{name}")),
        options: options
            .into_iter()
            .map(|(value, text)| FilterOption {
                chosen: value == chosen,
                value,
                text,
            })
            .collect(),
    };
    let any = |name: &str| (String::new(), visit.text(&format!("desk-filter-{name}-any")));
    let words = |name: &'static str, values: &[&'static str]| -> Vec<(String, String)> {
        let told = values.iter().map(|value| {
            (
                (*value).to_owned(),
                visit.text(&format!("desk-filter-{name}-{value}")),
            )
        });
        std::iter::once(any(name)).chain(told).collect()
    };
    let procedures = staff
        .shelf
        .procedures
        .iter()
        .filter(|procedure| {
            procedure
                .handled_by
                .iter()
                .any(|handling| staff.works_in(handling.unit_id))
        })
        .map(|procedure| {
            (
                procedure.facts.code.clone(),
                visit.say(&procedure.facts.name).to_owned(),
            )
        });
    let channels = [Channel::Portal, Channel::Counter, Channel::Api].map(|one| {
        (
            one.name().to_owned(),
            visit.text(&format!("common-channel-{}", one.name())),
        )
    });
    let roles = ROLES.map(|role| (role.to_owned(), staff.role_name(role)));
    let mut all = Vec::new();
    if which == Which::Work {
        all.push(filter(
            "whose",
            &asked.whose,
            words("whose", &["mine", "free", "all"]),
        ));
    }
    all.push(filter(
        "procedure",
        &asked.procedure,
        std::iter::once(any("procedure")).chain(procedures).collect(),
    ));
    all.push(filter(
        "role",
        &asked.role,
        std::iter::once(any("role")).chain(roles).collect(),
    ));
    all.push(filter(
        "channel",
        &asked.channel,
        std::iter::once(any("channel")).chain(channels).collect(),
    ));
    let mut received = words("received", &["today", "week", "month", "older"]);
    if asked.received.contains("..") {
        received.push((asked.received.clone(), asked.received.replace("..", " – ")));
    }
    all.push(filter("received", &asked.received, received));
    all
}

fn applied(staff: &Staff, which: Which, asked: &Asked, filters: &[Filter]) -> Vec<Link> {
    let mut links = Vec::new();
    if !asked.q.is_empty() {
        links.push(Link::new(
            format!("\u{201c}{}\u{201d}", asked.q),
            asked.url_with(which, "q", ""),
        ));
    }
    for filter in filters {
        let chosen = filter
            .options
            .iter()
            .find(|option| option.chosen && !option.value.is_empty());
        links.extend(
            chosen.map(|option| Link::new(option.text.clone(), asked.url_with(which, &filter.name, ""))),
        );
    }
    if ["overdue", "soon", "on-time", "paused"].contains(&asked.due.as_str()) {
        let text = staff.visit.text(&format!("desk-light-{}", asked.due));
        links.push(Link::new(text, asked.url_with(which, "due", "")));
    }
    links
}

fn row(staff: &Staff, line: &Line) -> WorkRow {
    let procedure = staff.shelf.by_id(line.procedure_id);
    let first = line.tasks.first();
    let is_mine_to_take =
        first.is_some_and(|task| task.taken_by.is_none() && staff.roles().contains(&task.role));
    let pauses = line.status.pauses_the_clock() || line.is_stuck;
    WorkRow {
        code: line.number.clone(),
        url: format!("/desk/dossiers/{}", line.id),
        received_at: line.received_at,
        channel: channel(&line.channel).unwrap_or("api"),
        applicant: line.applicant_name.clone(),
        identity: String::new(),
        procedure: procedure
            .map(|procedure| staff.visit.say(&procedure.facts.name).to_owned())
            .unwrap_or_default(),
        unit: staff.unit_name(line.operating_unit_id),
        state: told::state(line.status, line.is_stuck),
        step: first
            .filter(|_| !pauses && line.status != Status::Withdrawn)
            .map(|task| {
                let told = procedure.and_then(|procedure| procedure.step_names.get(&task.element));
                told.map_or_else(|| task.name.clone(), |name| staff.visit.say(name).to_owned())
            }),
        assignee: first
            .and_then(|task| task.taken_by.as_ref())
            .map(|(_, name)| name.clone()),
        due: told::due(line.status, line.due_at, clock::now()),
        claim_url: first
            .filter(|_| is_mine_to_take && staff.offers(Verb::ClaimTask))
            .map(|task| format!("/desk/tasks/{}/claim", task.id)),
    }
}
