//! Plan and apply of the whole code, each beside COPY.

use std::sync::Arc;
use std::time::{Duration, Instant};

use onedoor::authority::access::Gate;
use onedoor::authority::tenancy::apply::{Options, apply, plan};
use onedoor::authority::tenancy::code::{TenantCode, load};
use onedoor::authority::tenancy::export::write;
use onedoor::kernel::clock;
use onedoor::services::workflow::definitions::ProcedureDefinitions;

use crate::common::table::{Table, median};
use crate::copied;
use crate::support::TestDatabase;

/// What is measured: its name, and at most how many times as long as COPY it may take.
const MEASURED: [(&str, Option<f64>); 4] = [
    ("first plan (taken back)", None),
    ("first apply, history and access included", Some(5.0)),
    ("second plan, empty", Some(2.0)),
    ("apply of one person in a hundred", None),
];

/// Applies the code to fresh databases, and leaves the last of them.
pub async fn measure(code: &Arc<TenantCode>, rounds: usize, table: &mut Table) -> TestDatabase {
    let people = code.people.staff.len();
    let options = Options {
        demo_password_hash: None,
        now: clock::now(),
    };
    let mut changed = TenantCode::clone(code);
    changed
        .people
        .staff
        .iter_mut()
        .step_by(100)
        .for_each(|it| it.name.push_str(" II"));
    let changed = Arc::new(changed);
    let mut took: [Vec<f64>; 4] = Default::default();
    let mut copy = Vec::new();
    let mut last = None;
    for _ in 0..rounds {
        let database = TestDatabase::fresh();
        let db = database.db();
        let gate = Gate::open(&db).await.unwrap();
        let mut timed = async |at: usize, is_plan: bool, code: &Arc<TenantCode>| {
            let began = Instant::now();
            let made = match is_plan {
                true => plan(&db, &gate, Arc::clone(code), options.clone()).await,
                false => apply(&db, &gate, Arc::clone(code), options.clone()).await,
            };
            took[at].push(milliseconds(began.elapsed()));
            made.unwrap()
        };
        let planned = timed(0, true, code).await;
        let applied = timed(1, false, code).await;
        assert!(planned == applied && applied.changes.len() > people);
        assert!(timed(2, true, code).await.is_empty(), "the second plan is empty");
        assert!(timed(3, false, &changed).await.changes.len() >= people / 100);
        copy.push(milliseconds(copied::again(&database)));
        last = Some(database);
    }
    let limit = median(&copy);
    for ((what, target), took) in MEASURED.into_iter().zip(&took) {
        let took = median(took);
        table.times(
            what,
            format!("{took:.0} ms"),
            format!("{limit:.0} ms  COPY of the same rows, one transaction"),
            took / limit,
            target,
        );
    }
    folder(&changed, table);
    last.expect("a round")
}

/// The code as a folder: written, and read again with every check that needs no database.
fn folder(code: &TenantCode, table: &mut Table) {
    let root = tempfile::tempdir().unwrap();
    let root = root.path().join("folder");
    let began = Instant::now();
    write(code, &root).unwrap();
    let written = milliseconds(began.elapsed());
    let began = Instant::now();
    let loaded = load(&root, &ProcedureDefinitions);
    let read = milliseconds(began.elapsed());
    table.told(
        "the folder of it, loaded and checked",
        format!("{read:.0} ms"),
        format!(
            "{written:.0} ms to write it; {}",
            loaded.map_or_else(|_| "refused", |_| "no problem")
        ),
    );
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}
