//! Once, and never not at all.

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use onedoor::kernel::ids::{EventId, TenantId};
use onedoor::platform::envelope::Envelope;
use serde_json::json;
use uuid::Uuid;

use super::proxy::Proxy;
use super::world::{BOTH, CONSUMERS, RELAY, Things, World};
use crate::support::broker::amqp_url;
use crate::support::wait::until;

#[tokio::test(flavor = "multi_thread")]
async fn an_event_delivered_many_times_has_its_effect_once() {
    let world = World::new();
    let things = Things::new();
    let broker = world.own_broker(&things.table());
    let envelope = Envelope {
        id: EventId::fresh(),
        tenant: world.tenant,
        kind: "thing.happened".into(),
        subject: Uuid::now_v7(),
        time: "2026-11-22T08:30:00Z".parse().unwrap(),
        trace: None,
        data: json!({}),
    };
    for _ in 0..5 {
        world
            .push(
                &broker,
                "things",
                envelope.id.uuid(),
                envelope.to_bytes().unwrap(),
            )
            .await;
    }
    let working = world.work(BOTH, things.table());
    until("all five deliveries are settled", async || {
        working
            .health
            .report()
            .subscriptions
            .get("things")
            .is_some_and(|things| things.handled == 5)
    })
    .await;
    world
        .push(
            &broker,
            "things",
            envelope.id.uuid(),
            envelope.to_bytes().unwrap(),
        )
        .await;
    let after = world.append(1).await;
    world.until_effects(2).await;
    working.stop().await;
    world.assert_each_once(&[envelope.id, after[0]]);
}

#[tokio::test(flavor = "multi_thread")]
async fn events_of_many_tenants_keep_to_their_tenant_and_their_order_of_kinds() {
    let world = World::new();
    let things = Things::new();
    let working = world.work(BOTH, things.table());
    let (first, second) = (TenantId::fresh(), TenantId::fresh());
    let mut events = world.append_kind(first, "thing.happened", 40).await;
    events.extend(world.append_kind(second, "thing.ended", 60).await);
    // A kind nobody wants leaves the outbox and reaches nobody.
    world.append_kind(second, "nobody.cares", 3).await;
    world.until_effects(100).await;
    until("the outbox is empty", async || world.unpublished() == 0).await;
    working.stop().await;
    world.assert_each_once(&events);
    assert_eq!(
        world.count(&format!(
            "select count(*) from effect where tenant_id = '{first}'"
        )),
        40
    );
    assert_eq!(
        world.count(&format!(
            "select count(*) from inbox where tenant_id = '{second}'"
        )),
        60
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn two_relays_and_two_workers_neither_lose_nor_double() {
    let world = World::new();
    let things = Things::new();
    let parts: Vec<_> = [RELAY, RELAY, CONSUMERS, CONSUMERS]
        .map(|parts| world.work(parts, things.table()))
        .into();
    let mut events = Vec::new();
    for _ in 0..10 {
        events.extend(world.append(100).await);
    }
    world.until_effects(events.len()).await;
    let published: u64 = parts.iter().map(|part| part.health.report().published).sum();
    for part in parts {
        part.stop().await;
    }
    world.assert_each_once(&events);
    assert_eq!(
        published, 1_000,
        "without a crash nothing is even published twice"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_relay_that_dies_between_publishing_and_marking_publishes_again_and_the_inbox_absorbs_it() {
    let world = World::new();
    let things = Things::new();
    let broker = world.own_broker(&things.table());
    let queue = broker.names().subscription("things");
    world.ready(&broker, &queue).await;

    let proxy = Proxy::to_url(&amqp_url()).await;
    let mut through = world.broker.clone();
    through.url = amqp_url().replace(&port_of(&amqp_url()), &format!(":{}/", proxy.port));
    let relay = world.work_on(world.db.clone(), through, RELAY, things.table());
    until("the relay is connected", async || {
        relay.health.report().relay == onedoor::surfaces::worker::PartState::Running
    })
    .await;

    // The broker has the events, but its confirms do not reach the relay …
    proxy.mute();
    let events = world.append(20).await;
    until("the events are in the queue", async || {
        world.ready(&broker, &queue).await == 20
    })
    .await;
    assert_eq!(world.unpublished(), 20);
    // … and then the relay's transactions die.
    world
        .database
        .superuser()
        .batch_execute(
            "select pg_terminate_backend(pid, 10000) from pg_stat_activity \
             where usename = 'onedoor_platform' and datname = current_database()",
        )
        .unwrap();
    proxy.restore();
    until("the outbox is empty", async || world.unpublished() == 0).await;
    // At least twice each: a slow machine may let the relay lose a transaction more than once.
    let deliveries = world.ready(&broker, &queue).await;
    assert!(
        deliveries >= 40,
        "each event was published at least twice, found {deliveries}"
    );

    let worker = world.work(CONSUMERS, things.table());
    until("all deliveries are settled", async || {
        worker
            .health
            .report()
            .subscriptions
            .get("things")
            .is_some_and(|things| u64::from(deliveries) == things.handled)
    })
    .await;
    worker.stop().await;
    relay.stop().await;
    world.assert_each_once(&events);
}

fn port_of(url: &str) -> String {
    let host = url.split_once('@').unwrap().1.split_once('/').unwrap().0;
    format!(":{}/", host.rsplit_once(':').unwrap().1)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_committed_after_later_ones_were_published_is_not_lost() {
    let world = World::new();
    let things = Things::new();
    let working = world.work(BOTH, things.table());
    let late = EventId::fresh();
    let mut slow = world.database.superuser();
    slow.batch_execute("begin").unwrap();
    diesel::sql_query(format!(
        "insert into outbox (tenant_id, id, kind, subject, data) values ('{}', '{late}', 'thing.happened', '{late}', '{{}}')",
        world.tenant
    ))
    .execute(&mut slow)
    .unwrap();
    let mut events = world.append(5).await;
    world.until_effects(5).await;
    slow.batch_execute("commit").unwrap();
    world.until_effects(6).await;
    working.stop().await;
    events.push(late);
    world.assert_each_once(&events);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_old_is_swept_away_and_what_waits_is_not() {
    let world = World::new();
    let things = Things::new();
    let working = world.work(BOTH, things.table());
    world.append(30).await;
    world.until_effects(30).await;
    working.stop().await;
    let waiting = world.append(5).await;
    world
        .database
        .superuser()
        .batch_execute(
            "update outbox set published_at = published_at - interval '8 days' where published_at is not null; \
             update outbox set occurred_at = occurred_at - interval '1 year' where published_at is null; \
             update inbox set handled_at = handled_at - interval '61 days'",
        )
        .unwrap();
    let relay = world.work(RELAY, things.table());
    until("the old rows are gone", async || {
        world.count("select count(*) from outbox") == 5 && world.count("select count(*) from inbox") == 0
    })
    .await;
    relay.stop().await;
    assert_eq!(waiting.len(), 5);
}
