//! The page of a form: the questions of an act, with what stands now or what was answered.

use serde_json::Value;

use crate::authority::organisation::Planned;
use crate::authority::organisation::look::{Item, Part};
use crate::kernel::error::FieldProblem;
use crate::kernel::format;
use crate::kernel::locale::{Language, Localised};
use crate::kernel::money::Currency;
use crate::surfaces::desk::Staff;
use crate::surfaces::web::fields::{Field, FieldKind};
use crate::surfaces::web::views::Link;
use crate::surfaces::web::{Answer, PostedForm};

use super::super::form::{Draft, FormPage, Frame, open, with_names};
use super::about::About;
use super::acts::{self, Ask, CAPABILITIES};
use super::{HERE, url_of};

/// The form with what stands now.
pub(super) fn opened(staff: &Staff, about: &About) -> Answer {
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

/// The form with these answers and what is wrong with them.
pub(super) fn page(staff: &Staff, about: &About, values: &PostedForm, problems: &[FieldProblem]) -> FormPage {
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
                staff.visit.labelled(&act, name),
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
    let (of_ledger, beside) = ledgers(staff, about);
    let frame = Frame {
        // What is of no part and no group was opened from accounting.
        current: if about.part.is_none() && about.act != "add-group" {
            "accounting"
        } else {
            "organisation"
        },
        title,
        back,
        lead: lead.into_iter().chain(of_ledger).collect(),
        action: about.action(),
        button: if acts::is_planned(&about.act) {
            "admin-act-continue"
        } else {
            "admin-act-do"
        },
        danger: acts::is_danger(&about.act),
    };
    FormPage {
        beside,
        ..frame.page(staff, fields)
    }
}

/// Which ledger the lists are of, and the way to those of the others.
fn ledgers(staff: &Staff, about: &About) -> (Option<String>, Vec<Link>) {
    let own = about.part.as_ref().and_then(acts::ledger_of);
    let now = about.chosen.or(own);
    let told = |key: &str, ledger: &Item| {
        let name = format!("{} ({})", staff.visit.say(&ledger.name), ledger.code);
        staff.visit.text_with(key, "ledger", &name)
    };
    let (here, others): (Vec<&Item>, Vec<&Item>) = about.ledgers.iter().partition(|it| Some(it.id) == now);
    let others = others
        .into_iter()
        .map(|it| Link::new(told("admin-ask-other-ledger", it), about.with_ledger(it.id)));
    (
        here.first().map(|it| told("admin-ask-of-ledger", it)),
        others.collect(),
    )
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
    let part = |name: &str| {
        let and = if about.chosen.is_some() { '&' } else { '?' };
        let suggest = format!("{}{and}suggest={name}", about.action());
        draft.one_of(name, &label(name), &about.offered(&staff.visit, name), &suggest)
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
        Ask::Part(name, _) => one(part(name)),
        Ask::PartOrNone(name, _) => one(optional(part(name))),
        Ask::Parts(name, _) => {
            let offered = about.offered(&staff.visit, name);
            if offered.is_empty() {
                return Vec::new();
            }
            one(optional(draft.any_of(name, &label(name), &offered)))
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
