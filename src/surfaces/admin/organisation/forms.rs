//! The form of each act. An act that may wait for a day is shown before it is done: whom it touches and what it comes to,
//! found by really trying it; then it is confirmed, and holds from today or is planned for its day.

use std::collections::BTreeMap;

use actix_web::web::Path;
use chrono::NaiveDate;
use serde_json::Value;
use uuid::Uuid;

use crate::authority::changes::{Origin, Reason};
use crate::authority::organisation::change::{Change, Kind};
use crate::authority::organisation::commands::{self, At};
use crate::authority::organisation::look::{self, Item, Offer, Part};
use crate::authority::organisation::reorganise::{self, Plan};
use crate::authority::organisation::{ChangeOrganisation, Planned, ReadOrganisation, Reorganise};
use crate::kernel::actions::Verb;
use crate::kernel::clock;
use crate::kernel::error::{Error, FieldProblem, Refusal, Result};
use crate::kernel::format;
use crate::kernel::locale::{Language, Localised};
use crate::kernel::money::Currency;
use crate::platform::door::{Granted, Whole};
use crate::platform::render::FlashKind;
use crate::surfaces::desk::Staff;
use crate::surfaces::web::fields::{Field, FieldKind};
use crate::surfaces::web::views::Link;
use crate::surfaces::web::{Answer, PostedForm};

use super::super::form::{
    Draft, FormPage, Frame, again, open, posted_date, posted_reason, today, with_names,
};
use super::acts::{self, Ask, CAPABILITIES};
use super::views::PlanStep;
use super::{HERE, plans, target, url_of, views};

/// What a form is about, and what it offers.
#[derive(Clone)]
struct About {
    act: String,
    part: Option<Part>,
    asks: Vec<Ask>,
    offers: BTreeMap<&'static str, Vec<Item>>,
    own_values: Vec<String>,
    value_sets: Vec<(String, Localised)>,
    /// Plans to come that the change can join.
    plans: Vec<Planned>,
}

impl About {
    fn action(&self) -> String {
        match &self.part {
            Some(part) => format!("{}/{}", url_of(part.kind, part.id), self.act),
            None => format!("{HERE}/new/{}", self.act),
        }
    }
}

async fn about(staff: &Staff, part: Option<(Kind, Uuid)>, act: String) -> Result<About> {
    let may_plan = acts::is_planned(&act) && staff.offers(Verb::Reorganise);
    staff
        .visit
        .state
        .db
        .in_tenant(&staff.visit.context, move |tx| {
            let part = match part {
                Some((kind, id)) => {
                    let mut grant = tx.authorise::<ReadOrganisation>(Whole)?;
                    Some(look::part(&mut grant, kind, id, None)?)
                }
                None => None,
            };
            let asks = acts::questions(&act, part.as_ref()).ok_or(Error::NotFound)?;
            // Whoever may not change the organisation has no form for it.
            tx.authorise::<ChangeOrganisation>(Whole)?;
            let mut grant = tx.authorise::<ReadOrganisation>(Whole)?;
            let mut about = About {
                act,
                part,
                asks,
                offers: BTreeMap::new(),
                own_values: Vec::new(),
                value_sets: Vec::new(),
                plans: Vec::new(),
            };
            if may_plan {
                about.plans = look::plans(&mut grant)?;
            }
            fill(&mut grant, &mut about)?;
            Ok(about)
        })
        .await
}

