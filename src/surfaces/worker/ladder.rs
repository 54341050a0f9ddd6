//! The ladder: an event that failed waits longer each time; after the last rung it is parked.

use std::time::Duration;

use futures_util::StreamExt;
use lapin::message::Delivery;
use lapin::options::{BasicAckOptions, BasicConsumeOptions, BasicQosOptions};
use lapin::types::{AMQPValue, FieldTable};
use uuid::Uuid;

use super::handler::HandlerError;
use super::shutdown::Shutdown;
use crate::kernel::clock;
use crate::platform::broker::{Backoff, Broker, BrokerError, Names, Outgoing, Publisher, within};

/// Header: how many attempts have failed so far.
pub(super) const ATTEMPTS: &str = "x-attempts";
/// Header: why the last attempt failed.
pub(super) const REASON: &str = "x-reason";
/// Header of a parked event: the subscription that could not handle it.
pub(super) const SUBSCRIPTION: &str = "x-subscription";
/// Header of a parked event: when it was parked, RFC 3339.
pub(super) const PARKED_AT: &str = "x-parked-at";

const REASON_CHARACTERS_MAX: usize = 500;

/// Where failed events go.
#[derive(Debug, Clone)]
pub(super) struct Ladder {
    names: Names,
    delays: Vec<Duration>,
}

/// A failed delivery.
#[derive(Debug)]
pub(super) struct Failed<'a> {
    /// The subscription.
    pub subscription: &'a str,
    /// The event's id; a fresh one when the envelope cannot be read.
    pub id: Uuid,
    /// Attempts that failed before this one.
    pub attempts_before: u32,
    /// The envelope as it came.
    pub body: Vec<u8>,
    /// What went wrong.
    pub error: &'a HandlerError,
}

impl Ladder {
    pub(super) fn of(broker: &Broker) -> Self {
        Self {
            names: broker.names(),
            delays: broker.config().ladder.clone(),
        }
    }

    /// The delay after so many failed attempts; `None` when there have been enough.
    fn delay_after(&self, failed_attempts: u32) -> Option<Duration> {
        let rung = usize::try_from(failed_attempts.checked_sub(1)?).ok()?;
        self.delays.get(rung).copied()
    }

    /// The message that puts a failed delivery on its rung, or parks it.
    pub(super) fn next_step(&self, failed: Failed<'_>) -> Outgoing {
        let attempts = failed.attempts_before.saturating_add(1);
        let delay = match failed.error {
            HandlerError::Permanent(_) | HandlerError::Denied { .. } => None,
            HandlerError::Temporary(_) | HandlerError::Unavailable(_) => self.delay_after(attempts),
        };
        let reason: String = failed
            .error
            .to_string()
            .chars()
            .take(REASON_CHARACTERS_MAX)
            .collect();
        let mut headers = vec![
            (ATTEMPTS, AMQPValue::LongUInt(attempts)),
            (REASON, AMQPValue::LongString(reason.as_str().into())),
        ];
        let (subscription, id) = (failed.subscription, failed.id);
        let (exchange, routing_key) = match delay {
            Some(delay) => {
                tracing::info!(subscription, %id, attempts, ?delay, reason, "an event will be tried again");
                (self.names.rung(delay), self.names.subscription(subscription))
            }
            None => {
                tracing::error!(subscription, %id, attempts, reason, "an event is parked");
                headers.push((SUBSCRIPTION, AMQPValue::LongString(subscription.into())));
                headers.push((PARKED_AT, AMQPValue::LongString(clock::now().to_rfc3339().into())));
                (String::new(), self.names.parked())
            }
        };
        Outgoing {
            exchange,
            routing_key,
            id,
            mandatory: true,
            headers,
            body: failed.body,
        }
    }
}

/// How many attempts have failed, as the delivery's header says.
pub(super) fn attempts_of(delivery: &Delivery) -> u32 {
    let headers = delivery.properties.headers().as_ref();
    match headers.and_then(|headers| headers.inner().get(ATTEMPTS)) {
        Some(AMQPValue::LongUInt(attempts)) => *attempts,
        Some(other) => other
            .as_long_long_int()
            .and_then(|n| u32::try_from(n).ok())
            .unwrap_or(0),
        None => 0,
    }
}

