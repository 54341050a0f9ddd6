//! Workers in a process of their own, killed again and again in the middle of their work.

use std::process::{Child, Command, Stdio};
use std::time::Duration;

use onedoor::platform::broker::BrokerConfig;
use onedoor::platform::door::{Db, DbSettings};

use super::world::{Things, World, run_small_batches};
use crate::support::broker::amqp_url;
use crate::support::wait::{DEADLINE, until};

const TENANT_URL: &str = "ONEDOOR_TEST_CHILD_TENANT_URL";
const PLATFORM_URL: &str = "ONEDOOR_TEST_CHILD_PLATFORM_URL";
const PREFIX: &str = "ONEDOOR_TEST_CHILD_PREFIX";
const LADDER: [Duration; 3] = [
    Duration::from_millis(20),
    Duration::from_millis(40),
    Duration::from_millis(60),
];
const KILLS: usize = 8;

#[tokio::test(flavor = "multi_thread")]
async fn workers_killed_again_and_again_lose_and_double_nothing() {
    let world = World::new();
    assert_eq!(world.broker.ladder, LADDER);
    let mut events = Vec::new();
    for _ in 0..KILLS {
        events.extend(world.append(100).await);
        let before = world.effects();
        let mut child = spawn(&world);
        until("the child has begun", async || world.effects() > before).await;
        // Whatever it has in hand: claimed and not published, published and not marked, handled and not acknowledged.
        child.kill().unwrap();
        child.wait().unwrap();
    }
    let mut last = spawn(&world);
    world.until_effects(events.len()).await;
    until("the outbox is empty", async || world.unpublished() == 0).await;
    let broker = world.own_broker(&Things::new().table());
    let queue = broker.names().subscription("things");
    until("the queue is empty", async || {
        world.ready(&broker, &queue).await == 0
    })
    .await;
    last.kill().unwrap();
    last.wait().unwrap();
    world.assert_each_once(&events);
}

/// This same test binary, running nothing but [`child`].
fn spawn(world: &World) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["events::kill::child", "--exact", "--ignored", "--test-threads=1"])
        .env(TENANT_URL, world.database.tenant_url())
        .env(PLATFORM_URL, world.database.platform_url())
        .env(PREFIX, &world.broker.prefix)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "the process that the test above starts and kills"]
async fn child() {
    let Ok(prefix) = std::env::var(PREFIX) else { return };
    let settings = DbSettings {
        tenant_url: std::env::var(TENANT_URL).unwrap(),
        platform_url: std::env::var(PLATFORM_URL).unwrap(),
        tenant_connections: 4,
        platform_connections: 4,
        prepared_statements: true,
        wait_max: Duration::from_secs(10),
    };
    let mut broker = BrokerConfig::new(amqp_url());
    broker.prefix = prefix;
    broker.ladder = LADDER.to_vec();
    let working = run_small_batches(Db::connect(&settings).unwrap(), broker, Things::new().table());
    // Should the parent be gone, the child does not stay behind.
    tokio::time::sleep(DEADLINE).await;
    working.stop().await;
}
