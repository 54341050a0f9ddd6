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
use crate::authority::organisation::{ChangeOrganisation, Done, ReadOrganisation, Reorganise, StepPreview};
use crate::kernel::clock;
use crate::kernel::error::{Error, FieldProblem, Refusal, Result};
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
            };
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
}

fn read(staff: &Staff, about: &About, form: &PostedForm) -> Result<Asked> {
    let tenant = &staff.visit.tenant.settings.tenant;
    let mut problems = Vec::new();
    let wanted =
        acts::change(&about.act, about.part.as_ref(), form, tenant).map_err(|more| problems.extend(more));
    let reason = posted_reason(form).map_err(|problem| problems.push(problem));
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
    match (wanted, reason) {
        (Ok(change), Ok(reason)) if problems.is_empty() => Ok(Asked {
            change,
            reason,
            day,
            at: now,
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
            Ok((preview, step)) => shown(staff, about, form, &asked, &preview, step),
            Err(error) => again(staff, error, |problems| page(staff, about, form, problems)),
        };
    }
    match done(staff, about, asked).await {
        Ok(answer) => Ok(answer),
        Err(error) => again(staff, error, |problems| page(staff, about, form, problems)),
    }
}

/// Tries what is asked for and takes it back.
async fn tried(staff: &Staff, asked: &Asked) -> Result<(StepPreview, String)> {
    let (wanted, at) = (
        asked.change.clone(),
        At {
            now: asked.at.now,
            day: asked.day,
        },
    );
    let (preview, labels) = staff
        .visit
        .state
        .db
        .in_tenant(&staff.visit.context, move |tx| {
            let labels = look::labels(&mut tx.authorise::<ReadOrganisation>(Whole)?, &wanted.parts())?;
            let preview = reorganise::preview(&mut tx.authorise::<Reorganise>(Whole)?, &[wanted], at)?;
            Ok((preview, labels))
        })
        .await?;
    if let Some(refusal) = preview.refusal() {
        return Err(refusal.clone().into());
    }
    let step = preview.steps.into_iter().next();
    let step = step.ok_or_else(|| Error::internal("a preview without a step"))?;
    Ok((step, plans::step(staff, &asked.change, &labels)))
}

fn shown(
    staff: &Staff,
    about: &About,
    form: &PostedForm,
    asked: &Asked,
    preview: &StepPreview,
    step: String,
) -> Answer {
    let before = page(staff, about, form, &[]);
    let counted = |code: String, n: i64| staff.visit.text_with(&code, "n", &n.to_string());
    let view = views::Preview {
        desk: staff.desk("organisation"),
        title: before.title,
        back: before.back,
        day: asked.day,
        is_later: asked.day > asked.at.day,
        step,
        touches: preview
            .touches
            .iter()
            .map(|it| counted(format!("rule-use-{}", it.what), it.count))
            .collect(),
        results: results(staff, preview.outcome.as_ref().ok()),
        action: about.action(),
        values: form.fields.clone(),
    };
    staff.visit.page("admin/preview.html", "admin", &view)
}

/// What a change comes to, in words.
fn results(staff: &Staff, done: Option<&Done>) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(done) = done {
        if done.dossiers_moved > 0 {
            let n = done.dossiers_moved.to_string();
            lines.push(staff.visit.text_with("admin-preview-dossiers", "n", &n));
        }
        for other in &done.same_name_elsewhere {
            let name = staff.visit.say(&other.name).to_owned();
            lines.push(staff.visit.text_with("admin-preview-same-name", "name", &name));
        }
    }
    lines
}

/// Does it: from today, or as a plan for its day.
async fn done(staff: &Staff, about: &About, asked: Asked) -> Result<actix_web::HttpResponse> {
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
        let url = format!("/admin/reorganisations/{id}");
        return Ok(staff
            .visit
            .see_with(&url, FlashKind::Ok, "admin-organisation-planned"));
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
