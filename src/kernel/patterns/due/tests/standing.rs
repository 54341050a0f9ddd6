//! The clock stands while the applicant supplements or pays.

use super::*;

#[test]
fn the_clock_stands_while_the_applicant_supplements_or_pays() {
    let five = limit("+5 00:00", Unit::WorkingDay);
    let three_days = [("2026-08-12 10:00", Some("2026-08-14 14:00"))];
    assert_eq!(
        paused(&five, "2026-08-10 09:00", &three_days),
        "2026-08-19 17:00",
        "two closes lost"
    );
    let five_minutes = [("2026-08-12 10:00", Some("2026-08-12 10:05"))];
    assert_eq!(
        paused(&five, "2026-08-10 09:00", &five_minutes),
        "2026-08-17 17:00"
    );
    let from_reception = [("2026-08-10 09:00", Some("2026-08-12 09:00"))];
    assert_eq!(
        paused(&five, "2026-08-10 09:00", &from_reception),
        "2026-08-19 17:00",
        "paid before processing"
    );
    let overlapping = [
        ("2026-08-13 08:00", Some("2026-08-14 14:00")),
        ("2026-08-12 10:00", Some("2026-08-13 09:00")),
    ];
    assert_eq!(
        paused(&five, "2026-08-10 09:00", &overlapping),
        "2026-08-19 17:00"
    );
    let four_hours = limit("+0 04:00", Unit::WorkingHour);
    let an_hour = [("2026-08-17 09:00", Some("2026-08-17 10:00"))];
    assert_eq!(
        paused(&four_hours, "2026-08-17 08:00", &an_hour),
        "2026-08-17 15:00"
    );
    let same_day = limit("+0 00:00", Unit::WorkingDay);
    assert_eq!(
        paused(
            &same_day,
            "2026-08-17 08:00",
            &[("2026-08-17 09:00", Some("2026-08-18 08:00"))]
        ),
        "2026-08-18 17:00"
    );
    let calendar = limit("+3 00:00", Unit::CalendarDay);
    assert_eq!(
        paused(
            &calendar,
            "2026-08-03 09:00",
            &[("2026-08-04 09:00", Some("2026-08-05 09:00"))]
        ),
        "2026-08-07 17:00"
    );
    let clock = limit("+0 12:00", Unit::CalendarDay);
    assert_eq!(
        paused(
            &clock,
            "2026-08-03 09:00",
            &[("2026-08-03 10:00", Some("2026-08-03 11:30"))]
        ),
        "2026-08-03 22:30"
    );
}

#[test]
fn while_the_clock_stands_nothing_is_due() {
    for unit in [Unit::WorkingDay, Unit::WorkingHour, Unit::CalendarDay] {
        for span in ["+5 00:00", "+1 02:00"] {
            let open = [("2026-08-10 10:00", None)];
            assert_eq!(
                paused(&limit(span, unit), "2026-08-10 09:00", &open),
                "standing",
                "{span} {unit:?}"
            );
            let later = [("2026-09-30 10:00", None)];
            assert_eq!(
                paused(&limit(span, unit), "2026-08-10 09:00", &later),
                due(&limit(span, unit), "2026-08-10 09:00"),
                "stopped after it was due"
            );
        }
    }
    let backwards = [Pause {
        from: at("2026-08-12 10:00"),
        to: Some(at("2026-08-11 10:00")),
    }];
    let limit = limit("+5 00:00", Unit::WorkingDay);
    let error = reckon(&limit, at("2026-08-10 09:00"), &backwards, &calendar(), VIET_NAM);
    assert!(matches!(error, Err(DueError::PauseBackwards { .. })));
}
