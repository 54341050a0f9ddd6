//! Workers: the relay that carries events to the broker, and a consumer for each subscription.
//!
//! An event is appended to the outbox in the transaction that causes it. The relay publishes it; RabbitMQ puts it into
//! the queue of each subscription that wants its kind; a consumer hands it to the subscription's handler and
//! acknowledges after the commit. Delivery is at least once, the inbox makes the effect exactly once. Broker, database
//! and any process may die at any point.

use std::sync::Arc;

use crate::authority::access::Gate;
use crate::kernel::context::Context;
use crate::kernel::ids::TenantId;
use crate::platform::broker::{Broker, BrokerConfig, Topology};
use crate::platform::door::Db;

mod consumer;
mod handler;
mod health;
mod ladder;
pub mod parked;
mod relay;
mod settle;
pub mod shutdown;
mod steps;
pub mod story;
pub mod subscriptions;
mod transaction;
pub mod watched;

pub use handler::{Boxed, Handler, HandlerError, Subscriber};
pub use health::{Health, PartState, Report, SubscriptionReport};
pub use relay::RelaySettings;
pub use shutdown::{Shutdown, Stopper};
pub use steps::{CallError, ErasedSteps, Steps};
pub use transaction::WorkerDb;

/// Makes the context in which a subscription works: the envelope's tenant, `Actor::System` with the subscription's
/// name and what policy lets it do, and the envelope's trace.
pub type SystemContexts = Arc<dyn Fn(TenantId, &'static str, Option<String>) -> Arc<Context> + Send + Sync>;

/// The contexts of handlers as the gate makes them.
#[must_use]
pub fn contexts(gate: Gate) -> SystemContexts {
    Arc::new(move |tenant, name, trace| {
        Arc::new(Context {
            trace,
            ..gate.system(tenant, name)
        })
    })
}

/// Which parts a process runs: `serve` both, `relay` and `work` one each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parts {
    /// Carry events to the broker.
    pub relay: bool,
    /// Handle events.
    pub consumers: bool,
}

/// Relay and consumers of one process.
pub struct Workers {
    /// The database.
    pub db: Db,
    /// How to reach RabbitMQ.
    pub broker: BrokerConfig,
    /// The whole table of subscriptions; a relay needs it too, to know which events must find a queue.
    pub subscriptions: Vec<Subscriber>,
    /// Makes the contexts of handlers.
    pub contexts: SystemContexts,
    /// Which parts to run.
    pub parts: Parts,
    /// How the relay works.
    pub relay: RelaySettings,
    /// How many events one transaction of a consumer takes at most.
    pub batch_max: usize,
    /// How many transactions all consumers of the process run at once; the other connections are for the pages.
    pub transactions_at_once: usize,
    /// Where to tell how it goes.
    pub health: Health,
}

impl Workers {
    /// Relay and consumers with the ordinary settings.
    #[must_use]
    pub fn new(
        db: Db,
        broker: BrokerConfig,
        subscriptions: Vec<Subscriber>,
        contexts: SystemContexts,
    ) -> Self {
        Self {
            db,
            broker,
            subscriptions,
            contexts,
            parts: Parts {
                relay: true,
                consumers: true,
            },
            relay: RelaySettings::default(),
            batch_max: 500,
            transactions_at_once: 4,
            health: Health::default(),
        }
    }

    /// Works until told to stop, and then finishes what is in hand. RabbitMQ and the database need not be there: each
    /// part waits for what it needs.
    ///
    /// # Errors
    /// At once, when the table of subscriptions is wrong.
    pub async fn run(self, shutdown: Shutdown) -> Result<(), subscriptions::BadTable> {
        subscriptions::check(&self.subscriptions)?;
        let topology = Topology {
            subscriptions: self.subscriptions.iter().map(Subscriber::subscribed_to).collect(),
        };
        // A broker short of memory blocks connections that publish, and must still be emptied by those that consume.
        let publishing = Broker::new(self.broker.clone(), topology.clone(), "publishing");
        let consuming = Broker::new(self.broker.clone(), topology, "consuming");
        let mut tasks = tokio::task::JoinSet::new();
        if self.parts.relay {
            let relay = relay::Relay::new(
                self.db.clone(),
                publishing.clone(),
                self.relay.clone(),
                self.health.clone(),
            );
            tasks.spawn(relay.run(shutdown.clone()));
        }
        if self.parts.consumers {
            let db = WorkerDb::new(self.db.clone(), self.transactions_at_once);
            tasks.spawn(ladder::rescue(
                consuming.clone(),
                publishing.clone(),
                shutdown.clone(),
            ));
            for subscriber in self.subscriptions {
                let consumer = consumer::Consumer::new(
                    db.clone(),
                    Arc::clone(&self.contexts),
                    subscriber,
                    (consuming.clone(), publishing.clone()),
                    self.health.clone(),
                    self.batch_max,
                );
                tasks.spawn(consumer.run(shutdown.clone()));
            }
        }
        while let Some(ended) = tasks.join_next().await {
            if let Err(error) = ended {
                tracing::error!(%error, "a part of the workers ended early");
            }
        }
        publishing.close().await;
        consuming.close().await;
        Ok(())
    }
}
