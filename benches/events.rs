//! Events: how many a second from the outbox through RabbitMQ to their effect, beside RabbitMQ alone in the same run,
//! and how long from happening to handled at a steady rate.
//!
//! `ONEDOOR_TEST_ADMIN_URL` and `ONEDOOR_TEST_AMQP_URL` name the servers; `ONEDOOR_BENCH_EVENTS` (20,000 for each round),
//! `ONEDOOR_BENCH_ROUNDS` (5), `ONEDOOR_BENCH_RATE` (2,000 a second) and `ONEDOOR_BENCH_SECONDS` (10) the size.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a measurement that cannot be made stops"
)]

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use common::size;
use common::table::{self, Table, median};
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::{Array, Uuid as SqlUuid};
use futures_util::{FutureExt, StreamExt};
use lapin::options::{
    BasicAckOptions, BasicConsumeOptions, BasicQosOptions, ExchangeDeleteOptions, QueueDeleteOptions,
};
use lapin::types::FieldTable;
use onedoor::kernel::actions::Verb;
use onedoor::kernel::context::{AccessSet, Actor, Context, Place, Reach};
use onedoor::kernel::error::{Error, Result};
use onedoor::kernel::ids::{EventId, TenantId};
use onedoor::platform::broker::{Broker, BrokerConfig, Outgoing, Publisher, SubscribedTo, Topology};
use onedoor::platform::door::{Act, Db, DbSettings, Sql, TenantTx, Whole};
use onedoor::platform::envelope::Envelope;
use onedoor::platform::outbox::{self, Event};
use onedoor::surfaces::worker::{
    Handler, HandlerError, Health, Stopper, Subscriber, SubscriptionReport, Workers, shutdown,
};
use serde_json::json;
use uuid::Uuid;

mod common;
#[allow(dead_code, reason = "a measurement needs a part of what tests share")]
#[path = "../tests/it/support/mod.rs"]
mod support;

const BATCH: usize = 500;

fn main() {
    if !common::is_measuring() {
        return;
    }
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .unwrap()
        .block_on(measure());
}

async fn measure() {
    let (events, rounds) = (
        size("ONEDOOR_BENCH_EVENTS", 20_000),
        size("ONEDOOR_BENCH_ROUNDS", 5),
    );
    let (rate, seconds) = (
        size("ONEDOOR_BENCH_RATE", 2_000),
        size("ONEDOOR_BENCH_SECONDS", 10),
    );
    println!(
        "events: {rounds} rounds of {events}, batches of {BATCH}; load of the machine before: {}",
        table::machine_load()
    );

    let bench = Bench::new();
    let (mut raw, mut whole) = (Vec::new(), Vec::new());
    for _ in 0..rounds {
        raw.push(bench.raw(events).await);
        whole.push(bench.whole(events).await);
    }
    let mut answer = Table::default();
    answer.ratio(
        "outbox, RabbitMQ, inbox and update",
        median(&whole),
        "RabbitMQ alone, confirms and quorum queue",
        median(&raw),
        Some(0.60),
    );
    let (raw_p50, raw_p99) = bench.raw_delays(rate, seconds).await;
    let delays = bench.delays(rate, seconds).await;
    answer.at_most("from commit to handled, p99", delays.p99, "ms", 15.0);
    let amount = |ms| table::amount(ms, "ms");
    answer.told(
        "  the same, p50",
        amount(delays.p50),
        format!("RabbitMQ alone p50 {}, p99 {}", amount(raw_p50), amount(raw_p99)),
    );
    answer.told(
        "  events a second meanwhile",
        format!("{:.0} /s", delays.kept),
        format!("{rate} /s asked for"),
    );
    println!("\n{answer}\nload of the machine after: {}", table::machine_load());
    bench.clean().await;
}

/// From an event's time to the commit of what it caused.
struct Delays {
    p50: f64,
    p99: f64,
    /// Events that happened each second meanwhile.
    kept: f64,
}

struct Bench {
    database: support::TestDatabase,
    db: Db,
    broker: BrokerConfig,
    tenant: TenantId,
}

