//! Thousands of random changes, most of them wrong in some way, through the command path. A checker that knows nothing of
//! the commands reads the tables and says which rule a state breaks.

use std::collections::BTreeMap;

use onedoor::authority::organisation::change::{Change, Dossiers, DossiersOfHall, Equipment, Kind};
use onedoor::kernel::error::Error;
use uuid::Uuid;

use super::world::{World, called, name};

/// A small generator whose run can be repeated from its seed.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(sides).unwrap()).unwrap()
    }

    fn pick(&mut self, of: &[Uuid]) -> Uuid {
        if of.is_empty() || self.roll(25) == 0 {
            return Uuid::from_u128(u128::from(self.0));
        }
        of[self.roll(of.len())]
    }

    fn maybe(&mut self, of: &[Uuid]) -> Option<Uuid> {
        (self.roll(3) > 0).then(|| self.pick(of))
    }
}

#[derive(Default)]
struct Known {
    parts: BTreeMap<Kind, Vec<Uuid>>,
}

impl Known {
    fn of(&self, kind: Kind) -> &[Uuid] {
        self.parts.get(&kind).map_or(&[], Vec::as_slice)
    }
}

const VALUES: [&str; 8] = ["01", "02", "03", "04", "05", "06", "07", "08"];
const SETS: [&str; 2] = ["set-1", "set-2"];

fn change(dice: &mut Dice, known: &Known, step: usize) -> Change {
    use Kind::{
        BusinessGroup, CostCentre, Department, HallPart, Ledger, LegalEntity, OperatingUnit, ServiceHall,
    };
    // Names and codes come back, so that they collide.
    let label = format!("n{}", dice.roll(60));
    let mut new = called(&if dice.roll(4) == 0 {
        label.clone()
    } else {
        format!("c{step}")
    });
    if dice.roll(3) == 0 {
        new.name = name(&label);
    }
    let value = VALUES[dice.roll(VALUES.len())].to_owned();
    let kinds = [
        BusinessGroup,
        LegalEntity,
        OperatingUnit,
        ServiceHall,
        HallPart,
        CostCentre,
        Department,
    ];
    let kind = kinds[dice.roll(kinds.len())];
    let mut one = |kind: Kind| dice.pick(known.of(kind));
    let (group, ledger, entity, unit, hall, centre, department) = (
        one(BusinessGroup),
        one(Ledger),
        one(LegalEntity),
        one(OperatingUnit),
        one(ServiceHall),
        one(CostCentre),
        one(Department),
    );
    let (other_unit, other_entity, any) = (one(OperatingUnit), one(LegalEntity), one(kind));
    match dice.roll(30) {
        0 => Change::AddGroup { called: new },
        1 | 2 => Change::AddEntity {
            group,
            ledger,
            called: new,
            registration_kind: "mst".into(),
            registration_number: "9900110379".into(),
            value,
        },
        3 | 4 => Change::AddUnit {
            group,
            parent: dice.maybe(known.of(OperatingUnit)),
            entity,
            called: new,
            number_code: step.to_string(),
        },
        5..=7 => Change::AddHall {
            unit,
            entity,
            centre,
            called: new,
            equipment: Equipment::default(),
        },
        8 => Change::AddPart {
            hall,
            part: "window".into(),
            called: new,
        },
        9 | 10 => Change::AddCentre {
            entity,
            value,
            called: new,
        },
        11 => Change::AddDepartment {
            group,
            parent: dice.maybe(known.of(Department)),
            centre: dice.maybe(known.of(CostCentre)),
            called: new,
        },
        12 | 13 => Change::Rename {
            kind,
            id: any,
            name: name(&label),
        },
        14 => Change::PutUnitUnder {
            unit,
            parent: dice.maybe(known.of(OperatingUnit)),
        },
        15 => Change::PutDepartmentUnder {
            department,
            parent: dice.maybe(known.of(Department)),
        },
        16 => Change::ChargeDepartment {
            department,
            centre: dice.maybe(known.of(CostCentre)),
        },
        17 | 18 => Change::Link { unit, entity },
        19 => Change::Unlink { unit, entity },
        20 => Change::SetDefault { unit, entity },
        21 => Change::AddValue { entity, value },
        22 => Change::MoveValue {
            from: entity,
            value,
            to: other_entity,
        },
        23 => Change::DropValue { entity, value },
        24 => Change::MoveEntity { entity, ledger },
        25 => Change::MoveHall {
            hall,
            unit,
            entity,
            centre,
            dossiers: [None, Some(DossiersOfHall::Stay), Some(DossiersOfHall::WithHall)][dice.roll(3)],
        },
        26 => Change::Close {
            kind,
            id: any,
            dossiers_to: dice.maybe(known.of(OperatingUnit)),
        },
        27 => Change::MergeUnits {
            from: unit,
            into: other_unit,
        },
        28 => Change::SplitUnit {
            from: unit,
            called: new,
            number_code: step.to_string(),
            entity,
            halls: dice.maybe(known.of(ServiceHall)).into_iter().collect(),
            dossiers: [Dossiers::Stay, Dossiers::WithHalls, Dossiers::Move][dice.roll(3)],
        },
        _ => match dice.roll(3) {
            0 => Change::AddMissingCentres,
            _ => Change::AddCentreValue {
                value_set: SETS[dice.roll(2)].into(),
                company_value: value,
                called: new,
            },
        },
    }
}

