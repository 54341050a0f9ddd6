mod explained;
mod properties;
mod standing;

use chrono::NaiveDateTime;

use super::*;
use crate::kernel::calendar::{Calendar, DayOff, moment};
use crate::kernel::locale::Localised;

const VIET_NAM: Tz = Tz::Asia__Ho_Chi_Minh;

/// Seven and a half hours a day; Saturday 22 August 2026 is worked instead of Monday 24.
const CALENDAR: &str = r#"
[[hours]]
from = 2026-01-01
days = ["mon", "tue", "wed", "thu", "fri"]
sessions = [{ from = "07:30", to = "11:30" }, { from = "13:30", to = "17:00" }]
[[off]]
date = 2026-08-24
name = { vi = "Nghỉ hoán đổi" }
[[off]]
date = 2026-09-01
[[off]]
date = 2026-09-02
[[worked]]
date = 2026-08-22
instead_of = 2026-08-24
[[short]]
date = 2026-12-31
sessions = [{ from = "07:30", to = "11:30" }]
"#;

fn written() -> Calendar {
    toml::from_str(CALENDAR).unwrap()
}

fn calendar() -> WorkingCalendar {
    WorkingCalendar::try_from(&written()).unwrap()
}

fn at(local: &str) -> DateTime<Utc> {
    let local = NaiveDateTime::parse_from_str(local, "%Y-%m-%d %H:%M").unwrap();
    moment(local.date(), local.time(), VIET_NAM)
}

fn limit(span: &str, unit: Unit) -> Limit {
    Limit::new(DuePattern::parse(span).unwrap(), unit, None).unwrap()
}

fn cut_off(span: &str, unit: Unit) -> Limit {
    Limit::new(
        DuePattern::parse(span).unwrap(),
        unit,
        Some(parse_clock("15:00").unwrap()),
    )
    .unwrap()
}

fn paused(limit: &Limit, received: &str, pauses: &[(&str, Option<&str>)]) -> String {
    let stops: Vec<Pause> = pauses
        .iter()
        .map(|(from, to)| Pause {
            from: at(from),
            to: to.map(at),
        })
        .collect();
    let due = reckon(limit, at(received), &stops, &calendar(), VIET_NAM)
        .unwrap()
        .due;
    due.map_or("standing".into(), |due| {
        due.with_timezone(&VIET_NAM).format("%Y-%m-%d %H:%M").to_string()
    })
}

fn due(limit: &Limit, received: &str) -> String {
    paused(limit, received, &[])
}

#[test]
fn spans_are_read_or_refused_with_the_place() {
    for (text, days, minutes) in [("+5 00:00", 5, 0), ("+0 23:59", 0, 1439), ("+12  08:30", 12, 510)] {
        let span = DuePattern::parse(text).unwrap();
        assert_eq!((span.days(), span.minutes()), (days, minutes), "{text}");
        assert_eq!(DuePattern::parse(&span.to_string()), Ok(span));
    }
    for (text, character, problem) in [
        ("5 00:00", 1, Problem::NoPlus),
        ("", 1, Problem::NoPlus),
        ("-5 00:00", 1, Problem::NoPlus),
        (" +5 00:00", 1, Problem::NoPlus),
        ("+ 5 00:00", 2, Problem::NoDays),
        ("+x 00:00", 2, Problem::NoDays),
        ("+99999 00:00", 2, Problem::TooManyDays),
        ("+99999999999999 00:00", 2, Problem::TooManyDays),
        ("+5", 3, Problem::NoTime),
        ("+5 ", 3, Problem::NoTime),
        ("+5d 00:00", 3, Problem::NoTime),
        ("+5 24:00", 4, Problem::HoursTooHigh),
        ("+5 00:60", 7, Problem::MinutesTooHigh),
        ("+5 8:00", 4, Problem::BadTime),
        ("+5 08.00", 4, Problem::BadTime),
        ("+5 0é:00", 4, Problem::BadTime),
        ("+5 00:00 ", 9, Problem::Trailing),
    ] {
        let error = DuePattern::parse(text).unwrap_err();
        assert_eq!(
            (error.at.character, error.problem),
            (character, problem),
            "{text}"
        );
    }
    assert!(parse_clock("15:00").is_ok() && parse_clock("24:00").is_err() && parse_clock("3pm").is_err());
    assert!(serde_json::from_str::<DuePattern>("\"now\"").is_err());
}

#[test]
fn nothing_is_ever_due_at_once() {
    let nothing = DuePattern::parse("+0 00:00").unwrap();
    assert_eq!(Limit::new(nothing, Unit::WorkingHour, None), Err(NoTime));
    let same_day = limit("+0 00:00", Unit::WorkingDay);
    assert_eq!(
        due(&same_day, "2026-08-17 17:00"),
        "2026-08-18 17:00",
        "received at the close"
    );
}

