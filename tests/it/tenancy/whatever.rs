//! Whatever is changed in a folder: the plan says what the application does, and a second plan is empty. In whatever order
//! things and keys stand: nothing changes.

use std::fs;
use std::path::Path;

use onedoor::authority::tenancy::code::{Held, TenantCode, load};
use onedoor::services::workflow::definitions::ProcedureDefinitions;
use rand::rngs::StdRng;
use rand::seq::SliceRandom;
use rand::{RngExt, SeedableRng};

use super::{World, code};

const SEQUENCES: u64 = 3;
const STEPS: usize = 14;

/// One random change of a tenant's code that leaves it consistent.
fn change(code: &mut TenantCode, rng: &mut StdRng, serial: usize) -> String {
    let organisation = &mut code.organisation;
    let people = &mut code.people;
    let mut any = |count: usize| rng.random_range(0..count);
    match any(14) {
        0 => {
            let at = any(organisation.hall.len());
            organisation.hall[at]
                .name
                .0
                .values_mut()
                .for_each(|name| *name = format!("Hall {serial}"));
            "a hall has another name".into()
        }
        1 => {
            let at = any(organisation.hall.len());
            let mut hall = organisation.hall[at].clone();
            hall.code = format!("hall-{serial}");
            hall.name
                .0
                .values_mut()
                .for_each(|name| *name = format!("New hall {serial}"));
            organisation.hall.push(hall);
            "a hall more".into()
        }
        2 => {
            let added = organisation
                .hall
                .iter()
                .position(|it| it.code.starts_with("hall-"));
            added
                .map(|at| organisation.hall.remove(at).code)
                .unwrap_or_default()
        }
        3 => {
            let at = any(organisation.hall.len());
            let hall = &mut organisation.hall[at];
            if hall.code.starts_with("hall-") {
                let new = format!("hall-{serial}-renamed");
                hall.formerly = vec![std::mem::replace(&mut hall.code, new)];
            }
            "a hall renamed".into()
        }
        4 => {
            let at = any(organisation.cost_centre.len());
            let mut centre = organisation.cost_centre[at].clone();
            centre.code = format!("cc-{serial}");
            centre
                .name
                .0
                .values_mut()
                .for_each(|name| *name = format!("Centre {serial}"));
            organisation.cost_centre.push(centre);
            "a cost centre more".into()
        }
        5 => {
            organisation
                .cost_centre
                .retain(|it| !it.code.starts_with("cc-") || it.code.len() > 6);
            "cost centres less".into()
        }
        6 => {
            let (at, from) = (any(people.staff.len()), any(people.staff.len()));
            let moved = people.staff[from].responsibilities.clone();
            people.staff[at].responsibilities.extend(moved);
            people.staff[at]
                .responsibilities
                .sort_by(|one, other| one.code().cmp(other.code()));
            people.staff[at].responsibilities.dedup();
            "a person has more to do".into()
        }
        7 => {
            let mut member = people.staff[any(people.staff.len())].clone();
            member.email = format!("new.{serial}@an-binh.example");
            member.name = format!("New {serial}");
            people.staff.push(member);
            "a person more".into()
        }
        8 => {
            let added = people.staff.iter().position(|it| it.email.starts_with("new."));
            added.map(|at| people.staff.remove(at).email).unwrap_or_default()
        }
        9 => {
            let held = people.staff.iter_mut().find(|it| it.email.starts_with("new."));
            if let Some(member) = held {
                let code = member.responsibilities[0].code().to_owned();
                let (from, until) = (
                    chrono::NaiveDate::from_ymd_opt(2026, 12, 1),
                    chrono::NaiveDate::from_ymd_opt(2030, 1, 1),
                );
                member.responsibilities = vec![Held::Dated(onedoor::authority::tenancy::code::HeldBetween {
                    code,
                    from,
                    until,
                })];
            }
            "a responsibility between days".into()
        }
        10 => {
            code.theme.radius = u8::try_from(any(16)).unwrap();
            "another look".into()
        }
        11 => {
            let at = any(code.fees.rate.len());
            code.fees.rate[at].amount_minor += 1;
            "a dearer fee".into()
        }
        12 => {
            let names: Vec<String> = code.procedures.keys().cloned().collect();
            let name = &names[any(names.len())];
            code.procedures
                .get_mut(name)
                .unwrap()
                .facts
                .synonyms
                .push(format!("word {serial}"));
            "a procedure has another word".into()
        }
        _ => {
            let at = any(organisation.department.len());
            let mut department = organisation.department[at].clone();
            department.code = format!("dep-{serial}");
            department.parent = Some(organisation.department[at].code.clone());
            department
                .name
                .0
                .values_mut()
                .for_each(|name| *name = format!("Department {serial}"));
            organisation.department.push(department);
            "a department more".into()
        }
    }
}

