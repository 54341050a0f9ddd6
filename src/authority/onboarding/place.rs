//! Where a tenant is and when it works: languages, zone, currency, and the working calendar. Pure, as the other steps are.

use std::collections::BTreeSet;

use chrono::{NaiveDate, NaiveTime, Weekday};
use chrono_tz::Tz;

use crate::authority::tenancy::code::TenantCode;
use crate::kernel::calendar::{Calendar, DayOff, DayWorked, Hours, Session, WorkingCalendar};
use crate::kernel::error::{FieldProblem, Refusal, Result};
use crate::kernel::locale::{Language, Localised};
use crate::kernel::money::Currency;

/// The days of a week, in their order.
pub const WEEK: [Weekday; 7] = [
    Weekday::Mon,
    Weekday::Tue,
    Weekday::Wed,
    Weekday::Thu,
    Weekday::Fri,
    Weekday::Sat,
    Weekday::Sun,
];
/// The most days off and make-up days that a calendar names.
const DAYS_MAX: usize = 1_000;
const NAME_CHARACTERS_MAX: usize = 200;

/// Languages, zone and currency, as they were typed.
#[derive(Debug, Clone, Default)]
pub struct Region {
    /// Tags of the languages that are offered.
    pub languages: Vec<String>,
    /// The tag of its own.
    pub home: String,
    /// The IANA name of its zone.
    pub zone: String,
    /// The currency's code.
    pub currency: String,
}

/// Sets languages, zone and currency. The ledgers follow the currency; the rates of the template's fees do not: an amount of
/// one currency says nothing in another, so they become nothing.
///
/// # Errors
/// A refusal by field.
pub fn region(code: &mut TenantCode, typed: &Region) -> Result<()> {
    let mut problems = Vec::new();
    let home = typed.home.parse::<Language>().ok();
    let mut languages: Vec<Language> = Language::ALL
        .into_iter()
        .filter(|language| typed.languages.iter().any(|tag| tag == language.tag()))
        .collect();
    if languages.is_empty() {
        problems.push(FieldProblem::new("languages", "onboarding-problem-languages"));
    }
    match home {
        Some(home) if languages.contains(&home) || languages.is_empty() => {}
        _ => problems.push(FieldProblem::new("home", "onboarding-problem-home")),
    }
    let zone = typed.zone.trim().parse::<Tz>().ok();
    if zone.is_none() {
        problems.push(FieldProblem::new("zone", "onboarding-problem-zone"));
    }
    let currency = Currency::parse(typed.currency.trim());
    if currency.is_none() {
        problems.push(FieldProblem::new("currency", "onboarding-problem-currency"));
    }
    let (Some(home), Some(zone), Some(currency), true) = (home, zone, currency, problems.is_empty()) else {
        return Err(Refusal::of_fields(problems).into());
    };
    languages.sort_by_key(|language| *language != home);
    if currency != code.tenant.currency {
        for ledger in &mut code.organisation.ledger {
            ledger.currency = currency;
        }
        for rate in &mut code.fees.rate {
            rate.amount_minor = 0;
        }
    }
    let before = code.tenant.default_language;
    for name in [&mut code.tenant.name, &mut code.tenant.authority] {
        let known = name.get(home, before).to_owned();
        name.0.entry(home).or_insert(known);
    }
    code.tenant.languages = languages;
    code.tenant.default_language = home;
    code.tenant.zone = zone;
    code.tenant.currency = currency;
    Ok(())
}

/// The regular hours and the days off, as they were typed.
#[derive(Debug, Clone, Default)]
pub struct Week {
    /// What is worked on each day of the week, from Monday: “07:30-11:30, 13:30-17:00”; nothing where it is off.
    pub hours: [String; 7],
    /// A line for each day off: the day, a space, its name.
    pub off: String,
    /// A line for each day worked instead of another: that day, and behind it the day off it makes up for.
    pub worked: String,
}

