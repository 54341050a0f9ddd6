//! The whole system while its parts are killed (SIGKILL) and the way to the broker is cut, again and again: every dossier
//! ends once, the books balance, invoices are numbered without gap, and whoever should know is told once.
//!
//! `ONEDOOR_TEST_DOSSIERS` says how many dossiers; `ONEDOOR_TEST_BROKER_KILL` may hold a command that kills and restarts
//! the broker itself, where it belongs to the test.

mod people;
mod town;

use std::collections::BTreeMap;
use std::process::Child;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use futures_util::StreamExt;
use onedoor::app;
use onedoor::surfaces::worker::story;

use people::{Plan, letters, officers, payers, submit};
use town::{Part, Town};

const KILLED: [Part; 3] = [Part::Worker, Part::Relay, Part::App];
const SUBMITTING_AT_ONCE: usize = 4;

fn dossiers() -> usize {
    std::env::var("ONEDOOR_TEST_DOSSIERS")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(60)
}

/// How long the whole may take on a busy machine.
fn deadline() -> Duration {
    Duration::from_secs(600 + 2 * dossiers() as u64)
}

/// How long harm is done at most: on a machine where starting a process takes as long as the pause between two kills,
/// nothing would ever be done.
fn day_of_harm() -> Duration {
    Duration::from_secs(90 + dossiers() as u64)
}

/// Processes that are ended with the test.
struct Running(BTreeMap<Part, Child>);

impl Running {
    fn start(&mut self, town: &Town, part: Part) {
        self.kill(part);
        self.0.insert(part, town.start(part));
    }