fn fill(grant: &mut Granted<'_, ReadOrganisation>, about: &mut About) -> Result<()> {
    let offers: Vec<(&'static str, Offer)> = about
        .asks
        .iter()
        .filter_map(|ask| match ask {
            Ask::Part(name, offer) | Ask::PartOrNone(name, offer) | Ask::Parts(name, offer) => {
                Some((*name, *offer))
            }
            _ => None,
        })
        .collect();
    for (name, offer) in offers {
        about.offers.insert(name, look::offered(grant, offer)?);
    }
    if let Some(part) = about.part.as_ref().filter(|part| part.kind == Kind::LegalEntity) {
        about.own_values = look::values_of(grant, part.id)?;
    }
    if about.asks.iter().any(|ask| matches!(ask, Ask::ValueSet)) {
        about.value_sets = look::accounting(grant, "", 1)?.value_sets;
    }
    Ok(())
}

/// `GET /admin/organisation/{kind}/{id}/{act}`
pub(super) async fn part_form(staff: Staff, path: Path<(String, String, String)>) -> Answer {
    let (kind, id, act) = path.into_inner();
    let about = about(&staff, Some(target((&kind, &id))?), act).await?;
    opened(&staff, &about)
}

/// `GET /admin/organisation/new/{act}`
pub(super) async fn new_form(staff: Staff, path: Path<String>) -> Answer {
    let act = path.into_inner();
    if !acts::NEW.contains(&act.as_str()) {
        return Err(Error::NotFound.into());
    }
    opened(&staff, &about(&staff, None, act).await?)
}

/// `POST /admin/organisation/{kind}/{id}/{act}`
pub(super) async fn part_post(
    staff: Staff,
    path: Path<(String, String, String)>,
    form: PostedForm,
) -> Answer {
    let (kind, id, act) = path.into_inner();
    let about = about(&staff, Some(target((&kind, &id))?), act).await?;
    posted(&staff, &about, &form).await
}

/// `POST /admin/organisation/new/{act}`
pub(super) async fn new_post(staff: Staff, path: Path<String>, form: PostedForm) -> Answer {
    let act = path.into_inner();
    if !acts::NEW.contains(&act.as_str()) {
        return Err(Error::NotFound.into());
    }
    let about = about(&staff, None, act).await?;
    posted(&staff, &about, &form).await
}

/// The form with what stands now.
fn opened(staff: &Staff, about: &About) -> Answer {
    let mut values = PostedForm::default();
    if let Some(part) = &about.part {
        let home = staff.visit.tenant.default_language();
        let text = |name: &str| -> String {
            let texts: Localised = part
                .row
                .get(name)
                .and_then(|it| serde_json::from_value(it.clone()).ok())
                .unwrap_or_default();
            texts.0.get(&home).cloned().unwrap_or_default()
        };
        match about.act.as_str() {
            "rename" => values = with_names(values, &part.name),
            "describe" => values.fields.extend(card_of(part, home)),
            "equip" => {
                values.fields.push(("address".into(), text("address")));
                values.fields.push(("hours".into(), text("hours")));
                let can: Vec<String> = part
                    .row
                    .get("capabilities")
                    .and_then(|it| serde_json::from_value(it.clone()).ok())
                    .unwrap_or_default();
                values
                    .fields
                    .extend(can.into_iter().map(|it| ("capabilities".into(), it)));
            }
            "put-under" | "move-hall" | "charge" => {
                for (name, column) in [
                    ("above", "parent_unit_id"),
                    ("above", "parent_department_id"),
                    ("unit", "operating_unit_id"),
                    ("entity", "legal_entity_id"),
                    ("centre", "cost_centre_id"),
                ] {
                    if let Some(id) = part.row.get(column).and_then(serde_json::Value::as_str) {
                        values.fields.push((name.into(), id.to_owned()));
                    }
                }
            }
            _ => {}
        }
    }
    open(staff, &page(staff, about, &values, &[]))
}

/// What the invoices of an entity bear now, as the answers of its form.
fn card_of(part: &Part, home: Language) -> Vec<(String, String)> {
    let at = |column: &str, member: &str| part.row.get(column).and_then(|it| it.get(member));
    let plain = |found: Option<&Value>| found.and_then(Value::as_str).unwrap_or_default().to_owned();
    let own = |found: Option<&Value>| plain(found.and_then(|it| it.get(home.tag())));
    [
        ("address", own(at("address", "texts"))),
        ("city", plain(at("address", "city"))),
        ("invoice-series", plain(at("details", "invoice_series"))),
        ("email", plain(at("details", "email"))),
        ("bank-account", plain(at("details", "bank_account"))),
        ("bank-name", own(at("details", "bank_name"))),
    ]
    .map(|(name, value)| (name.to_owned(), value))
    .to_vec()
}

fn page(staff: &Staff, about: &About, values: &PostedForm, problems: &[FieldProblem]) -> FormPage {
    let draft = Draft {
        visit: &staff.visit,
        values,
        problems,
    };
    let mut fields: Vec<Field> = about
        .asks
        .iter()
        .flat_map(|ask| asked(staff, about, &draft, *ask))
        .collect();
    if acts::is_planned(&about.act) {
        let mut from = draft.date("from", "admin-ask-from");
        from.required = false;
        from.hint = Some(staff.visit.text("admin-ask-from-hint"));
        fields.push(from);
        if !about.plans.is_empty() {
            fields.push(joining(staff, about, &draft));
        }
    }
    fields.push(draft.reason());
    let act = staff.visit.text(&format!("admin-act-{}", about.act));
    let (title, back) = match &about.part {
        Some(part) => {
            let name = staff.visit.say(&part.name);
            (
                format!("{act}: {name}"),
                Link::new(name, url_of(part.kind, part.id)),
            )
        }
        None if about.act == "add-group" => {
            (act, Link::new(staff.visit.text("admin-organisation-title"), HERE))
        }
        None => (
            act,
            Link::new(staff.visit.text("admin-accounting-title"), "/admin/accounting"),
        ),
    };
    let lead = staff.visit.text_or_none(&format!("admin-lead-{}", about.act));
    let frame = Frame {
        current: "organisation",
        title,
        back,
        lead: lead.into_iter().collect(),
        action: about.action(),
        button: if acts::is_planned(&about.act) {
            "admin-act-continue"
        } else {
            "admin-act-do"
        },
        danger: acts::is_danger(&about.act),
    };
    frame.page(staff, fields)
}

/// The question which plan to come the change joins.
fn joining(staff: &Staff, about: &About, draft: &Draft<'_>) -> Field {
    let told = |plan: &Planned| {
        let day = format::date(plan.effective_on, staff.visit.language);
        (plan.id.to_string(), format!("{day} · {}", plan.title))
    };
    let mut plan = draft.select("plan", "admin-ask-plan", about.plans.iter().map(told).collect());
    plan.required = false;
    plan.hint = Some(staff.visit.text("admin-ask-plan-hint"));
    plan
}

fn asked(staff: &Staff, about: &About, draft: &Draft<'_>, ask: Ask) -> Vec<Field> {
    let label = |name: &str| format!("admin-ask-{name}");
    let parts = |name: &'static str| -> Vec<(String, String)> {
        about
            .offers
            .get(name)
            .into_iter()
            .flatten()
            .map(|item| {
                let name = staff.visit.say(&item.name);
                (item.id.to_string(), format!("{name} ({})", item.code))
            })
            .collect()
    };
    let optional = |mut field: Field| {
        field.required = false;
        field
    };
    let one = |field: Field| vec![field];
    match ask {
        Ask::Code(name) => {
            let mut field = draft.text(name, &label(name));
            field.hint = Some(staff.visit.text("admin-ask-code-hint"));
            field.width = 20;
            one(field)
        }
        Ask::Names => draft.names(),
        Ask::Text(name) => {
            let mut field = draft.text(name, &label(name));
            field.width = 20;
            one(field)
        }
        Ask::Part(name, _) => one(draft.select(name, &label(name), parts(name))),
        Ask::PartOrNone(name, _) => one(optional(draft.select(name, &label(name), parts(name)))),
        Ask::Parts(name, _) => {
            let offered = parts(name);
            if offered.is_empty() {
                return Vec::new();
            }
            one(optional(draft.checkboxes(name, &label(name), offered)))
        }
        Ask::OwnValue => {
            let own = about
                .own_values
                .iter()
                .map(|value| (value.clone(), value.clone()))
                .collect();
            one(draft.select("value", &label("value"), own))
        }
        Ask::Words(name, words) => {
            let words = words
                .iter()
                .map(|word| {
                    (
                        (*word).to_owned(),
                        staff.visit.text(&format!("admin-choice-{word}")),
                    )
                })
                .collect();
            one(draft.radios(name, &label(name), words))
        }
        Ask::Capabilities => {
            let can = CAPABILITIES
                .iter()
                .map(|word| ((*word).to_owned(), capability(staff, word)))
                .collect();
            one(optional(draft.checkboxes(
                "capabilities",
                &label("capabilities"),
                can,
            )))
        }
        Ask::Card => {
            let mut series = draft.text("invoice-series", &label("invoice-series"));
            series.hint = Some(staff.visit.text("admin-ask-invoice-series-hint"));
            series.width = 20;
            vec![
                optional(draft.text("address", &label("address"))),
                optional(draft.text("city", &label("city"))),
                optional(series),
                optional(draft.email("email", &label("email"))),
                optional(draft.text("bank-account", &label("bank-account"))),
                optional(draft.text("bank-name", &label("bank-name"))),
            ]
        }
        Ask::Place => vec![
            optional(draft.text("address", &label("address"))),
            optional(draft.text("hours", &label("hours"))),
        ],
        Ask::ValueSet => {
            let sets = about
                .value_sets
                .iter()
                .map(|(code, name)| (code.clone(), format!("{} ({code})", staff.visit.say(name))))
                .collect();
            one(draft.select("value-set", &label("value-set"), sets))
        }
        Ask::Currency => {
            let known = [Currency::Vnd, Currency::Uah, Currency::Cny, Currency::Eur];
            let known = known
                .map(|it| (it.code().to_owned(), it.code().to_owned()))
                .to_vec();
            let mut field = draft.select("currency", &label("currency"), known);
            field.kind = FieldKind::Select;
            one(field)
        }
    }
}

