//! Refunds: raised by one, decided by another, never more than was paid, each paid out once.

use std::sync::Arc;

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use onedoor::kernel::actions::Verb;
use onedoor::kernel::clock;
use onedoor::kernel::context::Context;
use onedoor::kernel::error::{Error, Result};
use onedoor::kernel::ids::{PaymentRequestId, RefundId};
use onedoor::services::billing::acts::{
    DecideRefund, IssueCreditNote, IssueInvoice, NewRefund, PayOutRefund, RaiseRefund, ReadCreditNote,
    ReadRefund, RefundAtDesk,
};
use onedoor::services::billing::ubl::{DocumentKind, en16931};
use onedoor::services::billing::{
    Asked, Credited, Decision, Payment, Refund, RefundState, decide_refund, issue_credit_note, issue_invoice,
    pay_out_refund, raise_refund,
};
use onedoor::services::ledger::{
    BooksKey, MoneyBack, PostJournal, post_payment, post_refund, post_refund_paid,
};
use serde_json::Value;

use super::world::{World, cashier, settings};
use crate::support::fixtures::Town;

/// Who raises and who decides in the town's `civil` unit.
pub fn raiser(town: &Town) -> Arc<Context> {
    town.staff(
        town.civil_officer,
        town.civil.id,
        &[Verb::ReadMoney, Verb::RaiseRefund],
    )
}

/// A head of the unit: anybody else than the officer who raises.
pub fn head(town: &Town) -> Arc<Context> {
    town.staff(
        town.land_officer,
        town.civil.id,
        &[Verb::ReadMoney, Verb::ApproveRefund],
    )
}

fn paying(town: &Town) -> Arc<Context> {
    town.staff(
        town.civil_cashier,
        town.civil.id,
        &[Verb::ReadMoney, Verb::TakeCash, Verb::PayOutRefund],
    )
}

pub async fn raise_as(
    world: &World,
    who: &Arc<Context>,
    request: PaymentRequestId,
    refund: RefundId,
    (amount_minor, reason): (i64, &str),
) -> Result<Refund> {
    let asked = Asked {
        amount_minor,
        reason: reason.to_owned(),
    };
    world
        .db
        .in_tenant(who, move |tx| {
            let mut grant = tx.authorise::<RaiseRefund>(NewRefund { request, refund })?;
            raise_refund(&mut grant, &asked, clock::now())
        })
        .await
}

pub async fn raised(world: &World, town: &Town, payment: &Payment, minor: i64) -> Refund {
    let words = (minor, "paid for a copy too many");
    raise_as(world, &raiser(town), payment.request, RefundId::fresh(), words)
        .await
        .unwrap()
}

pub async fn decide_as(
    world: &World,
    town: &Town,
    who: &Arc<Context>,
    id: RefundId,
    decision: Decision,
) -> Result<Refund> {
    let settings = settings(town);
    world
        .db
        .in_tenant(who, move |tx| {
            let mut grant = tx.authorise::<DecideRefund>(id)?;
            decide_refund(&mut grant, &settings, &decision, clock::now())
        })
        .await
}

pub async fn approved(world: &World, town: &Town, payment: &Payment, minor: i64) -> Refund {
    let refund = raised(world, town, payment, minor).await;
    decide_as(world, town, &head(town), refund.id, Decision::Approve)
        .await
        .unwrap()
}

async fn pay_out(world: &World, town: &Town, id: RefundId) -> Result<Refund> {
    let (settings, hall) = (settings(town), town.civil.hall);
    world
        .db
        .in_tenant(&paying(town), move |tx| {
            let mut grant = tx.authorise::<PayOutRefund>(RefundAtDesk { refund: id, hall })?;
            pay_out_refund(&mut grant, &settings, clock::now())
        })
        .await
}

