//! The relay: from the outbox to the broker, and nothing lost on the way.
//!
//! Three lanes work: while two await the broker's confirms, the third already claims the next batch. Any number of
//! relays may run; each passes over the rows another holds. The batch stays locked in its transaction until the broker
//! has confirmed it, so a crash anywhere leaves it unpublished, or at worst published and not marked: then it is
//! published twice and the inbox absorbs it.
//!
//! It looks into the outbox rather than being called by `NOTIFY`: measured with 8 clients on this PostgreSQL, a `NOTIFY`
//! in each transaction costs a quarter to four fifths of all commits (they queue for one lock), while looking costs one
//! index probe. It looks every 2 ms while events flow and ever less often, down to 20 times a second, when none do; an
//! append in the same process rouses it.

use std::collections::HashSet;
use std::sync::{Arc, MutexGuard, PoisonError};
use std::time::Duration;

use chrono::TimeDelta;
use tokio::runtime::Handle;
use tokio::sync::{Mutex, OwnedMutexGuard};
use tokio::time::timeout;
use uuid::Uuid;

use super::health::{Health, PartState};
use super::shutdown::Shutdown;
use crate::kernel::clock;
use crate::kernel::error::Error;
use crate::kernel::ids::{EventId, TenantId};
use crate::platform::broker::{Backoff, Broker, BrokerError, Outcome, Outgoing, Publisher, Topology};
use crate::platform::door::{Db, PlatformTx};
use crate::platform::envelope::Envelope;
use crate::platform::{inbox, outbox};

/// How the relay works.
#[derive(Debug, Clone)]
pub struct RelaySettings {
    /// How many events one transaction takes at most.
    pub batch_max: i64,
    /// The pause between looks while events flow.
    pub pause_min: Duration,
    /// The longest pause when none do.
    pub pause_max: Duration,
    /// How long published events are kept, to be published again should the broker lose its disk.
    pub kept: TimeDelta,
    /// How long the inbox remembers what was handled: longer than anything can be on its way, the outbox's own keeping and
    /// the whole ladder included.
    pub remembered: TimeDelta,
}

impl Default for RelaySettings {
    fn default() -> Self {
        Self {
            batch_max: 500,
            pause_min: Duration::from_millis(2),
            pause_max: Duration::from_millis(50),
            kept: TimeDelta::days(7),
            remembered: TimeDelta::days(60),
        }
    }
}

const LANES: usize = 3;
const SWEEP_BATCH: i64 = 1_000;
const LOOK_AFTER_LAG_EVERY: Duration = Duration::from_secs(1);
const SWEEP_EVERY_LOOKS: u32 = 60;

/// Carries events from the outbox to the broker.
#[derive(Clone)]
pub(super) struct Relay {
    db: Db,
    broker: Broker,
    settings: RelaySettings,
    health: Health,
    pace: Arc<std::sync::Mutex<Pace>>,
    /// Held while waiting for events and claiming them, so that one lane looks at a time; not while there is a backlog.
    turn: Arc<Mutex<()>>,
}

type Turn = Option<OwnedMutexGuard<()>>;

/// How long to wait before the next look.
#[derive(Debug, Clone, Copy, Default)]
struct Pace {
    pause: Duration,
    empty_looks: u32,
}

impl Pace {
    /// Looks that find nothing before the pauses grow. An append in this process is heard before its commit, so the
    /// look that it causes often comes too early.
    const EMPTY_LOOKS: u32 = 10;

    fn after_look(&mut self, found: usize, settings: &RelaySettings) {
        let is_full = i64::try_from(found).is_ok_and(|found| found >= settings.batch_max);
        self.empty_looks = if found == 0 {
            self.empty_looks.saturating_add(1)
        } else {
            0
        };
        self.pause = if is_full {
            Duration::ZERO
        } else if self.empty_looks <= Self::EMPTY_LOOKS {
            settings.pause_min
        } else {
            (self.pause * 2).clamp(settings.pause_min, settings.pause_max)
        };
    }
}

impl Relay {
    pub(super) fn new(db: Db, broker: Broker, settings: RelaySettings, health: Health) -> Self {
        Self {
            db,
            broker,
            settings,
            health,
            pace: Arc::default(),
            turn: Arc::default(),
        }
    }

