//! Calls to the outside: on record before and after, with one key, and not repeated for want of a database.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use diesel::connection::SimpleConnection;
use onedoor::platform::door::TenantTx;
use onedoor::platform::envelope::Envelope;
use onedoor::surfaces::worker::{CallError, HandlerError, Steps, Subscriber};

use super::proxy::Proxy;
use super::world::{CONSUMERS, RELAY, World, leave_traces};
use crate::support::wait::until;

type Act = dyn Fn(usize) -> Result<(), CallError> + Send + Sync;

struct Calls {
    keys: Arc<Mutex<Vec<String>>>,
    failures: Arc<AtomicUsize>,
    outside: Arc<Act>,
}

impl Steps for Calls {
    type Call = ();
    type Answer = ();

    fn subscription(&self) -> &'static str {
        "calls"
    }

    fn kinds(&self) -> &[&'static str] {
        &["thing.happened"]
    }

    fn claim(&self, _: &mut TenantTx, _: &Envelope) -> Result<Option<()>, HandlerError> {
        Ok(Some(()))
    }

    async fn call(&self, _: Arc<()>, key: String) -> Result<(), CallError> {
        let calls = {
            let mut keys = self.keys.lock().unwrap();
            keys.push(key);
            keys.len()
        };
        (self.outside)(calls)
    }

    fn record(
        &self,
        tx: &mut TenantTx,
        event: &Envelope,
        _: &(),
        outcome: Result<&(), &CallError>,
    ) -> Result<(), HandlerError> {
        match outcome {
            Ok(()) => leave_traces(tx, &[event]),
            Err(_) => {
                self.failures.fetch_add(1, Ordering::SeqCst);
                Ok(())
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failed_call_is_recorded_and_made_again_with_the_same_key() {
    let world = World::new();
    let (keys, failures) = (
        Arc::<Mutex<Vec<String>>>::default(),
        Arc::<AtomicUsize>::default(),
    );
    let outside: Arc<Act> = Arc::new(|calls| match calls {
        1 => Err(CallError::Temporary("busy".into())),
        _ => Ok(()),
    });
    let calls = Calls {
        keys: Arc::clone(&keys),
        failures: Arc::clone(&failures),
        outside,
    };
    let table = vec![Subscriber::outside(calls)];
    let (relay, worker) = (world.work(RELAY, table.clone()), world.work(CONSUMERS, table));
    let events = world.append(1).await;
    world.until_effects(1).await;
    worker.stop().await;
    relay.stop().await;
    world.assert_each_once(&events);
    let key = format!("calls:{}", events[0]);
    assert_eq!(*keys.lock().unwrap(), [key.clone(), key]);
    assert_eq!(failures.load(Ordering::SeqCst), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_outcome_waits_for_the_database_and_the_call_is_not_repeated() {
    let world = World::new();
    let proxy = Arc::new(Proxy::to_url(&world.database.tenant_url()).await);
    let keys = Arc::<Mutex<Vec<String>>>::default();
    let cutting = Arc::clone(&proxy);
    let outside: Arc<Act> = Arc::new(move |_| {
        cutting.cut();
        Ok(())
    });
    let calls = Calls {
        keys: Arc::clone(&keys),
        failures: Arc::default(),
        outside,
    };
    let table = vec![Subscriber::outside(calls)];
    let relay = world.work(RELAY, table.clone());
    let worker = world.work_on(
        world.db_through(proxy.port),
        world.broker.clone(),
        CONSUMERS,
        table,
    );
    let events = world.append(1).await;
    until("the call was made", async || !keys.lock().unwrap().is_empty()).await;
    assert_eq!(world.effects(), 0);
    proxy.restore();
    world.until_effects(1).await;
    worker.stop().await;
    relay.stop().await;
    world.assert_each_once(&events);
    assert_eq!(keys.lock().unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_event_that_comes_twice_at_once_is_called_for_once() {
    let world = World::new();
    let keys = Arc::<Mutex<Vec<String>>>::default();
    let calls = Calls {
        keys: Arc::clone(&keys),
        failures: Arc::default(),
        outside: Arc::new(|_| Ok(())),
    };
    let table = vec![Subscriber::outside(calls)];
    let relay = world.work(RELAY, table.clone());
    let events = world.append(3).await;
    until("they are published", async || world.unpublished() == 0).await;
    // A relay that is killed between the broker's confirm and its own note publishes again.
    world
        .database
        .superuser()
        .batch_execute("update outbox set published_at = null")
        .unwrap();
    until("they are published again", async || world.unpublished() == 0).await;
    let broker = world.own_broker(&table);
    let queue = broker.names().subscription("calls");
    until("both wait in one queue", async || {
        world.ready(&broker, &queue).await == 6
    })
    .await;
    let worker = world.work(CONSUMERS, table);
    world.until_effects(3).await;
    until("nothing is left", async || {
        world.ready(&broker, &queue).await == 0
    })
    .await;
    worker.stop().await;
    relay.stop().await;
    world.assert_each_once(&events);
    let mut called = keys.lock().unwrap().clone();
    called.sort();
    let mut expected: Vec<String> = events.iter().map(|event| format!("calls:{event}")).collect();
    expected.sort();
    assert_eq!(called, expected);
}
