//! A process as a table: the same as its drawing, for those who read rather than look.

use crate::authority::tenancy::code;
use crate::services::workflow::model::{
    Element, ElementKind, Flow, FlowIx, Outcome, ProcessDefinition, Timer,
};
use crate::surfaces::desk::Staff;
use crate::surfaces::web::told;
use crate::surfaces::web::views::LimitUnit;

use super::views::ProcessStep;

/// The rows, in the order in which a dossier meets them.
#[must_use]
pub(super) fn of(staff: &Staff, process: &ProcessDefinition) -> Vec<ProcessStep> {
    let mut order = vec![process.start];
    let mut at = 0;
    while let Some(ix) = order.get(at).copied() {
        for next in process.successors(ix) {
            if !order.contains(&next) {
                order.push(next);
            }
        }
        at += 1;
    }
    order
        .into_iter()
        .filter_map(|ix| process.element(ix))
        .map(|element| step(staff, process, element))
        .collect()
}

fn step(staff: &Staff, process: &ProcessDefinition, element: &Element) -> ProcessStep {
    ProcessStep {
        name: name(staff, element),
        kind: kind(&element.kind),
        who: who(staff, &element.kind),
        limit: limit(staff, &element.kind),
        next: element
            .outgoing
            .iter()
            .filter_map(|ix| Some(way(staff, process, element, *ix, process.flow(*ix)?)))
            .collect(),
    }
}

/// What an element is called; what kind it is where its drawing gives it no name.
pub(super) fn name(staff: &Staff, element: &Element) -> String {
    if element.name.is_empty() {
        return staff.visit.text(&format!("admin-step-{}", kind(&element.kind)));
    }
    element.name.clone()
}

const fn kind(kind: &ElementKind) -> &'static str {
    match kind {
        ElementKind::Start => "start",
        ElementKind::UserTask(_) => "user",
        ElementKind::ServiceTask(_) => "service",
        ElementKind::Exclusive { .. } => "exclusive",
        ElementKind::Parallel => "parallel",
        ElementKind::EventBased => "event",
        ElementKind::Timer(_) => "timer",
        ElementKind::Message { .. } => "message",
        ElementKind::End { .. } | ElementKind::Terminate { .. } => "end",
    }
}

fn who(staff: &Staff, kind: &ElementKind) -> String {
    match kind {
        ElementKind::UserTask(task) => {
            let role = staff.role_name(&task.role);
            let unit = task
                .unit
                .as_deref()
                .and_then(|code| staff.shelf.unit_by_code(code));
            unit.map_or_else(
                || role.clone(),
                |unit| format!("{role}: {}", staff.visit.say(&unit.name)),
            )
        }
        ElementKind::ServiceTask(task) => staff
            .visit
            .text(&format!("admin-job-{}", task.job.replace('_', "-"))),
        ElementKind::Message { name } => match name.as_str() {
            "payment.received" => staff.visit.text("admin-message-payment"),
            "supplement.received" => staff.visit.text("admin-message-supplement"),
            other => other.to_owned(),
        },
        ElementKind::End { outcome } | ElementKind::Terminate { outcome } => outcome
            .map(|outcome: Outcome| staff.visit.text(&format!("admin-outcome-{}", outcome.word())))
            .unwrap_or_default(),
        _ => String::new(),
    }
}

fn limit(staff: &Staff, kind: &ElementKind) -> String {
    match kind {
        ElementKind::UserTask(task) => task
            .limit
            .as_deref()
            .map(|due| step_limit(staff, due))
            .unwrap_or_default(),
        ElementKind::Timer(Timer::After(duration)) => duration.in_days().map_or_else(
            || duration.to_string(),
            |days| {
                let texts = staff.visit.state.renderer.texts();
                let n = [("n", i64::from(days).into())];
                texts.say(staff.visit.language, "common-limit-calendar-days", &n)
            },
        ),
        ElementKind::Timer(Timer::At(moment)) => format!("{moment:?}"),
        _ => String::new(),
    }
}

/// The limit of a step counts working days, as that of a procedure may.
fn step_limit(staff: &Staff, due: &str) -> String {
    let limit = told::limit(&code::Limit {
        due: due.to_owned(),
        unit: code::LimitUnit::WorkingDay,
        cut_off: None,
        extension: None,
        words: crate::kernel::locale::Localised::default(),
    });
    let texts = staff.visit.state.renderer.texts();
    let key = match limit.unit {
        LimitUnit::SameDay => return staff.visit.text("common-limit-same-day"),
        LimitUnit::WorkingHours => "common-limit-working-hours",
        LimitUnit::WorkingDays => "common-limit-working-days",
        LimitUnit::CalendarDays => "common-limit-calendar-days",
        LimitUnit::Months => "common-limit-months",
    };
    texts.say(staff.visit.language, key, &[("n", limit.count.into())])
}

fn way(staff: &Staff, process: &ProcessDefinition, from: &Element, ix: FlowIx, flow: &Flow) -> String {
    let target = process
        .element(flow.target)
        .map(|element| name(staff, element))
        .unwrap_or_default();
    let texts = staff.visit.state.renderer.texts();
    let condition = flow
        .condition
        .and_then(|at| process.conditions.get(usize::from(at.0)));
    if let Some(condition) = condition {
        let arguments = [
            ("step", target.as_str().into()),
            ("condition", condition.as_str().into()),
        ];
        return texts.say(staff.visit.language, "admin-next-if", &arguments);
    }
    if matches!(from.kind, ElementKind::Exclusive { default: Some(default) } if default == ix) {
        return texts.say(
            staff.visit.language,
            "admin-next-else",
            &[("step", target.as_str().into())],
        );
    }
    target
}