/// A capability of a hall in words.
pub(super) fn capability(staff: &Staff, word: &str) -> String {
    staff
        .visit
        .text(&format!("admin-capability-{}", word.replace('_', "-")))
}

/// The first day of what was asked for.
struct Asked {
    change: Change,
    reason: Reason,
    day: NaiveDate,
    at: At,
    /// The plan that it joins.
    plan: Option<Planned>,
}

/// The plan that was chosen.
fn posted_plan(about: &About, form: &PostedForm) -> Result<Option<Planned>, FieldProblem> {
    let id = form.text("plan");
    if id.is_empty() {
        return Ok(None);
    }
    let found = about.plans.iter().find(|plan| plan.id.to_string() == id);
    let plan = found.ok_or_else(|| FieldProblem::new("plan", "forms-problem-not-an-option"))?;
    match posted_date(form, "from") {
        Ok(Some(day)) if day != plan.effective_on => Err(FieldProblem::new("from", "admin-ask-from-of-plan")),
        _ => Ok(Some(plan.clone())),
    }
}

fn read(staff: &Staff, about: &About, form: &PostedForm) -> Result<Asked> {
    let tenant = &staff.visit.tenant.settings.tenant;
    let mut problems = Vec::new();
    let wanted =
        acts::change(&about.act, about.part.as_ref(), form, tenant).map_err(|more| problems.extend(more));
    let plan = posted_plan(about, form).unwrap_or_else(|problem| {
        problems.push(problem);
        None
    });
    let reason = match &plan {
        // What joins a plan is done for the reason of the plan.
        Some(plan) => {
            Reason::parse(&plan.reason).map_err(|_| FieldProblem::new("reason", "admin-problem-reason"))
        }
        None => posted_reason(form),
    }
    .map_err(|problem| problems.push(problem));
    let now = At {
        now: clock::to_microseconds(clock::now()),
        day: today(&staff.visit),
    };
    let day = match posted_date(form, "from") {
        Ok(day) => day.unwrap_or(now.day),
        Err(problem) => {
            problems.push(problem);
            now.day
        }
    };
    if day < now.day {
        problems.push(FieldProblem::new("from", "admin-ask-from-past"));
    }
    let day = plan.as_ref().map_or(day, |plan| plan.effective_on);
    match (wanted, reason) {
        (Ok(change), Ok(reason)) if problems.is_empty() => Ok(Asked {
            change,
            reason,
            day,
            at: now,
            plan,
        }),
        _ => Err(Refusal::of_fields(problems).into()),
    }
}

