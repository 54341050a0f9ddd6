//! The broker, a queue, a worker or the database goes away and comes back.

use futures_util::StreamExt;
use lapin::options::{BasicConsumeOptions, QueueDeleteOptions};
use lapin::types::FieldTable;
use onedoor::surfaces::worker::PartState;
use onedoor::surfaces::worker::parked::{Parked, Which};

use super::proxy::Proxy;
use super::world::{BOTH, CONSUMERS, RELAY, Things, World};
use crate::support::broker::amqp_url;
use crate::support::wait::until;

#[tokio::test(flavor = "multi_thread")]
async fn while_the_broker_is_away_events_wait_and_then_all_have_their_effect() {
    let world = World::new();
    let things = Things::new();
    let proxy = Proxy::to_url(&amqp_url()).await;
    let mut through = world.broker.clone();
    let host = amqp_url()
        .split_once('@')
        .unwrap()
        .1
        .split_once('/')
        .unwrap()
        .0
        .to_string();
    through.url = amqp_url().replace(&host, &format!("127.0.0.1:{}", proxy.port));
    let working = world.work_on(world.db.clone(), through, BOTH, things.table());
    let mut events = world.append(50).await;
    world.until_effects(50).await;

    for _ in 0..2 {
        proxy.cut();
        until("health says that the broker is away", async || {
            let report = working.health.report();
            !report.is_well() && matches!(report.subscriptions["things"].state, PartState::BrokerAway(_))
        })
        .await;
        events.extend(world.append(200).await);
        assert!(world.unpublished() >= 200, "the site goes on, the outbox grows");
        proxy.restore();
        world.until_effects(events.len()).await;
        until("health is well again", async || working.health.report().is_well()).await;
    }
    working.stop().await;
    world.assert_each_once(&events);
}

#[tokio::test(flavor = "multi_thread")]
async fn while_the_database_is_away_no_attempt_is_counted() {
    let world = World::new();
    let things = Things::new();
    let proxy = Proxy::to_url(&world.database.tenant_url()).await;
    let relay = world.work(RELAY, things.table());
    let worker = world.work_on(
        world.db_through(proxy.port),
        world.broker.clone(),
        CONSUMERS,
        things.table(),
    );
    let mut events = world.append(10).await;
    world.until_effects(10).await;

    proxy.cut();
    events.extend(world.append(100).await);
    until("the subscription waits for the database", async || {
        matches!(
            worker.health.report().subscriptions["things"].state,
            PartState::DatabaseAway(_)
        )
    })
    .await;
    proxy.restore();
    world.until_effects(110).await;
    let report = worker.health.report();
    worker.stop().await;
    relay.stop().await;
    world.assert_each_once(&events);
    assert_eq!(
        (
            report.subscriptions["things"].retried,
            report.subscriptions["things"].parked
        ),
        (0, 0)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_event_that_finds_no_queue_is_not_lost() {
    let world = World::new();
    let things = Things::new();
    let broker = world.own_broker(&things.table());
    let relay = world.work(RELAY, things.table());
    world.append(1).await;
    until("the first is published", async || world.unpublished() == 0).await;
    let channel = broker.try_channel().await.unwrap();
    let queue = broker.names().subscription("things");
    channel
        .queue_delete(queue.into(), QueueDeleteOptions::default())
        .await
        .unwrap();

    let events = world.append(7).await;
    until("all are published", async || world.unpublished() == 0).await;
    let worker = world.work(CONSUMERS, things.table());
    world.until_effects(7).await;
    worker.stop().await;
    relay.stop().await;
    world.assert_each_once(&events);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_delivery_lost_with_its_worker_again_and_again_comes_back_by_the_ladder() {
    let mut world = World::new();
    world.broker.delivery_limit = 2;
    let things = Things::new();
    let broker = world.own_broker(&things.table());
    let relay = world.work(RELAY, things.table());
    let events = world.append(3).await;
    let (queue, undelivered) = (
        broker.names().subscription("things"),
        broker.names().undelivered(),
    );
    until("the queue is filled", async || {
        world.ready(&broker, &queue).await == 3
    })
    .await;
    // Twice the whole way, because RabbitMQ drops what returns to a queue by dead-lettering alone.
    for round in 1..=2 {
        until("the limit is reached", async || {
            lose_all(&broker, &queue).await;
            world.ready(&broker, &undelivered).await == 3
        })
        .await;
        if round == 1 {
            let rescuer = world.work(CONSUMERS, things.clone().named("others").table());
            until("they are back", async || world.ready(&broker, &queue).await == 3).await;
            rescuer.stop().await;
        }
    }
    let worker = world.work(CONSUMERS, things.table());
    world.until_effects(3).await;
    let parked = Parked::new(broker).list(&Which::All).await.unwrap();
    worker.stop().await;
    relay.stop().await;
    world.assert_each_once(&events);
    assert_eq!(parked, []);
}

/// Takes what there is without acknowledging it, and dies.
async fn lose_all(broker: &onedoor::platform::broker::Broker, queue: &str) {
    let channel = broker.try_channel().await.unwrap();
    let mut deliveries = channel
        .basic_consume(
            queue.into(),
            "".into(),
            BasicConsumeOptions::default(),
            FieldTable::default(),
        )
        .await
        .unwrap();
    let soon = std::time::Duration::from_millis(50);
    while let Ok(Some(Ok(_))) = tokio::time::timeout(soon, deliveries.next()).await {}
    let _ = channel.close(200, "dying".into()).await;
}
