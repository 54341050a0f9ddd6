//! Random changes of one tenant, and ways back by page and program: of the last change, of one long ago, of a way back.
//!
//! No rule breaks; what is refused leaves everything as it was; the last change, taken back, leaves what was before it; and the
//! export is whole. The variables of the random changes lengthen this run, too.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use diesel::prelude::PgConnection;
use serde_json::json;

use super::office::{Came, Office, of_page, of_told, post, send, small};
use super::thrown::{Dice, Known, thrown};
use super::{rules, setting};
use crate::isolation::lines;
use crate::support::server::{Setting, TestServer};

struct Walk {
    office: Office,
    rows: PgConnection,
    /// The changes in the order of the history, with the organisation before each.
    history: Vec<(String, Vec<String>)>,
    /// What was done, what came of it, how often.
    counts: BTreeMap<(String, String), usize>,
}

impl Walk {
    async fn open(server: &TestServer) -> Self {
        let mut rows = server.database.superuser();
        let tenant = lines(
            &mut rows,
            "select id::text as line from tenant where slug = 'ways'",
        );
        let tenant = tenant[0].parse().unwrap();
        let office = Office::open(server, "ways", tenant, &server.database.db()).await;
        Self {
            office,
            rows,
            history: Vec::new(),
            counts: BTreeMap::new(),
        }
    }

    fn state(&mut self) -> Vec<String> {
        rules::state(&mut self.rows, self.office.tenant)
    }

    async fn take_back(&mut self, by_page: bool, change: &str) -> Came {
        if by_page {
            let browser = &mut self.office.browser;
            let form = browser.get(&format!("/admin/history/{change}/undo")).await;
            if form.status != 200 {
                return of_page(&form);
            }
            let reason = vec![("reason".to_owned(), "a mistake".to_owned())];
            return of_page(&send(browser, &form, "reason", reason).await);
        }
        let url = format!("/api/v1/organisation/changes/{change}/undo");
        let body = json!({"reason": "a mistake"});
        of_told(&post(&self.office.program, &url, None, &body).await)
    }

    /// One change, or one way back; answers what is wrong about what came of it.
    async fn step(&mut self, dice: &mut Dice, step: usize) -> Option<String> {
        let before = self.state();
        let (what, came) = if dice.roll(3) == 0 && !self.history.is_empty() {
            let back = match dice.roll(2) {
                0 => 0,
                _ => dice.roll(self.history.len().min(8)),
            };
            let (change, was) = self.history[self.history.len() - 1 - back].clone();
            let came = self.take_back(dice.roll(2) == 0, &change).await;
            let word = if back == 0 {
                "last taken back"
            } else {
                "earlier taken back"
            };
            if back == 0 && came.is_made() && self.state() != was {
                return Some(format!("{change} was taken back and left something"));
            }
            (word.to_owned(), came)
        } else {
            let parts = rules::parts(&mut self.rows, self.office.tenant);
            let change = thrown(dice, &Known::of(&parts), step);
            let came = self.office.by_api(&change).await;
            (change.word(), came)
        };
        let told = format!("{what} came to {came:?}");
        *self.counts.entry((what, came.rule())).or_default() += 1;
        let newest = lines(
            &mut self.rows,
            &format!(
                "select id::text as line from change_set where tenant_id = '{}' order by id desc limit 1",
                self.office.tenant
            ),
        );
        let is_new = self.history.last().is_none_or(|(last, _)| *last != newest[0]);
        if came.is_made() && is_new {
            self.history.push((newest[0].clone(), before.clone()));
        }
        let broken = rules::broken(&mut self.rows);
        if !broken.is_empty() || matches!(came, Came::Odd(_)) {
            return Some(format!("{broken:?} after {told}"));
        }
        if !came.is_made() && self.state() != before {
            return Some(format!("refused, and left something: {told}"));
        }
        if step % 5 < 4 {
            return None;
        }
        let wrong = match self.office.differs_from_its_export().await {
            None => self.office.is_not_whole().await,
            plan => plan,
        };
        wrong.map(|wrong| format!("differs from its export after {told}: {wrong}"))
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn random_ways_back_break_no_rule_and_lead_back() {
    let seed = setting("ONEDOOR_RANDOM_SEED", 20_261_123);
    let long = Duration::from_secs(setting("ONEDOOR_RANDOM_SECONDS", 20));
    let most = usize::try_from(setting("ONEDOOR_RANDOM_STEPS", 100)).unwrap();
    let setting = Setting {
        rate_factor: Some(1000),
        ..Setting::default()
    };
    let server = TestServer::of(vec![small("ways")], setting).await;
    let mut walk = Walk::open(&server).await;
    let (mut dice, began) = (Dice::new(seed), Instant::now());
    let (mut step, mut wrong) = (0, None);
    while wrong.is_none() && step < most && (step < 10 || began.elapsed() < long) {
        wrong = walk.step(&mut dice, step).await;
        step += 1;
    }
    println!(
        "seed {seed}: {step} changes and ways back in {:?}",
        began.elapsed()
    );
    for ((what, rule), count) in &walk.counts {
        println!("{what} {rule}: {count}");
    }
    assert_eq!(wrong, None, "seed {seed}, step {}", step - 1);
}