/// Each rule as a query for the rows that break it. Nothing here is taken from the commands or from the constraints.
pub(super) const RULES: &[(&str, &str)] = &[
    (
        "3: a name twice in a group",
        "with named as (
             select business_group_id as g, id, name from legal_entity where valid_to is null
             union all select business_group_id, id, name from operating_unit where valid_to is null
             union all select business_group_id, id, name from department where valid_to is null
             union all select u.business_group_id, h.id, h.name from service_hall h join operating_unit u on u.id = h.operating_unit_id where h.valid_to is null
             union all select e.business_group_id, c.id, c.name from cost_centre c join legal_entity e on e.id = c.legal_entity_id where c.valid_to is null)
         select count(*) from (select g, t.key, lower(btrim(regexp_replace(t.value, '\\s+', ' ', 'g'))) from named, jsonb_each_text(name) t group by 1, 2, 3 having count(*) > 1) x",
    ),
    (
        "4: a set-up without exactly one primary ledger",
        "select count(*) from accounting_setup s where 1 <> (select count(*) from ledger l where l.accounting_setup_id = s.id and l.kind = 'primary')",
    ),
    (
        "4: books in a secondary ledger",
        "select count(*) from ledger l where kind <> 'primary' and (exists (select from legal_entity where ledger_id = l.id) or exists (select from operating_unit where ledger_id = l.id))",
    ),
    (
        "5: an entity without a value",
        "select count(*) from legal_entity e where valid_to is null and not exists (select from balancing_segment_value v where v.legal_entity_id = e.id)",
    ),
    (
        "5: a value of another value set",
        "select count(*) from balancing_segment_value v join legal_entity e on e.id = v.legal_entity_id join ledger l on l.id = e.ledger_id where l.value_set <> v.value_set",
    ),
    (
        "6: a default that is not linked",
        "select count(*) from operating_unit u where valid_to is null and not exists (select from operating_unit_legal_entity x where x.operating_unit_id = u.id and x.legal_entity_id = u.default_legal_entity_id and x.valid_to is null)",
    ),
    (
        "6: a link across ledgers",
        "select count(*) from operating_unit_legal_entity x join operating_unit u on u.id = x.operating_unit_id join legal_entity e on e.id = x.legal_entity_id where x.valid_to is null and u.ledger_id <> e.ledger_id",
    ),
    (
        "6: a unit below one that is closed or of another group",
        "select count(*) from operating_unit u join operating_unit p on p.id = u.parent_unit_id where u.valid_to is null and (p.valid_to is not null or p.business_group_id <> u.business_group_id)",
    ),
    (
        "6: a unit above itself",
        "with recursive up (start, above, depth) as (select id, parent_unit_id, 1 from operating_unit union all select up.start, u.parent_unit_id, depth + 1 from up join operating_unit u on u.id = up.above where depth < 50)
         select count(*) from up where start = above",
    ),
    (
        "7: a hall without a linked pair of one ledger",
        "select count(*) from service_hall h join operating_unit u on u.id = h.operating_unit_id join legal_entity e on e.id = h.legal_entity_id
         where h.valid_to is null and (u.valid_to is not null or e.valid_to is not null or h.ledger_id <> u.ledger_id or h.ledger_id <> e.ledger_id
           or not exists (select from operating_unit_legal_entity x where x.operating_unit_id = u.id and x.legal_entity_id = e.id and x.valid_to is null))",
    ),
    (
        "8: a window in use of a closed hall",
        "select count(*) from hall_part p join service_hall h on h.id = p.hall_id where p.valid_to is null and h.valid_to is not null",
    ),
    (
        "9: a hall whose cost centre is closed or of another entity",
        "select count(*) from service_hall h join cost_centre c on c.id = h.cost_centre_id where h.valid_to is null and (c.valid_to is not null or c.legal_entity_id <> h.legal_entity_id)",
    ),
    (
        "9: a cost centre without a value of its entity",
        "select count(*) from cost_centre c where valid_to is null and not exists (select from balancing_segment_value v join legal_entity e on e.id = v.legal_entity_id
         where e.valid_to is null and e.id = c.legal_entity_id and v.value = c.company_value and v.value_set = c.value_set)",
    ),
    (
        "10: a department below or charged to what is closed",
        "select count(*) from department d left join department p on p.id = d.parent_department_id left join cost_centre c on c.id = d.cost_centre_id
         where d.valid_to is null and (p.valid_to is not null or p.business_group_id <> d.business_group_id or c.valid_to is not null)",
    ),
    (
        "11: an open dossier in a closed unit",
        "select count(*) from dossier d join operating_unit u on u.id = d.operating_unit_id where d.status < 9 and (u.valid_to is not null
           or not exists (select from operating_unit_legal_entity x where x.operating_unit_id = u.id and x.legal_entity_id = d.legal_entity_id and x.valid_to is null))",
    ),
    (
        "11: a row that history does not know as it is",
        "select count(*) from operating_unit u where to_jsonb(u) - 'tenant_id' is distinct from
           (select r.after from change_row r where r.table_name = 'operating_unit' and r.row_key = u.id::text order by r.position desc limit 1)",
    ),
    (
        "1: what is open in a closed group",
        "select count(*) from business_group g where valid_to is not null and (exists (select from legal_entity where business_group_id = g.id and valid_to is null)
           or exists (select from operating_unit where business_group_id = g.id and valid_to is null) or exists (select from department where business_group_id = g.id and valid_to is null))",
    ),
];

