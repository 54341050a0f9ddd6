//! `calendar.toml`.

use std::collections::BTreeSet;

use super::Check;

const FILE: &str = "calendar.toml";

pub(super) fn check(check: &mut Check<'_>) {
    let calendar = &check.code.calendar;
    if calendar.hours.is_empty() {
        check.note(
            FILE,
            &["hours"],
            "a tenant without working hours can compute no due date",
        );
    }
    let mut begins = BTreeSet::new();
    for hours in &calendar.hours {
        let from = hours.from.to_string();
        if !begins.insert(hours.from) {
            check.note(FILE, &[&from], format!("two sets of hours begin on {from}"));
        }
        if hours.days.is_empty() || hours.sessions.is_empty() {
            check.note(
                FILE,
                &[&from],
                format!("the hours from {from} have no days or no sessions"),
            );
        }
        let mut end = None;
        for session in &hours.sessions {
            if session.from >= session.to || end.is_some_and(|end| session.from < end) {
                check.note(
                    FILE,
                    &[&from],
                    format!("the sessions from {from} are not in order or overlap"),
                );
            }
            end = Some(session.to);
        }
    }
    let mut off = BTreeSet::new();
    for day in &calendar.off {
        if !off.insert(day.date) {
            let date = day.date.to_string();
            check.note(FILE, &[&date, &date], format!("{date} is off twice"));
        }
    }
    let mut worked = BTreeSet::new();
    for day in &calendar.worked {
        let date = day.date.to_string();
        if !worked.insert(day.date) || off.contains(&day.date) {
            check.note(
                FILE,
                &[&date],
                format!("{date} is worked twice, or both worked and off"),
            );
        }
        if let Some(instead) = day.instead_of
            && !off.contains(&instead)
        {
            check.note(
                FILE,
                &[&date],
                format!("{date} makes up for {instead}, which is not off"),
            );
        }
    }
}