    /// Works until told to stop; a batch in hand is finished first.
    pub(super) async fn run(self, shutdown: Shutdown) {
        self.health.relay(PartState::not_reached());
        let lanes = (0..LANES).map(|_| self.clone().lane(shutdown.clone()));
        let (_, ()) = tokio::join!(
            futures_util::future::join_all(lanes),
            self.clone().keep_house(shutdown.clone())
        );
        self.health.relay(PartState::Stopped);
    }

    async fn lane(self, mut shutdown: Shutdown) {
        let mut backoff = Backoff::default();
        while !shutdown.is_requested() {
            let Some(channel) = shutdown.or(self.broker.channel()).await else {
                break;
            };
            let failed = match Publisher::on(channel, self.broker.config().patience).await {
                Ok(publisher) => {
                    self.health.relay(PartState::Running);
                    self.carry(publisher, &mut backoff, &mut shutdown).await
                }
                Err(error) => Err(Failure::Broker(error)),
            };
            let Err(failure) = failed else { break };
            failure.tell(&self.health, &self.broker);
            if shutdown
                .or(tokio::time::sleep(backoff.next_pause()))
                .await
                .is_none()
            {
                break;
            }
        }
    }

    /// Carries batch after batch until something fails or the word to stop is given.
    async fn carry(
        &self,
        mut publisher: Publisher,
        backoff: &mut Backoff,
        shutdown: &mut Shutdown,
    ) -> Result<(), Failure> {
        loop {
            let Some(turn) = shutdown.or(self.wait_for_turn()).await else {
                return Ok(());
            };
            let (returned, carried) = self.carry_batch(publisher, turn).await?;
            publisher = returned;
            backoff.reset();
            if carried.unroutable {
                tracing::error!("events found no queue: declaring exchanges and queues again");
                self.broker
                    .declare(publisher.channel())
                    .await
                    .map_err(Failure::Broker)?;
            }
            if carried.published > 0 {
                self.health.published(carried.published);
            }
        }
    }

    async fn wait_for_turn(&self) -> Turn {
        let turn = Arc::clone(&self.turn).lock_owned().await;
        let pause = self.pace().pause;
        if pause <= self.settings.pause_min {
            tokio::time::sleep(pause).await;
        } else if timeout(pause, outbox::appended()).await.is_ok() {
            self.pace().empty_looks = 0;
        }
        (!pause.is_zero()).then_some(turn)
    }

    fn pace(&self) -> MutexGuard<'_, Pace> {
        self.pace.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn carry_batch(&self, publisher: Publisher, turn: Turn) -> Result<(Publisher, Carried), Failure> {
        let relay = self.clone();
        let broker = self.broker.clone();
        // Diesel blocks, so the transaction runs on a thread of its own, and awaits the broker there.
        let runtime = Handle::current();
        let mut trip = Trip {
            publisher,
            topology: broker.clone(),
            runtime,
        };
        self.db
            .in_platform("relay", move |tx| {
                let batch = claim(tx, &relay.settings)?;
                relay.pace().after_look(batch.len(), &relay.settings);
                drop(turn);
                let carried = trip.carry(tx, &batch)?;
                Ok((trip.publisher, carried))
            })
            .await
            .map_err(|error| match error {
                Error::Internal(text) if text.starts_with(BROKER_FAILED) => {
                    Failure::Broker(BrokerError::NotTaken(text))
                }
                other => Failure::Database(other),
            })
    }

    async fn keep_house(self, mut shutdown: Shutdown) {
        let mut looks = 0_u32;
        while shutdown
            .or(tokio::time::sleep(LOOK_AFTER_LAG_EVERY))
            .await
            .is_some()
        {
            match self.db.in_platform("relay lag", |tx| outbox::lag(tx.sql())).await {
                Ok(lag) => self.health.lag(&lag),
                Err(error) => tracing::debug!(%error, "the lag of the outbox is not known"),
            }
            if looks.is_multiple_of(SWEEP_EVERY_LOOKS) {
                self.sweep(&shutdown).await;
            }
            looks = looks.wrapping_add(1);
        }
    }

