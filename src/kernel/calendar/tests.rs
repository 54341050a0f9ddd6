use super::*;

/// The shape of a tenant's `calendar.toml`, with real days of Viet Nam.
pub(crate) const VIET_NAM: &str = r#"
source = "State holidays and swaps of 2026"

[[hours]]
from = 2026-01-01
days = ["mon", "tue", "wed", "thu", "fri"]
sessions = [{ from = "07:30", to = "11:30" }, { from = "13:30", to = "17:00" }]

[[off]]
date = 2026-08-24
name = { vi = "Nghỉ hoán đổi", en = "Day off in exchange" }

[[off]]
date = 2026-09-01
name = { vi = "Quốc khánh", en = "National Day" }

[[off]]
date = "2026-09-02"

[[worked]]
date = 2026-08-22
instead_of = 2026-08-24

[[short]]
date = 2026-12-31
name = { en = "New Year's Eve" }
sessions = [{ from = "07:30", to = "11:30" }]
"#;

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn working() -> WorkingCalendar {
    WorkingCalendar::try_from(&toml::from_str::<Calendar>(VIET_NAM).unwrap()).unwrap()
}

#[test]
fn days_are_what_the_calendar_says() {
    let working = working();
    let kind = |text: &str| {
        let day = working.day(date(text));
        (
            day.sessions.len(),
            format!("{:?}", day.kind).split('(').next().unwrap().to_owned(),
        )
    };
    assert_eq!(kind("2026-08-21"), (2, "Regular".into()));
    assert_eq!(kind("2026-08-22"), (2, "MakeUp".into()), "a Saturday");
    assert_eq!(kind("2026-08-23"), (0, "WeeklyOff".into()));
    assert_eq!(kind("2026-08-24"), (0, "Off".into()), "a Monday");
    assert_eq!(kind("2026-12-31"), (1, "Short".into()));
    assert_eq!(kind("2025-12-31"), (0, "BeforeHours".into()));
}

#[test]
fn a_calendar_is_stored_as_json_and_reads_back() {
    let calendar: Calendar = toml::from_str(VIET_NAM).unwrap();
    let json = serde_json::to_string(&calendar).unwrap();
    assert_eq!(serde_json::from_str::<Calendar>(&json).unwrap(), calendar);
    assert!(json.contains(r#""from":"07:30""#), "{json}");
    for wrong in [
        "date = 2026-13-01",
        "date = \"1 May\"",
        "date = 2026-01-01\nnam = {}",
    ] {
        let text = format!("hours = []\n[[off]]\n{wrong}\n");
        assert!(toml::from_str::<Calendar>(&text).is_err(), "{wrong}");
    }
}

#[test]
fn hours_are_dated_and_complete_each_other() {
    let text = r#"
        [[hours]]
        from = 2026-01-01
        days = ["mon", "tue"]
        sessions = [{ from = "08:00", to = "12:00" }, { from = "13:00", to = "17:00" }]
        [[hours]]
        from = 2026-01-01
        days = ["sat"]
        sessions = [{ from = "08:00", to = "11:00" }]
        [[hours]]
        from = 2026-06-01
        days = ["mon"]
        sessions = [{ from = "07:00", to = "13:00" }]
        [[worked]]
        date = 2026-03-08
        instead_of = 2026-03-07
        [[worked]]
        date = 2026-03-15
        sessions = [{ from = "09:00", to = "10:00" }]
        [[worked]]
        date = 2026-03-22
    "#;
    let working = WorkingCalendar::try_from(&toml::from_str::<Calendar>(text).unwrap()).unwrap();
    let ends = |text: &str| {
        working
            .day(date(text))
            .sessions
            .iter()
            .map(|s| s.to.format("%H:%M").to_string())
            .collect::<Vec<_>>()
    };
    assert_eq!(ends("2026-05-25"), ["12:00", "17:00"]);
    assert_eq!(ends("2026-05-30"), ["11:00"]);
    assert_eq!(ends("2026-06-01"), ["13:00"]);
    assert!(
        ends("2026-06-06").is_empty(),
        "Saturdays ended with the old hours"
    );
    assert_eq!(ends("2026-03-08"), ["11:00"], "as the Saturday it replaces");
    assert_eq!(ends("2026-03-15"), ["10:00"], "its own");
    assert_eq!(ends("2026-03-22"), ["12:00", "17:00"], "as usual");
}

#[test]
fn contradictions_are_refused() {
    let refused = |change: &str, by: &str| {
        let text = VIET_NAM.replacen(change, by, 1);
        WorkingCalendar::try_from(&toml::from_str::<Calendar>(&text).unwrap()).unwrap_err()
    };
    assert_eq!(
        refused("date = 2026-08-22", "date = 2026-08-24"),
        CalendarError::DateTwice(date("2026-08-24"))
    );
    assert!(matches!(
        refused("to = \"11:30\"", "to = \"07:30\""),
        CalendarError::Session { .. }
    ));
    assert!(matches!(
        refused("from = \"13:30\"", "from = \"11:00\""),
        CalendarError::Session { .. }
    ));
    assert!(matches!(
        refused("\"fri\"", "\"mon\""),
        CalendarError::WeekdayTwice { .. }
    ));
    assert_eq!(
        refused(
            "sessions = [{ from = \"07:30\", to = \"11:30\" }]",
            "sessions = []"
        ),
        CalendarError::EmptyDay(date("2026-12-31"))
    );
    let days = "days = [\"mon\", \"tue\", \"wed\", \"thu\", \"fri\"]";
    assert!(matches!(
        refused(days, "days = []"),
        CalendarError::Incomplete { missing: "days", .. }
    ));
    let none = Calendar::default();
    assert_eq!(WorkingCalendar::try_from(&none), Err(CalendarError::NoHours));
}

#[test]
fn local_times_become_moments_also_where_the_clock_jumps() {
    let kyiv = Tz::Europe__Kyiv;
    let at = |day: &str, hour, minute| {
        moment(date(day), NaiveTime::from_hms_opt(hour, minute, 0).unwrap(), kyiv)
            .format("%F %R")
            .to_string()
    };
    assert_eq!(at("2026-01-15", 9, 0), "2026-01-15 07:00");
    assert_eq!(at("2026-07-15", 9, 0), "2026-07-15 06:00");
    assert_eq!(
        at("2026-03-29", 3, 30),
        "2026-03-29 01:00",
        "skipped: the first moment after"
    );
    assert_eq!(
        at("2026-10-25", 3, 30),
        "2026-10-25 00:30",
        "twice: the first of the two"
    );
    assert_eq!(
        end_of_day(date("2026-03-09"), Tz::Asia__Shanghai)
            .format("%F %T")
            .to_string(),
        "2026-03-09 15:59:59"
    );
}

#[test]
fn open_means_inside_a_session() {
    let working = working();
    let open = |text: &str| working.is_open(text.parse().unwrap(), Tz::Asia__Ho_Chi_Minh);
    assert!(open("2026-08-21T00:30:00Z"));
    assert!(!open("2026-08-21T04:30:00Z"), "the end of the morning");
    assert!(!open("2026-08-21T05:00:00Z"), "lunch");
    assert!(open("2026-08-21T06:30:00Z"));
    assert!(!open("2026-08-24T02:00:00Z"));
}
