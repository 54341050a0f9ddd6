//! The parked queue for an operator: list, read, repair, replay, discard.
//!
//! Reading takes messages in hand without acknowledging them and gives them back at the end, so two operators at once
//! see each a part. Replaying publishes to the subscription's queue, waits for the broker to have it, and only then
//! takes the parked one away: interrupted in between there are two, and the inbox lets one have its effect.

use lapin::Channel;
use lapin::message::Delivery;
use lapin::options::{BasicAckOptions, BasicGetOptions, BasicNackOptions};
use serde::Serialize;
use serde_json::Value;
use uuid::Uuid;

use super::ladder::{ATTEMPTS, PARKED_AT, REASON, SUBSCRIPTION, attempts_of, message_id_of, text_of};
use crate::platform::broker::{Broker, BrokerError, Outgoing, Publisher, within};
use crate::platform::envelope::{BadEnvelope, Envelope};
use lapin::types::AMQPValue;

/// How many parked events one command looks at.
const VISITED_MAX: usize = 10_000;

/// A parked event.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ParkedEvent {
    /// The event's id; shared by all subscriptions that could not handle it.
    pub id: Uuid,
    /// The subscription that could not handle it.
    pub subscription: String,
    /// Why.
    pub reason: String,
    /// How many attempts were made.
    pub attempts: u32,
    /// When it was parked, RFC 3339.
    pub parked_at: String,
    /// What came, as text.
    pub body: String,
}

impl ParkedEvent {
    fn of(delivery: &Delivery) -> Self {
        Self {
            id: message_id_of(delivery).unwrap_or_else(Uuid::nil),
            subscription: text_of(delivery, SUBSCRIPTION).unwrap_or_default(),
            reason: text_of(delivery, REASON).unwrap_or_default(),
            attempts: attempts_of(delivery),
            parked_at: text_of(delivery, PARKED_AT).unwrap_or_default(),
            body: String::from_utf8_lossy(&delivery.data).into_owned(),
        }
    }

    /// The envelope.
    ///
    /// # Errors
    /// When it cannot be read; that may be why it was parked.
    pub fn envelope(&self) -> Result<Envelope, BadEnvelope> {
        Envelope::parse(self.body.as_bytes())
    }
}

/// Which parked events are meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Which {
    /// All of them.
    All,
    /// Those of a subscription.
    Subscription(String),
    /// One event, of every subscription that parked it.
    Event(Uuid),
}

impl Which {
    fn means(&self, parked: &ParkedEvent) -> bool {
        match self {
            Self::All => true,
            Self::Subscription(name) => parked.subscription == *name,
            Self::Event(id) => parked.id == *id,
        }
    }
}

/// Why an operator's command failed.
#[derive(Debug, thiserror::Error)]
pub enum ParkedError {
    /// RabbitMQ is away or refuses.
    #[error(transparent)]
    Broker(#[from] BrokerError),
    /// The repaired event is not an envelope.
    #[error(transparent)]
    Repair(#[from] BadEnvelope),
}

/// The parked queue.
#[derive(Debug, Clone)]
pub struct Parked {
    broker: Broker,
}

/// What to do with one parked event.
enum Fate {
    Keep,
    Discard,
    Replay(Outgoing),
}

impl Parked {
    /// The parked queue of a broker.
    #[must_use]
    pub fn new(broker: Broker) -> Self {
        Self { broker }
    }

    /// Parked events, oldest first, 10,000 at most. They stay parked.
    ///
    /// # Errors
    /// When RabbitMQ is away.
    pub async fn list(&self, which: &Which) -> Result<Vec<ParkedEvent>, ParkedError> {
        let mut found = Vec::new();
        self.visit(|parked| {
            if which.means(&parked) {
                found.push(parked);
            }
            Ok(Fate::Keep)
        })
        .await?;
        Ok(found)
    }

    /// Sends events back to the subscriptions that could not handle them, with a full count of attempts before them.
    /// `repaired` replaces the payload. Says how many there were.
    ///
    /// # Errors
    /// When RabbitMQ is away, or the repaired event is not an envelope; what is not replayed stays parked.
    pub async fn replay(&self, which: &Which, repaired: Option<&Value>) -> Result<usize, ParkedError> {
        let names = self.broker.names();
        self.visit(|parked| {
            if !which.means(&parked) {
                return Ok(Fate::Keep);
            }
            let body = match repaired {
                None => parked.body.into_bytes(),
                Some(data) => Envelope {
                    data: data.clone(),
                    ..Envelope::parse(parked.body.as_bytes())?
                }
                .to_bytes()?,
            };
            Ok(Fate::Replay(Outgoing {
                exchange: String::new(),
                routing_key: names.subscription(&parked.subscription),
                id: parked.id,
                mandatory: true,
                headers: vec![(ATTEMPTS, AMQPValue::LongUInt(0))],
                body,
            }))
        })
        .await
    }

    /// Throws parked events away. Says how many there were.
    ///
    /// # Errors
    /// When RabbitMQ is away.
    pub async fn discard(&self, which: &Which) -> Result<usize, ParkedError> {
        self.visit(|parked| {
            Ok(if which.means(&parked) {
                Fate::Discard
            } else {
                Fate::Keep
            })
        })
        .await
    }

    /// Looks at every parked event once and does with it what `decide` says; counts those that were not kept.
    async fn visit(
        &self,
        mut decide: impl FnMut(ParkedEvent) -> Result<Fate, ParkedError>,
    ) -> Result<usize, ParkedError> {
        let channel = self.broker.try_channel().await?;
        let mut publisher = Publisher::try_open(&self.broker).await?;
        let outcome = self.visit_on(&channel, &mut publisher, &mut decide).await;
        // Whatever was kept goes back, also after a failure.
        let all = BasicNackOptions {
            multiple: true,
            requeue: true,
        };
        within(self.broker.config().patience, channel.basic_nack(0, all)).await?;
        within(self.broker.config().patience, channel.close(200, "bye".into())).await?;
        outcome
    }

    async fn visit_on(
        &self,
        channel: &Channel,
        publisher: &mut Publisher,
        decide: &mut impl FnMut(ParkedEvent) -> Result<Fate, ParkedError>,
    ) -> Result<usize, ParkedError> {
        let (patience, queue) = (self.broker.config().patience, self.broker.names().parked());
        let mut settled = 0;
        for _ in 0..VISITED_MAX {
            let next = channel.basic_get(queue.as_str().into(), BasicGetOptions::default());
            let Some(message) = within(patience, next).await? else {
                break;
            };
            match decide(ParkedEvent::of(&message.delivery))? {
                Fate::Keep => continue,
                Fate::Discard => {}
                Fate::Replay(outgoing) => publisher.publish_all(&[outgoing]).await?,
            }
            within(
                patience,
                channel.basic_ack(message.delivery.delivery_tag, BasicAckOptions::default()),
            )
            .await?;
            settled += 1;
        }
        Ok(settled)
    }
}
