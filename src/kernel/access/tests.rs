use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::kernel::ids::BusinessGroupId;

fn unit(n: u128) -> OperatingUnitId {
    OperatingUnitId::from_uuid(Uuid::from_u128(n))
}

fn group(n: u128) -> BusinessGroupId {
    BusinessGroupId::from_uuid(Uuid::from_u128(1000 + n))
}

/// Units 1 to 3 in one business group.
fn directory() -> Directory {
    Directory::new((1..=3).map(|n| (unit(n), group(1))))
}

fn profile(list: &[u128]) -> Setting<SecurityProfile> {
    Setting::at(
        Level::Responsibility,
        SecurityProfile::listing("Land", list.iter().map(|n| unit(*n))),
    )
}

fn view_all(scope: Scope) -> Setting<SecurityProfile> {
    Setting::at(
        Level::Site,
        SecurityProfile {
            view_all: true,
            scope,
            ..SecurityProfile::listing("Everything", [])
        },
    )
}

#[test]
fn a_default_outside_the_profile_is_no_default() {
    let options = Options {
        security_profile: profile(&[1, 2]),
        default_unit: Setting::at(Level::User, unit(3)),
        ..Options::default()
    };
    let start = start(&options, &directory()).unwrap();
    assert_eq!(
        (start.mode, start.default, start.current),
        (AccessMode::M, None, None)
    );
    assert_eq!(start.units, UnitSet::from_iter([unit(1), unit(2)]));
    assert_eq!(start.default_reason, DefaultReason::OptionOutsideSet(Level::User));
}

#[test]
fn a_profile_of_one_unit_is_single_whatever_the_default_says() {
    let options = Options {
        security_profile: profile(&[1]),
        default_unit: Setting::at(Level::User, unit(2)),
        ..Options::default()
    };
    let start = start(&options, &directory()).unwrap();
    assert_eq!(start.mode, AccessMode::S);
    assert_eq!((start.current, start.default), (Some(unit(1)), Some(unit(1))));
}

#[test]
fn without_a_profile_the_operating_unit_option_counts() {
    let options = Options {
        operating_unit: Setting::at(Level::Responsibility, unit(2)),
        ..Options::default()
    };
    let start = start(&options, &directory()).unwrap();
    assert_eq!((start.mode, start.current), (AccessMode::S, Some(unit(2))));
    assert_eq!(
        start.reason.to_string(),
        "one operating unit, set at level responsibility"
    );
}

#[test]
fn a_profile_that_is_set_makes_the_operating_unit_option_nothing() {
    let options = Options {
        security_profile: profile(&[1, 2]),
        operating_unit: Setting::at(Level::User, unit(3)),
        ..Options::default()
    };
    let start = start(&options, &directory()).unwrap();
    assert!(!start.units.contains(unit(3)));
    assert_eq!(
        start.reason.to_string(),
        "security profile \u{201c}Land\u{201d}, set at level responsibility"
    );
}

#[test]
fn no_unit_is_an_error_that_says_what_to_set() {
    assert_eq!(
        start(&Options::default(), &directory()),
        Err(StartError::NothingSet)
    );
    let empty = Options {
        security_profile: profile(&[9]),
        operating_unit: Setting::at(Level::User, unit(1)),
        ..Options::default()
    };
    let error = start(&empty, &directory()).unwrap_err();
    assert!(
        error.to_string().contains("opens no operating unit today"),
        "{error}"
    );
    let gone = Options {
        operating_unit: Setting::at(Level::Site, unit(9)),
        ..Options::default()
    };
    assert!(matches!(
        start(&gone, &directory()),
        Err(StartError::UnknownUnit {
            level: Level::Site,
            ..
        })
    ));
}

#[test]
fn the_level_nearest_to_the_person_wins() {
    let setting = Setting::at(Level::Site, 4)
        .and(Level::Application, 3)
        .and(Level::Responsibility, 2);
    assert_eq!(
        setting.resolve(),
        Some(Resolved {
            value: &2,
            level: Level::Responsibility
        })
    );
    assert_eq!(
        setting.and(Level::User, 1).resolve(),
        Some(Resolved {
            value: &1,
            level: Level::User
        })
    );
    assert_eq!(Setting::<u8>::default().resolve(), None);
}

#[test]
fn view_all_is_mode_a_only_when_it_is_every_unit_of_the_tenant() {
    let two_groups = Directory::new([(unit(1), group(1)), (unit(2), group(1)), (unit(3), group(2))]);
    let options = |scope| Options {
        security_profile: view_all(scope),
        ..Options::default()
    };
    assert_eq!(
        start(&options(Scope::Global), &two_groups).unwrap().mode,
        AccessMode::A
    );
    let local = start(&options(Scope::Local(group(1))), &two_groups).unwrap();
    assert_eq!((local.mode, local.units.len()), (AccessMode::M, 2));
    assert_eq!(
        start(&options(Scope::Local(group(1))), &directory())
            .unwrap()
            .mode,
        AccessMode::A
    );
    let one = Directory::new([(unit(1), group(1))]);
    assert_eq!(start(&options(Scope::Global), &one).unwrap().mode, AccessMode::S);
}

