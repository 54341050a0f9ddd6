//! What a procedure costs, as far as it can be told before every answer is given.

use serde_json::{Map, Value, json};

use crate::authority::tenancy::Tenant;
use crate::authority::tenancy::code::When;
use crate::kernel::clock::Instant;
use crate::kernel::patterns::payment::{Amounts, Part, PaymentRequestPattern};
use crate::services::catalogue::Procedure;
use crate::services::catalogue::form::{Answer, Bound, Field, FieldType};
use crate::surfaces::web::views::Fee;

/// The most combinations of answers that are tried; a fee that depends on more is not told beforehand.
const TRIED_MAX: usize = 64;

/// The fee as lists and guides tell it: as far as it follows from no answer.
#[must_use]
pub fn beforehand(tenant: &Tenant, procedure: &Procedure, now: Instant) -> Fee {
    fee(tenant, procedure, &Map::new(), now)
}

/// The fee as far as it follows from the answers known.
#[must_use]
pub fn fee(tenant: &Tenant, procedure: &Procedure, known: &Map<String, Value>, now: Instant) -> Fee {
    if procedure.facts.fee.when == When::Never {
        return Fee::Free;
    }
    match least_and_most(tenant, procedure, known, now) {
        Some((_, most)) if most.total == 0 => Fee::Free,
        // "From nothing" would promise what few are given.
        Some((least, _)) if least.total == 0 => Fee::Formula(()),
        Some((least, most)) if least.total == most.total => Fee::Fixed(least.money()),
        Some((least, _)) => Fee::From(least.money()),
        None => Fee::Formula(()),
    }
}

/// What would be asked for under these answers; `None` when it does not follow from them.
#[must_use]
pub fn amounts(
    tenant: &Tenant,
    procedure: &Procedure,
    form: &Map<String, Value>,
    now: Instant,
) -> Option<Amounts> {
    let variables = json!({ "form": form, "fee": rates(tenant, now) });
    pattern(procedure)?
        .evaluate(&variables, tenant.settings.tenant.currency)
        .ok()
}

fn pattern(procedure: &Procedure) -> Option<PaymentRequestPattern> {
    PaymentRequestPattern::parse(procedure.facts.fee.request.as_deref()?).ok()
}

fn rates(tenant: &Tenant, now: Instant) -> Map<String, Value> {
    let today = now.with_timezone(&tenant.settings.tenant.zone).date_naive();
    let rates = tenant.settings.fees.rate.iter();
    rates
        .filter(|rate| rate.from <= today)
        .map(|rate| (rate.code.clone(), Value::from(rate.amount_minor)))
        .collect()
}

/// The least and the most that can be asked for, whatever the answers still open turn out to be. A formula rises or falls with
/// a number, so that the ends of its range are enough.
fn least_and_most(
    tenant: &Tenant,
    procedure: &Procedure,
    known: &Map<String, Value>,
    now: Instant,
) -> Option<(Amounts, Amounts)> {
    let pattern = pattern(procedure)?;
    let mut worlds = vec![json!({ "form": known, "fee": rates(tenant, now) })];
    for (path, values) in open_answers(&pattern, procedure, known)? {
        if worlds.len() * values.len() > TRIED_MAX {
            return None;
        }
        let further = worlds.iter().flat_map(|world| {
            let with = |value: &Value| put(world.clone(), &path, value.clone());
            values.iter().map(with)
        });
        worlds = further.collect();
    }
    let currency = tenant.settings.tenant.currency;
    let tried = worlds.iter().map(|world| pattern.evaluate(world, currency).ok());
    let amounts: Vec<Amounts> = tried.flatten().collect();
    let by_total = |amounts: &&Amounts| amounts.total;
    Some((
        *amounts.iter().min_by_key(by_total)?,
        *amounts.iter().max_by_key(by_total)?,
    ))
}

/// What the formulas read and nobody has answered, each with the values it can have; `None` when one can have any value.
fn open_answers(
    pattern: &PaymentRequestPattern,
    procedure: &Procedure,
    known: &Map<String, Value>,
) -> Option<Vec<(Vec<String>, Vec<Value>)>> {
    let formulas = [Part::Net, Part::Ship, Part::Tax].map(|part| pattern.formula(part));
    let read = formulas.into_iter().flatten().flat_map(|formula| formula.paths());
    let mut open: Vec<(Vec<String>, Vec<Value>)> = Vec::new();
    for path in read {
        let names: Vec<&str> = path.iter().map(String::as_str).collect();
        let field = match names.as_slice() {
            ["fee", ..] => continue,
            ["form", code] if known.contains_key(*code) => continue,
            ["form", code] => procedure.form.field(code)?,
            ["step", step, code] => {
                let fields = &procedure.form.steps.get(*step)?.fields;
                fields.iter().find(|field| field.code == *code)?
            }
            _ => return None,
        };
        if !open.iter().any(|(known, _)| known == path) {
            open.push((path.clone(), possible(field)?));
        }
    }
    Some(open)
}

/// The values an answer can have, of a number its ends; `None` when they cannot be counted.
fn possible(field: &Field) -> Option<Vec<Value>> {
    let mut values: Vec<Value> = match field.kind {
        FieldType::YesNo => vec![false.into(), true.into()],
        FieldType::Choice if !field.options.is_empty() => {
            let options = field.options.iter();
            options.map(|option| option.value.as_str().into()).collect()
        }
        FieldType::Integer | FieldType::Decimal => {
            let Some(Bound::Number(least)) = field.min else {
                return None;
            };
            let most = match field.max {
                Some(Bound::Number(most)) => most,
                _ => least + rust_decimal::Decimal::ONE,
            };
            [least, most].map(|end| Answer::Decimal(end).variable()).into()
        }
        _ => return None,
    };
    if !field.required || field.visible_if.is_some() {
        values.push(Value::Null);
    }
    Some(values)
}

fn put(mut world: Value, path: &[String], value: Value) -> Value {
    let mut at = &mut world;
    for name in path {
        if let Value::Object(names) = at {
            at = names.entry(name.as_str()).or_insert_with(|| json!({}));
        } else {
            return world;
        }
    }
    *at = value;
    world
}
