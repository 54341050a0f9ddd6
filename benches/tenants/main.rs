//! Many tenants in one database: what a work list costs among 1,000 tenants beside one alone with the same rows, and whether
//! a tenant that comes aboard stops anybody.
//!
//! One jurisdiction is applied and filled over HTTP; the others are copies of all its rows under ids of their own, made by one
//! statement for each table (what a tenant's rows are is read from the catalogue of the database). Both databases are
//! asked in the same run, A B A B, medians of the rounds.
//!
//! `ONEDOOR_TEST_ADMIN_URL` and `ONEDOOR_TEST_AMQP_URL` name the servers; `ONEDOOR_BENCH_MANY` (1,000 tenants),
//! `ONEDOOR_BENCH_DOSSIERS` (100 for each), `ONEDOOR_BENCH_ROUNDS` (5), `ONEDOOR_BENCH_ROUND_SECONDS` (3) and
//! `ONEDOOR_BENCH_JOINING` (5 tenants that come aboard) the size.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a measurement that cannot be made stops"
)]

#[path = "../common/mod.rs"]
mod common;
mod copies;
#[allow(dead_code, reason = "the bench of the paths uses the rest")]
#[path = "../paths/house.rs"]
mod house;
#[allow(dead_code, reason = "the bench of the paths uses the rest")]
#[path = "../paths/load.rs"]
mod load;
#[allow(dead_code, reason = "the bench of the paths uses the rest")]
#[path = "../paths/requests.rs"]
mod requests;
#[allow(dead_code, reason = "a measurement needs a part of what tests share")]
#[path = "../../tests/it/support/mod.rs"]
mod support;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use common::size;
use common::table::{self, Table, median};
use house::House;
use load::Random;
use onedoor::authority::access::{Gate, SignedIn};
use onedoor::kernel::clock;
use onedoor::kernel::ids::TenantId;
use onedoor::platform::door::{Db, DbSettings, Whole};
use onedoor::services::dossiers::acts::ListDossiers;
use onedoor::services::dossiers::worklist::{self, Asker, Wanted, Whose};

const AT_ONCE: usize = 8;
const PER_PAGE: i64 = 50;

fn main() {
    if !common::is_measuring() {
        return;
    }
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .unwrap()
        .block_on(measure());
}

async fn measure() {
    let (many, dossiers) = (
        size("ONEDOOR_BENCH_MANY", 1_000),
        size("ONEDOOR_BENCH_DOSSIERS", 100),
    );
    let rounds = size("ONEDOOR_BENCH_ROUNDS", 5);
    let time = Duration::from_secs(size("ONEDOOR_BENCH_ROUND_SECONDS", 3) as u64);
    println!(
        "tenants: {rounds} rounds of {} s, {AT_ONCE} at once, {dossiers} dossiers for each tenant; load of the machine before: {}",
        time.as_secs(),
        table::machine_load()
    );
    let one = Lists::of(1, dossiers).await;
    let begun = Instant::now();
    let all = Lists::of(many, dossiers).await;
    println!(
        "  {} tenants, {} dossiers in all, made in {:.1} s",
        many,
        all.dossiers(),
        begun.elapsed().as_secs_f64()
    );
    let mut table = Table::default();
    // As if the tenants had taken turns with every row: a tenant's rows lie on as many pages as there are rows.
    one.compare(&all, "rows by turns", Some(1.10), rounds, time, &mut table)
        .await;
    copies::keep_together(&all.house.database);
    one.compare(&all, "rows together", Some(1.10), rounds, time, &mut table)
        .await;
    all.joined(size("ONEDOOR_BENCH_JOINING", 5), &mut table).await;
    println!("\n{table}\nload of the machine after: {}", table::machine_load());
}

/// A database of tenants, and somebody in each of them who lists her work.
struct Lists {
    house: House,
    db: Db,
    staff: Arc<[Arc<SignedIn>]>,
}

/// What asking for a while gave: milliseconds of each list, sorted.
struct Asked {
    took: Vec<f64>,
    seconds: f64,
}

impl Asked {
    fn rate(&self) -> f64 {
        self.took.len() as f64 / self.seconds
    }

    fn within(&self, share: f64) -> f64 {
        let at = (self.took.len().saturating_sub(1) as f64 * share) as usize;
        self.took.get(at).copied().unwrap_or_default()
    }
}

impl Lists {
    async fn of(tenants: usize, dossiers: usize) -> Self {
        let house = House::open(1, &["serve", "--no-workers"]).await;
        let submit = requests::submit(&house);
        for _ in 0..dossiers {
            let mut request = Vec::new();
            submit(&mut request, &mut Random::new());
            let (status, answer) = load::ask(house.address, &request).await;
            assert_eq!(status, 201, "{answer}");
        }
        let model = house.tenants.first().unwrap().id;
        let token = copies::sign_in(&house.database, model);
        let ids = copies::make(&house.database, model, tenants - 1);
        let db = Db::connect(&DbSettings {
            tenant_connections: AT_ONCE as u32,
            ..house.database.settings()
        })
        .unwrap();
        let gate = Gate::open(&db).await.unwrap();
        let mut staff = Vec::new();
        for id in std::iter::once(model).chain(ids) {
            let signed_in = gate.signed_in(TenantId::from_uuid(id), token.digest()).await;
            staff.push(signed_in.unwrap().expect("the copied session is there"));
        }
        Self {
            house,
            db,
            staff: staff.into(),
        }
    }