impl Week {
    /// What a calendar says now; names as somebody who reads `language` reads them.
    #[must_use]
    pub fn of(calendar: &Calendar, language: Language, home: Language) -> Self {
        let hours = current(calendar);
        let line = |sessions: &[Session]| {
            let all: Vec<String> = sessions
                .iter()
                .map(|it| format!("{}-{}", it.from.format("%H:%M"), it.to.format("%H:%M")))
                .collect();
            all.join(", ")
        };
        let off: Vec<String> = calendar
            .off
            .iter()
            .map(|day| format!("{} {}", day.date, day.name.get(language, home)))
            .collect();
        let worked: Vec<String> = calendar
            .worked
            .iter()
            .map(|day| {
                let instead = day.instead_of.map_or_else(String::new, |of| format!(" {of}"));
                format!("{}{instead}", day.date)
            })
            .collect();
        Self {
            hours: WEEK.map(|weekday| {
                let found = hours.iter().find(|it| it.days.contains(&weekday));
                found.map_or_else(String::new, |it| line(&it.sessions))
            }),
            off: off.join("\n"),
            worked: worked.join("\n"),
        }
    }
}

/// The hours with the latest beginning.
fn current(calendar: &Calendar) -> Vec<&Hours> {
    let latest = calendar.hours.iter().map(|hours| hours.from).max();
    calendar
        .hours
        .iter()
        .filter(|hours| Some(hours.from) == latest)
        .collect()
}

/// The name of the field in which a day of the week is typed: `mon`.
#[must_use]
pub fn weekday_field(weekday: Weekday) -> &'static str {
    match weekday {
        Weekday::Mon => "mon",
        Weekday::Tue => "tue",
        Weekday::Wed => "wed",
        Weekday::Thu => "thu",
        Weekday::Fri => "fri",
        Weekday::Sat => "sat",
        Weekday::Sun => "sun",
    }
}

/// Sets the working calendar. Earlier hours stay as they were, and a day off whose name was not changed keeps it in every
/// language; half days stay.
///
/// # Errors
/// A refusal by field.
pub fn calendar(code: &mut TenantCode, typed: &Week, language: Language) -> Result<()> {
    let home = code.tenant.default_language;
    let before = &code.calendar;
    let mut problems = Vec::new();
    let from = before
        .hours
        .iter()
        .map(|hours| hours.from)
        .max()
        .unwrap_or_default();
    let mut hours: Vec<Hours> = Vec::new();
    for (weekday, text) in WEEK.into_iter().zip(&typed.hours) {
        match sessions(text) {
            Some(sessions) if sessions.is_empty() => {}
            Some(sessions) => match hours.iter_mut().find(|it| it.sessions == sessions) {
                Some(same) => same.days.push(weekday),
                None => hours.push(Hours {
                    from,
                    days: vec![weekday],
                    sessions,
                }),
            },
            None => problems.push(FieldProblem::new(
                weekday_field(weekday),
                "onboarding-problem-hours",
            )),
        }
    }
    if hours.is_empty() && problems.is_empty() {
        problems.push(FieldProblem::new("mon", "onboarding-problem-no-hours"));
    }
    let off = days_off(before, &typed.off, language, home, &mut problems);
    let worked = days_worked(before, &typed.worked, &mut problems);
    let named: BTreeSet<NaiveDate> = before.short.iter().map(|day| day.date).collect();
    let both = off
        .iter()
        .find(|day| named.contains(&day.date) || worked.iter().any(|it| it.date == day.date));
    if let Some(day) = both {
        problems.push(FieldProblem::new("off", "onboarding-problem-day-twice").with("near", day.date));
    }
    if !problems.is_empty() {
        return Err(Refusal::of_fields(problems).into());
    }
    let mut changed = Calendar {
        hours: before
            .hours
            .iter()
            .filter(|it| it.from != from)
            .cloned()
            .chain(hours)
            .collect(),
        off,
        worked,
        ..before.clone()
    };
    changed.in_order();
    if WorkingCalendar::try_from(&changed).is_err() {
        return Err(Refusal::of_fields(vec![FieldProblem::new("mon", "onboarding-problem-hours")]).into());
    }
    code.calendar = changed;
    Ok(())
}

/// The sessions of a day, in order and apart; none of an empty line.
fn sessions(text: &str) -> Option<Vec<Session>> {
    let mut all: Vec<Session> = Vec::new();
    for one in text
        .split([',', '，', ';'])
        .map(str::trim)
        .filter(|one| !one.is_empty())
    {
        let (from, to) = one.split_once(['-', '–', '—'])?;
        let time = |text: &str| NaiveTime::parse_from_str(text.trim(), "%H:%M").ok();
        let session = Session {
            from: time(from)?,
            to: time(to)?,
        };
        let is_after = all.last().is_none_or(|last| last.to <= session.from);
        if session.to <= session.from || !is_after {
            return None;
        }
        all.push(session);
    }
    Some(all)
}