impl Bench {
    fn new() -> Self {
        let database = support::TestDatabase::fresh();
        database
            .superuser()
            .batch_execute(
                "create table target (tenant_id uuid not null, id uuid not null, handled_at timestamptz, \
                 primary key (tenant_id, id)); \
                 alter table target enable row level security; \
                 create policy target_tenant on target to onedoor_tenant \
                 using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid); \
                 grant select, insert, update on target to onedoor_tenant",
            )
            .unwrap();
        let db = Db::connect(&DbSettings {
            platform_connections: 4,
            ..database.settings()
        })
        .unwrap();
        let url = std::env::var("ONEDOOR_TEST_AMQP_URL").expect("ONEDOOR_TEST_AMQP_URL names a broker");
        let mut broker = BrokerConfig::new(url);
        broker.prefix = format!("bench-{}", Uuid::now_v7().simple());
        Self {
            database,
            db,
            broker,
            tenant: TenantId::fresh(),
        }
    }

    fn own_broker(&self, purpose: &'static str) -> Broker {
        let subscribed = SubscribedTo {
            subscription: "raw".into(),
            kinds: vec!["raw.*".into()],
        };
        Broker::new(
            self.broker.clone(),
            Topology {
                subscriptions: vec![subscribed],
            },
            purpose,
        )
    }

    /// Publishes and consumes with the same confirms, the same queue and the same messages, and no database.
    async fn raw(&self, events: usize) -> f64 {
        let body = self.envelope().to_bytes().unwrap();
        let (publishing, consuming) = (self.own_broker("raw out"), self.own_broker("raw in"));
        let channel = consuming.try_channel().await.unwrap();
        channel
            .basic_qos(self.broker.prefetch, BasicQosOptions::default())
            .await
            .unwrap();
        let queue = consuming.names().subscription("raw");
        let (options, arguments) = (BasicConsumeOptions::default(), FieldTable::default());
        let mut deliveries = channel
            .basic_consume(queue.as_str().into(), "".into(), options, arguments)
            .await
            .unwrap();
        let mut lanes = Vec::new();
        for _ in 0..2 {
            lanes.push(Publisher::try_open(&publishing).await.unwrap());
        }
        let exchange = publishing.names().events();
        let begun = Instant::now();
        let sending = lanes.into_iter().map(|mut publisher| {
            let (exchange, body) = (exchange.clone(), body.clone());
            tokio::spawn(async move {
                for _ in 0..events / 2 / BATCH {
                    let batch: Vec<Outgoing> = (0..BATCH).map(|_| raw_message(&exchange, &body)).collect();
                    publisher.publish_all(&batch).await.unwrap();
                }
            })
        });
        let sending: Vec<_> = sending.collect();
        let mut received = 0;
        while received < events / 2 / BATCH * BATCH * 2 {
            let mut last = deliveries.next().await.unwrap().unwrap().delivery_tag;
            received += 1;
            let mut in_hand = 1;
            while in_hand < BATCH
                && let Some(Some(next)) = deliveries.next().now_or_never()
            {
                last = next.unwrap().delivery_tag;
                received += 1;
                in_hand += 1;
            }
            channel
                .basic_ack(last, BasicAckOptions { multiple: true })
                .await
                .unwrap();
        }
        let taken = begun.elapsed();
        for lane in sending {
            lane.await.unwrap();
        }
        publishing.close().await;
        consuming.close().await;
        received as f64 / taken.as_secs_f64()
    }

