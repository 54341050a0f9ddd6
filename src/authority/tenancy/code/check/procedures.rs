//! Procedures: what `procedure.toml`, `form.json` and `process.bpmn` say of each other and of the organisation.

use std::collections::{BTreeMap, BTreeSet};

use super::super::loader::{FormFacts, ProcessFacts};
use super::super::organisation::{Capability, Hall};
use super::super::procedure::{ProcedureFacts, When};
use super::tenant::number_pattern;
use super::{Check, is_code};
use crate::kernel::patterns::payment::{Method, PaymentRequestPattern};

/// The names that `invented` may hold.
const INVENTABLE: [&str; 5] = ["fee", "limit", "papers", "steps", "code"];

/// Codes that procedures may name.
struct Known {
    units: BTreeSet<String>,
    halls: BTreeSet<String>,
    domains: BTreeSet<String>,
    life_events: BTreeSet<String>,
    bases: BTreeSet<String>,
    roles_by_unit: BTreeMap<String, BTreeSet<String>>,
}

pub(super) fn check(check: &mut Check<'_>) {
    let code = check.code;
    let domains = check.codes(
        "catalogue.toml",
        "domain",
        code.catalogue.domain.iter().map(|it| it.code.as_str()),
    );
    let life_events = check.codes(
        "catalogue.toml",
        "life event",
        code.catalogue.life_event.iter().map(|it| it.code.as_str()),
    );
    let bases = check.codes(
        "catalogue.toml",
        "legal basis",
        code.catalogue.legal_basis.iter().map(|it| it.code.as_str()),
    );
    let known = Known {
        units: code
            .organisation
            .operating_unit
            .iter()
            .map(|it| it.code.clone())
            .collect(),
        halls: code.organisation.hall.iter().map(|it| it.code.clone()).collect(),
        domains,
        life_events,
        bases,
        roles_by_unit: code.roles_by_unit(),
    };
    let facts = check.facts;
    for (folder, procedure) in &code.procedures {
        let Some((form, process)) = facts.get(folder) else {
            continue;
        };
        let file = format!("procedures/{folder}/procedure.toml");
        statutory(check, &file, folder, &procedure.facts, &known);
        organisation(check, &file, &procedure.facts, &known);
        fee(check, &file, folder, &procedure.facts, form, process);
        result(check, &file, &procedure.facts, form);
        staffing(check, folder, &procedure.facts, form, process, &known);
    }
}

fn statutory(check: &mut Check<'_>, file: &str, folder: &str, facts: &ProcedureFacts, known: &Known) {
    if facts.code != folder || !is_code(&facts.code) {
        check.note(
            file,
            &[&facts.code],
            format!(
                "the folder is “{folder}”, the code “{}”: make them the same",
                facts.code
            ),
        );
    }
    check.known(file, &facts.code, "domain", &facts.domain, &known.domains);
    for event in &facts.life_events {
        check.known(file, &facts.code, "life event", event, &known.life_events);
    }
    for basis in &facts.legal_bases {
        check.known(file, &facts.code, "legal basis", basis, &known.bases);
    }
    for (what, empty) in [
        ("audience", facts.audience.is_empty()),
        ("legal_bases", facts.legal_bases.is_empty()),
        ("steps", facts.steps.is_empty()),
    ] {
        if empty {
            check.note(file, &[what], format!("{what} is empty"));
        }
    }
    for word in &facts.invented {
        if !INVENTABLE.contains(&word.as_str()) {
            check.note(
                file,
                &[word],
                format!("“{word}” is none of {}", INVENTABLE.join(", ")),
            );
        }
    }
    if let Err(reason) = facts.limit.check() {
        check.note(file, &[&facts.limit.due], reason);
    }
}

fn organisation(check: &mut Check<'_>, file: &str, facts: &ProcedureFacts, known: &Known) {
    if facts.operating_units.is_empty() {
        check.note(
            file,
            &["operating_units"],
            "no operating unit runs this procedure",
        );
    }
    for unit in &facts.operating_units {
        check.known(file, &facts.code, "operating unit", unit, &known.units);
    }
    for (unit, entity) in &facts.legal_entities {
        let units = &check.code.organisation.operating_unit;
        let runs = facts.operating_units.contains(unit);
        let works = units.iter().any(|it| it.code == *unit && it.works_for(entity));
        if !runs || !works {
            check.note(
                file,
                &["legal_entities", unit],
                format!("“{unit}” does not run this procedure, or does not work for “{entity}”"),
            );
        }
    }
    for hall in &facts.halls {
        if !check.known(file, &facts.code, "hall", hall, &known.halls) {
            continue;
        }
        let unit = check
            .code
            .organisation
            .hall
            .iter()
            .find(|it| it.code == *hall)
            .map(|it| &it.operating_unit);
        if unit.is_some_and(|unit| !facts.operating_units.contains(unit)) {
            check.note(
                file,
                &[hall],
                format!("hall “{hall}” belongs to a unit that does not run this procedure"),
            );
        }
    }
}