#[test]
fn a_hierarchy_opens_what_is_below_its_top_and_a_circle_ends() {
    let top = Uuid::from_u128(500);
    let middle = Uuid::from_u128(501);
    let tree = directory().with_hierarchy([
        (middle, top),
        (unit(1).uuid(), middle),
        (unit(2).uuid(), unit(3).uuid()),
        (unit(3).uuid(), unit(2).uuid()),
    ]);
    let by = |hierarchy, list: &[u128]| SecurityProfile {
        hierarchies: [hierarchy].into(),
        ..SecurityProfile::listing("Tree", list.iter().map(|n| unit(*n)))
    };
    assert_eq!(by(top, &[]).units(&tree), UnitSet::from_iter([unit(1)]));
    assert_eq!(
        by(unit(1).uuid(), &[]).units(&tree),
        UnitSet::from_iter([unit(1)])
    );
    assert_eq!(by(top, &[3]).units(&tree), UnitSet::from_iter([unit(1), unit(3)]));
}

#[test]
fn a_local_profile_never_leaves_its_business_group() {
    let two_groups = Directory::new([(unit(1), group(1)), (unit(2), group(2))]);
    let profile = SecurityProfile {
        scope: Scope::Local(group(1)),
        ..SecurityProfile::listing("Local", [unit(1), unit(2)])
    };
    assert_eq!(profile.units(&two_groups), UnitSet::from_iter([unit(1)]));
}

fn access(list: &[u128], default: Option<u128>) -> Access {
    let options = Options {
        security_profile: profile(list),
        default_unit: default.map_or_else(Setting::default, |n| Setting::at(Level::User, unit(n))),
        ..Options::default()
    };
    Access::begin(start(&options, &directory()).unwrap())
}

#[test]
fn mode_a_is_entered_only_when_the_start_granted_it() {
    let mut several = access(&[1, 2], None);
    assert_eq!(several.enter_all(), Err(EnterError::AllNotGranted));
    assert_eq!(several.mode(), AccessMode::M);
    let options = Options {
        security_profile: view_all(Scope::Global),
        ..Options::default()
    };
    let mut all = Access::begin(start(&options, &directory()).unwrap());
    all.enter_nothing();
    assert_eq!(all.enter_all(), Ok(()));
    assert!(all.check_access(unit(77)));
}

#[test]
fn entering_several_all_or_nothing_clears_the_current_unit() {
    let mut access = access(&[1, 2], None);
    access.enter_single(unit(1)).unwrap();
    assert_eq!(access.current(), Some(unit(1)));
    assert!(!access.check_access(unit(2)));
    access.enter_multiple();
    assert_eq!(access.current(), None);
    assert!(access.check_access(unit(2)));
    access.enter_single(unit(2)).unwrap();
    access.enter_nothing();
    assert_eq!((access.current(), access.units().len()), (None, 0));
    assert!(!access.check_access(unit(2)));
    assert_eq!(
        access.enter_single(unit(3)),
        Err(EnterError::UnitNotGranted(unit(3)))
    );
    assert_eq!(access.mode(), AccessMode::X);
}

#[test]
fn the_unit_of_a_call_is_chosen_first_and_checked_after() {
    let mut access = access(&[1, 2], Some(2));
    assert_eq!(access.unit_of_call(None), Some(unit(2)), "the default");
    assert_eq!(
        access.unit_of_call(Some(unit(1))),
        Some(unit(1)),
        "the explicit one"
    );
    assert_eq!(
        access.unit_of_call(Some(unit(3))),
        None,
        "an explicit one that fails is not replaced"
    );
    access.enter_single(unit(1)).unwrap();
    assert_eq!(
        access.unit_of_call(None),
        Some(unit(1)),
        "the current one before the default"
    );
    assert_eq!(
        access.unit_of_call(Some(unit(2))),
        None,
        "outside the single unit"
    );
    access.enter_nothing();
    assert_eq!(access.unit_of_call(None), None);
}

/// Of three units of one group and one of another, 3 was taken over by 2 and 5 by 3; nobody took 6 over, nor 7 of the other group.
fn after_reorganisations() -> Directory {
    let ended = |n, of, successor: Option<u128>| Ended {
        unit: unit(n),
        group: group(of),
        successor: successor.map(unit),
    };
    Directory::new([(unit(1), group(1)), (unit(2), group(1)), (unit(4), group(2))]).with_ended([
        ended(3, 1, Some(2)),
        ended(5, 1, Some(3)),
        ended(6, 1, None),
        ended(7, 2, None),
    ])
}

