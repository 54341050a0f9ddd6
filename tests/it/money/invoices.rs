//! Invoices: once for each payment, numbered 1..n without a gap, whatever dies on the way.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Integer, Text};
use onedoor::kernel::actions::Verb;
use onedoor::kernel::clock::{self, Instant};
use onedoor::kernel::error::{Error, Result};
use onedoor::kernel::ids::PaymentId;
use onedoor::services::billing::acts::{IssueInvoice, ReadInvoice};
use onedoor::services::billing::ubl::en16931;
use onedoor::services::billing::{Issued, issue_invoice};
use rand::RngExt;

use super::world::{World, settings};
use crate::support::fixtures::Town;

async fn issue(world: &World, town: &Town, payment: PaymentId, at: Instant) -> Result<Issued> {
    let settings = settings(town);
    world
        .db
        .in_tenant(&town.system(), move |tx| {
            issue_invoice(&mut tx.authorise::<IssueInvoice>(payment)?, &settings, at)
        })
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invoice_is_issued_once_for_a_payment_and_keeps_the_rules() {
    let world = World::new();
    let town = &world.alpha;
    let payment = world.paid(town).await;
    let first = issue(&world, town, payment.id, clock::now()).await.unwrap();
    let again = issue(&world, town, payment.id, clock::now()).await.unwrap();
    assert!(first.is_new && !again.is_new);
    assert_eq!(first.invoice, again.invoice);
    let year = clock::now()
        .with_timezone(&chrono_tz::Asia::Ho_Chi_Minh)
        .format("%y")
        .to_string();
    assert_eq!(first.invoice.identifier, format!("1C{year}TAA-00000001"));
    assert_eq!(world.events("invoice.issued").len(), 1);

    let id = first.invoice.id;
    let citizen = town.citizen(town.citizen, &[Verb::ReadMoney]);
    let read = |context: Arc<onedoor::kernel::context::Context>| {
        let db = world.db.clone();
        async move {
            db.in_tenant(&context, move |tx| {
                tx.authorise::<ReadInvoice>(id).map(|grant| grant.into_subject())
            })
            .await
        }
    };
    let invoice = read(citizen).await.unwrap();
    assert_eq!(en16931::check(&invoice.xml).unwrap(), []);
    assert!(invoice.xml.contains("Register a birth") && invoice.xml.contains("Delivery of the result"));
    assert_eq!(invoice.document.prepaid_minor, 75_000);
    assert_eq!(invoice.document.totals().unwrap().due_minor, 0);
    for stranger in [
        town.citizen(town.other_citizen, &[Verb::ReadMoney]),
        town.staff(town.land_officer, town.land.id, &[Verb::ReadMoney]),
        world.beta.system(),
    ] {
        assert!(matches!(read(stranger).await, Err(Error::NotFound)));
    }
    let elsewhere = issue(&world, &world.beta, payment.id, clock::now()).await;
    assert!(matches!(elsewhere, Err(Error::NotFound)));
}

#[tokio::test(flavor = "multi_thread")]
async fn each_legal_entity_and_year_counts_for_itself_and_dates_never_run_backwards() {
    let world = World::new();
    let (town, other) = (&world.alpha, &world.beta);
    let (one, two, three) = (
        world.paid(town).await,
        world.paid(town).await,
        world.paid(town).await,
    );
    let foreign = world.paid(other).await;
    let at = |text: &str| text.parse::<Instant>().unwrap();
    // 17:30 UTC on New Year's Eve is already the next year in the town's zone.
    let new_year = issue(&world, town, one.id, at("2026-12-31T17:30:00Z"))
        .await
        .unwrap()
        .invoice;
    assert_eq!(
        (new_year.year, new_year.identifier.as_str()),
        (2027, "1C27TAA-00000001")
    );
    let old_year = issue(&world, town, two.id, at("2026-12-31T16:30:00Z"))
        .await
        .unwrap()
        .invoice;
    assert_eq!(
        (old_year.year, old_year.identifier.as_str()),
        (2026, "1C26TAA-00000001")
    );
    // A node whose clock is behind does not date a later number earlier.
    let behind = issue(&world, town, three.id, at("2026-12-31T17:10:00Z"))
        .await
        .unwrap()
        .invoice;
    assert_eq!((behind.number, behind.issued_at), (2, new_year.issued_at));
    let elsewhere = issue(&world, other, foreign.id, at("2026-12-31T16:30:00Z"))
        .await
        .unwrap()
        .invoice;
    assert_eq!(elsewhere.number, 1);

    world.execute("update legal_entity set details = details - 'invoice_series'");
    let four = world.paid(town).await;
    let refused = issue(&world, town, four.id, clock::now()).await;
    assert!(
        matches!(refused, Err(Error::Refused(refusal)) if refusal.code == "errors-invoice-series-missing")
    );
}

#[derive(QueryableByName)]
struct Pid {
    #[diesel(sql_type = Integer)]
    pid: i32,
}

/// What may happen to an attempt to issue.
#[derive(Clone, Copy, PartialEq)]
enum Fate {
    Commit,
    RollBack,
    Kill,
}

async fn attempt(world: &World, town: &Town, payment: PaymentId, fate: Fate) -> Result<()> {
    let (settings, mut executioner) = (settings(town), world.database.superuser());
    world
        .db
        .in_tenant(&town.system(), move |tx| {
            let mut grant = tx.authorise::<IssueInvoice>(payment)?;
            issue_invoice(&mut grant, &settings, clock::now())?;
            match fate {
                Fate::Commit => Ok(()),
                Fate::RollBack => Err(Error::Conflict("the test rolls back")),
                Fate::Kill => {
                    // The session dies with the number taken and the invoice written; the commit that follows fails.
                    let me: Pid =
                        diesel::sql_query("select pg_backend_pid() as pid").get_result(grant.sql().conn())?;
                    diesel::sql_query("select pg_terminate_backend($1)")
                        .bind::<Integer, _>(me.pid)
                        .execute(&mut executioner)?;
                    Ok(())
                }
            }
        })
        .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 8)]