/// A line's first word as a day, and what stands behind it.
fn dated(line: &str) -> Option<(NaiveDate, &str)> {
    let (day, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    let date = NaiveDate::parse_from_str(day, "%Y-%m-%d").ok()?;
    Some((date, rest.trim()))
}

fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty())
}

fn wrong_line(field: &str, line: &str) -> FieldProblem {
    let near: String = line.chars().take(60).collect();
    FieldProblem::new(field, "onboarding-problem-day").with("near", near)
}

fn days_off(
    before: &Calendar,
    text: &str,
    language: Language,
    home: Language,
    problems: &mut Vec<FieldProblem>,
) -> Vec<DayOff> {
    let mut days: Vec<DayOff> = Vec::new();
    for line in lines(text) {
        let read = dated(line).filter(|(_, name)| name.chars().count() <= NAME_CHARACTERS_MAX);
        let Some((date, name)) = read.filter(|_| days.len() < DAYS_MAX) else {
            problems.push(wrong_line("off", line));
            return days;
        };
        if days.iter().any(|day| day.date == date) {
            problems.push(FieldProblem::new("off", "onboarding-problem-day-twice").with("near", date));
            return days;
        }
        let known = before
            .off
            .iter()
            .find(|day| day.date == date && day.name.get(language, home) == name);
        days.push(known.cloned().unwrap_or_else(|| DayOff {
            date,
            name: if name.is_empty() {
                Localised::default()
            } else {
                Localised::of(home, name)
            },
        }));
    }
    days
}

fn days_worked(before: &Calendar, text: &str, problems: &mut Vec<FieldProblem>) -> Vec<DayWorked> {
    let mut days: Vec<DayWorked> = Vec::new();
    for line in lines(text) {
        let read = dated(line).and_then(|(date, rest)| match rest {
            "" => Some((date, None)),
            rest => Some((date, Some(NaiveDate::parse_from_str(rest, "%Y-%m-%d").ok()?))),
        });
        let Some((date, instead_of)) = read.filter(|_| days.len() < DAYS_MAX) else {
            problems.push(wrong_line("worked", line));
            return days;
        };
        if days.iter().any(|day| day.date == date) {
            problems.push(FieldProblem::new("worked", "onboarding-problem-day-twice").with("near", date));
            return days;
        }
        let known = before
            .worked
            .iter()
            .find(|day| day.date == date && day.instead_of == instead_of);
        days.push(known.cloned().unwrap_or_else(|| DayWorked {
            date,
            instead_of,
            sessions: Vec::new(),
        }));
    }
    days
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_are_read_as_people_write_them() {
        let told = |text| sessions(text).map(|all| all.len());
        assert_eq!(told("07:30-11:30, 13:30-17:00"), Some(2));
        assert_eq!(told(" 8:00 – 12:00 ; 13:00–17:00 "), Some(2));
        assert_eq!(told(""), Some(0));
        for wrong in [
            "8-12",
            "12:00-08:00",
            "08:00-12:00, 11:00-13:00",
            "25:00-26:00",
            "x",
        ] {
            assert_eq!(told(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_day_off_keeps_its_names_unless_it_is_called_otherwise() {
        let day = DayOff {
            date: "2026-09-02".parse().unwrap_or_default(),
            name: [(Language::Vi, "Quốc khánh"), (Language::En, "National Day")]
                .into_iter()
                .fold(Localised::default(), |mut all, (language, name)| {
                    all.0.insert(language, name.to_owned());
                    all
                }),
        };
        let before = Calendar {
            off: vec![day.clone()],
            ..Calendar::default()
        };
        let mut problems = Vec::new();
        let mut read = |text: &str| days_off(&before, text, Language::En, Language::Vi, &mut problems);
        assert_eq!(read("2026-09-02 National Day"), [day]);
        let renamed = read("2026-09-02 Independence\n2026-09-03");
        assert_eq!(renamed.len(), 2);
        assert_eq!(renamed.first().map(|it| it.name.0.len()), Some(1));
        read("2026-09-31 nothing");
        assert_eq!(problems.len(), 1);
    }
}
