//! Refunds through the real sandbox gateway: told twice, reported again and again, forged, late, silent, refused.

use std::sync::Arc;

use onedoor::kernel::clock::{self, Instant};
use onedoor::kernel::error::Error;
use onedoor::kernel::ids::RefundId;
use onedoor::services::billing::acts::RecordRefund;
use onedoor::services::billing::gateway::{MerchantKey, Purpose, RefundOrder, RefundReport, RefundStanding};
use onedoor::services::billing::{
    Decision, Payment, Refund, RefundState, Verdict, order_of_refund, reconcile_refunds, record_refund_report,
};
use onedoor::surfaces::callbacks::gateway::{Delivery, take_refund};
use serde_json::{Value, json};

use super::gateway::{Market, SECRET, merchant};
use super::refunds::{decide_as, head, raised};
use super::world::settings;
use crate::support::fixtures::Town;
use crate::support::wait::until;

/// A request of alpha's that was paid at the gateway, whose refunds are ordered to go so.
async fn paid_online(market: &Market, orders: Value) -> Payment {
    let town = &market.world.alpha;
    let request = market.world.due(town).await;
    let before = market.verdicts().len();
    let how = json!({"at_once": "pay", "refund": orders});
    market.lead(&request, how).await.unwrap();
    until("the gateway reports the payment", async || {
        market.verdicts().len() > before
    })
    .await;
    let id = request.id;
    let system = town.system();
    market
        .world
        .db
        .in_tenant(&system, move |tx| {
            use onedoor::services::billing::acts::ReadDossierMoney;
            use onedoor::services::billing::money_of_dossier;
            let mut grant = tx.authorise::<ReadDossierMoney>(request.dossier)?;
            let payments = money_of_dossier(&mut grant)?.payments;
            Ok(payments
                .into_iter()
                .find(|payment| payment.request == id)
                .unwrap())
        })
        .await
        .unwrap()
}

async fn approved(market: &Market, payment: &Payment, minor: i64) -> Refund {
    let town = &market.world.alpha;
    let refund = raised(&market.world, town, payment, minor).await;
    decide_as(&market.world, town, &head(town), refund.id, Decision::Approve)
        .await
        .unwrap()
}

/// The order as a worker claims it.
async fn claim(market: &Market, id: RefundId) -> Option<RefundOrder> {
    let url = format!("{}/alpha/callbacks/gateway/refunds", market.portal);
    market
        .world
        .db
        .in_tenant(&market.world.alpha.system(), move |tx| {
            order_of_refund(&mut tx.authorise::<RecordRefund>(id)?, &url)
        })
        .await
        .unwrap()
}

/// What the gateway answered is recorded, as a worker does it.
async fn record(market: &Market, report: RefundReport, raw: String) -> Verdict {
    let town = market.world.alpha.clone();
    let settings = settings(&town);
    market
        .world
        .db
        .in_tenant(&town.system(), move |tx| {
            let mut grant = tx.authorise::<RecordRefund>(RefundId::from_uuid(report.refund))?;
            record_refund_report(&mut grant, &settings, &report, &raw, "status", clock::now())
        })
        .await
        .unwrap()
}

async fn ask(market: &Market, now: Instant) -> onedoor::services::billing::Reconciled {
    let town = &market.world.alpha;
    let url = format!("{}/alpha/callbacks/gateway/refunds", market.portal);
    let settings = Arc::new(settings(town));
    reconcile_refunds(
        &market.world.db,
        &town.system(),
        &market.client,
        &settings,
        &url,
        now,
    )
    .await
    .unwrap()
}

async fn deliver(market: &Market, to: &Town, by: &Town, report: &RefundReport, stamp: Instant) -> Verdict {
    let body = serde_json::to_vec(report).unwrap();
    let timestamp = stamp.timestamp();
    let key = MerchantKey::derive(SECRET, by.tenant);
    let signature = key.sign(Purpose::RefundCallback, timestamp, &body);
    let delivery = Delivery {
        timestamp: Some(&timestamp.to_string()),
        signature: Some(&signature),
        body: &body,
    };
    take_refund(
        &market.world.db,
        &merchant(to),
        &delivery,
        || Ok(()),
        clock::now(),
    )
    .await
    .unwrap()
}

