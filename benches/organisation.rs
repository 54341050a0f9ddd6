//! A large organisation as code: how long plan and apply take beside loading the same rows with COPY, in one run.
//!
//! `ONEDOOR_TEST_ADMIN_URL` names the server; `ONEDOOR_BENCH_ENTITIES` (1,000), `ONEDOOR_BENCH_UNITS` (300),
//! `ONEDOOR_BENCH_HALLS` (2,000), `ONEDOOR_BENCH_PEOPLE` (20,000) and `ONEDOOR_BENCH_ROUNDS` (3) the size.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a measurement that cannot be made stops"
)]

use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use diesel::connection::SimpleConnection;
use onedoor::authority::access::Gate;
use onedoor::authority::tenancy::apply::{Options, apply, plan};
use onedoor::authority::tenancy::code::{Held, TenantCode, load};
use onedoor::kernel::clock;
use onedoor::services::workflow::definitions::ProcedureDefinitions;

#[allow(dead_code, reason = "a measurement needs a part of what tests share")]
#[path = "../tests/it/support/mod.rs"]
mod support;

use support::TestDatabase;

/// The tables whose rows are loaded for comparison, in an order in which their keys hold.
const TABLES: [&str; 18] = [
    "business_group",
    "accounting_setup",
    "value_set",
    "ledger",
    "legal_entity",
    "balancing_segment_value",
    "operating_unit",
    "operating_unit_legal_entity",
    "cost_centre",
    "cost_centre_value",
    "service_hall",
    "department",
    "account",
    "security_profile",
    "security_profile_unit",
    "responsibility",
    "account_responsibility",
    "profile_option",
];

fn size(name: &str, otherwise: usize) -> usize {
    std::env::var(name)
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(otherwise)
}

fn main() {
    // `cargo test --benches` and `cargo bench -- --test` only want to know that it builds.
    if std::env::args().any(|argument| argument == "--test")
        || !std::env::args().any(|argument| argument == "--bench")
    {
        return;
    }
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .unwrap()
        .block_on(measure());
}

/// An organisation of this size, grown from a small one.
fn grown(entities: usize, units: usize, halls: usize, people: usize) -> TenantCode {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tenants/an-binh");
    let mut code = load(&folder, &ProcedureDefinitions).unwrap_or_else(|problems| panic!("\n{problems}"));
    let organisation = &mut code.organisation;
    let entity = organisation.legal_entity[0].clone();
    let named = |name: &mut onedoor::kernel::locale::Localised, text: String| {
        name.0.values_mut().for_each(|it| it.clone_from(&text));
    };
    for at in organisation.legal_entity.len()..entities {
        let mut entity = entity.clone();
        entity.code = format!("entity-{at}");
        entity.company_values = vec![format!("v{at}")];
        entity.invoice_series = format!("E{at}-{{YY}}");
        named(&mut entity.name, format!("Legal entity {at}"));
        organisation.legal_entity.push(entity);
    }
    let unit = organisation.operating_unit[0].clone();
    for at in organisation.operating_unit.len()..units {
        let mut unit = unit.clone();
        unit.code = format!("unit-{at}");
        unit.number_code = format!("n{at}");
        unit.legal_entities = (0..4)
            .map(|more| {
                organisation.legal_entity[(at * 3 + more) % entities]
                    .code
                    .clone()
                    .into()
            })
            .collect();
        unit.default_legal_entity = unit.legal_entities[0].code().to_owned();
        named(&mut unit.name, format!("Operating unit {at}"));
        organisation.operating_unit.push(unit);
    }
    let centre = organisation.cost_centre[0].clone();
    let first = organisation.cost_centre.len();
    for (at, entity) in organisation.legal_entity.iter().enumerate() {
        let mut centre = centre.clone();
        centre.code = format!("centre-{at}");
        centre.legal_entity.clone_from(&entity.code);
        centre.company_value = entity.company_values[0].clone();
        named(&mut centre.name, format!("Cost centre {at}"));
        organisation.cost_centre.push(centre);
    }
    let hall = organisation.hall[0].clone();
    for at in organisation.hall.len()..halls {
        let mut hall = hall.clone();
        let unit = &organisation.operating_unit[at % units];
        hall.code = format!("hall-{at}");
        hall.operating_unit.clone_from(&unit.code);
        hall.legal_entity.clone_from(&unit.default_legal_entity);
        let entity = organisation
            .legal_entity
            .iter()
            .position(|it| it.code == hall.legal_entity);
        hall.cost_centre
            .clone_from(&organisation.cost_centre[first + entity.unwrap()].code);
        named(&mut hall.name, format!("Hall {at}"));
        organisation.hall.push(hall);
    }
    let profile = code.people.security_profile[1].clone();
    let responsibility = code.people.responsibility[0].clone();
    for unit in &organisation.operating_unit {
        let mut profile = profile.clone();
        profile.code = format!("of-{}", unit.code);
        profile.units = vec![unit.code.clone()];
        let mut responsibility = responsibility.clone();
        responsibility.code = format!("work-{}", unit.code);
        responsibility.profile = Some(profile.code.clone());
        code.people.security_profile.push(profile);
        code.people.responsibility.push(responsibility);
    }
    let member = code.people.staff[0].clone();
    for at in code.people.staff.len()..people {
        let mut member = member.clone();
        member.email = format!("person.{at}@an-binh.example");
        member.name = format!("Person {at}");
        member.hall = None;
        member.responsibilities = vec![Held::Always(format!(
            "work-{}",
            organisation.operating_unit[at % units].code
        ))];
        code.people.staff.push(member);
    }
    code
}

