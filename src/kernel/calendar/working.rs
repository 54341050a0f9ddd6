//! A calendar that was checked, indexed by date.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, Utc, Weekday};
use chrono_tz::Tz;

use super::{Calendar, Hours, Session};
use crate::kernel::locale::Localised;

/// Why a calendar is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CalendarError {
    /// No hours on any day of the week.
    #[error("the calendar has no working hours; add at least one [[hours]] with days and sessions")]
    NoHours,
    /// Hours without days or without sessions.
    #[error("the hours from {from} have no {missing}")]
    Incomplete {
        /// Their first day.
        from: NaiveDate,
        /// What is missing.
        missing: &'static str,
    },
    /// The same weekday twice in hours that begin together.
    #[error("{weekday} stands twice in the hours from {from}")]
    WeekdayTwice {
        /// Their first day.
        from: NaiveDate,
        /// The day of the week.
        weekday: Weekday,
    },
    /// A session that ends before it begins, or begins before the one before has ended.
    #[error(
        "session {from} to {to} on or from {date}: a session ends after it begins, and begins after the one before it"
    )]
    Session {
        /// The day, or the first day.
        date: NaiveDate,
        /// Its beginning.
        from: NaiveTime,
        /// Its end.
        to: NaiveTime,
    },
    /// A half day without sessions.
    #[error("{0} has no sessions; a day without sessions belongs in [[off]]")]
    EmptyDay(NaiveDate),
    /// A date that is named twice.
    #[error("{0} is named twice among the days off, worked and short; keep one of them")]
    DateTwice(NaiveDate),
}

/// What kind of day a date is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayKind<'c> {
    /// An ordinary working day.
    Regular,
    /// Off every week.
    WeeklyOff,
    /// A day off with its name.
    Off(&'c Localised),
    /// A make-up day: worked, though it would be off.
    MakeUp,
    /// A day with other sessions, with its name.
    Short(&'c Localised),
    /// Before the first hours of the calendar.
    BeforeHours,
}

/// A date with what is worked on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Day<'c> {
    /// The date.
    pub date: NaiveDate,
    /// In order and apart; empty on a day off.
    pub sessions: &'c [Session],
    /// Why.
    pub kind: DayKind<'c>,
}

impl Day<'_> {
    /// Whether anything is worked.
    #[must_use]
    pub fn is_worked(&self) -> bool {
        !self.sessions.is_empty()
    }

    /// The end of the last session.
    #[must_use]
    pub fn close(&self, zone: Tz) -> Option<DateTime<Utc>> {
        self.sessions.last().map(|session| session.on(self.date, zone).1)
    }

    /// The beginning of the first session.
    #[must_use]
    pub fn open(&self, zone: Tz) -> Option<DateTime<Utc>> {
        self.sessions.first().map(|session| session.on(self.date, zone).0)
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Special {
    Off(Localised),
    Worked {
        instead_of: Option<NaiveDate>,
        sessions: Vec<Session>,
    },
    Short {
        name: Localised,
        sessions: Vec<Session>,
    },
}

/// Hours in force from a date: sessions by weekday, counted from Monday.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Week {
    by_day: [Vec<Session>; 7],
    /// Those of an ordinary day, for make-up days.
    usual: Vec<Session>,
}

impl Week {
    fn on(&self, weekday: Weekday) -> &[Session] {
        &self.by_day[weekday.num_days_from_monday() as usize]
    }
}

/// A calendar that was checked. Make it once and keep it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkingCalendar {
    weeks: BTreeMap<NaiveDate, Week>,
    special: BTreeMap<NaiveDate, Special>,
}

impl TryFrom<&Calendar> for WorkingCalendar {
    type Error = CalendarError;

    fn try_from(calendar: &Calendar) -> Result<Self, CalendarError> {
        if calendar.hours.is_empty() {
            return Err(CalendarError::NoHours);
        }
        let mut weeks = BTreeMap::<NaiveDate, Week>::new();
        for hours in &calendar.hours {
            add_hours(weeks.entry(hours.from).or_default(), hours)?;
        }
        Ok(Self {
            weeks,
            special: special_days(calendar)?,
        })
    }
}

