//! The exchanges and queues of an installation, and how a message moves between them.
//!
//! ```text
//! <p>.events (topic) ──kind──▶ <p>.for.<subscription> ──▶ consumer
//!                                   ▲        │ lost with its worker too often
//!        expires, goes back by the  │        ▼
//!        name it carries as its key │   <p>.undelivered ──▶ the worker puts it on the ladder
//! <p>.retry.<ms> (fanout) ─▶ queue ─┘
//! <p>.parked: what is out of attempts, or can never succeed, until an operator decides
//! ```
//!
//! Every queue is a durable quorum queue, and every dead-lettering is at-least-once (which needs `reject-publish`):
//! a message leaves a queue only when the next one has it. A retry queue has one delay for all its messages, so the
//! oldest is always the next to expire; one rung serves all subscriptions.
//!
//! The way back from `undelivered` to the ladder leads through a worker, not through another dead letter exchange:
//! RabbitMQ silently drops a message that returns to a queue by dead-lettering alone (tried on 3.10.8: it is gone).

use lapin::options::{ExchangeDeclareOptions, QueueBindOptions, QueueDeclareOptions};
use lapin::types::{AMQPValue, FieldTable};
use lapin::{Channel, ExchangeKind};
use std::time::Duration;

use super::{BrokerConfig, BrokerError};

/// The names of an installation's exchanges and queues.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Names {
    prefix: String,
}

impl Names {
    /// Names that start with the prefix.
    #[must_use]
    pub fn new(prefix: &str) -> Self {
        Self {
            prefix: prefix.into(),
        }
    }

    /// The topic exchange that every event enters.
    #[must_use]
    pub fn events(&self) -> String {
        format!("{}.events", self.prefix)
    }

    /// The queue of a subscription.
    #[must_use]
    pub fn subscription(&self, subscription: &str) -> String {
        format!("{}.for.{subscription}", self.prefix)
    }

    /// The subscription a queue belongs to.
    #[must_use]
    pub fn subscription_of<'a>(&self, queue: &'a str) -> Option<&'a str> {
        queue.strip_prefix(self.prefix.as_str())?.strip_prefix(".for.")
    }

    /// The exchange and the queue (both have this name) of the ladder's rung with this delay.
    #[must_use]
    pub fn rung(&self, delay: Duration) -> String {
        format!("{}.retry.{}", self.prefix, delay.as_millis())
    }

    /// The exchange and the queue (both have this name) of deliveries that were lost with their workers.
    #[must_use]
    pub fn undelivered(&self) -> String {
        format!("{}.undelivered", self.prefix)
    }

    /// The queue of what waits for an operator.
    #[must_use]
    pub fn parked(&self) -> String {
        format!("{}.parked", self.prefix)
    }
}

/// A subscription as the broker needs to know it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubscribedTo {
    /// Its name: a word, stable for ever, because its queue and its inbox rows carry it.
    pub subscription: String,
    /// The kinds of event it wants; `*` stands for one word and `#` for any number of words.
    pub kinds: Vec<String>,
}

/// All the subscriptions of an installation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Topology {
    /// The subscriptions.
    pub subscriptions: Vec<SubscribedTo>,
}

impl Topology {
    /// Whether any subscription wants this kind. A kind nobody wants may be published into the void; any other must
    /// find its queue.
    #[must_use]
    pub fn is_wanted(&self, kind: &str) -> bool {
        self.subscriptions
            .iter()
            .any(|s| s.kinds.iter().any(|pattern| pattern_matches(pattern, kind)))
    }

    /// Declares everything. Doing it again changes nothing.
    ///
    /// # Errors
    /// When RabbitMQ is away, or when a queue exists with other properties.
    pub async fn declare(&self, channel: &Channel, config: &BrokerConfig) -> Result<(), BrokerError> {
        let names = Names::new(&config.prefix);
        declare_exchange(channel, &names.events(), ExchangeKind::Topic).await?;
        declare_quorum(channel, &names.parked(), &[]).await?;
        declare_exchange(channel, &names.undelivered(), ExchangeKind::Fanout).await?;
        declare_quorum(channel, &names.undelivered(), &[]).await?;
        bind(channel, &names.undelivered(), &names.undelivered(), "").await?;
        for delay in &config.ladder {
            let rung = names.rung(*delay);
            let ttl_ms = i64::try_from(delay.as_millis()).unwrap_or(i64::MAX);
            // No dead letter routing key: the message keeps its own, which is the name of the queue it goes back to.
            let arguments = [
                ("x-message-ttl", AMQPValue::LongLongInt(ttl_ms)),
                ("x-dead-letter-exchange", text("")),
                ("x-dead-letter-strategy", text("at-least-once")),
                ("x-overflow", text("reject-publish")),
            ];
            declare_exchange(channel, &rung, ExchangeKind::Fanout).await?;
            declare_quorum(channel, &rung, &arguments).await?;
            bind(channel, &rung, &rung, "").await?;
        }
        for subscribed in &self.subscriptions {
            let queue = names.subscription(&subscribed.subscription);
            let arguments = [
                (
                    "x-delivery-limit",
                    AMQPValue::LongLongInt(i64::from(config.delivery_limit)),
                ),
                ("x-dead-letter-exchange", text(&names.undelivered())),
                ("x-dead-letter-routing-key", text(&queue)),
                ("x-dead-letter-strategy", text("at-least-once")),
                ("x-overflow", text("reject-publish")),
            ];
            declare_quorum(channel, &queue, &arguments).await?;
            for kind in &subscribed.kinds {
                bind(channel, &queue, &names.events(), kind).await?;
            }
        }
        Ok(())
    }
}