fn paid(market: &Market) -> i64 {
    market.world.count("refund where paid_at is not null")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_killed_between_the_gateways_acceptance_and_our_record_gives_back_once() {
    let market = Market::open();
    let payment = paid_online(&market, json!({})).await;
    let refund = approved(&market, &payment, 30_000).await;
    assert_eq!(refund.state(), RefundState::AtGateway);
    let order = claim(&market, refund.id).await.unwrap();
    // The gateway takes it on and gives back; the worker dies before it can say so. The callback may come or not.
    let (first, _) = market.client.refund(&order).await.unwrap();
    assert_eq!(first.standing, RefundStanding::Refunded);
    // The event comes back to another worker: the same key, so the same refund.
    let (again, raw) = match claim(&market, refund.id).await {
        Some(order) => market.client.refund(&order).await.unwrap(),
        None => market
            .client
            .refund_status(order.merchant, order.refund)
            .await
            .unwrap()
            .unwrap(),
    };
    assert_eq!(
        again.reference, first.reference,
        "one pay-out under one reference"
    );
    record(&market, again, raw).await;
    until("the other report is heard, too", async || {
        market.verdicts().iter().filter(|one| *one == "repeated").count() == 1
    })
    .await;
    assert_eq!((paid(&market), market.world.events("refund.paid").len()), (1, 1));
    assert!(
        claim(&market, refund.id).await.is_none(),
        "there is nothing left to give back"
    );
    let other = RefundOrder {
        amount_minor: 40_000,
        ..order
    };
    assert!(
        market.client.refund(&other).await.is_err(),
        "a key is for one order"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn repeated_forged_and_stale_reports_pay_once() {
    let market = Market::open();
    let orders = json!({"repeat": 2, "forge": true, "stale_seconds": 301, "delay_ms": 200});
    let payment = paid_online(&market, orders).await;
    let refund = approved(&market, &payment, 75_000).await;
    let order = claim(&market, refund.id).await.unwrap();
    let (answer, raw) = market.client.refund(&order).await.unwrap();
    assert_eq!(answer.standing, RefundStanding::Pending);
    assert_eq!(record(&market, answer, raw).await, Verdict::Pending);
    market
        .expect(&["settled", "forged", "late", "settled", "repeated", "repeated"])
        .await;
    assert_eq!((paid(&market), market.world.events("refund.paid").len()), (1, 1));
    assert_eq!(
        market
            .world
            .count(&format!("gateway_callback where refund_id = '{}'", refund.id)),
        3
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_silent_gateway_is_asked_and_one_that_was_never_told_is_told() {
    let market = Market::open();
    let payment = paid_online(&market, json!({"silent": true, "delay_ms": 50})).await;
    let refund = approved(&market, &payment, 20_000).await;
    let later = |seconds: i64| clock::now() + chrono::Duration::seconds(seconds);
    assert_eq!(
        ask(&market, clock::now()).await.asked,
        0,
        "it is left to itself at first"
    );
    // Nobody has told the gateway: its event lies parked, or the gateway was away.
    let told = ask(&market, later(61)).await;
    assert_eq!((told.asked, told.settled), (1, 0));
    let mut minutes = 3;
    until("the gateway is asked until it has given back", async || {
        minutes += 1;
        ask(&market, later(61 * minutes)).await;
        paid(&market) == 1
    })
    .await;
    assert_eq!(market.world.events("refund.paid").len(), 1);
    assert_eq!(ask(&market, later(100_000)).await.asked, 0);
    assert_eq!(refund.amount_minor, 20_000);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_gateway_cannot_give_back_is_fetched_at_the_desk() {
    let market = Market::open();
    let payment = paid_online(&market, json!({"refuse": true})).await;
    let refund = approved(&market, &payment, 10_000).await;
    let order = claim(&market, refund.id).await.unwrap();
    let (answer, raw) = market.client.refund(&order).await.unwrap();
    let answered = record(&market, answer, raw).await;
    until("the gateway reports its refusal", async || {
        market.verdicts().len() == 3
    })
    .await;
    // The answer and the report are on their way together: whichever comes first is the refusal, and the other repeats it.
    assert!(
        matches!(answered, Verdict::Declined | Verdict::Repeated),
        "{answered:?}"
    );
    assert_eq!(market.verdicts()[1..], ["declined", "repeated"]);
    let (world, id) = (&market.world, refund.id);
    let now = world
        .db
        .in_tenant(&world.alpha.system(), move |tx| {
            Ok(tx.authorise::<RecordRefund>(id)?.into_subject())
        })
        .await
        .unwrap();
    assert_eq!(now.state(), RefundState::AtDesk);
    assert_eq!(world.events("refund.declined").len(), 1);
    assert!(claim(&market, refund.id).await.is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn reports_about_other_money_of_others_or_of_nothing_change_nothing() {
    let market = Market::open();
    let (alpha, beta) = (market.world.alpha.clone(), market.world.beta.clone());
    let payment = paid_online(&market, json!({})).await;
    let waiting = raised(&market.world, &alpha, &payment, 25_000).await;
    let good = RefundReport {
        merchant: alpha.tenant,
        refund: waiting.id.uuid(),
        reference: "R-1".into(),
        standing: RefundStanding::Refunded,
        amount_minor: 25_000,
        currency: alpha.currency,
        occurred_at: clock::now(),
    };
    let now = clock::now();
    // Nobody approved it: whatever the gateway says, nothing is paid.
    assert_eq!(
        deliver(&market, &alpha, &alpha, &good, now).await,
        Verdict::Mismatched
    );
    decide_as(
        &market.world,
        &alpha,
        &head(&alpha),
        waiting.id,
        Decision::Approve,
    )
    .await
    .unwrap();
    let with = |change: fn(&mut RefundReport)| {
        let mut report = good.clone();
        change(&mut report);
        report
    };
    let less = with(|report| report.amount_minor = 24_999);
    assert_eq!(
        deliver(&market, &alpha, &alpha, &less, now).await,
        Verdict::Mismatched
    );
    let unknown = with(|report| report.refund = uuid::Uuid::now_v7());
    assert_eq!(
        deliver(&market, &alpha, &alpha, &unknown, now).await,
        Verdict::Unknown
    );
    assert_eq!(deliver(&market, &alpha, &beta, &good, now).await, Verdict::Forged);
    assert_eq!(deliver(&market, &beta, &beta, &good, now).await, Verdict::Unknown);
    let late = now - chrono::Duration::seconds(301);
    assert_eq!(deliver(&market, &alpha, &alpha, &good, late).await, Verdict::Late);
    // A report about a payment is none about a refund, though the key is the same.
    let body = serde_json::to_vec(&good).unwrap();
    let stamp = now.timestamp();
    let signature = MerchantKey::derive(SECRET, alpha.tenant).sign(Purpose::Callback, stamp, &body);
    let delivery = Delivery {
        timestamp: Some(&stamp.to_string()),
        signature: Some(&signature),
        body: &body,
    };
    let verdict = take_refund(&market.world.db, &merchant(&alpha), &delivery, || Ok(()), now).await;
    assert_eq!(verdict.unwrap(), Verdict::Forged);
    assert_eq!(paid(&market), 0);
    let many = (0..8).map(|_| deliver(&market, &alpha, &alpha, &good, now));
    let verdicts = futures_util::future::join_all(many).await;
    assert_eq!(verdicts.iter().filter(|one| **one == Verdict::Settled).count(), 1);
    assert_eq!(
        verdicts.iter().filter(|one| **one == Verdict::Repeated).count(),
        7
    );
    assert_eq!((paid(&market), market.world.events("refund.paid").len()), (1, 1));
    let stranger = market
        .world
        .db
        .in_tenant(&beta.system(), {
            let id = waiting.id;
            move |tx| Ok(tx.authorise::<RecordRefund>(id)?.into_subject())
        })
        .await;
    assert!(matches!(stranger, Err(Error::NotFound)));
}