#[test]
fn day_one_is_the_working_day_after_reception() {
    let five = limit("+5 00:00", Unit::WorkingDay);
    assert_eq!(due(&five, "2026-08-10 09:00"), "2026-08-17 17:00");
    assert_eq!(
        due(&five, "2026-08-10 06:00"),
        "2026-08-17 17:00",
        "before opening"
    );
    assert_eq!(due(&five, "2026-08-10 12:00"), "2026-08-17 17:00", "at lunch");
    assert_eq!(
        due(&five, "2026-08-10 23:30"),
        "2026-08-17 17:00",
        "after close, the same day"
    );
    assert_eq!(
        due(&five, "2026-08-08 09:00"),
        "2026-08-14 17:00",
        "on a Saturday"
    );
}

#[test]
fn make_up_days_count_and_days_off_do_not() {
    assert_eq!(
        due(&limit("+5 00:00", Unit::WorkingDay), "2026-08-17 09:00"),
        "2026-08-22 17:00",
        "a Saturday"
    );
    assert_eq!(
        due(&limit("+6 00:00", Unit::WorkingDay), "2026-08-17 09:00"),
        "2026-08-25 17:00"
    );
    assert_eq!(
        due(&limit("+2 00:00", Unit::WorkingDay), "2026-08-28 09:00"),
        "2026-09-03 17:00",
        "National Day"
    );
    assert_eq!(
        due(&limit("+1 00:00", Unit::WorkingDay), "2026-09-01 09:00"),
        "2026-09-03 17:00",
        "on a holiday"
    );
    assert_eq!(
        due(&limit("+1 00:00", Unit::WorkingDay), "2026-12-30 09:00"),
        "2026-12-31 11:30",
        "a half day"
    );
}

#[test]
fn the_same_day_and_the_cut_off() {
    let same_day = cut_off("+0 00:00", Unit::WorkingDay);
    assert_eq!(due(&same_day, "2026-08-17 09:00"), "2026-08-17 17:00");
    assert_eq!(
        due(&same_day, "2026-08-17 15:00"),
        "2026-08-17 17:00",
        "at the cut-off"
    );
    assert_eq!(due(&same_day, "2026-08-17 15:01"), "2026-08-18 17:00", "after it");
    assert_eq!(
        due(&same_day, "2026-08-21 15:01"),
        "2026-08-22 17:00",
        "the next working day is a make-up Saturday"
    );
    assert_eq!(due(&same_day, "2026-08-22 16:00"), "2026-08-25 17:00");
    assert_eq!(
        due(&same_day, "2026-08-23 16:00"),
        "2026-08-25 17:00",
        "on a day off"
    );
    let five = cut_off("+5 00:00", Unit::WorkingDay);
    assert_eq!(
        due(&five, "2026-08-10 15:01"),
        "2026-08-18 17:00",
        "one day later"
    );
    assert_eq!(
        due(&five, "2026-08-08 09:00"),
        "2026-08-17 17:00",
        "on a Saturday: no sooner than late on Friday"
    );
    let two_hours = cut_off("+0 02:00", Unit::WorkingHour);
    assert_eq!(due(&two_hours, "2026-08-17 15:01"), "2026-08-18 09:30");
    let calendar_days = cut_off("+1 00:00", Unit::CalendarDay);
    assert_eq!(due(&calendar_days, "2026-08-17 15:01"), "2026-08-19 17:00");
    assert_eq!(
        due(&cut_off("+0 12:00", Unit::CalendarDay), "2026-08-21 15:01"),
        "2026-08-22 19:30"
    );
}

#[test]
fn hours_run_within_sessions() {
    let two = limit("+0 02:00", Unit::WorkingHour);
    assert_eq!(due(&two, "2026-08-17 08:00"), "2026-08-17 10:00");
    assert_eq!(due(&two, "2026-08-17 10:30"), "2026-08-17 14:30", "over lunch");
    assert_eq!(
        due(&two, "2026-08-17 12:00"),
        "2026-08-17 15:30",
        "received at lunch"
    );
    assert_eq!(
        due(&two, "2026-08-17 06:00"),
        "2026-08-17 09:30",
        "before opening"
    );
    assert_eq!(
        due(&two, "2026-08-17 09:30"),
        "2026-08-17 11:30",
        "to the end of the morning"
    );
    assert_eq!(
        due(&two, "2026-08-21 16:00"),
        "2026-08-22 08:30",
        "into the make-up Saturday"
    );
    assert_eq!(
        due(&two, "2026-08-22 16:00"),
        "2026-08-25 08:30",
        "over the day off"
    );
    assert_eq!(
        due(&limit("+1 00:00", Unit::WorkingHour), "2026-08-17 07:30"),
        "2026-08-18 08:00",
        "eight hours"
    );
}

#[test]
fn quarters_of_a_day() {
    assert_eq!(
        due(&limit("+0 02:00", Unit::WorkingDay), "2026-08-17 08:00"),
        "2026-08-17 10:00"
    );
    assert_eq!(
        due(&limit("+1 02:00", Unit::WorkingDay), "2026-08-17 08:00"),
        "2026-08-19 09:30"
    );
}

