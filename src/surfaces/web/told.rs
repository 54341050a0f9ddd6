//! How dossiers, answers and due dates are told to people: the same on the citizen's page and on the officer's.

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use serde_json::Value;

use crate::authority::tenancy::code::{self, Limit as CodeLimit};
use crate::kernel::calendar;
use crate::kernel::clock::Instant;
use crate::kernel::format;
use crate::kernel::money::Money;
use crate::kernel::patterns::due::{DuePattern, Step, What};
use crate::services::catalogue::Procedure;
use crate::services::catalogue::form::{Field, FieldType, FormDefinition};
use crate::services::dossiers::{LogEntry, Status};

use super::Visit;
use super::views::{
    Answer, AnswerSection, Due, DueAccount, DueUnit, HistoryEntry, Limit, LimitUnit, Mark, Pause, SkippedDay,
    State, Urgency,
};

/// Where a dossier stands, for people. A stuck one is said to be so only to those who can mend it.
#[must_use]
pub const fn state(status: Status, is_stuck: bool) -> State {
    match status {
        Status::Granted => State::Granted,
        Status::Refused => State::Refused,
        Status::Withdrawn => State::Withdrawn,
        _ if is_stuck => State::Incident,
        Status::Submitted => State::Submitted,
        Status::InProcess => State::InProgress,
        Status::AwaitingPayment => State::AwaitingPayment,
        Status::AwaitingSupplement => State::AwaitingSupplement,
    }
}

/// How near the due date is at `now`. `None` when none was set.
#[must_use]
pub fn due(status: Status, at: Option<Instant>, now: Instant) -> Option<Due> {
    if !status.is_open() {
        return Some(Due {
            urgency: Urgency::Done,
            count: 0,
            unit: DueUnit::Days,
            at,
        });
    }
    if status.pauses_the_clock() {
        return Some(Due {
            urgency: Urgency::Paused,
            count: 0,
            unit: DueUnit::Days,
            at,
        });
    }
    at.map(|at| until(at, now))
}

/// How near a moment is that a clock runs towards.
#[must_use]
pub fn until(at: Instant, now: Instant) -> Due {
    let left = at - now;
    let hours = left.num_minutes().abs().div_euclid(60);
    let (count, unit) = if hours < 24 {
        (hours.max(1), DueUnit::Hours)
    } else {
        (hours / 24, DueUnit::Days)
    };
    let urgency = match left.num_seconds() {
        passed if passed < 0 => Urgency::Overdue,
        soon if soon < 86_400 => Urgency::Soon,
        _ => Urgency::OnTime,
    };
    Due {
        urgency,
        count,
        unit,
        at: Some(at),
    }
}

/// A procedure's limit.
#[must_use]
pub fn limit(of: &CodeLimit) -> Limit {
    let (days, minutes) =
        DuePattern::parse(&of.due).map_or((0, 0), |span| (span.days().into(), i64::from(span.minutes())));
    let hours = (minutes + 59) / 60;
    let told = |count, unit| Limit { count, unit };
    match of.unit {
        code::LimitUnit::WorkingHour => told(days * 8 + hours, LimitUnit::WorkingHours),
        code::LimitUnit::WorkingDay if days == 0 && hours == 0 => told(0, LimitUnit::SameDay),
        code::LimitUnit::WorkingDay if days == 0 => told(hours, LimitUnit::WorkingHours),
        code::LimitUnit::WorkingDay => told(days + i64::from(hours > 0), LimitUnit::WorkingDays),
        code::LimitUnit::CalendarDay => told(days + i64::from(hours > 0), LimitUnit::CalendarDays),
    }
}

/// How a due date was computed, from the steps kept with the dossier and the pauses that its log tells of.
#[must_use]
pub fn due_account(
    visit: &Visit,
    procedure: &Procedure,
    steps: &Value,
    log: &[LogEntry],
    received_at: Instant,
    due_at: Option<Instant>,
) -> Option<DueAccount> {
    let steps: Vec<Step> = serde_json::from_value(steps.clone()).ok()?;
    let begun = steps.iter().find(|step| matches!(step.what, What::Beginning));
    let from = begun.map_or(received_at, |step| {
        let same_day = received_at.with_timezone(&visit.tenant.zone()).date_naive() == step.date;
        if same_day {
            received_at
        } else {
            calendar::moment(step.date, chrono::NaiveTime::MIN, visit.tenant.zone())
        }
    });
    Some(DueAccount {
        from,
        limit: limit(&procedure.facts.limit),
        skipped: steps.iter().filter_map(|step| skipped(visit, step)).collect(),
        pauses: pauses(visit, log),
        at: due_at?,
    })
}