    /// SIGKILL: nothing is finished, nothing is said.
    fn kill(&mut self, part: Part) {
        if let Some(mut child) = self.0.remove(&part) {
            let _ = (child.kill(), child.wait());
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        for child in self.0.values_mut() {
            let _ = (child.kill(), child.wait());
        }
    }
}

/// What was done to the server.
#[derive(Debug, Default)]
struct Harm {
    kills: BTreeMap<Part, usize>,
    cuts: usize,
    broker_kills: usize,
}

/// Kills parts and cuts the line to the broker until it is over, then leaves everything running.
async fn harm(town: Arc<Town>, mut running: Running, over: Arc<AtomicBool>) -> (Running, Harm) {
    let mut done = Harm::default();
    // Spread, and the same each time.
    let mut spread: u64 = 7;
    let begun = Instant::now();
    while !over.load(Ordering::Relaxed) && begun.elapsed() < day_of_harm() {
        spread = spread
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        tokio::time::sleep(Duration::from_millis(400 + (spread >> 33) % 1_200)).await;
        match (spread >> 20) % 8 {
            0..6 => {
                // In turn, so that each part is hit however soon the day is over.
                let part = KILLED[done.kills.values().sum::<usize>() % KILLED.len()];
                running.kill(part);
                *done.kills.entry(part).or_default() += 1;
                tokio::time::sleep(Duration::from_millis((spread >> 40) % 300)).await;
                running.start(&town, part);
            }
            6 if std::env::var_os("ONEDOOR_TEST_BROKER_KILL").is_some() => {
                let command = std::env::var("ONEDOOR_TEST_BROKER_KILL").unwrap();
                let killed = tokio::process::Command::new("sh")
                    .args(["-c", &command])
                    .status()
                    .await
                    .unwrap();
                assert!(killed.success(), "{command}");
                done.broker_kills += 1;
            }
            _ => {
                town.broker.cut();
                tokio::time::sleep(Duration::from_millis(100 + (spread >> 40) % 400)).await;
                town.broker.restore();
                done.cuts += 1;
            }
        }
    }
    town.broker.restore();
    (running, done)
}

/// Waits until nothing is counted by the last of these queries, then by the one before it, and so on.
async fn until_none(town: &Town, begun: Instant, conditions: &[(&str, String)]) {
    for (what, from) in conditions {
        loop {
            let left = town.count(from);
            if left == 0 {
                break;
            }
            assert!(
                begun.elapsed() < deadline(),
                "still {left} after {:?}: {what}",
                begun.elapsed()
            );
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }
}

/// Events that a subscription wants and has not handled.
fn unhandled(town: &Town) -> Vec<(&'static str, String)> {
    let table = story::table(&app::story(&town.state).unwrap());
    table
        .iter()
        .map(|subscriber| {
            let (name, kinds) = (subscriber.subscription(), subscriber.kinds().join("', '"));
            let from = format!(
                "outbox o where o.kind in ('{kinds}') and not exists (select from inbox i
                 where i.tenant_id = o.tenant_id and i.event_id = o.id and i.subscription = '{name}')"
            );
            (name, from)
        })
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_day_of_kills_loses_and_doubles_nothing() {
    let (town, total) = (Arc::new(Town::found().await), dossiers());
    let mut running = Running(BTreeMap::new());
    for part in [Part::Gateway, Part::Mail, Part::App, Part::Relay, Part::Worker] {
        running.start(&town, part);
    }
    let begun = Instant::now();
    let (harmless, closed) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicBool::new(false)));
    let harming = tokio::spawn(harm(Arc::clone(&town), running, Arc::clone(&harmless)));
    let officers = tokio::spawn(officers(Arc::clone(&town), Arc::clone(&closed)));
    let payers = tokio::spawn(payers(Arc::clone(&town), Arc::clone(&closed)));
    futures_util::stream::iter(0..total)
        .for_each_concurrent(SUBMITTING_AT_ONCE, async |number| submit(&town, number).await)
        .await;
    let submitted = begun.elapsed();
    until_none(
        &town,
        begun,
        &[("a dossier is open", "dossier where status < 9".into())],
    )
    .await;
    let ended = begun.elapsed();
    harmless.store(true, Ordering::Relaxed);
    let (running, done) = harming.await.unwrap();
    let mut last = vec![(
        "events wait for the relay",
        "outbox where published_at is null".to_owned(),
    )];
    last.extend(unhandled(&town));
    last.push((
        "letters are not sent",
        "notification where sent_at is null".into(),
    ));
    last.push((
        "papers are not printed",
        "document where stored_at is null".into(),
    ));
    last.push((
        "the gateway has more to say",
        "gateway_session where ended_at is null".into(),
    ));
    // What came of the reports may be told of again.
    last.extend(unhandled(&town));
    until_none(&town, begun, &last).await;
    closed.store(true, Ordering::Relaxed);
    let _ = (officers.await.unwrap(), payers.await.unwrap());
    println!(
        "{total} dossiers: submitted after {submitted:.1?}, ended after {ended:.1?}, all told after {:.1?}; {done:?}",
        begun.elapsed()
    );
    assert_each_ended_once(&town, total);
    assert_books(&town);
    assert_invoices(&town);
    assert_told_once(&town);
    assert_reports(&town);
    assert!(
        done.kills.len() >= 2 && done.cuts + done.broker_kills > 0,
        "too little harm: {done:?}"
    );
    drop(running);
}

fn none(town: &Town, what: &str, from: &str) {
    assert_eq!(town.count(from), 0, "{what}");
}

fn assert_each_ended_once(town: &Town, total: usize) {
    assert_eq!(town.count("dossier"), total as i64);
    let mut expected: BTreeMap<i64, i64> = BTreeMap::new();
    for number in 0..total {
        *expected.entry(Plan::of(number).end()).or_default() += 1;
    }
    for (status, dossiers) in expected {
        assert_eq!(
            town.count(&format!("dossier where status = {status}")),
            dossiers,
            "status {status}"
        );
    }
    for (what, told) in [
        (
            "the event",
            "outbox o where o.kind = 'dossier.finished' and o.subject",
        ),
        (
            "the log",
            "dossier_log o where o.kind like 'finished%' and o.dossier_id",
        ),
    ] {
        let from = format!("dossier d where (select count(*) from {told} = d.id) <> 1");
        none(town, &format!("{what} of an end, but not once"), &from);
    }
    none(
        town,
        "a process goes on",
        "process_instance where ended_at is null",
    );
    none(
        town,
        "an open task",
        "user_task where completed_at is null and cancelled_at is null",
    );
    none(town, "an incident", "incident");
    none(
        town,
        "a fee that waits",
        "payment_request where paid_at is null and voided_at is null",
    );
    none(
        town,
        "a result or refusal, but not one",
        "dossier d where d.status in (9, 10) and (select count(*) from document p where p.dossier_id = d.id and p.kind not like 'receipt%' and p.kind not like 'invoice%') <> 1",
    );
}