#[test]
fn calendar_days_move_to_the_next_working_day() {
    assert_eq!(
        due(&limit("+3 00:00", Unit::CalendarDay), "2026-08-19 09:00"),
        "2026-08-22 17:00"
    );
    assert_eq!(
        due(&limit("+1 00:00", Unit::CalendarDay), "2026-08-28 09:00"),
        "2026-08-31 17:00"
    );
    assert_eq!(
        due(&limit("+4 00:00", Unit::CalendarDay), "2026-08-28 09:00"),
        "2026-09-03 17:00"
    );
    assert_eq!(
        due(&limit("+0 00:00", Unit::CalendarDay), "2026-08-17 18:00"),
        "2026-08-18 17:00"
    );
    assert_eq!(
        due(&limit("+1 06:00", Unit::CalendarDay), "2026-08-28 09:00"),
        "2026-08-29 15:00",
        "by the clock"
    );
}

#[test]
fn a_case_with_its_own_limit() {
    let difficult = limit("+5 00:00", Unit::WorkingDay).extended(DuePattern::parse("+10 00:00").unwrap());
    assert_eq!(
        due(&difficult, "2026-08-03 09:00"),
        due(&limit("+15 00:00", Unit::WorkingDay), "2026-08-03 09:00")
    );
    let long = DuePattern::parse("+0 20:00").unwrap();
    assert_eq!(long.plus(long).to_string(), "+0 40:00");
}

#[test]
fn a_holiday_decreed_later_is_reckoned_again() {
    let five = limit("+5 00:00", Unit::WorkingDay);
    let mut calendar = written();
    let holiday = "2026-08-13".parse().unwrap();
    calendar.off.push(DayOff {
        date: holiday,
        name: Localised::default(),
    });
    let calendar = WorkingCalendar::try_from(&calendar).unwrap();
    let due = reckon(&five, at("2026-08-10 09:00"), &[], &calendar, VIET_NAM)
        .unwrap()
        .due;
    assert_eq!(due, Some(at("2026-08-18 17:00")));
}

#[test]
fn a_calendar_without_working_time_is_an_error_and_no_endless_search() {
    let five = limit("+5 00:00", Unit::WorkingDay);
    let received = "2020-03-02T03:00:00Z".parse().unwrap();
    let error = reckon(&five, received, &[], &calendar(), VIET_NAM).unwrap_err();
    assert_eq!(
        error,
        DueError::NoWorkingTime {
            after: "2020-03-02".parse().unwrap()
        }
    );
    let hours = limit("+0 05:00", Unit::WorkingHour);
    assert!(matches!(
        reckon(&hours, received, &[], &calendar(), VIET_NAM),
        Err(DueError::NoWorkingTime { .. })
    ));
    let mut rare = written();
    rare.hours[0].days.truncate(1);
    let rare = WorkingCalendar::try_from(&rare).unwrap();
    let long = limit("+3650 00:00", Unit::WorkingDay);
    let error = reckon(&long, at("2026-08-10 09:00"), &[], &rare, VIET_NAM);
    assert!(matches!(error, Err(DueError::TooFar(_))), "{error:?}");
    assert!(reckon(&long, at("2026-08-10 09:00"), &[], &calendar(), VIET_NAM).is_ok());
}

#[test]
fn days_are_those_of_the_tenants_zone() {
    let one = limit("+1 00:00", Unit::WorkingDay);
    let received = "2026-10-23T17:30:00Z".parse().unwrap();
    let in_zone = |zone| {
        reckon(&one, received, &[], &calendar(), zone)
            .unwrap()
            .due
            .unwrap()
    };
    assert_eq!(
        in_zone(VIET_NAM).to_rfc3339(),
        "2026-10-26T10:00:00+00:00",
        "received on Saturday there"
    );
    assert_eq!(
        in_zone(Tz::Europe__Kyiv).to_rfc3339(),
        "2026-10-26T15:00:00+00:00",
        "after the clocks went back"
    );
}

/// `cargo test kernel::patterns::due -- --ignored --nocapture measure`
#[test]
#[ignore = "prints a measurement"]
fn measure() {
    let calendar = calendar();
    for (span, unit) in [
        ("+5 00:00", Unit::WorkingDay),
        ("+20 00:00", Unit::WorkingDay),
        ("+5 00:00", Unit::WorkingHour),
    ] {
        let limit = limit(span, unit);
        let start = std::time::Instant::now();
        for _ in 0..2_000 {
            std::hint::black_box(reckon(&limit, at("2026-08-10 09:00"), &[], &calendar, VIET_NAM).unwrap());
        }
        println!(
            "{:8.2} µs  {span} {unit:?}",
            start.elapsed().as_secs_f64() * 1e6 / 2_000.0
        );
    }
}