fn add_hours(week: &mut Week, hours: &Hours) -> Result<(), CalendarError> {
    let from = hours.from;
    let incomplete = |missing| CalendarError::Incomplete { from, missing };
    if hours.days.is_empty() {
        return Err(incomplete("days"));
    }
    if hours.sessions.is_empty() {
        return Err(incomplete("sessions"));
    }
    in_order(from, &hours.sessions)?;
    for weekday in &hours.days {
        let slot = &mut week.by_day[weekday.num_days_from_monday() as usize];
        if !slot.is_empty() {
            return Err(CalendarError::WeekdayTwice {
                from,
                weekday: *weekday,
            });
        }
        slot.clone_from(&hours.sessions);
    }
    if week.usual.is_empty() {
        week.usual.clone_from(&hours.sessions);
    }
    Ok(())
}

fn in_order(date: NaiveDate, sessions: &[Session]) -> Result<(), CalendarError> {
    let mut ended = None;
    for Session { from, to } in sessions {
        if from >= to || ended.is_some_and(|ended| *from < ended) {
            return Err(CalendarError::Session {
                date,
                from: *from,
                to: *to,
            });
        }
        ended = Some(*to);
    }
    Ok(())
}

fn special_days(calendar: &Calendar) -> Result<BTreeMap<NaiveDate, Special>, CalendarError> {
    let off = calendar
        .off
        .iter()
        .map(|day| (day.date, Special::Off(day.name.clone())));
    let worked = calendar.worked.iter().map(|day| {
        (
            day.date,
            Special::Worked {
                instead_of: day.instead_of,
                sessions: day.sessions.clone(),
            },
        )
    });
    let short = calendar.short.iter().map(|day| {
        (
            day.date,
            Special::Short {
                name: day.name.clone(),
                sessions: day.sessions.clone(),
            },
        )
    });
    let mut special = BTreeMap::new();
    for (date, day) in off.chain(worked).chain(short) {
        match &day {
            Special::Short { sessions, .. } if sessions.is_empty() => {
                return Err(CalendarError::EmptyDay(date));
            }
            Special::Short { sessions, .. } | Special::Worked { sessions, .. } => in_order(date, sessions)?,
            Special::Off(_) => {}
        }
        if special.insert(date, day).is_some() {
            return Err(CalendarError::DateTwice(date));
        }
    }
    Ok(special)
}

impl WorkingCalendar {
    /// What is worked on a date.
    #[must_use]
    pub fn day(&self, date: NaiveDate) -> Day<'_> {
        let none: &[Session] = &[];
        let Some((_, week)) = self.weeks.range(..=date).next_back() else {
            return Day {
                date,
                sessions: none,
                kind: DayKind::BeforeHours,
            };
        };
        let (sessions, kind) = match self.special.get(&date) {
            None if week.on(date.weekday()).is_empty() => (none, DayKind::WeeklyOff),
            None => (week.on(date.weekday()), DayKind::Regular),
            Some(Special::Off(name)) => (none, DayKind::Off(name)),
            Some(Special::Short { name, sessions }) => (sessions.as_slice(), DayKind::Short(name)),
            Some(Special::Worked { sessions, .. }) if !sessions.is_empty() => {
                (sessions.as_slice(), DayKind::MakeUp)
            }
            Some(Special::Worked { instead_of, .. }) => {
                let replaced = instead_of.map_or(none, |day| week.on(day.weekday()));
                (
                    if replaced.is_empty() {
                        week.usual.as_slice()
                    } else {
                        replaced
                    },
                    DayKind::MakeUp,
                )
            }
        };
        Day { date, sessions, kind }
    }

    /// Whether anything is worked on a date.
    #[must_use]
    pub fn is_working_day(&self, date: NaiveDate) -> bool {
        self.day(date).is_worked()
    }

    /// Whether `moment` falls in a session; its end does not.
    #[must_use]
    pub fn is_open(&self, moment: DateTime<Utc>, zone: Tz) -> bool {
        let date = moment.with_timezone(&zone).date_naive();
        self.day(date).sessions.iter().any(|session| {
            let (from, to) = session.on(date, zone);
            (from..to).contains(&moment)
        })
    }
}
