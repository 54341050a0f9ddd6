//! What a due date says of itself.

use super::*;

#[test]
fn a_due_date_says_how_it_was_computed() {
    let told = |limit: &Limit, received: &str, pauses: &[Pause]| {
        let reckoning = reckon(limit, at(received), pauses, &calendar(), VIET_NAM).unwrap();
        let steps = serde_json::to_value(&reckoning.steps).unwrap();
        let back: Vec<Step> = serde_json::from_value(steps.clone()).unwrap();
        assert_eq!(back, reckoning.steps);
        let line = |step: &serde_json::Value| {
            let extra = step
                .get("day")
                .or(step.get("minutes"))
                .or(step.get("at"))
                .map_or(String::new(), |v| format!(" {v}"));
            format!(
                "{} {}{extra}",
                &step["date"].as_str().unwrap()[5..],
                step["what"].as_str().unwrap()
            )
        };
        steps.as_array().unwrap().iter().map(line).collect::<Vec<_>>()
    };
    let pause = [Pause {
        from: at("2026-08-21 09:00"),
        to: Some(at("2026-08-22 08:00")),
    }];
    assert_eq!(
        told(&cut_off("+2 00:00", Unit::WorkingDay), "2026-08-19 15:30", &pause),
        [
            "08-19 received \"15:30\"",
            "08-19 after_cut_off",
            "08-20 beginning",
            "08-21 standing",
            "08-22 counted 1",
            "08-23 weekly_off",
            "08-24 off",
            "08-25 counted 2",
            "08-25 due \"17:00\"",
        ]
    );
    assert_eq!(
        told(&limit("+0 03:00", Unit::WorkingHour), "2026-08-21 16:00", &[]),
        [
            "08-21 received \"16:00\"",
            "08-21 worked 60",
            "08-22 worked 120",
            "08-22 due \"09:30\"",
        ]
    );
    assert_eq!(
        told(&limit("+1 00:00", Unit::CalendarDay), "2026-08-28 09:00", &[]),
        [
            "08-28 received \"09:00\"",
            "08-28 beginning",
            "08-29 counted 1",
            "08-29 moved_on",
            "08-30 moved_on",
            "08-31 due \"17:00\"",
        ]
    );
    assert_eq!(
        told(&limit("+1 02:00", Unit::WorkingDay), "2026-08-21 09:00", &[]),
        [
            "08-21 received \"09:00\"",
            "08-21 beginning",
            "08-22 counted 1",
            "08-23 weekly_off",
            "08-24 off",
            "08-25 worked 120",
            "08-25 due \"09:30\"",
        ]
    );
}
