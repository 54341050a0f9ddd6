//! The permission matrix, and that the compiled access sets say what Casbin says.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

use onedoor::authority::access::{LineReach, Policy, PolicyLine, RoleTemplates, compile};
use onedoor::kernel::access::{AccessMode, UnitSet};
use onedoor::kernel::actions::Verb;
use onedoor::kernel::context::{Actor, Place};
use onedoor::kernel::ids::{AccountId, OperatingUnitId, ResponsibilityId};
use proptest::prelude::*;

const MATRIX: &str = "policies/actions/matrix.txt";
const REACHES: [LineReach; 3] = [LineReach::Tenant, LineReach::Unit, LineReach::Own];

async fn policy(own: &[PolicyLine]) -> Policy {
    Policy::build(&RoleTemplates::built_in().unwrap(), own)
        .await
        .unwrap()
}

/// Role by verb: T for the tenant as a whole, U for what lies in a unit, O for one's own.
fn matrix(policy: &Policy) -> String {
    let roles: Vec<&str> = policy.roles().collect();
    let mut text = String::from(
        "# Who may do what: printed from Casbin's answers, compared by a test, read in review.\n\
         # T: subjects of the tenant as a whole; U: what lies in an operating unit of the responsibility; O: one's own.\n\
         # After a change of policies/actions/roles.toml print it again: ONEDOOR_PRINT_MATRIX=1 make test\n\n",
    );
    let _ = write!(text, "{:<22}", "");
    for role in &roles {
        let _ = write!(text, "{role:>14}");
    }
    text.push('\n');
    for verb in Verb::ALL {
        let _ = write!(text, "{:<22}", verb.name());
        for role in &roles {
            let reaches = policy
                .reaches(role)
                .and_then(|verbs| verbs.get(verb))
                .copied()
                .unwrap_or_default();
            let cell: String = [(reaches.tenant, 'T'), (reaches.unit, 'U'), (reaches.own, 'O')]
                .into_iter()
                .filter_map(|(has, letter)| has.then_some(letter))
                .collect();
            let _ = write!(text, "{:>14}", if cell.is_empty() { "." } else { &cell });
        }
        text.push('\n');
    }
    text
}

#[tokio::test]
async fn the_matrix_is_the_one_that_was_reviewed() {
    let printed = matrix(&policy(&[]).await);
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(MATRIX);
    if std::env::var_os("ONEDOOR_PRINT_MATRIX").is_some() {
        std::fs::write(&path, &printed).unwrap();
    }
    let reviewed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        printed == reviewed,
        "permissions changed; print {MATRIX} again and read it:\n{printed}"
    );
}

#[tokio::test]
async fn nobody_may_everything_and_every_verb_is_somebodys() {
    let policy = policy(&[]).await;
    for role in policy.roles() {
        let verbs = policy.reaches(role).map_or(0, BTreeMap::len);
        assert!(verbs < Verb::ALL.len() / 2, "{role} has {verbs} verbs");
    }
    for verb in Verb::ALL {
        let somebody = policy
            .roles()
            .any(|role| policy.reaches(role).is_some_and(|verbs| verbs.contains_key(verb)));
        assert!(somebody, "{} is nobody's", verb.name());
    }
    let public = policy.reaches("public").unwrap();
    assert!(
        public.values().all(|reaches| !reaches.unit && !reaches.own),
        "the public has no unit and nothing of its own"
    );
}

fn any_lines() -> impl Strategy<Value = Vec<PolicyLine>> {
    let roles = prop::sample::select(vec![
        "citizen",
        "receiver",
        "assessor",
        "auditor",
        "cashier",
        "registrar",
    ]);
    let line = (roles, 0..REACHES.len(), 0..Verb::ALL.len(), any::<bool>()).prop_map(
        |(role, reach, verb, allows)| PolicyLine {
            role: role.to_owned(),
            reach: REACHES[reach],
            verb: Verb::ALL[verb],
            allows,
        },
    );
    // The table that holds them has one line for each role, reach and verb.
    prop::collection::vec(line, 0..24).prop_map(|lines| {
        let mut once: Vec<PolicyLine> = Vec::new();
        for line in lines {
            if !once
                .iter()
                .any(|one| one.role == line.role && one.reach == line.reach && one.verb == line.verb)
            {
                once.push(line);
            }
        }
        once
    })
}

/// Who is asked about: a role within units, and the places compared.
struct Case {
    account: AccountId,
    mine: [OperatingUnitId; 2],
    other: OperatingUnitId,
    role: &'static str,
    mode: AccessMode,
}