fn kept_under(security_profile: Setting<SecurityProfile>, alone_in: Option<u128>) -> Vec<OperatingUnitId> {
    let options = Options {
        security_profile,
        ..Options::default()
    };
    let mut access = Access::begin(start(&options, &after_reorganisations()).unwrap());
    if let Some(n) = alone_in {
        access.enter_single(unit(n)).unwrap();
    }
    for ended in access.kept().iter() {
        assert!(row_is_visible(Some(&access), ended));
        assert!(!access.check_access(ended) && access.unit_of_call(Some(ended)).is_none());
    }
    access.kept().iter().collect()
}

#[test]
fn what_an_ended_unit_left_is_seen_where_its_successor_is_and_worked_in_nowhere() {
    assert_eq!(kept_under(profile(&[2]), None), [unit(3), unit(5)]);
    assert_eq!(kept_under(profile(&[1]), None), []);
    assert_eq!(kept_under(profile(&[1, 2]), None), [unit(3), unit(5)]);
    assert_eq!(kept_under(profile(&[1, 2]), Some(1)), []);
    assert_eq!(kept_under(profile(&[1, 2]), Some(2)), [unit(3), unit(5)]);
    assert_eq!(
        kept_under(profile(&[1, 6]), None),
        [],
        "nobody works in what has ended, whatever lists it"
    );
}

#[test]
fn what_nobody_took_over_is_seen_by_whoever_sees_all_of_its_group() {
    let all_of = |n| view_all(Scope::Local(group(n)));
    assert_eq!(kept_under(all_of(1), None), [unit(3), unit(5), unit(6)]);
    assert_eq!(kept_under(all_of(1), Some(1)), []);
    assert_eq!(kept_under(all_of(1), Some(2)), [unit(3), unit(5)]);
    assert_eq!(
        kept_under(all_of(2), None),
        [unit(7)],
        "with one unit left there is no wider view to change to"
    );
}

#[test]
fn a_loan_of_some_units_keeps_only_what_they_took_over() {
    let options = Options {
        security_profile: view_all(Scope::Local(group(1))),
        ..Options::default()
    };
    let whole = start(&options, &after_reorganisations()).unwrap();
    let kept = |n| {
        let lent = whole.clone().narrowed(&UnitSet::from_iter([unit(n)])).unwrap();
        lent.kept.into_keys().collect::<Vec<_>>()
    };
    assert_eq!(kept(1), []);
    assert_eq!(kept(2), [unit(3), unit(5)]);
}

#[test]
fn units_that_took_each_other_over_are_nobodys() {
    let circle = [(1, 2), (2, 1)].map(|(n, successor)| Ended {
        unit: unit(n),
        group: group(1),
        successor: Some(unit(successor)),
    });
    let directory = Directory::new([(unit(3), group(1))]).with_ended(circle);
    assert!(directory.kept_by(&UnitSet::from_iter([unit(3)]), None).is_empty());
}

#[test]
fn no_context_sees_no_row() {
    assert!(!row_is_visible(None, unit(1)));
    assert!(row_is_visible(Some(&access(&[1], None)), unit(1)));
}

#[test]
fn modes_read_back_what_they_print() {
    for mode in [AccessMode::S, AccessMode::M, AccessMode::A, AccessMode::X] {
        assert_eq!(mode.to_string().parse(), Ok(mode));
    }
    assert!("s".parse::<AccessMode>().is_err());
    assert!("".parse::<AccessMode>().is_err());
}

#[derive(Debug, Clone)]
enum Step {
    Single(u128),
    Multiple,
    All,
    Nothing,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        (1_u128..6).prop_map(Step::Single),
        Just(Step::Multiple),
        Just(Step::All),
        Just(Step::Nothing)
    ]
}

proptest! {
    #[test]
    fn no_walk_through_the_modes_reaches_a_unit_that_was_not_granted(
        list in proptest::collection::btree_set(1_u128..4, 1..4),
        default in proptest::option::of(1_u128..6),
        steps in proptest::collection::vec(step(), 0..12),
    ) {
        let mut access = access(&list.iter().copied().collect::<Vec<_>>(), default);
        for step in steps {
            match step {
                Step::Single(n) => { let _ = access.enter_single(unit(n)); }
                Step::Multiple => access.enter_multiple(),
                Step::All => { let _ = access.enter_all(); }
                Step::Nothing => access.enter_nothing(),
            }
            for n in 1..6 {
                if access.check_access(unit(n)) {
                    prop_assert!(list.contains(&n));
                    prop_assert!(access.units().contains(unit(n)));
                }
                if let Some(found) = access.unit_of_call(Some(unit(n))) {
                    prop_assert!(access.check_access(found));
                }
            }
            prop_assert_eq!(access.current().is_some(), access.mode() == AccessMode::S);
        }
    }
}