fn skipped(visit: &Visit, step: &Step) -> Option<SkippedDay> {
    let reason = match &step.what {
        What::Off { name } => visit.say(name).to_owned(),
        What::WeeklyOff => visit.text("common-due-weekly-off"),
        What::AfterCutOff { .. } => visit.text("common-due-after-cut-off"),
        What::Standing => visit.text("common-due-paused"),
        _ => return None,
    };
    Some(SkippedDay {
        date: step.date,
        reason,
    })
}

/// When the clock stood, and why.
#[must_use]
pub fn pauses(visit: &Visit, log: &[LogEntry]) -> Vec<Pause> {
    let mut all: Vec<Pause> = Vec::new();
    for entry in log {
        match entry.kind.as_str() {
            kind @ ("fee.raised" | "supplement_asked")
                if all.last().is_none_or(|pause| pause.until.is_some()) =>
            {
                let reason = visit.text(if kind == "fee.raised" {
                    "common-due-pause-payment"
                } else {
                    "common-due-pause-supplement"
                });
                all.push(Pause {
                    from: entry.occurred_at,
                    until: None,
                    reason,
                });
            }
            "payment.recorded" | "supplemented" | "withdrawn" => {
                if let Some(open) = all.last_mut().filter(|pause| pause.until.is_none()) {
                    open.until = Some(entry.occurred_at);
                }
            }
            _ => {}
        }
    }
    all.retain(|pause| !is_nothing(pause));
    all
}

/// Whether a pause was over within the minute: nobody reads that a clock stood from 15:46 to 15:46.
#[must_use]
pub fn is_nothing(pause: &Pause) -> bool {
    let length = pause.until.map(|until| until - pause.from);
    length.is_some_and(|length| length.num_seconds() < 60)
}

/// The lines of a dossier's log as people read them, the newest first. The last of an open dossier is where it is now.
#[must_use]
pub fn history(visit: &Visit, log: &[LogEntry], received_at: Instant, is_open: bool) -> Vec<HistoryEntry> {
    let mut entries = vec![HistoryEntry {
        mark: Mark::Done,
        title: visit.text("common-log-received"),
        who: None,
        detail: None,
        at: Some(received_at),
    }];
    entries.extend(
        log.iter()
            .filter(|entry| !matches!(entry.kind.as_str(), "received" | "submitted"))
            .map(|entry| {
                let key = match entry.kind.as_str() {
                    "fee.raised" => "common-log-payment-asked".to_owned(),
                    "payment.recorded" => "common-log-paid".to_owned(),
                    kind => format!("common-log-{}", kind.replace('_', "-")),
                };
                HistoryEntry {
                    mark: match entry.kind.as_str() {
                        "fee.raised" | "supplement_asked" => Mark::Pause,
                        "refusal_decided" | "finished_refused" | "withdrawn" | "finished_withdrawn" => {
                            Mark::Stop
                        }
                        _ => Mark::Done,
                    },
                    title: visit.text(&key),
                    who: entry.actor_name.clone(),
                    detail: ["note", "word"]
                        .into_iter()
                        .find_map(|name| text_of(entry.detail.get(name)?)),
                    at: Some(entry.occurred_at),
                }
            }),
    );
    if let Some(last) = entries
        .last_mut()
        .filter(|entry| is_open && entry.mark == Mark::Done)
    {
        last.mark = Mark::Now;
    }
    entries.reverse();
    entries
}

fn text_of(value: &Value) -> Option<String> {
    value
        .as_str()
        .map(str::trim)
        .filter(|text| !text.is_empty())
        .map(str::to_owned)
}

/// The answers to a form under the titles of its pages and sections. Questions that were not asked are left out.
#[must_use]
pub fn answers(visit: &Visit, form: &FormDefinition, given: &Value) -> Vec<AnswerSection> {
    let mut sections = Vec::new();
    for page in &form.pages {
        sections.push(section(visit, visit.say(&page.title), &page.fields, given));
        for part in &page.sections {
            sections.push(section(visit, visit.say(&part.title), &part.fields, given));
        }
    }
    sections.retain(|section| !section.answers.is_empty());
    sections
}

