//! Events that fail: the ladder, the parked queue, and everybody else's events.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use onedoor::surfaces::worker::HandlerError;
use onedoor::surfaces::worker::parked::{Parked, Which};
use serde_json::json;
use uuid::Uuid;

use super::world::{BOTH, Things, World};
use crate::support::wait::until;

#[tokio::test(flavor = "multi_thread")]
async fn a_failed_event_climbs_the_ladder_and_its_failed_attempts_leave_nothing() {
    let world = World::new();
    let things = Things::new();
    let tried = Arc::clone(&things.tried);
    let things = things.judged(move |_| match tried.load(Ordering::SeqCst) {
        0..=2 => Err(HandlerError::Temporary("not yet".into())),
        _ => Ok(()),
    });
    let working = world.work(BOTH, things.table());
    let events = world.append(1).await;
    world.until_effects(1).await;
    until("it is acknowledged", async || {
        working.health.report().subscriptions["things"].handled == 1
    })
    .await;
    assert_eq!(working.health.report().subscriptions["things"].retried, 2);
    working.stop().await;
    world.assert_each_once(&events);
    assert_eq!(things.tried(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_out_of_attempts_is_parked_read_repaired_and_replayed() {
    let world = World::new();
    let things = Things::new().judged(|event| match event.data.get("mended") {
        Some(_) => Ok(()),
        None => Err(HandlerError::Temporary("the amount is missing".into())),
    });
    let working = world.work(BOTH, things.table());
    let events = world.append(1).await;
    until("it is parked", async || {
        working
            .health
            .report()
            .subscriptions
            .get("things")
            .is_some_and(|things| things.parked == 1)
    })
    .await;
    assert_eq!(things.tried(), 4, "the first attempt and one for each rung");
    assert_eq!(world.effects(), 0);

    let parked = Parked::new(world.own_broker(&things.table()));
    for _ in 0..2 {
        let found = parked.list(&Which::Event(events[0].uuid())).await.unwrap();
        assert_eq!(found.len(), 1, "reading takes nothing away");
        assert_eq!((found[0].subscription.as_str(), found[0].attempts), ("things", 4));
        assert_eq!(found[0].reason, "the amount is missing");
        assert_eq!(found[0].envelope().unwrap().tenant, world.tenant);
    }
    assert_eq!(
        parked.replay(&Which::Event(Uuid::now_v7()), None).await.unwrap(),
        0
    );

    // Unrepaired it comes back; repaired it goes through.
    assert_eq!(
        parked
            .replay(&Which::Subscription("things".into()), None)
            .await
            .unwrap(),
        1
    );
    until("it is parked again", async || {
        working.health.report().subscriptions["things"].parked == 2
    })
    .await;
    assert_eq!(
        parked
            .replay(&Which::All, Some(&json!({"mended": true})))
            .await
            .unwrap(),
        1
    );
    world.until_effects(1).await;
    assert_eq!(parked.list(&Which::All).await.unwrap(), []);
    working.stop().await;
    world.assert_each_once(&events);
}

#[tokio::test(flavor = "multi_thread")]
async fn poison_is_parked_and_stops_nobody_else() {
    let world = World::new();
    let things = Things::new();
    let broker = world.own_broker(&things.table());
    let garbage = Uuid::now_v7();
    world
        .push(&broker, "things", garbage, b"\xff{\"specversion\":".to_vec())
        .await;
    let (bad, good) = (
        world.append_kind(world.tenant, "thing.refused", 1).await,
        world.append(60).await,
    );
    let panicking = world.append_kind(world.tenant, "thing.panics", 1).await;
    let more = world.append(39).await;
    let things = things.judged(|event| match event.kind.as_str() {
        "thing.refused" => Err(HandlerError::Permanent("nobody can do that".into())),
        "thing.panics" => panic!("no such thing"),
        _ => Ok(()),
    });
    let working = world.work(BOTH, things.table());
    until("the poison is parked", async || {
        working
            .health
            .report()
            .subscriptions
            .get("things")
            .is_some_and(|things| things.parked == 3)
    })
    .await;
    world.until_effects(99).await;
    let parked = Parked::new(broker);
    let mut found: Vec<_> = parked
        .list(&Which::All)
        .await
        .unwrap()
        .into_iter()
        .map(|parked| (parked.id, parked.attempts))
        .collect();
    found.sort();
    let mut expected = vec![(garbage, 1), (bad[0].uuid(), 1), (panicking[0].uuid(), 4)];
    expected.sort();
    assert_eq!(found, expected);
    assert_eq!(parked.discard(&Which::Event(garbage)).await.unwrap(), 1);
    assert_eq!(parked.list(&Which::All).await.unwrap().len(), 2);
    working.stop().await;
    world.assert_each_once(&good.into_iter().chain(more).collect::<Vec<_>>());
}

#[tokio::test(flavor = "multi_thread")]
async fn two_subscriptions_to_one_event_do_not_share_its_fate() {
    let world = World::new();
    let broken = Arc::new(AtomicBool::new(true));
    let is_broken = Arc::clone(&broken);
    let things = Things::new();
    let others = Things::new().named("others").judged(move |_| {
        if is_broken.load(Ordering::SeqCst) {
            Err(HandlerError::Temporary("out of order".into()))
        } else {
            Ok(())
        }
    });
    let table = [things.table(), others.table()].concat();
    let working = world.work(BOTH, table.clone());
    world.append(4).await;
    until("the one has parked all", async || {
        working
            .health
            .report()
            .subscriptions
            .get("others")
            .is_some_and(|others| others.parked == 4)
    })
    .await;
    world.until_effects(4).await;
    broken.store(false, Ordering::SeqCst);
    let parked = Parked::new(world.own_broker(&table));
    assert_eq!(
        parked
            .replay(&Which::Subscription("others".into()), None)
            .await
            .unwrap(),
        4
    );
    world.until_effects(8).await;
    working.stop().await;
    assert_eq!(world.effects(), 8);
}