fn assert_books(town: &Town) {
    assert!(town.count("payment") > 0);
    none(
        town,
        "an entry out of balance",
        "(select journal_entry_id from posting group by journal_entry_id having sum(amount_minor) <> 0) as unbalanced",
    );
    none(
        town,
        "a payment that is not posted once in each ledger of its set-up",
        "payment p join legal_entity e on e.tenant_id = p.tenant_id and e.id = p.legal_entity_id
         join ledger own on own.tenant_id = e.tenant_id and own.id = e.ledger_id
         join ledger l on l.tenant_id = own.tenant_id and l.accounting_setup_id = own.accounting_setup_id
         where (select count(*) from journal_entry j where j.ledger_id = l.id and j.source_id = p.id) <> 1",
    );
    none(town, "an entry of nothing that happened",
        "journal_entry j where not exists (select from payment p where p.id = j.source_id)
         and not exists (select from gateway_callback c where c.id = j.source_id and c.verdict = 'needs_refund')");
}

fn assert_invoices(town: &Town) {
    assert_eq!(town.count("invoice"), town.count("payment"));
    none(
        town,
        "a payment without its one invoice",
        "payment p where (select count(*) from invoice i where i.payment_id = p.id) <> 1",
    );
    none(town, "a series with a gap or a double",
        "(select from invoice group by legal_entity_id, series, year
          having max(number) <> count(*) or min(number) <> 1 or count(distinct number) <> count(*)) as broken");
}

fn assert_told_once(town: &Town) {
    none(town, "an event that is not told of once",
        "outbox o where o.kind in ('dossier.submitted', 'dossier.supplement_asked', 'fee.raised', 'payment.recorded', 'dossier.finished')
         and (select count(*) from notification n where n.event_id = o.id) <> 1");
    let letters = letters(town);
    let doubled: usize = letters.values().map(|times| times - 1).sum();
    println!(
        "{} letters, of which {doubled} came twice with the same Message-ID",
        letters.len()
    );
    assert_eq!(letters.len() as i64, town.count("notification"));
    // Each time more was an attempt that died before it could note its outcome: nothing else sends a letter again.
    for (id, times) in letters.iter().filter(|(_, times)| **times > 1) {
        let died = town.count(&format!(
            "notification_attempt a join notification n on n.tenant_id = a.tenant_id and n.id = a.notification_id
             where n.message_id = '{id}' and a.ended_at is null"
        ));
        assert!(
            *times as i64 - 1 <= died,
            "{id} came {times} times, and {died} attempts died"
        );
    }
}

fn assert_reports(town: &Town) {
    let verdicts =
        town.lines("select verdict as a, count(*)::text as b, '' as c from gateway_callback group by verdict order by verdict");
    for verdict in &verdicts {
        println!("reports of the gateway: {} {}", verdict.b, verdict.a);
    }
    for expected in ["settled", "repeated", "forged", "late"] {
        assert!(
            verdicts.iter().any(|verdict| verdict.a == expected),
            "no report was {expected}"
        );
    }
    none(
        town,
        "a request that was settled twice",
        "(select payment_request_id from payment group by payment_request_id having count(*) <> 1) as doubled",
    );
    assert_eq!(
        town.count("gateway_callback where verdict = 'settled'"),
        town.count("payment where method = 'gateway'")
    );
    none(town, "money that came twice and is not owed back once",
        "payment p join gateway_session s on s.payment_request_id = p.payment_request_id where p.method = 'cash'
         and (select count(*) from gateway_callback c where c.session_id = s.id and c.verdict = 'needs_refund') <> 1");
}