async fn credit(world: &World, town: &Town, refund: &Refund) -> Result<Credited> {
    let (settings, id, payment) = (settings(town), refund.id, refund.payment);
    world
        .db
        .in_tenant(&town.system(), move |tx| {
            issue_invoice(
                &mut tx.authorise::<IssueInvoice>(payment)?,
                &settings,
                clock::now(),
            )?;
            issue_credit_note(&mut tx.authorise::<IssueCreditNote>(id)?, &settings, clock::now())
        })
        .await
}

fn code<T: std::fmt::Debug>(result: Result<T>) -> String {
    match result {
        Err(Error::Refused(refusal)) => match refusal.fields.first() {
            Some(field) => format!("{}: {}", field.field, field.code),
            None => refusal.code,
        },
        other => panic!("not refused: {other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_is_raised_by_one_approved_by_another_and_handed_over_once() {
    let world = World::new();
    let town = &world.alpha;
    let payment = world.paid(town).await;
    let key = RefundId::fresh();
    let words = (35_000, " one copy too many ");
    let refund = raise_as(&world, &raiser(town), payment.request, key, words)
        .await
        .unwrap();
    let again = raise_as(&world, &raiser(town), payment.request, key, words)
        .await
        .unwrap();
    assert_eq!(refund, again, "the same form sent twice");
    assert_eq!(
        (refund.state(), refund.reason.as_str()),
        (RefundState::Waiting, "one copy too many")
    );
    assert!(refund.reference.ends_with("-R1"));
    assert_eq!(world.events("refund.approved").len(), 0);

    let done = decide_as(&world, town, &head(town), refund.id, Decision::Approve)
        .await
        .unwrap();
    let twice = decide_as(&world, town, &head(town), refund.id, Decision::Approve)
        .await
        .unwrap();
    assert_eq!((done.state(), &done), (RefundState::AtDesk, &twice));
    let other = Decision::Refuse("changed my mind".into());
    assert_eq!(
        code(decide_as(&world, town, &head(town), refund.id, other).await),
        "errors-refund-decided"
    );
    assert_eq!(world.events("refund.approved").len(), 1);

    let paid = pay_out(&world, town, refund.id).await.unwrap();
    let pressed_again = pay_out(&world, town, refund.id).await.unwrap();
    assert_eq!((paid.state(), &paid), (RefundState::Paid, &pressed_again));
    assert_eq!(world.events("refund.paid").len(), 1);
    assert_eq!(world.events("refund.paid")[0]["amount_minor"], 35_000);
    assert_eq!(
        world.count("dossier_log where kind in ('refund_raised', 'refund_approved', 'refund_paid')"),
        3
    );
    assert_eq!(
        world.count("dossier_log where kind = 'refund_raised' and not public"),
        1
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_decides_what_she_raised_herself_by_command_or_by_hand() {
    let world = World::new();
    let town = &world.alpha;
    let payment = world.paid(town).await;
    let refund = raised(&world, town, &payment, 10_000).await;
    // The same person under a responsibility that may approve.
    let herself = town.staff(
        town.civil_officer,
        town.civil.id,
        &[Verb::ReadMoney, Verb::RaiseRefund, Verb::ApproveRefund],
    );
    for decision in [Decision::Approve, Decision::Refuse("no".into())] {
        assert_eq!(
            code(decide_as(&world, town, &herself, refund.id, decision).await),
            "errors-refund-own"
        );
    }
    // The database holds it, too, against whoever writes past the rules: even its superuser.
    let by_hand = diesel::sql_query(format!(
        "update refund set approved_at = now(), decided_by = raised_by where id = '{}'",
        refund.id
    ))
    .execute(&mut world.rows());
    assert!(
        by_hand.is_err_and(|error| error.to_string().contains("refund_not_by_one_person")),
        "the constraint speaks"
    );
    // Nor does the tenant's role change who raised it, or how much.
    for column in ["raised_by = decided_by", "amount_minor = 1", "reason = 'another'"] {
        let id = refund.id;
        let refused = world
            .db
            .in_tenant(&head(town), move |tx| {
                let mut grant = tx.authorise::<ReadRefund>(id)?;
                diesel::sql_query(format!("update refund set {column} where id = '{id}'"))
                    .execute(grant.sql().conn())?;
                Ok(())
            })
            .await;
        assert!(
            matches!(&refused, Err(Error::Internal(why)) if why.contains("permission denied")),
            "{column}: {refused:?}"
        );
    }
    let unraised = decide_as(&world, town, &raiser(town), refund.id, Decision::Approve).await;
    assert!(matches!(
        unraised,
        Err(Error::Denied {
            verb: Verb::ApproveRefund,
            ..
        })
    ));
    let approved = decide_as(&world, town, &head(town), refund.id, Decision::Approve).await;
    assert_eq!(approved.unwrap().state(), RefundState::AtDesk);
    // What happened does not unhappen.
    let undone = diesel::sql_query(format!(
        "update refund set approved_at = null, decided_by = null where id = '{}'",
        refund.id
    ))
    .execute(&mut world.rows());
    assert!(undone.is_err_and(|error| error.to_string().contains("is settled")));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_asked_back_is_told_at_its_field_when_it_cannot_be() {
    let world = World::new();
    let town = &world.alpha;
    let payment = world.paid(town).await;
    let ask = |minor: i64, reason: &'static str| {
        let (world, who, request) = (&world, raiser(town), payment.request);
        async move { raise_as(world, &who, request, RefundId::fresh(), (minor, reason)).await }
    };
    assert_eq!(
        code(ask(75_001, "too much").await),
        "amount: errors-refund-too-much"
    );
    assert_eq!(code(ask(0, "nothing").await), "amount: errors-refund-nothing");
    assert_eq!(code(ask(-5, "less").await), "amount: errors-refund-nothing");
    assert_eq!(code(ask(100, "  ").await), "reason: errors-refund-reason-missing");
    assert_eq!(world.count("refund"), 0);
    let first = raised(&world, town, &payment, 50_000).await;
    assert_eq!(
        code(ask(25_001, "rest and more").await),
        "amount: errors-refund-too-much"
    );
    let no_reason = decide_as(&world, town, &head(town), first.id, Decision::Refuse(" ".into())).await;
    assert_eq!(code(no_reason), "note: errors-refund-reason-missing");
    decide_as(
        &world,
        town,
        &head(town),
        first.id,
        Decision::Refuse("it was due".into()),
    )
    .await
    .unwrap();
    let whole = ask(75_000, "all of it").await.unwrap();
    assert_eq!(
        (whole.parts.net_minor, whole.parts.shipping_minor),
        (70_000, 5_000)
    );

    let due = world.due(town).await;
    let unpaid = raise_as(&world, &raiser(town), due.id, RefundId::fresh(), (1, "x")).await;
    assert!(matches!(unpaid, Err(Error::NotFound)), "{unpaid:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn another_unit_and_another_tenant_see_nothing_of_it() {
    let world = World::new();
    let (town, other) = (&world.alpha, &world.beta);
    let payment = world.paid(town).await;
    let refund = raised(&world, town, &payment, 10_000).await;
    let strangers = [
        town.staff(
            town.land_officer,
            town.land.id,
            &[Verb::ReadMoney, Verb::RaiseRefund, Verb::ApproveRefund],
        ),
        other.staff(
            town.land_officer,
            town.civil.id,
            &[Verb::ReadMoney, Verb::RaiseRefund, Verb::ApproveRefund],
        ),
        other.system(),
    ];
    for stranger in &strangers {
        let decided = decide_as(&world, town, stranger, refund.id, Decision::Approve).await;
        assert!(matches!(decided, Err(Error::NotFound)), "{decided:?}");
        let words = (1, "not mine");
        let asked = raise_as(&world, stranger, payment.request, RefundId::fresh(), words).await;
        assert!(matches!(asked, Err(Error::NotFound)), "{asked:?}");
    }
    let id = refund.id;
    let citizen = town.citizen(town.citizen, &[Verb::ReadMoney]);
    let read = |who: Arc<Context>| {
        let db = world.db.clone();
        async move {
            db.in_tenant(&who, move |tx| Ok(tx.authorise::<ReadRefund>(id)?.into_subject()))
                .await
        }
    };
    assert_eq!(read(citizen).await.unwrap().id, id);
    let neighbour = town.citizen(town.other_citizen, &[Verb::ReadMoney]);
    assert!(matches!(read(neighbour).await, Err(Error::NotFound)));
    assert_eq!(
        world.count(&format!("refund where tenant_id = '{}'", other.tenant)),
        0
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 8)]
async fn however_many_ask_and_decide_at_once_no_more_than_was_paid_goes_back() {
    let world = World::new();
    let town = &world.alpha;
    let payment = world.paid(town).await;
    let asked = (0..12).map(|_| {
        let who = raiser(town);
        let (world, request) = (&world, payment.request);
        async move { raise_as(world, &who, request, RefundId::fresh(), (20_000, "at once")).await }
    });
    let raised: Vec<Refund> = futures_util::future::join_all(asked)
        .await
        .into_iter()
        .filter_map(Result::ok)
        .collect();
    assert_eq!(raised.len(), 3, "75,000 has three times 20,000 in it");

    // Two heads decide each of them in the same moment, and a cashier presses three times.
    let second = town.staff(
        town.civil_cashier,
        town.civil.id,
        &[Verb::ReadMoney, Verb::ApproveRefund],
    );
    for refund in &raised {
        let (one, other) = (head(town), Arc::clone(&second));
        let (first, second) = tokio::join!(
            decide_as(&world, town, &one, refund.id, Decision::Approve),
            decide_as(&world, town, &other, refund.id, Decision::Approve),
        );
        assert!(first.is_ok() != second.is_ok(), "{first:?} {second:?}");
        let _ = futures_util::future::join_all((0..3).map(|_| pay_out(&world, town, refund.id))).await;
    }
    assert_eq!(world.events("refund.approved").len(), 3);
    assert_eq!(world.events("refund.paid").len(), 3);
    assert_eq!(
        world.count("(select from refund group by payment_id having sum(amount_minor) > 75000) x"),
        0
    );
    // The guard in the database holds without the rule of the program.
    let past = diesel::sql_query(
        "insert into refund (tenant_id, id, payment_id, payment_request_id, dossier_id, procedure_id, operating_unit_id,
             legal_entity_id, applicant_id, reference, method, net_minor, shipping_minor, tax_minor, amount_minor, currency,
             reason, raised_at, raised_by)
         select tenant_id, gen_random_uuid(), payment_id, payment_request_id, dossier_id, procedure_id, operating_unit_id,
             legal_entity_id, applicant_id, reference || 'x', method, 15001, 0, 0, 15001, currency, reason, raised_at, raised_by
         from refund limit 1",
    )
    .execute(&mut world.rows());
    assert!(past.is_err_and(|error| error.to_string().contains("exceeds payment")));
}

#[tokio::test(flavor = "multi_thread")]
async fn cash_is_handed_over_where_it_may_be_and_only_out_of_what_the_till_holds() {
    let world = World::new();
    let town = &world.alpha;
    let payment = world.paid(town).await;
    let refund = raised(&world, town, &payment, 75_000).await;
    assert_eq!(
        code(pay_out(&world, town, refund.id).await),
        "errors-refund-not-approved"
    );
    decide_as(&world, town, &head(town), refund.id, Decision::Approve)
        .await
        .unwrap();
    let no_cashier = cashier(town);
    let (settings, hall) = (settings(town), town.civil.hall);
    let id = refund.id;
    let denied = world
        .db
        .in_tenant(&no_cashier, move |tx| {
            let mut grant = tx.authorise::<PayOutRefund>(RefundAtDesk { refund: id, hall })?;
            pay_out_refund(&mut grant, &settings, clock::now())
        })
        .await;
    assert!(matches!(
        denied,
        Err(Error::Denied {
            verb: Verb::PayOutRefund,
            ..
        })
    ));
    // What was taken yesterday is not in today's till.
    world.execute("update payment set received_at = received_at - interval '2 days'");
    assert_eq!(
        code(pay_out(&world, town, refund.id).await),
        "errors-refund-till-short"
    );
    world.paid(town).await;
    assert_eq!(
        pay_out(&world, town, refund.id).await.unwrap().state(),
        RefundState::Paid
    );
    let colleague = approved(&world, town, &world.paid(town).await, 70_000).await;
    world.execute("update service_hall set capabilities = '{issues_tickets}'");
    assert_eq!(
        code(pay_out(&world, town, colleague.id).await),
        "errors-cash-not-taken-here"
    );
    world.execute("update service_hall set capabilities = '{takes_cash}', valid_to = current_date");
    assert_eq!(
        code(pay_out(&world, town, colleague.id).await),
        "errors-cash-hall-closed"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_credit_note_keeps_the_rules_names_its_invoice_and_is_issued_once() {
    let world = World::new();
    let town = &world.alpha;
    let payment = world.paid(town).await;
    let waiting = raised(&world, town, &payment, 5_000).await;
    assert_eq!(
        code(credit(&world, town, &waiting).await),
        "errors-refund-not-approved"
    );
    let refund = approved(&world, town, &payment, 70_000).await;
    let first = credit(&world, town, &refund).await.unwrap();
    let again = credit(&world, town, &refund).await.unwrap();
    assert!(first.is_new && !again.is_new);
    assert_eq!(first.note, again.note);
    let year = clock::now()
        .with_timezone(&chrono_tz::Asia::Ho_Chi_Minh)
        .format("%y")
        .to_string();
    assert_eq!(
        first.note.identifier,
        format!("1C{year}TAA-00000002"),
        "numbered with the invoices where the code names no series of its own"
    );
    let id = first.note.id;
    let citizen = town.citizen(town.citizen, &[Verb::ReadMoney]);
    let note = world
        .db
        .in_tenant(&citizen, move |tx| {
            Ok(tx.authorise::<ReadCreditNote>(id)?.into_subject())
        })
        .await
        .unwrap();
    assert_eq!(en16931::check(&note.xml).unwrap(), []);
    assert_eq!(note.document.kind, DocumentKind::CreditNote);
    assert!(note.xml.contains(">381<") && note.xml.contains(&format!("1C{year}TAA-00000001")));
    assert_eq!(note.document.totals().unwrap().gross_minor, 70_000);
    assert_eq!(world.events("credit_note.issued").len(), 1);
    for change in [
        "update credit_note set amount_minor = 1",
        "delete from credit_note",
        "delete from refund",
    ] {
        let refused = world
            .db
            .in_tenant(&town.system(), move |tx| {
                let mut grant = tx.authorise::<ReadCreditNote>(id)?;
                diesel::sql_query(change).execute(grant.sql().conn())?;
                Ok(())
            })
            .await;
        assert!(
            matches!(&refused, Err(Error::Internal(why)) if why.contains("permission denied")),
            "{change}: {refused:?}"
        );
    }

    world.execute("update legal_entity set details = details || '{\"credit_note_series\": \"CN{YY}A\"}'");
    let own = approved(&world, town, &world.paid(town).await, 1_000).await;
    let own = credit(&world, town, &own).await.unwrap().note;
    assert_eq!(own.identifier, format!("CN{year}A-00000001"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 8)]
async fn credit_notes_of_eight_threads_with_rollbacks_are_numbered_without_a_gap() {
    let world = Arc::new(World::new());
    let town = world.alpha.clone();
    world.execute("update legal_entity set details = details || '{\"credit_note_series\": \"CN{YY}A\"}'");
    let mut refunds = Vec::new();
    for _ in 0..4 {
        let payment = world.paid(&town).await;
        for _ in 0..10 {
            refunds.push(approved(&world, &town, &payment, 7_000).await);
        }
        let refund = approved(&world, &town, &payment, 5_000).await;
        credit(&world, &town, &refund).await.unwrap();
    }
    let attempts = refunds.into_iter().enumerate().map(|(at, refund)| {
        let (world, town) = (Arc::clone(&world), town.clone());
        tokio::spawn(async move {
            if at % 3 == 0 {
                let (settings, id) = (settings(&town), refund.id);
                let rolled_back = world
                    .db
                    .in_tenant(&town.system(), move |tx| {
                        let mut grant = tx.authorise::<IssueCreditNote>(id)?;
                        issue_credit_note(&mut grant, &settings, clock::now())?;
                        Err::<(), _>(Error::Conflict("the test rolls back"))
                    })
                    .await;
                assert!(rolled_back.is_err());
            }
            credit(&world, &town, &refund).await.unwrap();
        })
    });
    for attempt in futures_util::future::join_all(attempts).await {
        attempt.unwrap();
    }
    assert_eq!(world.count("credit_note"), 44);
    assert_eq!(
        world.count("(select max(number) as top, count(distinct number) as n from credit_note) x where top = 44 and n = 44"),
        1
    );
    assert_eq!(world.events("credit_note.issued").len(), 44);
}

#[derive(QueryableByName)]
struct Balance {
    #[diesel(sql_type = Text)]
    account: String,
    #[diesel(sql_type = BigInt)]
    balance: i64,
}

#[tokio::test(flavor = "multi_thread")]
async fn the_books_owe_what_is_approved_and_are_even_when_it_is_paid() {
    let world = World::new();
    let town = &world.alpha;
    let payment = world.paid(town).await;
    let refund = approved(&world, town, &payment, 72_000).await;
    let key = BooksKey {
        legal_entity: town.city,
        unit: town.civil.id,
    };
    let balances = || -> Vec<(String, i64)> {
        let rows: Vec<Balance> = diesel::sql_query(format!(
            "select a.code as account, sum(p.amount_minor)::bigint as balance from posting p
             join ledger_account a on a.tenant_id = p.tenant_id and a.id = p.ledger_account_id
             where p.ledger_id = '{}' group by a.code having sum(p.amount_minor) <> 0 order by a.code",
            town.primary_ledger
        ))
        .load(&mut world.rows())
        .unwrap();
        rows.into_iter().map(|row| (row.account, row.balance)).collect()
    };
    let post = |kind: &'static str, data: Value| {
        let (db, system) = (world.db.clone(), town.system());
        async move {
            db.in_tenant(&system, move |tx| {
                let mut grant = tx.authorise::<PostJournal>(key)?;
                match kind {
                    "payment.recorded" => post_payment(&mut grant, &serde_json::from_value(data).unwrap()),
                    "refund.approved" => post_refund(&mut grant, &back(data)),
                    _ => post_refund_paid(&mut grant, &back(data)),
                }
            })
            .await
        }
    };
    fn back(data: Value) -> MoneyBack {
        serde_json::from_value(data).unwrap()
    }
    let event = |kind: &str| world.events(kind)[0].clone();
    let early = post("refund.approved", event("refund.approved")).await;
    assert!(
        matches!(early, Err(Error::NotFound)),
        "it comes back when the payment is posted"
    );
    post("payment.recorded", event("payment.recorded")).await.unwrap();
    post("refund.approved", event("refund.approved")).await.unwrap();
    post("refund.approved", event("refund.approved")).await.unwrap();
    let account = |code: &str, balance: i64| (code.to_owned(), balance);
    assert_eq!(
        balances(),
        [
            account("1110", 75_000),
            account("3310", -72_000),
            account("5110", -3_000)
        ]
    );
    pay_out(&world, town, refund.id).await.unwrap();
    post("refund.paid", event("refund.paid")).await.unwrap();
    post("refund.paid", event("refund.paid")).await.unwrap();
    assert_eq!(balances(), [account("1110", 3_000), account("5110", -3_000)]);
    assert_eq!(
        world.count(
            "journal_entry where source_kind in ('refund', 'refund_paid') and reverses_id is not null"
        ),
        4
    );
}
