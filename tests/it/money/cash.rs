//! The cash desk: only where cash is taken, by a cashier of the unit, once, and exactly.

use onedoor::kernel::actions::Verb;
use onedoor::kernel::clock;
use onedoor::kernel::error::Error;
use onedoor::services::billing::acts::ReadUnitMoney;
use onedoor::services::billing::{cash_taken, open_requests};

use super::world::{World, cashier};

fn code<T: std::fmt::Debug>(result: Result<T, Error>) -> String {
    match result {
        Err(Error::Refused(refusal)) => refusal.code,
        other => panic!("not refused: {other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn cash_settles_a_request_once_and_gives_the_next_receipt_number() {
    let world = World::new();
    let town = &world.alpha;
    let cashier = cashier(town);
    let year = clock::now()
        .with_timezone(&chrono_tz::Asia::Ho_Chi_Minh)
        .format("%y")
        .to_string();
    for serial in 1..=3 {
        let request = world.due(town).await;
        let payment = world
            .pay_cash(town, &cashier, town.civil.hall, request.id, 75_000)
            .await
            .unwrap();
        assert_eq!(payment.receipt_number, format!("R{year}-01-{serial:07}"));
        assert_eq!(
            (payment.received_by, payment.hall),
            (Some(town.civil_cashier), Some(town.civil.hall))
        );

        let again = world
            .pay_cash(town, &cashier, town.civil.hall, request.id, 75_000)
            .await
            .unwrap();
        assert_eq!(again, payment, "the same form sent twice");
    }
    assert_eq!(world.count("payment"), 3);
    assert_eq!(world.events("payment.recorded").len(), 3);
    assert_eq!(world.events("payment.recorded")[0]["net_minor"], 70_000);
    assert_eq!(world.count("dossier where status = 2 and paid_at is not null"), 3);
    assert_eq!(world.count("dossier_log where kind = 'payment.recorded'"), 3);

    let other_town = world.paid(&world.beta).await;
    assert_eq!(
        other_town.receipt_number,
        format!("R{year}-01-0000001"),
        "each town counts for itself"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn cash_is_refused_where_and_when_it_may_not_be_taken() {
    let world = World::new();
    let town = &world.alpha;
    let request = world.due(town).await;
    let own = cashier(town);
    let hall = town.civil.hall;
    assert_eq!(
        code(world.pay_cash(town, &own, hall, request.id, 74_999).await),
        "errors-payment-amount-differs"
    );
    assert_eq!(
        code(
            world
                .pay_cash(town, &own, town.land.hall, request.id, 75_000)
                .await
        ),
        "errors-cash-other-unit"
    );
    world.execute("update service_hall set capabilities = '{issues_tickets}'");
    assert_eq!(
        code(world.pay_cash(town, &own, hall, request.id, 75_000).await),
        "errors-cash-not-taken-here"
    );
    world.execute("update service_hall set capabilities = '{takes_cash}', valid_to = current_date");
    assert_eq!(
        code(world.pay_cash(town, &own, hall, request.id, 75_000).await),
        "errors-cash-hall-closed",
        "what ended is not at work"
    );
    world.execute("update service_hall set valid_to = null");

    let land = town.staff(town.land_officer, town.land.id, &[Verb::TakeCash]);
    let of_land = world
        .pay_cash(town, &land, town.land.hall, request.id, 75_000)
        .await;
    assert!(
        matches!(of_land, Err(Error::NotFound)),
        "another unit does not even see it"
    );
    let officer = town.staff(town.civil_officer, town.civil.id, &[Verb::ReadMoney]);
    let no_cashier = world.pay_cash(town, &officer, hall, request.id, 75_000).await;
    assert!(matches!(
        no_cashier,
        Err(Error::Denied {
            verb: Verb::TakeCash,
            ..
        })
    ));
    let elsewhere = world
        .beta
        .staff(town.civil_cashier, town.civil.id, &[Verb::TakeCash]);
    assert!(matches!(
        world
            .pay_cash(&world.beta, &elsewhere, hall, request.id, 75_000)
            .await,
        Err(Error::NotFound)
    ));
    assert_eq!(world.count("payment"), 0);

    let first = world
        .pay_cash(town, &own, hall, request.id, 75_000)
        .await
        .unwrap();
    let colleague = town.staff(town.civil_officer, town.civil.id, &[Verb::TakeCash]);
    let twice = world.pay_cash(town, &colleague, hall, request.id, 75_000).await;
    assert!(
        matches!(&twice, Err(Error::Refused(refusal)) if refusal.code == "errors-payment-already-made"
            && refusal.arguments["receipt"] == first.receipt_number),
        "{twice:?}"
    );
    assert_eq!(world.count("payment"), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_desks_that_take_the_same_money_at_the_same_moment_settle_it_once() {
    let world = World::new();
    let town = &world.alpha;
    let request = world.due(town).await;
    let one = cashier(town);
    let other = town.staff(town.civil_officer, town.civil.id, &[Verb::TakeCash]);
    let hall = town.civil.hall;
    let (first, second) = tokio::join!(
        world.pay_cash(town, &one, hall, request.id, 75_000),
        world.pay_cash(town, &other, hall, request.id, 75_000),
    );
    assert!(first.is_ok() != second.is_ok(), "{first:?} {second:?}");
    assert_eq!(
        (world.count("payment"), world.events("payment.recorded").len()),
        (1, 1)
    );
    assert_eq!(
        world.count("number_counter where series = 'receipt' and last = 1"),
        1
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_desk_lists_what_waits_and_what_it_took() {
    let world = World::new();
    let town = &world.alpha;
    let (waiting, paid) = (world.due(town).await, world.paid(town).await);
    let reader = cashier(town);
    let (unit, hall) = (town.civil.id, town.civil.hall);
    let reference = waiting.reference.clone();
    let (all, by_reference, by_name, by_nobody, till) = world
        .db
        .in_tenant(&reader, move |tx| {
            let mut grant = tx.authorise::<ReadUnitMoney>(unit)?;
            let day = chrono::Duration::days(1);
            Ok((
                open_requests(&mut grant, "", 50)?,
                open_requests(&mut grant, &reference, 50)?,
                open_requests(&mut grant, "anna", 50)?,
                open_requests(&mut grant, "%", 50)?,
                cash_taken(&mut grant, hall, (clock::now() - day, clock::now() + day))?,
            ))
        })
        .await
        .unwrap();
    let waiting = std::slice::from_ref(&waiting);
    assert_eq!(
        (all.as_slice(), by_reference.as_slice(), by_name.as_slice()),
        (waiting, waiting, waiting)
    );
    assert!(by_nobody.is_empty(), "a search text is no pattern");
    assert_eq!(till, [paid]);
}