    fn dossiers(&self) -> i64 {
        copies::count(&self.house.database, "dossier")
    }

    /// A tenant by turns at random: one transaction, one page of her work list with its counts.
    async fn list(db: &Db, of: &SignedIn) -> usize {
        let asker = Asker {
            account: of.context.actor.account().unwrap(),
            roles: Vec::new(),
            now: clock::now(),
        };
        let wanted = Wanted {
            whose: Whose::All,
            ..Wanted::default()
        };
        let listed = db.in_tenant(&of.context, move |tx| {
            let mut grant = tx.authorise::<ListDossiers>(Whole)?;
            worklist::counts(&mut grant, &asker, &wanted)?;
            worklist::lines(&mut grant, &asker, &wanted, PER_PAGE, 0)
        });
        listed.await.unwrap().len()
    }

    async fn ask(&self, time: Duration) -> Asked {
        let is_over = Arc::new(AtomicBool::new(false));
        let begun = Instant::now();
        let asking = self.ask_until(&is_over);
        let waiting = async {
            tokio::time::sleep(time).await;
            is_over.store(true, Ordering::Release);
        };
        let (took, ()) = tokio::join!(asking, waiting);
        Asked {
            took,
            seconds: begun.elapsed().as_secs_f64(),
        }
    }

    async fn ask_until(&self, is_over: &Arc<AtomicBool>) -> Vec<f64> {
        let mut lanes = tokio::task::JoinSet::new();
        for _ in 0..AT_ONCE {
            let (db, staff, is_over) = (self.db.clone(), Arc::clone(&self.staff), Arc::clone(is_over));
            lanes.spawn(async move {
                let mut random = Random::new();
                let mut took = Vec::new();
                while !is_over.load(Ordering::Acquire) {
                    let begun = Instant::now();
                    let lines = Self::list(&db, &staff[random.below(staff.len())]).await;
                    took.push(begun.elapsed().as_secs_f64() * 1_000.0);
                    assert!(lines > 0, "the list of a tenant is empty");
                }
                took
            });
        }
        let mut all: Vec<f64> = lanes.join_all().await.into_iter().flatten().collect();
        all.sort_by(f64::total_cmp);
        all
    }

    async fn compare(
        &self,
        many: &Self,
        how: &str,
        target: Option<f64>,
        rounds: usize,
        time: Duration,
        table: &mut Table,
    ) {
        let [mut alone, mut among] = [const { Vec::new() }; 2];
        for lists in [self, many] {
            // Every tenant's pages once, so that neither side reads from the disk.
            for signed_in in lists.staff.iter() {
                Self::list(&lists.db, signed_in).await;
            }
            lists.ask(time).await;
        }
        for _ in 0..rounds {
            alone.push(self.ask(time).await);
            among.push(many.ask(time).await);
        }
        let took = |asked: &[Asked]| {
            let each: Vec<f64> = asked
                .iter()
                .map(|round| AT_ONCE as f64 * 1_000.0 / round.rate())
                .collect();
            median(&each)
        };
        let (one, all) = (took(&alone), took(&among));
        table.times(
            &format!("work list among {} tenants, {how}", many.staff.len()),
            format!("{all:.2} ms"),
            format!("{one:.2} ms  with one tenant, as many rows in it"),
            all / one,
            target,
        );
    }

    /// Lists of other tenants, while nobody joins and while tenants do.
    async fn joined(&self, joining: usize, table: &mut Table) {
        let is_over = Arc::new(AtomicBool::new(false));
        let begun = Instant::now();
        let coming = async {
            let mut each = Vec::new();
            for n in 0..joining {
                let begun = Instant::now();
                self.house.apply_one_more(n).await;
                each.push(begun.elapsed().as_secs_f64());
            }
            is_over.store(true, Ordering::Release);
            each
        };
        let (took, each) = tokio::join!(self.ask_until(&is_over), coming);
        let during = Asked {
            took,
            seconds: begun.elapsed().as_secs_f64(),
        };
        let quiet = self.ask(Duration::from_secs_f64(during.seconds)).await;
        table.told(
            &format!("{joining} tenants applied, each"),
            format!("{:.2} s", median(&each)),
            "the whole folder, in one transaction".into(),
        );
        let milliseconds = |figure| table::amount(figure, "ms");
        for (what, share) in [("p50", 0.5), ("p99", 0.99), ("longest", 1.0)] {
            table.told(
                &format!("  lists of the others meanwhile, {what}"),
                milliseconds(during.within(share)),
                format!("{} when nobody joins", milliseconds(quiet.within(share))),
            );
        }
        table.ratio(
            "  lists of the others meanwhile",
            during.rate(),
            "when nobody joins",
            quiet.rate(),
            None,
        );
        // Whoever waited for a lock of the applying transaction would wait for about all of it.
        let (longest, apply) = (during.within(1.0), median(&each) * 1_000.0);
        table.times(
            "  the longest beside one apply",
            milliseconds(longest),
            milliseconds(apply),
            longest / apply,
            Some(1.0),
        );
    }
}
