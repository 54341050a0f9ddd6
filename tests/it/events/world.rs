//! A database and a prefix on the broker for each test, handlers that leave traces, and waiting for conditions.

use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Uuid as SqlUuid};
use lapin::options::{ExchangeDeleteOptions, QueueDeclareOptions, QueueDeleteOptions};
use lapin::types::FieldTable;
use onedoor::kernel::actions::Verb;
use onedoor::kernel::context::{AccessSet, Actor, Context, Place, Reach};
use onedoor::kernel::error::Result;
use onedoor::kernel::ids::{EventId, TenantId};
use onedoor::platform::broker::{Broker, BrokerConfig, Outgoing, Publisher, Topology};
use onedoor::platform::door::{Act, Db, DbSettings, Sql, TenantTx, Whole};
use onedoor::platform::envelope::Envelope;
use onedoor::platform::outbox::{self, Event};
use onedoor::surfaces::worker::{
    Handler, HandlerError, Health, Parts, Shutdown, Stopper, Subscriber, SystemContexts, Workers, shutdown,
};
use serde_json::json;
use tokio::task::JoinHandle;
use uuid::Uuid;

use crate::support::TestDatabase;
use crate::support::broker::amqp_url;
use crate::support::wait::{DEADLINE, until};

pub struct World {
    pub database: TestDatabase,
    pub db: Db,
    pub tenant: TenantId,
    pub broker: BrokerConfig,
}

impl World {
    pub fn new() -> Self {
        let database = TestDatabase::fresh();
        database
            .superuser()
            .batch_execute(
                "create table effect (tenant_id uuid not null, event_id uuid not null); \
                 grant select, insert on effect to onedoor_tenant",
            )
            .unwrap();
        let db = Db::connect(&DbSettings {
            platform_connections: 6,
            ..database.settings()
        })
        .unwrap();
        let mut broker = BrokerConfig::new(amqp_url());
        broker.prefix = format!("test-{}", Uuid::now_v7().simple());
        broker.ladder = [20, 40, 60].map(Duration::from_millis).to_vec();
        Self {
            database,
            db,
            tenant: TenantId::fresh(),
            broker,
        }
    }

    /// The database as it looks through a proxy on this port, with little patience.
    pub fn db_through(&self, port: u16) -> Db {
        let through = |url: String| {
            let (before, after) = url.split_once('@').unwrap();
            let (_, path) = after.split_once('/').unwrap();
            format!("{before}@127.0.0.1:{port}/{path}")
        };
        let settings = self.database.settings();
        Db::connect(&DbSettings {
            tenant_url: through(settings.tenant_url.clone()),
            platform_url: through(settings.platform_url.clone()),
            platform_connections: 6,
            wait_max: Duration::from_millis(300),
            ..settings
        })
        .unwrap()
    }

    pub fn work(&self, parts: Parts, subscriptions: Vec<Subscriber>) -> Working {
        self.work_on(self.db.clone(), self.broker.clone(), parts, subscriptions)
    }

    pub fn work_on(&self, db: Db, broker: BrokerConfig, parts: Parts, table: Vec<Subscriber>) -> Working {
        run_workers(db, broker, parts, table)
    }

    /// Appends events in one committed transaction.
    pub async fn append(&self, count: usize) -> Vec<EventId> {
        self.append_kind(self.tenant, "thing.happened", count).await
    }

    pub async fn append_kind(&self, tenant: TenantId, kind: &'static str, count: usize) -> Vec<EventId> {
        let events: Vec<Event> = (0..count)
            .map(|n| Event {
                kind,
                subject: Uuid::now_v7(),
                data: json!({"n": n, "amount_minor": 15_000}),
            })
            .collect();
        let context = Arc::new(system_context(tenant, "test", None));
        self.db
            .in_tenant(&context, move |tx| {
                let mut grant = tx.authorise::<LeaveTraces>(Whole)?;
                outbox::append(grant.sql(), &events)
            })
            .await
            .unwrap()
    }

    pub fn count(&self, sql: &str) -> i64 {
        diesel::select(diesel::dsl::sql::<BigInt>(&format!("({sql})")))
            .get_result(&mut self.database.superuser())
            .unwrap()
    }

    pub fn effects(&self) -> i64 {
        self.count("select count(*) from effect")
    }

    pub fn unpublished(&self) -> i64 {
        self.count("select count(*) from outbox where published_at is null")
    }