/// What a statement of psql takes: COPY reads and writes files beside the client.
fn psql(database: &TestDatabase, commands: &str) -> Duration {
    let base = support::database::admin_url();
    let url = format!("{}/{}", base.rsplit_once('/').unwrap().0, database.name);
    let began = Instant::now();
    let status = Command::new("psql")
        .args(["-qX", "-v", "ON_ERROR_STOP=1", "-d", &url, "-c", "begin"])
        .args(commands.split('\n').flat_map(|command| ["-c", command]))
        .args(["-c", "commit"])
        .stdout(Stdio::null())
        .status()
        .unwrap();
    assert!(status.success(), "psql");
    began.elapsed()
}

/// Columns that the database does not make itself.
fn columns(table: &str) -> String {
    format!(
        "select string_agg(attname, ', ' order by attnum) from pg_attribute where attrelid = '{table}'::regclass and attnum > 0 and not attisdropped and attgenerated = ''"
    )
}

fn text(database: &TestDatabase, query: &str) -> String {
    use diesel::prelude::*;
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = diesel::sql_types::Text)]
        value: String,
    }
    diesel::sql_query(format!("select ({query})::text as value"))
        .get_result::<Row>(&mut database.superuser())
        .unwrap()
        .value
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

async fn measure() {
    let [entities, units, halls, people] = [
        ("ENTITIES", 1_000),
        ("UNITS", 300),
        ("HALLS", 2_000),
        ("PEOPLE", 20_000),
    ]
    .map(|(name, otherwise)| size(&format!("ONEDOOR_BENCH_{name}"), otherwise));
    let rounds = size("ONEDOOR_BENCH_ROUNDS", 3);
    println!(
        "organisation: {entities} legal entities, {units} operating units, {halls} halls, {people} people; median of {rounds}"
    );
    let code = Arc::new(grown(entities, units, halls, people));
    let options = Options {
        demo_password_hash: None,
        now: clock::now(),
    };
    let mut took: [Vec<Duration>; 5] = Default::default();
    let folder = tempfile::tempdir().unwrap();
    for _ in 0..rounds {
        let database = TestDatabase::fresh();
        let db = database.db();
        let gate = Gate::open(&db).await.unwrap();
        let mut timed = async |at: usize, is_plan: bool, code: &Arc<TenantCode>| {
            let began = Instant::now();
            let made = match is_plan {
                true => plan(&db, &gate, Arc::clone(code), options.clone()).await.unwrap(),
                false => apply(&db, &gate, Arc::clone(code), options.clone())
                    .await
                    .unwrap(),
            };
            took[at].push(began.elapsed());
            made
        };
        let planned = timed(0, true, &code).await;
        let applied = timed(1, false, &code).await;
        assert!(planned == applied && applied.changes.len() > people);
        assert!(timed(2, true, &code).await.is_empty(), "the second plan is empty");
        let mut changed = TenantCode::clone(&code);
        changed
            .people
            .staff
            .iter_mut()
            .step_by(100)
            .for_each(|it| it.name.push_str(" II"));
        let changed = Arc::new(changed);
        assert!(timed(3, false, &changed).await.changes.len() >= people / 100);

        let lists: Vec<(String, String)> = TABLES
            .iter()
            .map(|table| ((*table).to_owned(), text(&database, &columns(table))))
            .collect();
        let file = |table: &str| folder.path().join(table).display().to_string();
        let out: Vec<String> = lists
            .iter()
            .map(|(table, columns)| format!("\\copy (select {columns} from {table}) to '{}'", file(table)))
            .collect();
        psql(&database, &out.join("\n"));
        let empty = TestDatabase::fresh();
        let into: Vec<String> = std::iter::once("set constraints all deferred".to_owned())
            .chain(
                lists
                    .iter()
                    .map(|(table, columns)| format!("\\copy {table} ({columns}) from '{}'", file(table))),
            )
            .collect();
        took[4].push(psql(&empty, &into.join("\n")));
        empty.superuser().batch_execute("select 1").unwrap();
    }
    let [first_plan, first_apply, second_plan, small, copy] = took.map(median);
    let row = |what: &str, time: Duration| {
        println!(
            "  {what:<44} {:>8.0} ms   {:>5.1} × COPY",
            time.as_secs_f64() * 1e3,
            time.as_secs_f64() / copy.as_secs_f64()
        );
    };
    row("COPY of the same rows, one transaction", copy);
    row("first plan (taken back)", first_plan);
    row("first apply, history and access included", first_apply);
    row("second plan, empty", second_plan);
    row("apply of one person in a hundred", small);
}
