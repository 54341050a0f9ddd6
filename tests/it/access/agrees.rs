//! The compiled set says what Casbin says: on generated policies with the tenant's own dated lines, with responsibilities and
//! loans that begin and end, on any day.

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};
use onedoor::authority::access::{
    DatedLine, HeldResponsibility, LineReach, Loan, Policy, PolicyLine, RoleTemplates, compile, lines_on,
};
use onedoor::kernel::access::{
    AccessMode, Directory, Level, Options, SecurityProfile, Setting, UnitSet, start,
};
use onedoor::kernel::actions::Verb;
use onedoor::kernel::context::{Actor, Place};
use onedoor::kernel::ids::{
    AccountId, BusinessGroupId, DelegationId, OperatingUnitId, PolicyLineId, ResponsibilityId,
};
use proptest::prelude::*;

/// Roles that responsibilities have.
const ROLES: [&str; 5] = ["receiver", "assessor", "auditor", "cashier", "registrar"];
/// Roles that lines speak of: everybody who works plays `staff` beside the responsibility's.
const SPOKEN_OF: [&str; 6] = ["receiver", "assessor", "auditor", "cashier", "registrar", "staff"];

fn day(n: u64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 1, 1)
        .unwrap()
        .checked_add_days(Days::new(n))
        .unwrap()
}

/// First day and length; 0: without end.
type Days2 = (u64, u64);

fn to(days: Days2) -> Option<NaiveDate> {
    (days.1 > 0).then(|| day(days.0 + days.1))
}

/// Written again here, so that it is not the product's own rule that judges the product.
fn holds(days: Days2, on: u64) -> bool {
    on >= days.0 && (days.1 == 0 || on < days.0 + days.1)
}

#[derive(Debug, Clone)]
struct Line {
    role: usize,
    reach: usize,
    verb: usize,
    allows: bool,
    days: Days2,
}

#[derive(Debug, Clone)]
struct Held {
    role: usize,
    days: Days2,
    /// The units it opens, as bits.
    units: u8,
    /// Lent: the days on which its lender has it, and the units lent.
    loan: Option<(Days2, u8)>,
}

fn days() -> impl Strategy<Value = Days2> {
    (0_u64..8, 0_u64..6)
}

fn line() -> impl Strategy<Value = Line> {
    (
        0..SPOKEN_OF.len(),
        0..3_usize,
        0..Verb::ALL.len(),
        any::<bool>(),
        days(),
    )
        .prop_map(|(role, reach, verb, allows, days)| Line {
            role,
            reach,
            verb,
            allows,
            days,
        })
}

fn held() -> impl Strategy<Value = Held> {
    let loan = proptest::option::of((days(), 0_u8..8));
    (0..ROLES.len(), days(), 1_u8..8, loan).prop_map(|(role, days, units, loan)| Held {
        role,
        days,
        units,
        loan,
    })
}

fn of_bits(all: &[OperatingUnitId; 3], bits: u8) -> BTreeSet<OperatingUnitId> {
    all.iter()
        .enumerate()
        .filter(|(at, _)| bits & (1 << at) != 0)
        .map(|(_, unit)| *unit)
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    #[test]
    fn compiled_sets_say_what_casbin_says_with_lines_loans_and_dates(
        lines in proptest::collection::vec(line(), 0..20),
        held in proptest::collection::vec(held(), 1..4),
        on in 0_u64..12,
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(check(&lines, &held, on));
    }
}