/// A header's text.
pub(super) fn text_of(delivery: &Delivery, header: &str) -> Option<String> {
    match delivery.properties.headers().as_ref()?.inner().get(header)? {
        AMQPValue::LongString(text) => Some(text.to_string()),
        AMQPValue::ShortString(text) => Some(text.to_string()),
        _ => None,
    }
}

/// The event's id as the message carries it, whatever the envelope says.
pub(super) fn message_id_of(delivery: &Delivery) -> Option<Uuid> {
    Uuid::try_parse(delivery.properties.message_id().as_ref()?.as_str()).ok()
}

/// Puts deliveries that were lost with their workers too often on the ladder, until told to stop.
pub(super) async fn rescue(consuming: Broker, publishing: Broker, mut shutdown: Shutdown) {
    let mut backoff = Backoff::default();
    while let Some(channel) = shutdown.or(consuming.channel()).await {
        match shutdown.or(rescue_on(&channel, &consuming, &publishing)).await {
            None => break,
            Some(error) => {
                tracing::warn!(%error, "rescuing lost deliveries was interrupted");
                if shutdown
                    .or(tokio::time::sleep(backoff.next_pause()))
                    .await
                    .is_none()
                {
                    break;
                }
            }
        }
    }
}

async fn rescue_on(channel: &lapin::Channel, consuming: &Broker, publishing: &Broker) -> BrokerError {
    match rescue_each(channel, consuming, publishing).await {
        Ok(()) => BrokerError::NotTaken("the queue of lost deliveries is gone".into()),
        Err(error) => error,
    }
}

async fn rescue_each(
    channel: &lapin::Channel,
    consuming: &Broker,
    publishing: &Broker,
) -> Result<(), BrokerError> {
    let (names, ladder, patience) = (
        consuming.names(),
        Ladder::of(consuming),
        consuming.config().patience,
    );
    within(patience, channel.basic_qos(50, BasicQosOptions::default())).await?;
    let consume = channel.basic_consume(
        names.undelivered().into(),
        "".into(),
        BasicConsumeOptions::default(),
        FieldTable::default(),
    );
    let mut deliveries = within(patience, consume).await?;
    while let Some(delivery) = deliveries.next().await {
        let delivery = delivery?;
        let error = HandlerError::Temporary("its worker was lost with it, again and again".into());
        let queue = delivery.routing_key.to_string();
        let failed = Failed {
            subscription: names.subscription_of(&queue).unwrap_or("unknown"),
            id: message_id_of(&delivery).unwrap_or_else(Uuid::now_v7),
            attempts_before: attempts_of(&delivery),
            body: delivery.data.clone(),
            error: &error,
        };
        Publisher::try_open(publishing)
            .await?
            .publish_all(&[ladder.next_step(failed)])
            .await?;
        within(
            patience,
            channel.basic_ack(delivery.delivery_tag, BasicAckOptions::default()),
        )
        .await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::broker::{BrokerConfig, Topology};

    fn step(attempts_before: u32, error: &HandlerError) -> Outgoing {
        let broker = Broker::new(BrokerConfig::new("amqp://nowhere"), Topology::default(), "test");
        let (id, body) = (Uuid::now_v7(), b"{}".to_vec());
        Ladder::of(&broker).next_step(Failed {
            subscription: "ledger",
            id,
            attempts_before,
            body,
            error,
        })
    }

    #[test]
    fn each_failure_waits_longer_and_the_sixth_parks() {
        let error = HandlerError::Temporary("busy".into());
        let exchanges: Vec<_> = (0..6).map(|before| step(before, &error).exchange).collect();
        assert_eq!(
            exchanges,
            [
                "onedoor.retry.10000",
                "onedoor.retry.60000",
                "onedoor.retry.600000",
                "onedoor.retry.3600000",
                "onedoor.retry.86400000",
                ""
            ]
        );
        assert_eq!(
            step(0, &error).routing_key,
            "onedoor.for.ledger",
            "it goes back to its own subscription"
        );
        assert_eq!(step(5, &error).routing_key, "onedoor.parked");
    }

    #[test]
    fn what_waiting_cannot_mend_is_parked_at_once() {
        assert_eq!(
            step(0, &HandlerError::Permanent("nonsense".into())).routing_key,
            "onedoor.parked"
        );
    }
}
