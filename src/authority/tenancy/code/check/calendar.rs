//! `calendar.toml`: the calendar must answer for every day, and make-up days must make up for something.

use std::collections::BTreeSet;

use super::Check;
use crate::kernel::calendar::WorkingCalendar;

const FILE: &str = "calendar.toml";

pub(super) fn check(check: &mut Check<'_>) {
    let calendar = &check.code.calendar;
    if let Err(error) = WorkingCalendar::try_from(calendar) {
        let message = error.to_string();
        // The message begins with or contains the day; the file is searched for it.
        let day = message
            .split([' ', ':', ','])
            .find(|word| word.parse::<chrono::NaiveDate>().is_ok())
            .map(str::to_owned);
        check.note(FILE, &[day.as_deref().unwrap_or("hours")], message);
    }
    let off: BTreeSet<_> = calendar.off.iter().map(|day| day.date).collect();
    for day in &calendar.worked {
        if let Some(instead) = day.instead_of
            && !off.contains(&instead)
        {
            let date = day.date.to_string();
            check.note(
                FILE,
                &[&date],
                format!("{date} makes up for {instead}, which is not off"),
            );
        }
    }
}