async fn posted(staff: &Staff, about: &About, form: &PostedForm) -> Answer {
    let asked = match read(staff, about, form) {
        Ok(asked) => asked,
        Err(error) => return again(staff, error, |problems| page(staff, about, form, problems)),
    };
    if acts::is_planned(&about.act) && form.text("confirmed") != "yes" {
        return match tried(staff, &asked).await {
            Ok(told) => shown(staff, about, form, &asked, told),
            Err(error) => again(staff, error, |problems| page(staff, about, form, problems)),
        };
    }
    match done(staff, about, asked).await {
        Ok(answer) => Ok(answer),
        Err(error) => again(staff, error, |problems| page(staff, about, form, problems)),
    }
}

/// Tries what is asked for, after the other changes of the plan that it joins, and takes it back.
async fn tried(staff: &Staff, asked: &Asked) -> Result<(Vec<String>, Vec<PlanStep>)> {
    let before = asked.plan.iter().flat_map(|plan| plan.changes.iter().cloned());
    let changes: Vec<Change> = before.chain([asked.change.clone()]).collect();
    let wanted = changes.clone();
    let at = At {
        now: asked.at.now,
        day: asked.day,
    };
    let (preview, labels) = staff
        .visit
        .state
        .db
        .in_tenant(&staff.visit.context, move |tx| {
            let parts: Vec<_> = wanted.iter().flat_map(Change::parts).collect();
            let labels = look::labels(&mut tx.authorise::<ReadOrganisation>(Whole)?, &parts)?;
            let preview = reorganise::preview(&mut tx.authorise::<Reorganise>(Whole)?, &wanted, at)?;
            Ok((preview, labels))
        })
        .await?;
    if let Some(refusal) = preview.refusal() {
        return Err(refusal.clone().into());
    }
    let told = plans::tried(staff, &changes, &labels, &preview);
    Ok((plans::touched(staff, &preview.touches), told))
}

