//! RabbitMQ: connections that heal themselves, the queues and exchanges of this house, and publishing with confirms.
//!
//! Everything here knows bytes, names and delays; what an event means is decided above. When RabbitMQ is away,
//! [`Broker::channel`] keeps trying with a growing, jittered pause, and events wait in the outbox meanwhile.

use std::sync::Arc;
use std::time::Duration;

use lapin::uri::AMQPUri;
use lapin::{Channel, Connection, ConnectionProperties};
use rand::RngExt;
use tokio::sync::{Mutex, watch};

mod publisher;
mod topology;

pub use publisher::{Outcome, Outgoing, Publisher};
pub use topology::{Names, SubscribedTo, Topology, pattern_matches};

/// How to reach RabbitMQ and how our queues behave.
#[derive(Debug, Clone)]
pub struct BrokerConfig {
    /// `amqp://user:password@host:port/vhost`.
    pub url: String,
    /// Starts the name of every exchange and queue, so that installations on one vhost do not meet.
    pub prefix: String,
    /// The delays after the first, second, … failed attempt. After the last of them an event is parked.
    pub ladder: Vec<Duration>,
    /// How often a delivery may be lost with its worker before it leaves the queue for the ladder.
    pub delivery_limit: u32,
    /// How many deliveries a consumer holds at most: the batch in hand and the one behind it.
    pub prefetch: u16,
    /// How long to wait for the broker to confirm a batch or answer a request.
    pub patience: Duration,
}

impl BrokerConfig {
    /// The ordinary settings: 10 s, 1 min, 10 min, 1 h, 1 day.
    #[must_use]
    pub fn new(url: impl Into<String>) -> Self {
        Self {
            url: url.into(),
            prefix: "onedoor".into(),
            ladder: [10, 60, 600, 3_600, 86_400].map(Duration::from_secs).to_vec(),
            delivery_limit: 20,
            prefetch: 1_000,
            patience: Duration::from_secs(20),
        }
    }
}

/// Why the broker did not do what was asked.
#[derive(Debug, Clone, thiserror::Error)]
pub enum BrokerError {
    /// The address cannot be read.
    #[error("the AMQP address is not valid: {0}")]
    Address(String),
    /// The broker is away, closed the channel, or refused.
    #[error("RabbitMQ: {0}")]
    Amqp(#[from] lapin::Error),
    /// The broker did not answer in time.
    #[error("RabbitMQ did not answer within {0:?}")]
    Silent(Duration),
    /// A message was not taken over by the broker (refused, or no queue for it).
    #[error("RabbitMQ did not take over a message: {0}")]
    NotTaken(String),
}

/// What is known of the connection; read by `/health` and `doctor`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LinkState {
    /// Not tried yet.
    New,
    /// The last attempt succeeded.
    Connected,
    /// The last attempt failed, with this message.
    Away(String),
}

/// One connection to RabbitMQ that is made again when it is lost. Clones share it.
///
/// Publishers and consumers use one each: a broker short of memory blocks connections that publish, and consumers
/// must go on emptying its queues just then.
#[derive(Debug, Clone)]
pub struct Broker {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    config: BrokerConfig,
    purpose: &'static str,
    topology: Topology,
    connection: Mutex<Option<Connection>>,
    state: watch::Sender<LinkState>,
}

impl Broker {
    /// A broker that connects when it is first needed, and declares the topology on every new connection.
    /// The purpose names the connection in RabbitMQ's own lists.
    #[must_use]
    pub fn new(config: BrokerConfig, topology: Topology, purpose: &'static str) -> Self {
        let (state, _) = watch::channel(LinkState::New);
        Self {
            shared: Arc::new(Shared {
                config,
                purpose,
                topology,
                connection: Mutex::new(None),
                state,
            }),
        }
    }

    /// The subscriptions.
    #[must_use]
    pub fn topology(&self) -> &Topology {
        &self.shared.topology
    }

    /// The names of exchanges and queues.
    #[must_use]
    pub fn names(&self) -> Names {
        Names::new(&self.shared.config.prefix)
    }

    /// Declares the topology again, when something of it turned out to be missing.
    ///
    /// # Errors
    /// When RabbitMQ is away, or when a queue exists with other properties.
    pub async fn declare(&self, channel: &Channel) -> Result<(), BrokerError> {
        let patience = self.shared.config.patience;
        match tokio::time::timeout(
            patience,
            self.shared.topology.declare(channel, &self.shared.config),
        )
        .await
        {
            Ok(declared) => declared,
            Err(_) => Err(BrokerError::Silent(patience)),
        }
    }

    /// The settings.
    #[must_use]
    pub fn config(&self) -> &BrokerConfig {
        &self.shared.config
    }

    /// The state of the connection, now and as it changes.
    #[must_use]
    pub fn state(&self) -> watch::Receiver<LinkState> {
        self.shared.state.subscribe()
    }

