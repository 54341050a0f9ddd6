//! What holds for every limit, moment and pause.

use chrono::TimeDelta;
use proptest::prelude::*;

use super::*;

fn any_limit() -> impl Strategy<Value = Limit> {
    let unit = prop_oneof![
        Just(Unit::WorkingDay),
        Just(Unit::WorkingHour),
        Just(Unit::CalendarDay)
    ];
    (0_u32..30, 0_u32..1440, unit, any::<bool>()).prop_map(|(days, minutes, unit, late)| {
        let span = DuePattern {
            days,
            minutes: if late { minutes } else { 0 },
        };
        let cut_off = late.then(|| parse_clock("15:00").unwrap());
        Limit::new(span, unit, cut_off).unwrap_or_else(|_| limit("+1 00:00", unit))
    })
}

fn any_moment() -> impl Strategy<Value = DateTime<Utc>> {
    (0_i64..300 * 24 * 60).prop_map(|minutes| at("2026-02-01 00:00") + TimeDelta::minutes(minutes))
}

fn any_pause() -> impl Strategy<Value = Pause> {
    (any_moment(), 0_i64..20_000).prop_map(|(from, minutes)| Pause {
        from,
        to: Some(from + TimeDelta::minutes(minutes)),
    })
}

fn when(limit: &Limit, received: DateTime<Utc>, pauses: &[Pause]) -> DateTime<Utc> {
    reckon(limit, received, pauses, &calendar(), VIET_NAM)
        .unwrap()
        .due
        .unwrap()
}

proptest! {
    #[test]
    fn working_days_are_counted_one_by_one(received in any_moment(), days in 1_u32..60) {
        let calendar = calendar();
        let due = when(&limit(&format!("+{days} 00:00"), Unit::WorkingDay), received, &[]).with_timezone(&VIET_NAM);
        let received = received.with_timezone(&VIET_NAM).date_naive();
        let counted = received.iter_days().skip(1).take_while(|day| *day <= due.date_naive());
        prop_assert_eq!(counted.filter(|day| calendar.is_working_day(*day)).count(), days as usize);
        prop_assert!(calendar.is_working_day(due.date_naive()));
    }

    #[test]
    fn a_due_date_lies_ahead_and_a_pause_never_brings_it_nearer(
        limit in any_limit(), received in any_moment(), pauses in proptest::collection::vec(any_pause(), 0..4),
    ) {
        let without = when(&limit, received, &[]);
        let with = when(&limit, received, &pauses);
        prop_assert!(received < without && without <= with);
    }

    #[test]
    fn received_later_is_due_no_sooner(
        limit in any_limit(), received in any_moment(), later in 0_i64..10_000,
        pauses in proptest::collection::vec(any_pause(), 0..3),
    ) {
        let second = received + TimeDelta::minutes(later);
        prop_assert!(when(&limit, received, &pauses) <= when(&limit, second, &pauses));
    }

    #[test]
    fn a_longer_limit_is_due_no_sooner(limit in any_limit(), received in any_moment(), more in 1_u32..10) {
        let longer = limit.extended(DuePattern { days: more, minutes: 0 });
        prop_assert!(when(&limit, received, &[]) <= when(&longer, received, &[]));
    }

    #[test]
    fn any_text_is_read_or_refused_inside_itself(text in "[+0-9: -]{0,12}|\\PC{0,12}") {
        match DuePattern::parse(&text) {
            Ok(span) => prop_assert_eq!(DuePattern::parse(&span.to_string()), Ok(span)),
            Err(error) => prop_assert!(text.is_char_boundary(error.at.byte)),
        }
    }
}