async fn two_hundred_invoices_of_eight_threads_with_rollbacks_and_kills_are_numbered_without_a_gap() {
    const INVOICES: usize = 200;
    let world = Arc::new(World::new());
    let town = world.alpha.clone();
    let template = world.paid(&town).await;
    clone_payments(&world, &town, template.id, INVOICES - 1);
    let payments: Arc<Vec<PaymentId>> = Arc::new(payment_ids(&world));
    assert_eq!(payments.len(), INVOICES);

    let (next, rolled_back, killed) = (
        Arc::new(AtomicUsize::new(0)),
        Arc::new(AtomicUsize::new(0)),
        Arc::new(AtomicUsize::new(0)),
    );
    let threads: Vec<_> = (0..8)
        .map(|_| {
            let (world, town, payments) = (Arc::clone(&world), town.clone(), Arc::clone(&payments));
            let (next, rolled_back, killed) =
                (Arc::clone(&next), Arc::clone(&rolled_back), Arc::clone(&killed));
            tokio::spawn(async move {
                while let Some(payment) = payments.get(next.fetch_add(1, Ordering::Relaxed)) {
                    loop {
                        let fate = match rand::rng().random_range(0..10) {
                            0..=1 => Fate::RollBack,
                            2 => Fate::Kill,
                            _ => Fate::Commit,
                        };
                        match (attempt(&world, &town, *payment, fate).await, fate) {
                            (Ok(()), Fate::Commit) => break,
                            (Err(_), Fate::RollBack) => rolled_back.fetch_add(1, Ordering::Relaxed),
                            (Err(_), Fate::Kill) => killed.fetch_add(1, Ordering::Relaxed),
                            // Connections that died in the pool; the next attempt gets another one.
                            (Err(Error::Unavailable(_)), Fate::Commit) => 0,
                            (result, _) => panic!("{result:?}"),
                        };
                    }
                }
            })
        })
        .collect();
    for thread in threads {
        thread.await.unwrap();
    }
    assert!(rolled_back.load(Ordering::Relaxed) > 10 && killed.load(Ordering::Relaxed) > 5);

    #[derive(QueryableByName, Debug)]
    struct Numbered {
        #[diesel(sql_type = BigInt)]
        number: i64,
        #[diesel(sql_type = Text)]
        printed: String,
    }
    let numbered: Vec<Numbered> =
        diesel::sql_query("select number, document ->> 'number' as printed from invoice order by number")
            .load(&mut world.rows())
            .unwrap();
    assert_eq!(numbered.len(), INVOICES);
    for (expected, found) in (1_i64..).zip(&numbered) {
        assert_eq!(
            (found.number, found.printed.as_str()),
            (expected, format!("{expected:08}").as_str())
        );
    }
    assert_eq!(
        world.count("(select distinct payment_id from invoice) p"),
        INVOICES as i64
    );
    assert_eq!(
        world.events("invoice.issued").len(),
        INVOICES,
        "one event for each, none for what was rolled back"
    );
    assert_eq!(world.count("invoice_series where last = 200"), 1);
}

/// Copies of one paid request, so that the test spends its time on issuing.
fn clone_payments(world: &World, town: &Town, template: PaymentId, copies: usize) {
    let t = town.tenant;
    world.execute(&format!(
        "create temporary table copy as
             select gen_random_uuid() as request, gen_random_uuid() as payment, n from generate_series(1, {copies}) n;
         insert into payment_request select r.tenant_id, copy.request, r.dossier_id, r.operating_unit_id, r.legal_entity_id,
                r.applicant_id, copy.request, r.reference || '-' || copy.n, r.methods, r.net_minor, r.shipping_minor, r.tax_minor,
                r.amount_minor, r.currency, r.messages, r.lines, r.requested_at, r.paid_at, r.voided_at
             from payment_request r, copy where r.tenant_id = '{t}';
         insert into payment select p.tenant_id, copy.payment, copy.request, p.dossier_id, p.operating_unit_id, p.legal_entity_id,
                p.applicant_id, p.method, p.provider, copy.payment::text, p.amount_minor, p.currency, p.received_at, p.received_by,
                p.hall_id, p.receipt_number || '-' || copy.n
             from payment p, copy where p.tenant_id = '{t}' and p.id = '{template}'"
    ));
}

fn payment_ids(world: &World) -> Vec<PaymentId> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = diesel::sql_types::Uuid)]
        id: uuid::Uuid,
    }
    let rows: Vec<Row> = diesel::sql_query("select id from payment")
        .load(&mut world.rows())
        .unwrap();
    rows.into_iter().map(|row| PaymentId::from_uuid(row.id)).collect()
}