async fn check(lines: &[Line], all_held: &[Held], on: u64) {
    let templates = RoleTemplates::built_in().unwrap();
    let as_line = |line: &Line| PolicyLine {
        role: SPOKEN_OF[line.role].to_owned(),
        reach: LineReach::ALL[line.reach],
        verb: Verb::ALL[line.verb],
        allows: line.allows,
    };
    // The product: its own choice of what holds on the day.
    let dated: Vec<DatedLine> = lines
        .iter()
        .map(|line| DatedLine {
            id: PolicyLineId::fresh(),
            line: as_line(line),
            valid_from: day(line.days.0),
            valid_to: to(line.days),
        })
        .collect();
    let policy = Policy::build(&templates, &lines_on(&dated, day(on)))
        .await
        .unwrap();
    // The reference: Casbin itself with the lines chosen by the rule above, asked for each place.
    let chosen: Vec<PolicyLine> = lines
        .iter()
        .filter(|line| holds(line.days, on))
        .map(as_line)
        .collect();
    let mut casbin = Policy::build(&templates, &chosen).await.unwrap();

    let (units, group) = (
        [
            OperatingUnitId::fresh(),
            OperatingUnitId::fresh(),
            OperatingUnitId::fresh(),
        ],
        BusinessGroupId::fresh(),
    );
    let directory = Directory::new(units.iter().map(|unit| (*unit, group)));
    for (at, one) in all_held.iter().enumerate() {
        let me = AccountId::fresh();
        let name = format!("staff:{me}:{at}");
        let open = of_bits(&units, one.units);
        let product = HeldResponsibility {
            id: ResponsibilityId::fresh(),
            code: String::new(),
            name: serde_json::Value::Null,
            role: ROLES[one.role].to_owned(),
            group,
            valid_from: day(one.days.0),
            valid_to: to(one.days),
            loan: one.loan.map(|(lender, lent)| Loan {
                id: DelegationId::fresh(),
                lender: AccountId::fresh(),
                lender_name: String::new(),
                lender_group: None,
                units: of_bits(&units, lent).into_iter().collect(),
                lender_has: vec![(day(lender.0), to(lender))],
            }),
        };
        let options = Options {
            security_profile: Setting::at(
                Level::User,
                SecurityProfile::listing("units", open.iter().copied()),
            ),
            ..Options::default()
        };
        let begun = start(&options, &directory)
            .ok()
            .and_then(|start| match &product.loan {
                Some(loan) if !loan.units.is_empty() => start.narrowed(&loan.units),
                _ => Some(start),
            });
        let set = match (product.is_in_force(day(on)), begun) {
            (true, Some(start)) => {
                let roles = ["staff", ROLES[one.role]];
                compile(&policy, &roles, Some(start.mode), &start.units)
            }
            _ => compile(&policy, &[], Some(AccessMode::X), &UnitSet::empty()),
        };

        let in_force = holds(one.days, on) && one.loan.is_none_or(|(lender, _)| holds(lender, on));
        let reachable: BTreeSet<OperatingUnitId> = match one.loan {
            Some((_, lent)) if lent != 0 => open.intersection(&of_bits(&units, lent)).copied().collect(),
            _ => open,
        };
        if in_force && !reachable.is_empty() {
            for place in reachable
                .iter()
                .map(ToString::to_string)
                .chain(["tenant".into(), "own".into()])
            {
                for role in ["staff", ROLES[one.role]] {
                    casbin.assign(&name, role, &place).await.unwrap();
                }
            }
        }
        let actor = Actor::Staff(me, product.id);
        for verb in Verb::ALL.iter().copied() {
            let asks = |reach, place: &str| casbin.enforce(&name, reach, place, verb).unwrap();
            assert_eq!(
                set.permits(actor, verb, Place::Tenant),
                asks(LineReach::Tenant, "tenant"),
                "{verb:?} {one:?} on {on}"
            );
            assert_eq!(
                set.permits(actor, verb, Place::Own(me)),
                asks(LineReach::Own, "own"),
                "{verb:?} {one:?} on {on}"
            );
            for unit in units {
                assert_eq!(
                    set.permits(actor, verb, Place::Unit(unit)),
                    asks(LineReach::Unit, &unit.to_string()),
                    "{verb:?} {one:?} on {on}"
                );
            }
        }
    }
}