impl Case {
    fn new(role: &'static str, mode: AccessMode) -> Self {
        Self {
            account: AccountId::fresh(),
            mine: [OperatingUnitId::fresh(), OperatingUnitId::fresh()],
            other: OperatingUnitId::fresh(),
            role,
            mode,
        }
    }

    /// The units that the mode opens.
    fn open(&self) -> Vec<OperatingUnitId> {
        match self.mode {
            AccessMode::S => vec![self.mine[0]],
            AccessMode::M => self.mine.to_vec(),
            AccessMode::A => vec![self.mine[0], self.mine[1], self.other],
            AccessMode::X => Vec::new(),
        }
    }

    async fn agrees(&self, policy: &mut Policy) {
        let name = format!("staff:{}", self.account);
        let units: Vec<OperatingUnitId> = self.open();
        for place in units
            .iter()
            .map(ToString::to_string)
            .chain(["tenant".to_owned(), "own".to_owned()])
        {
            policy.assign(&name, self.role, &place).await.unwrap();
        }
        let bound: UnitSet = if self.mode == AccessMode::A {
            UnitSet::empty()
        } else {
            units.into_iter().collect()
        };
        let set = compile(policy, &[self.role], Some(self.mode), &bound);
        let actor = Actor::Staff(self.account, ResponsibilityId::fresh());
        let stranger = AccountId::fresh();
        for verb in Verb::ALL.iter().copied() {
            let asks = |reach: LineReach, place: &str| policy.enforce(&name, reach, place, verb).unwrap();
            let (tenant, own) = (asks(LineReach::Tenant, "tenant"), asks(LineReach::Own, "own"));
            assert_eq!(
                set.permits(actor, verb, Place::Tenant),
                tenant,
                "{} {verb:?} tenant",
                self.role
            );
            assert_eq!(
                set.permits(actor, verb, Place::Own(self.account)),
                own,
                "{} {verb:?} own",
                self.role
            );
            assert!(
                !set.permits(actor, verb, Place::Own(stranger)),
                "{} {verb:?} a stranger's",
                self.role
            );
            for unit in [self.mine[0], self.mine[1], self.other] {
                let in_unit = asks(LineReach::Unit, &unit.to_string());
                assert_eq!(
                    set.permits(actor, verb, Place::Unit(unit)),
                    in_unit,
                    "{} {verb:?} {unit}",
                    self.role
                );
                assert_eq!(
                    set.permits(actor, verb, Place::UnitOrOwn(unit, self.account)),
                    in_unit || own
                );
                assert_eq!(
                    set.permits(actor, verb, Place::UnitOrOwn(unit, stranger)),
                    in_unit
                );
                assert_eq!(
                    set.permits(actor, verb, Place::AnyUnitOrOwn(vec![unit], stranger)),
                    in_unit
                );
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, ..ProptestConfig::default() })]

    /// Two tenants with policies of their own: each set says what its own tenant's Casbin says.
    #[test]
    fn compiled_sets_say_what_casbin_says(ours in any_lines(), theirs in any_lines()) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            for lines in [ours, theirs] {
                let mut policy = policy(&lines).await;
                let modes = [AccessMode::S, AccessMode::M, AccessMode::A, AccessMode::X];
                for (role, mode) in ["receiver", "auditor", "citizen", "cashier"].into_iter().zip(modes) {
                    if policy.reaches(role).is_some() {
                        Case::new(role, mode).agrees(&mut policy).await;
                    }
                }
            }
        });
    }
}

#[tokio::test]
async fn a_tenants_line_reaches_its_own_tenant_only_and_a_prohibition_wins() {
    let forbids = PolicyLine {
        role: "receiver".into(),
        reach: LineReach::Unit,
        verb: Verb::ReceiveDossier,
        allows: false,
    };
    let allows = PolicyLine {
        role: "receiver".into(),
        reach: LineReach::Unit,
        verb: Verb::TakeCash,
        allows: true,
    };
    let (ours, theirs) = (policy(&[forbids, allows]).await, policy(&[]).await);
    let has = |policy: &Policy, verb| {
        policy
            .reaches("receiver")
            .is_some_and(|verbs| verbs.contains_key(&verb))
    };
    assert!(!has(&ours, Verb::ReceiveDossier) && has(&theirs, Verb::ReceiveDossier));
    assert!(has(&ours, Verb::TakeCash) && !has(&theirs, Verb::TakeCash));
}