#[tokio::test]
async fn a_plan_is_what_is_applied_whatever_was_changed() {
    for seed in 0..SEQUENCES {
        let world = World::new().await;
        let mut code = code("an-binh");
        world.apply(&code).await;
        let mut rng = StdRng::seed_from_u64(seed);
        let mut told = Vec::new();
        for step in 0..STEPS {
            for at in 0..rng.random_range(1..4) {
                told.push(change(&mut code, &mut rng, step * 10 + at));
            }
            let before = world.rows();
            let planned = world.plan(&code).await;
            assert!(
                world.rows() == before,
                "a plan wrote something: seed {seed}, {told:?}"
            );
            let applied = world.apply(&code).await;
            assert_eq!(planned, applied, "seed {seed}, {told:?}");
            assert!(applied.in_use.is_empty(), "seed {seed}, {told:?}: {applied}");
            let again = world.plan(&code).await;
            assert!(again.is_empty(), "seed {seed}, {told:?}: {again}");
        }
    }
}

/// Lists whose order people see: languages, domains and life events, items of dictionaries; the first host, unit and hall.
const ORDERED: [&str; 16] = [
    "hosts",
    "languages",
    "domain",
    "life_event",
    "item",
    "levels",
    "operating_units",
    "halls",
    "steps",
    "synonyms",
    "audience",
    "life_events",
    "legal_bases",
    "invented",
    "sessions",
    "days",
];

/// Writes a value on one line, the keys of its tables in any order, and the members of its lists too where that says nothing.
fn inline(key: &str, value: &toml::Value, rng: &mut StdRng) -> String {
    match value {
        toml::Value::Array(items) => {
            let mut items: Vec<String> = items.iter().map(|item| inline(key, item, rng)).collect();
            if !ORDERED.contains(&key) {
                items.shuffle(rng);
            }
            format!("[{}]", items.join(", "))
        }
        toml::Value::Table(members) => {
            let mut members: Vec<String> = members
                .iter()
                .map(|(key, value)| format!("{} = {}", quoted(key), inline(key, value, rng)))
                .collect();
            members.shuffle(rng);
            format!("{{ {} }}", members.join(", "))
        }
        other => other.to_string(),
    }
}

fn quoted(key: &str) -> String {
    toml::Value::String(key.to_owned()).to_string()
}

/// Writes a file anew: its keys and tables in any order, its lists of tables in either of their two forms, their tables in
/// any order where that says nothing, one list's between another's.
fn shuffle(path: &Path, rng: &mut StdRng) {
    let table: toml::Table = fs::read_to_string(path).unwrap().parse().unwrap();
    let (mut lines, mut rows) = (Vec::new(), Vec::new());
    for (key, value) in &table {
        match value {
            toml::Value::Array(items)
                if !ORDERED.contains(&key.as_str())
                    && !items.is_empty()
                    && items.iter().all(toml::Value::is_table)
                    && rng.random_bool(0.7) =>
            {
                for item in items {
                    let mut keys: Vec<String> = item
                        .as_table()
                        .unwrap()
                        .iter()
                        .map(|(key, value)| format!("{} = {}", quoted(key), inline(key, value, rng)))
                        .collect();
                    keys.shuffle(rng);
                    rows.push(format!("\n[[{}]]\n{}", quoted(key), keys.join("\n")));
                }
            }
            value => lines.push(format!("{} = {}", quoted(key), inline(key, value, rng))),
        }
    }
    lines.shuffle(rng);
    rows.shuffle(rng);
    lines.extend(rows);
    fs::write(path, lines.join("\n")).unwrap();
}

fn shuffle_all(folder: &Path, rng: &mut StdRng) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            shuffle_all(&path, rng);
        } else if path.extension().is_some_and(|it| it == "toml") {
            shuffle(&path, rng);
        }
    }
}

/// How often each folder is written in another order.
const SHUFFLES: u64 = 8;

#[tokio::test]
async fn the_order_of_things_and_keys_says_nothing() {
    for slug in ["an-binh", "zoriana", "qinglan"] {
        let world = World::new().await;
        let code = code(slug);
        world.apply(&code).await;
        let rows = world.rows();
        for seed in 0..SHUFFLES {
            let mut rng = StdRng::seed_from_u64(seed);
            let folder = tempfile::tempdir().unwrap();
            let root = folder.path().join(slug);
            onedoor::authority::tenancy::export::write(&code, &root).unwrap();
            shuffle_all(&root, &mut rng);
            let shuffled = load(&root, &ProcedureDefinitions)
                .unwrap_or_else(|problems| panic!("seed {seed}\n{problems}"));
            assert!(shuffled != code, "seed {seed}: nothing was shuffled");
            let plan = world.plan(&shuffled).await;
            assert!(plan.is_empty(), "seed {seed}: {plan}");
            let plan = world.apply(&shuffled).await;
            assert!(plan.is_empty() && world.rows() == rows, "seed {seed}: {plan}");
        }
    }
}
