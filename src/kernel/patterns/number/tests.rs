use chrono::TimeZone;
use proptest::prelude::*;

use super::*;

fn pattern(text: &str) -> NumberPattern {
    NumberPattern::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn refused(text: &str) -> NumberPatternError {
    NumberPattern::parse(text).expect_err(text)
}

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

fn number(text: &str, date: NaiveDate, serial: u64) -> String {
    pattern(text).render(date, "G12", serial).unwrap()
}

#[test]
fn viet_nams_dossier_code() {
    let pattern = pattern("H99.{unit}-{YY}{MM}{DD}-{NNNN-D}");
    assert!(pattern.uses_unit());
    assert_eq!(
        pattern.render(day(2026, 3, 9), "12.03", 7).unwrap(),
        "H99.12.03-260309-0007"
    );
    let frame = pattern.frame(day(2026, 3, 9), "12").unwrap();
    assert_eq!(
        (frame.prefix.as_str(), frame.suffix.as_str(), frame.width),
        ("H99.12-260309-", "", 4)
    );
}

#[test]
fn letters_outside_braces_are_literal() {
    assert_eq!(number("HN-NYMD/{NN}", day(2026, 1, 2), 5), "HN-NYMD/05");
    assert_eq!(
        number("№ {NNN-Y}/{YYYY}-ЦНАП", day(2026, 1, 2), 5),
        "№ 005/2026-ЦНАП"
    );
    assert_eq!(
        number("清政〔{YYYY}〕{NN-Y}号", day(2026, 1, 2), 5),
        "清政〔2026〕05号"
    );
}

#[test]
fn a_serial_longer_than_its_width_widens_and_is_announced_before() {
    let pattern = pattern("{YYYY}-{NN-Y}");
    assert_eq!(pattern.render(day(2026, 1, 2), "", 99).unwrap(), "2026-99");
    assert_eq!(pattern.render(day(2026, 1, 2), "", 100).unwrap(), "2026-100");
    let rooms = [1, 89, 90, 99, 100].map(|serial| pattern.room(serial));
    assert_eq!(
        rooms,
        [
            Room::Enough,
            Room::Enough,
            Room::Nearly,
            Room::Nearly,
            Room::Outgrown
        ]
    );
    assert_eq!(
        NumberPattern::parse("{NNNNNNNNNNNNNNNNNN}")
            .unwrap()
            .room(u64::MAX),
        Room::Outgrown
    );
}

#[test]
fn refusals_say_where_and_what_to_write() {
    for (text, character, problem) in [
        ("A-{N}", 3, Problem::SingleN),
        ("A-{N-Y}", 3, Problem::SingleN),
        ("Số {NNNN", 4, Problem::OpenBrace),
        ("Số {YYYY{NNNN}", 4, Problem::OpenBrace),
        ("Số }{NNNN}", 4, Problem::StrayBrace),
        ("{NN}-{NN}", 6, Problem::SecondSerial),
        ("{YYYY}", 7, Problem::NoSerial),
        ("", 1, Problem::NoSerial),
        ("{}{NN}", 1, Problem::UnknownToken(String::new())),
        ("{HH}{NN}", 1, Problem::UnknownToken("HH".into())),
        ("{NN-W}", 1, Problem::UnknownToken("NN-W".into())),
        ("{NN-}", 1, Problem::UnknownToken("NN-".into())),
        ("{NN -Y}", 1, Problem::UnknownToken("NN -Y".into())),
        ("{NNNNNNNNNNNNNNNNNNN}", 1, Problem::TooWide),
        ("A\n{NN}", 2, Problem::ControlCharacter),
        (
            "{yyyy}/{NN}",
            1,
            Problem::LetterCase {
                written: "yyyy".into(),
                known: "YYYY".into(),
            },
        ),
        (
            "{YYYY}/{nnnn-y}",
            8,
            Problem::LetterCase {
                written: "nnnn-y".into(),
                known: "NNNN-Y".into(),
            },
        ),
        (
            "{UNIT}/{NN}",
            1,
            Problem::LetterCase {
                written: "UNIT".into(),
                known: "unit".into(),
            },
        ),
    ] {
        let error = refused(text);
        assert_eq!(
            (error.at.character, &error.problem),
            (character, &problem),
            "{text}"
        );
    }
    assert_eq!(
        refused("Số {N}").to_string(),
        "number pattern, character 4: a serial needs at least two N; write {NN} or more"
    );
    assert_eq!(refused(&"A".repeat(200)).problem, Problem::TooLong);
}

#[test]
fn a_reset_without_its_period_in_the_text_is_refused() {
    for text in [
        "{NN-Y}",
        "{MM}{NN-M}",
        "{YYYY}{NN-M}",
        "{YYYY}{MM}{NN-D}",
        "{DD}{MM}{NN-D}",
        "{DD}{NN-D}",
    ] {
        assert!(
            matches!(refused(text).problem, Problem::PeriodNotShown { .. }),
            "{text}"
        );
    }
    for text in [
        "{NN}",
        "{YY}{NN-Y}",
        "{NN-Y}/{YYYY}",
        "{MM}{YY}{NN-M}",
        "{DD}.{MM}.{YYYY}/{NN-D}",
    ] {
        pattern(text);
    }
}

#[test]
fn the_unit_cannot_run_into_its_neighbours() {
    for text in [
        "{unit}{NN}",
        "{unit}1-{NN}",
        "{unit}.{NN}",
        "{NN}{unit}",
        "{NN}.{unit}",
        "{unit}{unit}-{NN}",
    ] {
        assert_eq!(refused(text).problem, Problem::UnitRunsOn, "{text}");
    }
    for text in ["{unit}-{NN}", "A{unit}/{NN}", "{NN}-{unit}", "{YY}{unit}-{NN-Y}"] {
        pattern(text);
    }
    let pattern = pattern("{unit}-{NN}");
    for code in ["", "A-1", "A B", "Đ1", "{unit}", &"A".repeat(33)] {
        assert!(pattern.frame(day(2026, 1, 1), code).is_err(), "{code}");
    }
    let without = NumberPattern::parse("{NN}").unwrap();
    assert!(without.frame(day(2026, 1, 1), "any text, not used").is_ok());
}

#[test]
fn the_first_of_november_and_the_eleventh_of_january_have_different_counters() {
    let pattern = pattern("{YYYY}{MM}{DD}-{NN-D}");
    assert_eq!(pattern.series_key(day(2026, 11, 1)), "D2026-11-01");
    assert_eq!(pattern.series_key(day(2026, 1, 11)), "D2026-01-11");
}

#[test]
fn the_counter_follows_the_period() {
    let keys = |text| {
        let pattern = pattern(text);
        [day(2026, 12, 31), day(2027, 1, 1)].map(|date| pattern.series_key(date))
    };
    assert_eq!(keys("{NN}"), ["E", "E"]);
    assert_eq!(keys("{YY}{NN-Y}"), ["Y2026", "Y2027"]);
    assert_eq!(keys("{YY}{MM}{NN-M}"), ["M2026-12", "M2027-01"]);
}

#[test]
fn reception_near_midnight_is_numbered_by_the_tenants_day() {
    let moment = Utc.with_ymd_and_hms(2026, 12, 31, 17, 30, 0).unwrap();
    assert_eq!(local_date(moment, Tz::Asia__Ho_Chi_Minh), day(2027, 1, 1));
    assert_eq!(local_date(moment, Tz::Europe__Kyiv), day(2026, 12, 31));
}

#[test]
fn a_back_dated_reception_takes_the_counter_of_its_own_day() {
    let pattern = pattern("{YYYY}{MM}{DD}-{NN-D}");
    let (yesterday, today) = (day(2026, 3, 9), day(2026, 3, 10));
    assert_ne!(pattern.series_key(yesterday), pattern.series_key(today));
    assert_eq!(pattern.render(yesterday, "", 41).unwrap(), "20260309-41");
}

#[test]
fn a_pattern_is_stored_as_its_text_and_checked_on_reading() {
    let pattern = pattern("HN-{YYYY}-{NNNN-Y}");
    let json = serde_json::to_string(&pattern).unwrap();
    assert_eq!(json, r#""HN-{YYYY}-{NNNN-Y}""#);
    assert_eq!(serde_json::from_str::<NumberPattern>(&json).unwrap(), pattern);
    assert!(serde_json::from_str::<NumberPattern>(r#""{N}""#).is_err());
}

const USABLE: [&str; 6] = [
    "{NNN}",
    "{unit}-{NN}",
    "{NN-Y}/{YYYY}",
    "HN-{YYYY}{MM}-{NN-M}",
    "H99.{unit}-{YY}{MM}{DD}-{NNNN-D}",
    "{NN-D}-{unit}/{DD}{MM}{YYYY}",
];

fn any_day() -> impl Strategy<Value = NaiveDate> {
    (0_i64..36_524).prop_map(|n| day(2000, 1, 1) + chrono::Duration::days(n))
}

proptest! {
    #[test]
    fn two_counters_never_give_the_same_number(
        which in 0..USABLE.len(),
        (first_day, second_day) in (any_day(), any_day()),
        (first_unit, second_unit) in ("[A-C0-2.]{1,3}", "[A-C0-2.]{1,3}"),
        (first_serial, second_serial) in (1_u64..2000, 1_u64..2000),
    ) {
        let pattern = pattern(USABLE[which]);
        let first = pattern.render(first_day, &first_unit, first_serial).unwrap();
        let second = pattern.render(second_day, &second_unit, second_serial).unwrap();
        if first == second {
            prop_assert_eq!(first_serial, second_serial);
            prop_assert_eq!(pattern.series_key(first_day), pattern.series_key(second_day));
            prop_assert!(!pattern.uses_unit() || first_unit == second_unit);
        }
    }

    #[test]
    fn the_frame_and_the_serial_are_the_number(which in 0..USABLE.len(), date in any_day(), serial: u64) {
        let pattern = pattern(USABLE[which]);
        let frame = pattern.frame(date, "G1").unwrap();
        let number = pattern.render(date, "G1", serial).unwrap();
        let digits = number.strip_prefix(&frame.prefix).and_then(|rest| rest.strip_suffix(&frame.suffix)).unwrap();
        prop_assert!(digits.len() >= frame.width);
        prop_assert_eq!(digits.parse::<u64>().unwrap(), serial);
    }

    #[test]
    fn any_text_is_read_or_refused_inside_itself(text in "[{}NYMDnd0-9 ăЖ号-]{0,40}|\\PC{0,40}") {
        match NumberPattern::parse(&text) {
            Ok(pattern) => prop_assert_eq!(pattern.text(), text.as_str()),
            Err(error) => {
                prop_assert!(text.is_char_boundary(error.at.byte));
                prop_assert!(error.at.character <= text.chars().count() + 1);
            }
        }
    }
}