fn check(world: &World, after: &str) {
    for (rule, query) in RULES {
        let broken = world.text(&format!("({query})"));
        assert_eq!(broken, "0", "{rule}, {after}");
    }
}

/// Runs `steps` changes; answers how many were made and how many were refused, by their rule.
async fn run(seed: u64, steps: usize) -> (usize, BTreeMap<String, usize>) {
    let world = World::empty();
    let mut known = Known::default();
    let group = world.group("group").await;
    for (code, set) in [("l1", "set-1"), ("l2", "set-2")] {
        let ledger = world.ledger(code, set).await;
        known.parts.entry(Kind::Ledger).or_default().push(ledger);
        let entity = world.entity(group, ledger, &format!("e-{code}"), "01").await;
        let unit = world.unit(group, entity, &format!("u-{code}")).await;
        let centre = world.centre(entity, &format!("cc-{code}"), "01").await;
        known.parts.entry(Kind::LegalEntity).or_default().push(entity);
        known.parts.entry(Kind::OperatingUnit).or_default().push(unit);
        known.parts.entry(Kind::CostCentre).or_default().push(centre);
        for _ in 0..3 {
            world.dossier(unit, entity, None, 2);
        }
    }
    known.parts.entry(Kind::BusinessGroup).or_default().push(group);
    let mut dice = Dice(seed);
    let (mut made, mut refused) = (0, BTreeMap::new());
    for step in 0..steps {
        let wanted = change(&mut dice, &known, step);
        match world.change(wanted.clone()).await {
            Ok(done) => {
                made += 1;
                if let Some((kind, id)) = done.made {
                    known.parts.entry(kind).or_default().push(id);
                }
            }
            Err(Error::Refused(refusal)) => *refused.entry(refusal.code).or_default() += 1,
            Err(Error::NotFound) => *refused.entry("not-found".to_owned()).or_default() += 1,
            Err(Error::RuleBroken { constraint, .. }) => *refused.entry(constraint).or_default() += 1,
            Err(other) => panic!("seed {seed}, step {step}, {wanted:?}: {other:?}"),
        }
        if step % 40 == 39 {
            check(&world, &format!("seed {seed}, step {step}"));
        }
    }
    check(&world, &format!("seed {seed}, at the end"));
    (made, refused)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn thousands_of_random_changes_leave_no_state_that_breaks_a_rule() {
    let runs: Vec<_> = [
        0x9e37_79b9_7f4a_7c15,
        0xd1b5_4a32_d192_ed03,
        0x2545_f491_4f6c_dd1d,
    ]
    .into_iter()
    .map(|seed| tokio::spawn(run(seed, 800)))
    .collect();
    let (mut made, mut refused) = (0, BTreeMap::<String, usize>::new());
    for run in runs {
        let (more, by_rule) = run.await.unwrap();
        made += more;
        for (rule, count) in by_rule {
            *refused.entry(rule).or_default() += count;
        }
    }
    // Both ways were gone often enough to mean something, and many different rules were met.
    assert!(made > 300, "{made} changes were made; refused: {refused:?}");
    assert!(refused.len() > 15, "{refused:?}");
    println!(
        "{made} made, {} refused by {} rules",
        refused.values().sum::<usize>(),
        refused.len()
    );
}