    /// A channel, by one attempt.
    ///
    /// # Errors
    /// When RabbitMQ cannot be reached or refuses.
    pub async fn try_channel(&self) -> Result<Channel, BrokerError> {
        let mut connection = self.shared.connection.lock().await;
        self.open(&mut connection).await
    }

    /// A channel, however long it takes: waits while RabbitMQ is away. To give up, drop the future.
    pub async fn channel(&self) -> Channel {
        // The lock is held while waiting on purpose: one actor knocks at the door, the others queue behind it.
        let mut connection = self.shared.connection.lock().await;
        let mut backoff = Backoff::default();
        loop {
            match self.open(&mut connection).await {
                Ok(channel) => return channel,
                Err(error) => {
                    let pause = backoff.next_pause();
                    tracing::warn!(%error, ?pause, purpose = self.shared.purpose, "RabbitMQ is away");
                    tokio::time::sleep(pause).await;
                }
            }
        }
    }

    async fn open(&self, connection: &mut Option<Connection>) -> Result<Channel, BrokerError> {
        let opened = match self.open_unrecorded(connection).await {
            Ok(channel) => Ok(channel),
            Err(error) => {
                *connection = None;
                Err(error)
            }
        };
        let state = match &opened {
            Ok(_) => LinkState::Connected,
            Err(error) => LinkState::Away(error.to_string()),
        };
        self.shared.state.send_if_modified(|known| {
            let changed = *known != state;
            *known = state;
            changed
        });
        opened
    }

    async fn open_unrecorded(&self, connection: &mut Option<Connection>) -> Result<Channel, BrokerError> {
        let patience = self.shared.config.patience;
        if let Some(live) = connection
            .as_ref()
            .filter(|connection| connection.status().connected())
            && let Ok(channel) = within(patience, live.create_channel()).await
        {
            return Ok(channel);
        }
        let fresh = within(patience, self.connect()?).await?;
        let channel = within(patience, fresh.create_channel()).await?;
        self.declare(&channel).await?;
        *connection = Some(fresh);
        Ok(channel)
    }

    fn connect(
        &self,
    ) -> Result<impl Future<Output = Result<Connection, lapin::Error>> + Send + use<>, BrokerError> {
        let mut uri: AMQPUri = self.shared.config.url.parse().map_err(BrokerError::Address)?;
        // Without a heartbeat a broker that vanished without a word is noticed only by the next timeout of TCP.
        uri.query.heartbeat.get_or_insert(10);
        let name = format!("{} {}", self.shared.config.prefix, self.shared.purpose);
        let properties = ConnectionProperties::default().with_connection_name(name.into());
        Ok(Connection::connect_uri(uri, properties))
    }

    /// Notes that the connection in use has failed, so that health tells the truth before the next attempt.
    pub fn note_failure(&self, error: &BrokerError) {
        self.shared.state.send_replace(LinkState::Away(error.to_string()));
    }

    /// Closes the connection in good order.
    pub async fn close(&self) {
        if let Some(connection) = self.shared.connection.lock().await.take()
            && let Err(error) = within(Duration::from_secs(2), connection.close(200, "bye".into())).await
        {
            tracing::debug!(%error, "the connection was already closed");
        }
    }
}

/// Awaits an answer of the broker, but not for ever.
///
/// # Errors
/// The broker's own error, or [`BrokerError::Silent`].
pub async fn within<T>(
    patience: Duration,
    answer: impl Future<Output = Result<T, lapin::Error>>,
) -> Result<T, BrokerError> {
    match tokio::time::timeout(patience, answer).await {
        Ok(answer) => Ok(answer?),
        Err(_) => Err(BrokerError::Silent(patience)),
    }
}

/// Growing pauses between attempts: 50 ms, doubling to 5 s, each spread over half to once its length, so that the
/// nodes of an installation do not all knock in the same instant.
#[derive(Debug, Default)]
pub struct Backoff {
    failures: u32,
}

impl Backoff {
    const FIRST_MS: u64 = 50;
    const LAST_MS: u64 = 5_000;

    /// The next pause.
    pub fn next_pause(&mut self) -> Duration {
        let full = (Self::FIRST_MS << self.failures.min(10)).min(Self::LAST_MS);
        self.failures = self.failures.saturating_add(1);
        Duration::from_millis(rand::rng().random_range(full / 2..=full))
    }

    /// Starts again from the shortest pause, after a success.
    pub fn reset(&mut self) {
        self.failures = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_within_bounds_and_start_again() {
        let mut backoff = Backoff::default();
        let pauses: Vec<_> = (0..20).map(|_| backoff.next_pause()).collect();
        assert!(pauses[0] <= Duration::from_millis(50));
        assert!(pauses.iter().all(|pause| *pause <= Duration::from_secs(5)));
        assert!(pauses[19] >= Duration::from_millis(2_500));
        backoff.reset();
        assert!(backoff.next_pause() <= Duration::from_millis(50));
    }
}