    /// Each event had its effect once, and no other event had any.
    pub fn assert_each_once(&self, events: &[EventId]) {
        let ids: Vec<Uuid> = diesel::select(diesel::dsl::sql::<Array<SqlUuid>>(
            "(select coalesce(array_agg(event_id), '{}') from effect)",
        ))
        .get_result(&mut self.database.superuser())
        .unwrap();
        let mut counts: HashMap<Uuid, usize> = HashMap::new();
        for id in ids {
            *counts.entry(id).or_default() += 1;
        }
        let odd: Vec<_> = events
            .iter()
            .filter(|id| counts.get(&id.uuid()) != Some(&1))
            .collect();
        assert!(odd.is_empty(), "not exactly once: {odd:?}");
        assert_eq!(
            counts.len(),
            events.len(),
            "effects of events that were never appended"
        );
    }

    pub async fn until_effects(&self, count: usize) {
        until(&format!("{count} effects"), async || {
            self.effects() >= count as i64
        })
        .await;
    }

    /// A broker connection of the test's own.
    pub fn own_broker(&self, subscriptions: &[Subscriber]) -> Broker {
        let topology = Topology {
            subscriptions: subscriptions.iter().map(Subscriber::subscribed_to).collect(),
        };
        Broker::new(
            BrokerConfig {
                url: amqp_url(),
                ..self.broker.clone()
            },
            topology,
            "test",
        )
    }

    /// How many messages are ready in a queue.
    pub async fn ready(&self, broker: &Broker, queue: &str) -> u32 {
        let channel = broker.try_channel().await.unwrap();
        let passive = QueueDeclareOptions {
            passive: true,
            ..QueueDeclareOptions::durable()
        };
        let count = channel
            .queue_declare(queue.into(), passive, FieldTable::default())
            .await
            .map(|q| q.message_count());
        let _ = channel.close(200, "bye".into()).await;
        count.unwrap_or(0)
    }

    /// Puts bytes into a subscription's queue, past the outbox.
    pub async fn push(&self, broker: &Broker, subscription: &str, id: Uuid, body: Vec<u8>) {
        let message = Outgoing {
            exchange: String::new(),
            routing_key: broker.names().subscription(subscription),
            id,
            mandatory: true,
            headers: Vec::new(),
            body,
        };
        Publisher::try_open(broker)
            .await
            .unwrap()
            .publish_all(&[message])
            .await
            .unwrap();
    }
}

impl Drop for World {
    /// Takes the queues away again, also after a failure.
    fn drop(&mut self) {
        let config = BrokerConfig {
            url: amqp_url(),
            ..self.broker.clone()
        };
        let clean = move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .unwrap();
            runtime.block_on(delete_all(config));
        };
        let _ = std::thread::spawn(clean).join();
    }
}

async fn delete_all(config: BrokerConfig) {
    let broker = Broker::new(config.clone(), Topology::default(), "cleaning");
    let Ok(channel) = broker.try_channel().await else {
        return;
    };
    let names = broker.names();
    let mut queues = vec![names.parked(), names.undelivered()];
    queues.extend(config.ladder.iter().map(|delay| names.rung(*delay)));
    queues.extend(["things", "others", "calls"].map(|subscription| names.subscription(subscription)));
    let mut exchanges = vec![names.events(), names.undelivered()];
    exchanges.extend(config.ladder.iter().map(|delay| names.rung(*delay)));
    for queue in queues {
        let _ = channel
            .queue_delete(queue.into(), QueueDeleteOptions::default())
            .await;
    }
    for exchange in exchanges {
        let _ = channel
            .exchange_delete(exchange.into(), ExchangeDeleteOptions::default())
            .await;
    }
    broker.close().await;
}

pub const BOTH: Parts = Parts {
    relay: true,
    consumers: true,
};
pub const RELAY: Parts = Parts {
    relay: true,
    consumers: false,
};
pub const CONSUMERS: Parts = Parts {
    relay: false,
    consumers: true,
};

/// Workers as one process has them.
pub fn run_workers(db: Db, broker: BrokerConfig, parts: Parts, table: Vec<Subscriber>) -> Working {
    let mut workers = Workers::new(db, broker, table, contexts());
    workers.parts = parts;
    start(workers)
}

/// Workers in batches of a few, so that much is under way at any moment.
pub fn run_small_batches(db: Db, broker: BrokerConfig, table: Vec<Subscriber>) -> Working {
    let mut workers = Workers::new(db, broker, table, contexts());
    workers.relay.batch_max = 7;
    workers.batch_max = 5;
    start(workers)
}