    /// From publishing to receiving at a steady rate, four messages at a time, with confirms and no database.
    async fn raw_delays(&self, rate: usize, seconds: usize) -> (f64, f64) {
        const IN_ONE: usize = 4;
        let (batches, every) = (
            rate * seconds / IN_ONE,
            Duration::from_secs_f64(IN_ONE as f64 / rate as f64),
        );
        let (publishing, consuming) = (self.own_broker("raw out"), self.own_broker("raw in"));
        let channel = consuming.try_channel().await.unwrap();
        let queue = consuming.names().subscription("raw");
        let (options, arguments) = (BasicConsumeOptions::default(), FieldTable::default());
        let mut deliveries = channel
            .basic_consume(queue.as_str().into(), "".into(), options, arguments)
            .await
            .unwrap();
        let mut publisher = Publisher::try_open(&publishing).await.unwrap();
        let exchange = publishing.names().events();
        let sample = self.envelope();
        let sending = tokio::spawn(async move {
            let begun = Instant::now();
            for n in 0..batches {
                tokio::time::sleep_until((begun + every * u32::try_from(n).unwrap()).into()).await;
                let stamped = Envelope {
                    time: onedoor::kernel::clock::now(),
                    ..sample.clone()
                }
                .to_bytes()
                .unwrap();
                let batch: Vec<Outgoing> = (0..IN_ONE).map(|_| raw_message(&exchange, &stamped)).collect();
                publisher.publish_all(&batch).await.unwrap();
            }
        });
        let mut delays = Vec::new();
        while delays.len() < batches * IN_ONE {
            let delivery = deliveries.next().await.unwrap().unwrap();
            let envelope = Envelope::parse(&delivery.data).unwrap();
            let delay = onedoor::kernel::clock::now() - envelope.time;
            delays.push(delay.num_microseconds().unwrap() as f64 / 1_000.0);
            channel
                .basic_ack(delivery.delivery_tag, BasicAckOptions::default())
                .await
                .unwrap();
        }
        sending.await.unwrap();
        publishing.close().await;
        consuming.close().await;
        delays.sort_by(f64::total_cmp);
        let share = |share: f64| delays[((delays.len() - 1) as f64 * share) as usize];
        (share(0.5), share(0.99))
    }

    fn envelope(&self) -> Envelope {
        Envelope {
            id: EventId::fresh(),
            tenant: self.tenant,
            kind: "raw.thing".into(),
            subject: Uuid::now_v7(),
            time: onedoor::kernel::clock::now(),
            trace: None,
            data: json!({"amount_minor": 15_000, "currency": "VND"}),
        }
    }

    /// Fills the outbox, and then lets relay and consumer loose.
    async fn whole(&self, events: usize) -> f64 {
        for _ in 0..events / BATCH {
            self.happen(BATCH).await;
        }
        for table in ["outbox", "inbox", "target"] {
            self.database
                .superuser()
                .batch_execute(&format!("vacuum analyze {table}"))
                .unwrap();
        }
        let begun = Instant::now();
        let working = self.work();
        working.until_handled(events / BATCH * BATCH).await;
        let taken = begun.elapsed();
        working.stop().await;
        (events / BATCH * BATCH) as f64 / taken.as_secs_f64()
    }

    /// Lets events happen at a steady rate, four to a transaction, whether or not they are handled in time.
    async fn delays(&self, rate: usize, seconds: usize) -> Delays {
        const IN_ONE: usize = 4;
        let transactions = rate * seconds / IN_ONE;
        let every = Duration::from_secs_f64(IN_ONE as f64 / rate as f64);
        let happening = async |transactions: usize| {
            let begun = Instant::now();
            let mut writers = tokio::task::JoinSet::new();
            for n in 0..transactions {
                tokio::time::sleep_until((begun + every * u32::try_from(n).unwrap()).into()).await;
                let (db, tenant) = (self.db.clone(), self.tenant);
                writers.spawn(happen(db, tenant, IN_ONE));
            }
            writers.join_all().await;
            transactions as f64 * IN_ONE as f64 / begun.elapsed().as_secs_f64()
        };
        let working = self.work();
        // The first second connects, declares and prepares; it is not counted.
        let warm = rate / IN_ONE;
        happening(warm).await;
        working.until_handled(warm * IN_ONE).await;
        let before = working.update().delays;
        let kept = happening(transactions).await;
        working.until_handled((warm + transactions) * IN_ONE).await;
        let delays = working.update().delays.since(&before);
        working.stop().await;
        let in_ms = |share| delays.within(share).unwrap_or_default().as_secs_f64() * 1_000.0;
        Delays {
            p50: in_ms(0.5),
            p99: in_ms(0.99),
            kept,
        }
    }

    fn work(&self) -> Working {
        let contexts = Arc::new(|tenant, name, _| Arc::new(system_context(tenant, name)));
        let workers = Workers::new(
            self.db.clone(),
            self.broker.clone(),
            vec![Subscriber::inside(Update)],
            contexts,
        );
        let health = workers.health.clone();
        let (stopper, heard) = shutdown::channel();
        Working {
            health,
            stopper,
            task: tokio::spawn(async { workers.run(heard).await.unwrap() }),
        }
    }

