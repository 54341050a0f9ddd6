//! Publishing: persistent, mandatory where someone listens, confirmed, a batch at a time.

use std::collections::HashSet;
use std::time::Duration;

use futures_util::future::join_all;
use lapin::options::{BasicPublishOptions, ConfirmSelectOptions};
use lapin::types::{AMQPValue, FieldTable};
use lapin::{BasicProperties, Channel, Confirmation};
use uuid::Uuid;

use super::{Broker, BrokerError, within};
use crate::platform::envelope::CONTENT_TYPE;

/// Survives a restart of the broker.
const PERSISTENT: u8 = 2;

/// A message on its way to the broker.
#[derive(Debug, Clone)]
pub struct Outgoing {
    /// The exchange; empty for the one that takes the routing key as the name of a queue.
    pub exchange: String,
    /// The kind of event, or the name of a queue.
    pub routing_key: String,
    /// The event's id. It tells which message of a batch came back, so it must be unique within a batch.
    pub id: Uuid,
    /// Whether it must reach a queue.
    pub mandatory: bool,
    /// Headers.
    pub headers: Vec<(&'static str, AMQPValue)>,
    /// The envelope.
    pub body: Vec<u8>,
}

/// What became of a published batch.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// The broker did not take these over: it refused them, or they found no queue. All others are safe.
    pub not_taken: HashSet<Uuid>,
    /// Some of them found no queue, so the topology is not (or no longer) what we declared.
    pub unroutable: bool,
}

/// A channel in confirm mode. One batch at a time: a returned message is known by its id within the batch.
#[derive(Debug)]
pub struct Publisher {
    channel: Channel,
    patience: Duration,
}

impl Publisher {
    /// Opens a channel in confirm mode, by one attempt.
    ///
    /// # Errors
    /// When RabbitMQ is away.
    pub async fn try_open(broker: &Broker) -> Result<Self, BrokerError> {
        Self::on(broker.try_channel().await?, broker.config().patience).await
    }

    /// Puts a channel into confirm mode.
    ///
    /// # Errors
    /// When RabbitMQ is away.
    pub async fn on(channel: Channel, patience: Duration) -> Result<Self, BrokerError> {
        within(patience, channel.confirm_select(ConfirmSelectOptions::default())).await?;
        Ok(Self { channel, patience })
    }

    /// The channel, for declarations.
    #[must_use]
    pub fn channel(&self) -> &Channel {
        &self.channel
    }

    /// Publishes a batch and waits until the broker has answered for every message of it.
    ///
    /// # Errors
    /// When the connection fails meanwhile. It is then unknown which messages arrived; publish them again.
    pub async fn publish(&mut self, batch: &[Outgoing]) -> Result<Outcome, BrokerError> {
        match tokio::time::timeout(self.patience, self.publish_patiently(batch)).await {
            Ok(outcome) => outcome,
            Err(_) => Err(BrokerError::Silent(self.patience)),
        }
    }

    async fn publish_patiently(&mut self, batch: &[Outgoing]) -> Result<Outcome, BrokerError> {
        // All frames are handed over before any is awaited: `basic_publish` completes only when it is on the wire.
        let written = join_all(batch.iter().map(|message| self.write(message))).await;
        let mut confirms = Vec::with_capacity(written.len());
        for confirm in written {
            confirms.push(confirm?);
        }
        let mut outcome = Outcome::default();
        for (message, confirmed) in batch.iter().zip(join_all(confirms).await) {
            let confirmed = confirmed?;
            if !confirmed.is_ack() {
                outcome.not_taken.insert(message.id);
            }
            // A return is handed out with whichever confirm is settled next, not necessarily with its own.
            if let Some(id) = returned_id(confirmed) {
                outcome.not_taken.insert(id);
                outcome.unroutable = true;
            }
        }
        Ok(outcome)
    }

    /// Writes one message; the future within the result is the broker's answer.
    async fn write(
        &self,
        message: &Outgoing,
    ) -> Result<impl Future<Output = Result<Confirmation, lapin::Error>> + Send + use<>, lapin::Error> {
        let mut headers = FieldTable::default();
        for (name, value) in &message.headers {
            headers.insert((*name).into(), value.clone());
        }
        let properties = BasicProperties::default()
            .with_content_type(CONTENT_TYPE.into())
            .with_delivery_mode(PERSISTENT)
            .with_message_id(message.id.to_string().into())
            .with_headers(headers);
        let options = BasicPublishOptions {
            mandatory: message.mandatory,
            ..BasicPublishOptions::default()
        };
        self.channel
            .basic_publish(
                message.exchange.as_str().into(),
                message.routing_key.as_str().into(),
                options,
                &message.body,
                properties,
            )
            .await
    }

    /// Publishes a batch of which every message must be taken over.
    ///
    /// # Errors
    /// When the connection fails, or when any message was refused or found no queue.
    pub async fn publish_all(&mut self, batch: &[Outgoing]) -> Result<(), BrokerError> {
        let outcome = self.publish(batch).await?;
        match outcome.not_taken.iter().next() {
            None => Ok(()),
            Some(id) if outcome.unroutable => Err(BrokerError::NotTaken(format!("no queue for {id}"))),
            Some(id) => Err(BrokerError::NotTaken(format!("{id} was refused"))),
        }
    }
}

fn returned_id(confirmation: Confirmation) -> Option<Uuid> {
    let returned = confirmation.take_message()?;
    Uuid::try_parse(returned.properties.message_id().as_ref()?.as_str()).ok()
}