    /// Deletes what was published or handled long ago, a bounded batch at a time.
    async fn sweep(&self, shutdown: &Shutdown) {
        let published_before = clock::now() - self.settings.kept;
        let handled_before = clock::now() - self.settings.remembered;
        let mut more = true;
        while more && !shutdown.is_requested() {
            let swept = self.db.in_platform("sweep", move |tx| {
                let outbox = outbox::sweep(tx.sql(), published_before, SWEEP_BATCH)?;
                let inbox = inbox::sweep(tx.sql(), handled_before, SWEEP_BATCH)?;
                Ok(outbox.max(inbox))
            });
            more = match swept.await {
                Ok(swept) => i64::try_from(swept).is_ok_and(|swept| swept >= SWEEP_BATCH),
                Err(error) => {
                    tracing::warn!(%error, "old events were not swept away");
                    false
                }
            };
        }
    }
}

#[derive(Debug, Default)]
struct Carried {
    published: usize,
    unroutable: bool,
}

fn claim(tx: &mut PlatformTx, settings: &RelaySettings) -> Result<Vec<Envelope>, Error> {
    outbox::commit_without_waiting(tx.sql())?;
    outbox::claim(tx.sql(), settings.batch_max)
}

const BROKER_FAILED: &str = "the broker failed: ";

/// What a batch needs on its way from the database to the broker.
struct Trip {
    publisher: Publisher,
    topology: Broker,
    runtime: Handle,
}

impl Trip {
    /// Publishes what was claimed and gives back what the broker did not take.
    fn carry(&mut self, tx: &mut PlatformTx, batch: &[Envelope]) -> Result<Carried, Error> {
        if batch.is_empty() {
            return Ok(Carried::default());
        }
        let messages = addressed(batch, self.topology.topology(), &self.topology.names().events());
        let outcome: Outcome = self
            .runtime
            .block_on(self.publisher.publish(&messages))
            .map_err(|error| Error::Internal(format!("{BROKER_FAILED}{error}")))?;
        let sent: HashSet<Uuid> = messages.iter().map(|message| message.id).collect();
        let not_taken: Vec<(TenantId, EventId)> = batch
            .iter()
            .filter(|envelope| {
                !sent.contains(&envelope.id.uuid()) || outcome.not_taken.contains(&envelope.id.uuid())
            })
            .map(|envelope| (envelope.tenant, envelope.id))
            .collect();
        outbox::give_back(tx.sql(), &not_taken)?;
        Ok(Carried {
            published: batch.len() - not_taken.len(),
            unroutable: outcome.unroutable,
        })
    }
}

/// The messages of a batch. A row that cannot be put into an envelope (none that [`outbox::append`] wrote) stays behind
/// and stops nobody else's.
fn addressed(batch: &[Envelope], topology: &Topology, exchange: &str) -> Vec<Outgoing> {
    let address = |envelope: &Envelope, body| Outgoing {
        exchange: exchange.into(),
        routing_key: envelope.kind.clone(),
        id: envelope.id.uuid(),
        mandatory: topology.is_wanted(&envelope.kind),
        headers: Vec::new(),
        body,
    };
    let mut messages = Vec::with_capacity(batch.len());
    for envelope in batch {
        match envelope.to_bytes() {
            Ok(body) => messages.push(address(envelope, body)),
            Err(error) => {
                tracing::error!(%error, id = %envelope.id, "a row of the outbox cannot be published")
            }
        }
    }
    messages
}

/// What stopped a lane.
#[derive(Debug)]
enum Failure {
    Broker(BrokerError),
    Database(Error),
}

impl Failure {
    fn tell(&self, health: &Health, broker: &Broker) {
        match self {
            Self::Broker(error) => {
                tracing::warn!(%error, "the relay waits for RabbitMQ");
                broker.note_failure(error);
                health.relay(PartState::BrokerAway(error.to_string()));
            }
            Self::Database(error) => {
                tracing::warn!(%error, "the relay waits for the database");
                health.relay(PartState::DatabaseAway(error.to_string()));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn looks_are_frequent_while_events_flow_and_rare_when_none_do() {
        let settings = RelaySettings::default();
        let mut pace = Pace::default();
        pace.after_look(500, &settings);
        assert_eq!(pace.pause, Duration::ZERO, "a full batch has more behind it");
        pace.after_look(3, &settings);
        assert_eq!(pace.pause, settings.pause_min);
        for _ in 0..Pace::EMPTY_LOOKS {
            pace.after_look(0, &settings);
        }
        assert_eq!(pace.pause, settings.pause_min, "a commit may be near");
        for _ in 0..10 {
            pace.after_look(0, &settings);
        }
        assert_eq!(pace.pause, settings.pause_max);
        pace.after_look(1, &settings);
        assert_eq!(pace.pause, settings.pause_min);
    }
}