fn shown(
    staff: &Staff,
    about: &About,
    form: &PostedForm,
    asked: &Asked,
    (touches, steps): (Vec<String>, Vec<PlanStep>),
) -> Answer {
    let before = page(staff, about, form, &[]);
    let joined = |plan: &Planned| Link::new(&plan.title, plans::url(plan.id));
    let view = views::Preview {
        desk: staff.desk("organisation"),
        title: before.title,
        back: before.back,
        day: asked.day,
        is_later: asked.day > asked.at.day,
        plan: asked.plan.as_ref().map(joined),
        touches,
        steps,
        action: about.action(),
        values: form.fields.clone(),
    };
    staff.visit.page("admin/preview.html", "admin", &view)
}

/// Adds it to the plan that it joins.
async fn join(staff: &Staff, plan: Uuid, asked: Asked) -> Result<actix_web::HttpResponse> {
    let (wanted, now) = (asked.change, asked.at.now);
    staff
        .visit
        .state
        .db
        .in_tenant(&staff.visit.context, move |tx| {
            reorganise::extend(&mut tx.authorise::<Reorganise>(Whole)?, plan, &wanted, now)
        })
        .await?;
    Ok(staff
        .visit
        .see_with(&plans::url(plan), FlashKind::Ok, "admin-plan-extended"))
}

/// Does it: from today, or as a plan for its day.
async fn done(staff: &Staff, about: &About, asked: Asked) -> Result<actix_web::HttpResponse> {
    if let Some(plan) = asked.plan.as_ref().map(|plan| plan.id) {
        return join(staff, plan, asked).await;
    }
    let title = match &about.part {
        Some(part) => format!(
            "{}: {}",
            staff.visit.text(&format!("admin-act-{}", about.act)),
            staff.visit.say(&part.name)
        ),
        None => staff.visit.text(&format!("admin-act-{}", about.act)),
    };
    if asked.day > asked.at.day {
        let plan = Plan {
            title: title.chars().take(200).collect(),
            reason: asked.reason,
            effective_on: asked.day,
            changes: vec![asked.change],
        };
        let (zone, at) = (staff.visit.tenant.zone(), asked.at);
        let id = staff
            .visit
            .state
            .db
            .in_tenant(&staff.visit.context, move |tx| {
                reorganise::plan(&mut tx.authorise::<Reorganise>(Whole)?, &plan, zone, at)
            })
            .await?;
        return Ok(staff
            .visit
            .see_with(&plans::url(id), FlashKind::Ok, "admin-organisation-planned"));
    }
    let Asked {
        change, reason, at, ..
    } = asked;
    let done = staff
        .visit
        .state
        .db
        .in_tenant(&staff.visit.context, move |tx| {
            commands::change(
                &mut tx.authorise::<ChangeOrganisation>(Whole)?,
                &change,
                Origin::Page,
                &reason,
                at,
            )
        })
        .await?;
    let url = match (done.made, &about.part) {
        (Some((kind, id)), _) => url_of(kind, id),
        (None, Some(part)) => url_of(part.kind, part.id),
        (None, None) => "/admin/accounting".to_owned(),
    };
    let (kind, key) = if done.same_name_elsewhere.is_empty() {
        (FlashKind::Ok, "admin-organisation-done")
    } else {
        (FlashKind::Info, "admin-organisation-done-same-name")
    };
    Ok(staff.visit.see_with(&url, kind, key))
}