    async fn happen(&self, count: usize) {
        happen(self.db.clone(), self.tenant, count).await;
    }

    async fn clean(&self) {
        let broker = self.own_broker("cleaning");
        let channel = broker.try_channel().await.unwrap();
        let names = broker.names();
        let mut both = vec![names.undelivered()];
        both.extend(self.broker.ladder.iter().map(|delay| names.rung(*delay)));
        let queues = [
            names.parked(),
            names.subscription("raw"),
            names.subscription("update"),
        ];
        for queue in both.iter().chain(&queues) {
            let _ = channel
                .queue_delete(queue.as_str().into(), QueueDeleteOptions::default())
                .await;
        }
        for exchange in both.iter().chain([&names.events()]) {
            let _ = channel
                .exchange_delete(exchange.as_str().into(), ExchangeDeleteOptions::default())
                .await;
        }
        broker.close().await;
    }
}

/// Relay and consumer at work.
struct Working {
    health: Health,
    stopper: Stopper,
    task: tokio::task::JoinHandle<()>,
}

impl Working {
    fn update(&self) -> SubscriptionReport {
        self.health
            .report()
            .subscriptions
            .get("update")
            .cloned()
            .unwrap_or_default()
    }

    async fn until_handled(&self, events: usize) {
        while self.update().handled < events as u64 {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    }

    async fn stop(self) {
        self.stopper.stop();
        self.task.await.unwrap();
    }
}

fn raw_message(exchange: &str, body: &[u8]) -> Outgoing {
    Outgoing {
        exchange: exchange.into(),
        routing_key: "raw.thing".into(),
        id: Uuid::now_v7(),
        mandatory: true,
        headers: Vec::new(),
        body: body.to_vec(),
    }
}

/// One transaction: rows, and an event for each.
async fn happen(db: Db, tenant: TenantId, count: usize) {
    let context = Arc::new(system_context(tenant, "bench"));
    let done = db.in_tenant(&context, move |tx| {
        let mut grant = tx.authorise::<Count>(Whole)?;
        let sql = grant.sql();
        let ids: Vec<Uuid> = (0..count).map(|_| Uuid::now_v7()).collect();
        diesel::sql_query("insert into target (tenant_id, id) select $1, unnest($2)")
            .bind::<SqlUuid, _>(tenant.uuid())
            .bind::<Array<SqlUuid>, _>(&ids)
            .execute(sql.conn())?;
        let happened = |subject: Uuid| Event {
            kind: "bench.happened",
            subject,
            data: json!({"amount_minor": 15_000, "currency": "VND"}),
        };
        outbox::append(sql, &ids.into_iter().map(happened).collect::<Vec<_>>())
    });
    done.await.unwrap();
}

fn system_context(tenant: TenantId, name: &'static str) -> Context {
    let reach = Reach {
        tenant: true,
        ..Reach::default()
    };
    let mut context = Context::bare(tenant, Actor::System(name));
    context.access = Arc::new(AccessSet::new(BTreeMap::from([(Verb::CountEvents, reach)])));
    context
}

struct Count;

impl Act for Count {
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

/// Updates the row an event is about; one statement for a batch.
struct Update;

impl Handler for Update {
    fn subscription(&self) -> &'static str {
        "update"
    }

    fn kinds(&self) -> &[&'static str] {
        &["bench.happened"]
    }

    fn handle(&self, tx: &mut TenantTx, event: &Envelope) -> Result<(), HandlerError> {
        self.handle_batch(tx, &[event])
    }

    fn handle_batch(&self, tx: &mut TenantTx, events: &[&Envelope]) -> Result<(), HandlerError> {
        let mut grant = tx.authorise::<Count>(Whole)?;
        let sql = grant.sql();
        let ids: Vec<Uuid> = events.iter().map(|event| event.subject).collect();
        diesel::sql_query("update target set handled_at = now() where tenant_id = $1 and id = any($2)")
            .bind::<SqlUuid, _>(sql.tenant().uuid())
            .bind::<Array<SqlUuid>, _>(ids)
            .execute(sql.conn())
            .map_err(|error| HandlerError::from(Error::from(error)))?;
        Ok(())
    }
}