fn fee(
    check: &mut Check<'_>,
    file: &str,
    folder: &str,
    facts: &ProcedureFacts,
    form: &FormFacts,
    process: &ProcessFacts,
) {
    let raises = process.jobs.contains("raise_fee");
    let fee = &facts.fee;
    match (fee.when, &fee.request) {
        (When::Never, Some(_)) => check.note(
            file,
            &["request"],
            "a procedure that is free has no payment request",
        ),
        (When::Never, None) if raises => {
            check.note(
                &format!("procedures/{folder}/process.bpmn"),
                &["raise_fee"],
                "the process raises a fee; the procedure is free",
            );
        }
        (When::Never, None) => {}
        (_, None) => check.note(file, &["when"], "the payment request is missing"),
        (_, Some(request)) => {
            if fee.charge.is_none() || fee.line.is_none() {
                check.note(
                    file,
                    &["request"],
                    "a fee needs its charge and the words of its invoice line",
                );
            }
            if !raises || !process.messages.contains("payment.received") {
                check.note(
                    &format!("procedures/{folder}/process.bpmn"),
                    &[],
                    "there is a fee, so the process must raise it and wait for payment.received",
                );
            }
            for reason in check.code.check_payment_request(request, form) {
                check.note(file, &[request], reason);
            }
            cash_is_taken(check, file, facts, request);
            invoices_are_issued(check, file, facts);
        }
    }
}

fn result(check: &mut Check<'_>, file: &str, facts: &ProcedureFacts, form: &FormFacts) {
    if let Some(pattern) = &facts.result.number {
        number_pattern(check, file, pattern);
    }
    for text in facts.result.statement.0.values() {
        for name in placeholders(text) {
            if !form.fields.contains(name) {
                check.note(
                    file,
                    &[&format!("{{{name}}}")],
                    format!("the statement names “{name}”, which is no field"),
                );
            }
        }
    }
}

/// A request that may be paid in cash needs a cash desk in every unit that runs the procedure.
fn cash_is_taken(check: &mut Check<'_>, file: &str, facts: &ProcedureFacts, request: &str) {
    let offers_cash =
        PaymentRequestPattern::parse(request).is_ok_and(|it| it.methods().contains(&Method::Cash));
    for unit in facts.operating_units.iter().filter(|_| offers_cash) {
        let halls = &check.code.organisation.hall;
        let takes =
            |hall: &Hall| hall.operating_unit == *unit && hall.capabilities.contains(&Capability::TakesCash);
        if !halls.iter().any(takes) {
            check.note(
                file,
                &[request],
                format!("no hall of “{unit}” takes cash; leave out [cash], or give a hall takes_cash"),
            );
        }
    }
}

/// A fee is invoiced by the legal entity that signs for the unit: it must have a series to number invoices in.
fn invoices_are_issued(check: &mut Check<'_>, file: &str, facts: &ProcedureFacts) {
    for unit in &facts.operating_units {
        let entity = check.code.entity_signing(facts, unit).and_then(|code| {
            let mut entities = check.code.organisation.legal_entity.iter();
            entities.find(|it| it.code == code)
        });
        if let Some(entity) = entity.filter(|it| !it.issues_invoices()) {
            check.note(
                file,
                &["operating_units", unit],
                format!(
                    "there is a fee, and “{}”, which signs for “{unit}”, issues no invoices: give it an invoice_series, or \
                     name another in legal_entities",
                    entity.code
                ),
            );
        }
    }
}

/// The names in braces of a text.
fn placeholders(text: &str) -> impl Iterator<Item = &str> {
    text.split('{')
        .skip(1)
        .filter_map(|rest| rest.split_once('}').map(|(name, _)| name))
}

/// Every step of the process has somebody who can do it, in every unit that runs the procedure.
fn staffing(
    check: &mut Check<'_>,
    folder: &str,
    facts: &ProcedureFacts,
    form: &FormFacts,
    process: &ProcessFacts,
    known: &Known,
) {
    let file = format!("procedures/{folder}/process.bpmn");
    for unit in process.tasks.iter().filter_map(|(_, unit)| unit.as_ref()) {
        check.known(&file, folder, "operating unit", unit, &known.units);
    }
    for step in &process.step_forms {
        if !form.steps.contains_key(step) {
            check.note(&file, &[step], format!("form.json has no step “{step}”"));
        }
    }
    for step in form
        .steps
        .keys()
        .filter(|step| !process.step_forms.contains(*step))
    {
        check.note(
            &format!("procedures/{folder}/form.json"),
            &[step],
            format!("no step of the process uses “{step}”"),
        );
    }
    for (role, unit) in &process.tasks {
        let units = unit
            .as_ref()
            .map_or_else(|| facts.operating_units.iter().collect(), |unit| vec![unit]);
        for unit in units {
            if !known
                .roles_by_unit
                .get(unit)
                .is_some_and(|roles| roles.contains(role))
            {
                check.note(
                    &file,
                    &[role],
                    format!("nobody in “{unit}” has the role “{role}”"),
                );
            }
        }
    }
    for element in &process.stands_at {
        if !check.code.catalogue.step_names.contains_key(element) {
            check.note(
                &file,
                &[element],
                format!("catalogue.toml has no step name for “{element}”, so a citizen could not be told where the dossier stands"),
            );
        }
    }
    if !process.jobs.contains("make_result") {
        check.note(
            &file,
            &[],
            "the process never makes the result (od:job=\"make_result\")",
        );
    }
}