fn section(visit: &Visit, title: &str, fields: &[Field], given: &Value) -> AnswerSection {
    AnswerSection {
        title: title.to_owned(),
        change_url: None,
        answers: fields
            .iter()
            .filter_map(|field| {
                let value = answer(visit, field, given.get(&field.code))?;
                Some(Answer {
                    label: visit.say(&field.label).to_owned(),
                    value,
                    change_url: None,
                })
            })
            .collect(),
    }
}

/// One answer as it is read; `None` when there is none.
#[must_use]
pub fn answer(visit: &Visit, field: &Field, value: Option<&Value>) -> Option<String> {
    let option = |word: &str| {
        let known = field.options.iter().find(|option| option.value == word);
        known.map_or_else(|| word.to_owned(), |option| visit.say(&option.label).to_owned())
    };
    Some(match (field.kind, value?) {
        (_, Value::Null) => return None,
        (FieldType::YesNo, value) => visit.text(if value.as_bool()? {
            "common-yes"
        } else {
            "common-no"
        }),
        (FieldType::Choice, value) => match &field.edition {
            Some(edition) => super::listed::words(
                edition,
                value.as_str()?,
                visit.language,
                visit.tenant.default_language(),
            ),
            None => option(value.as_str()?),
        },
        (FieldType::Choices, value) => {
            let chosen = value.as_array()?.iter().filter_map(Value::as_str);
            format::list(&chosen.map(option).collect::<Vec<_>>(), visit.language)
        }
        (FieldType::Date, value) => format::date(value.as_str()?.parse().ok()?, visit.language),
        (FieldType::Amount, value) => format::money(
            Money::new(value.as_i64()?, visit.tenant.settings.tenant.currency),
            visit.language,
        ),
        (FieldType::Integer, value) => format::integer(value.as_i64()?, visit.language),
        (FieldType::Decimal, value) => decimal(value)?,
        (_, Value::String(text)) => text.clone(),
        (_, other) => other.to_string(),
    })
}

fn decimal(value: &Value) -> Option<String> {
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    text.parse::<Decimal>()
        .ok()
        .map(|number| number.normalize().to_string())
}

/// A moment to the second of the day it begins, for filters by date: midnight in the tenant's zone.
#[must_use]
pub fn midnight(visit: &Visit, day: chrono::NaiveDate) -> DateTime<Utc> {
    calendar::moment(day, chrono::NaiveTime::MIN, visit.tenant.zone())
}

#[cfg(test)]
mod tests {
    use chrono::{Duration, TimeZone};

    use super::*;

    #[test]
    fn a_pause_within_a_minute_is_not_told() {
        let from = Utc.with_ymd_and_hms(2026, 11, 23, 15, 46, 10).unwrap();
        let pause = |until| Pause {
            from,
            until,
            reason: String::new(),
        };
        assert!(is_nothing(&pause(Some(from + Duration::seconds(20)))));
        assert!(!is_nothing(&pause(Some(from + Duration::minutes(2)))));
        assert!(!is_nothing(&pause(None)), "it lasts");
    }

    #[test]
    fn a_due_date_is_told_in_hours_when_it_is_near_and_not_at_all_while_the_clock_stands() {
        let now = Utc.with_ymd_and_hms(2026, 11, 23, 9, 0, 0).unwrap();
        let told = |status, left| {
            due(status, Some(now + left), now)
                .map(|due| (due.urgency, due.count, due.unit))
                .unwrap()
        };
        let working = Status::InProcess;
        assert_eq!(
            told(working, Duration::hours(3)),
            (Urgency::Soon, 3, DueUnit::Hours)
        );
        assert_eq!(
            told(working, Duration::hours(50)),
            (Urgency::OnTime, 2, DueUnit::Days)
        );
        assert_eq!(
            told(working, Duration::minutes(-5)),
            (Urgency::Overdue, 1, DueUnit::Hours)
        );
        assert_eq!(
            told(working, Duration::days(-4)),
            (Urgency::Overdue, 4, DueUnit::Days)
        );
        assert_eq!(
            told(Status::AwaitingPayment, Duration::days(-4)).0,
            Urgency::Paused
        );
        assert_eq!(told(Status::Granted, Duration::days(-4)).0, Urgency::Done);
        assert!(due(working, None, now).is_none());
    }
}