fn start(mut workers: Workers) -> Working {
    workers.relay.pause_max = Duration::from_millis(10);
    let health = workers.health.clone();
    let (stopper, heard) = shutdown::channel();
    Working {
        health,
        stopper,
        task: tokio::spawn(run(workers, heard)),
    }
}

async fn run(workers: Workers, shutdown: Shutdown) {
    workers.run(shutdown).await.unwrap();
}

/// Workers of one process.
pub struct Working {
    pub health: Health,
    stopper: Stopper,
    task: JoinHandle<()>,
}

impl Working {
    /// Stops in good order.
    pub async fn stop(self) {
        self.stopper.stop();
        tokio::time::timeout(DEADLINE, self.task)
            .await
            .expect("the workers stop when told to")
            .unwrap();
    }
}

pub fn system_context(tenant: TenantId, name: &'static str, trace: Option<String>) -> Context {
    let reach = Reach {
        tenant: true,
        ..Reach::default()
    };
    let mut context = Context::bare(tenant, Actor::System(name));
    context.access = Arc::new(AccessSet::new(BTreeMap::from([(Verb::CountEvents, reach)])));
    context.trace = trace;
    context
}

fn contexts() -> SystemContexts {
    Arc::new(|tenant, name, trace| Arc::new(system_context(tenant, name, trace)))
}

/// The act under which handlers of these tests write.
pub struct LeaveTraces;

impl Act for LeaveTraces {
    const VERB: Verb = Verb::CountEvents;
    type Key = Whole;
    type Subject = Whole;
    fn find(_: &mut Sql, _: &Whole) -> Result<Option<Whole>> {
        Ok(Some(Whole))
    }
    fn place(_: &Whole) -> Place {
        Place::Tenant
    }
}

/// One row for each time an event had its effect.
pub fn leave_traces(tx: &mut TenantTx, events: &[&Envelope]) -> Result<(), HandlerError> {
    let mut grant = tx.authorise::<LeaveTraces>(Whole)?;
    let sql = grant.sql();
    let ids: Vec<Uuid> = events.iter().map(|event| event.id.uuid()).collect();
    diesel::sql_query("insert into effect select $1, unnest($2)")
        .bind::<SqlUuid, _>(sql.tenant().uuid())
        .bind::<Array<SqlUuid>, _>(ids)
        .execute(sql.conn())
        .map_err(|error| HandlerError::from(onedoor::kernel::error::Error::from(error)))?;
    Ok(())
}

type Judge = dyn Fn(&Envelope) -> Result<(), HandlerError> + Send + Sync;

/// Leaves a trace of each event, unless the test's own judgement says otherwise.
#[derive(Clone)]
pub struct Things {
    subscription: &'static str,
    pub tried: Arc<AtomicUsize>,
    judge: Arc<Mutex<Arc<Judge>>>,
}

impl Things {
    pub fn new() -> Self {
        Self {
            subscription: "things",
            tried: Arc::default(),
            judge: Arc::new(Mutex::new(Arc::new(|_| Ok(())))),
        }
    }

    pub fn named(self, subscription: &'static str) -> Self {
        Self { subscription, ..self }
    }

    pub fn judged(
        self,
        judge: impl Fn(&Envelope) -> Result<(), HandlerError> + Send + Sync + 'static,
    ) -> Self {
        *self.judge.lock().unwrap() = Arc::new(judge);
        self
    }

    pub fn table(&self) -> Vec<Subscriber> {
        vec![Subscriber::inside(self.clone())]
    }

    pub fn tried(&self) -> usize {
        self.tried.load(Ordering::SeqCst)
    }
}

impl Handler for Things {
    fn subscription(&self) -> &'static str {
        self.subscription
    }

    fn kinds(&self) -> &[&'static str] {
        &["thing.*"]
    }

    fn handle(&self, tx: &mut TenantTx, event: &Envelope) -> Result<(), HandlerError> {
        self.handle_batch(tx, &[event])
    }

    fn handle_batch(&self, tx: &mut TenantTx, events: &[&Envelope]) -> Result<(), HandlerError> {
        leave_traces(tx, events)?;
        let judge = Arc::clone(&*self.judge.lock().unwrap());
        for event in events {
            self.tried.fetch_add(1, Ordering::SeqCst);
            judge(event)?;
        }
        Ok(())
    }
}