fn text(value: &str) -> AMQPValue {
    AMQPValue::LongString(value.into())
}

async fn declare_exchange(channel: &Channel, name: &str, kind: ExchangeKind) -> Result<(), BrokerError> {
    let options = ExchangeDeclareOptions {
        durable: true,
        ..ExchangeDeclareOptions::default()
    };
    Ok(channel
        .exchange_declare(name.into(), kind, options, FieldTable::default())
        .await?)
}

async fn declare_quorum(
    channel: &Channel,
    name: &str,
    arguments: &[(&str, AMQPValue)],
) -> Result<(), BrokerError> {
    let mut table = FieldTable::default();
    table.insert("x-queue-type".into(), text("quorum"));
    if !arguments.iter().any(|(key, _)| *key == "x-delivery-limit") {
        // RabbitMQ 4 drops after 20 returns unless told otherwise; browsing the parked queue returns what it reads.
        table.insert("x-delivery-limit".into(), AMQPValue::LongLongInt(1_000_000_000));
    }
    for (key, value) in arguments {
        table.insert((*key).into(), value.clone());
    }
    channel
        .queue_declare(name.into(), QueueDeclareOptions::durable(), table)
        .await?;
    Ok(())
}

async fn bind(channel: &Channel, queue: &str, exchange: &str, key: &str) -> Result<(), BrokerError> {
    let (queue, exchange, key) = (queue.into(), exchange.into(), key.into());
    Ok(channel
        .queue_bind(
            queue,
            exchange,
            key,
            QueueBindOptions::default(),
            FieldTable::default(),
        )
        .await?)
}

/// Whether a kind of event fits a pattern of a topic exchange: `*` is one word, `#` is any number of words.
#[must_use]
pub fn pattern_matches(pattern: &str, kind: &str) -> bool {
    fn words_match(pattern: &[&str], words: &[&str]) -> bool {
        match (pattern.split_first(), words.split_first()) {
            (None, None) => true,
            (None, Some(_)) => false,
            (Some((&"#", rest)), _) => {
                (0..=words.len()).any(|skip| words_match(rest, words.get(skip..).unwrap_or(&[])))
            }
            (Some((&first, rest)), Some((&word, words))) if first == "*" || first == word => {
                words_match(rest, words)
            }
            (Some(_), _) => false,
        }
    }
    words_match(
        &pattern.split('.').collect::<Vec<_>>(),
        &kind.split('.').collect::<Vec<_>>(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_match_as_a_topic_exchange_does() {
        for (pattern, kind, fits) in [
            ("dossier.submitted", "dossier.submitted", true),
            ("dossier.submitted", "dossier.decided", false),
            ("dossier.*", "dossier.decided", true),
            ("dossier.*", "dossier", false),
            ("dossier.*", "dossier.paper.added", false),
            ("dossier.#", "dossier", true),
            ("dossier.#", "dossier.paper.added", true),
            ("#", "payment.received", true),
            ("#.received", "payment.received", true),
            ("*.received", "payment.received", true),
        ] {
            assert_eq!(pattern_matches(pattern, kind), fits, "{pattern} against {kind}");
        }
    }

    #[test]
    fn a_queue_tells_its_subscription() {
        let names = Names::new("onedoor");
        assert_eq!(
            names.subscription_of(&names.subscription("ledger")),
            Some("ledger")
        );
        assert_eq!(names.subscription_of("other.for.ledger"), None);
        assert_eq!(names.rung(Duration::from_secs(10)), "onedoor.retry.10000");
    }

    #[test]
    fn a_kind_is_wanted_when_any_subscription_wants_it() {
        let topology = Topology {
            subscriptions: vec![SubscribedTo {
                subscription: "ledger".into(),
                kinds: vec!["payment.*".into()],
            }],
        };
        assert!(topology.is_wanted("payment.received"));
        assert!(!topology.is_wanted("dossier.read"));
    }
}
