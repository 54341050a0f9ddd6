//! A consumer: takes what is ready of one subscription, settles it in the database, and acknowledges after the commit.
//!
//! It works with the tenant role under row security, one transaction for each tenant of a batch; no role that sees more
//! than one tenant touches what an event changes. When a batch fails, each of its events gets a transaction of its own,
//! so that one bad event stops nobody else's.

use std::sync::Arc;

use futures_util::{FutureExt, StreamExt};
use lapin::Channel;
use lapin::message::Delivery;
use lapin::options::{BasicAckOptions, BasicCancelOptions, BasicConsumeOptions, BasicQosOptions};
use lapin::types::FieldTable;
use uuid::Uuid;

use super::SystemContexts;
use super::handler::{HandlerError, Subscriber};
use super::health::{Health, PartState};
use super::ladder::{Failed, Ladder, attempts_of, message_id_of};
use super::settle::{Settler, Verdict};
use super::shutdown::Shutdown;
use super::transaction::WorkerDb;
use crate::kernel::clock;
use crate::platform::broker::{Backoff, Broker, BrokerError, Publisher, within};
use crate::platform::envelope::{BadEnvelope, Envelope};

/// Consumes one subscription.
pub(super) struct Consumer {
    settler: Settler,
    subscriber: Subscriber,
    consuming: Broker,
    publishing: Broker,
    ladder: Ladder,
    health: Health,
    batch_max: usize,
}

/// A delivery in hand.
struct Taken {
    delivery: Delivery,
    envelope: Result<Arc<Envelope>, BadEnvelope>,
}

impl Consumer {
    pub(super) fn new(
        db: WorkerDb,
        contexts: SystemContexts,
        subscriber: Subscriber,
        (consuming, publishing): (Broker, Broker),
        health: Health,
        batch_max: usize,
    ) -> Self {
        let ladder = Ladder::of(&consuming);
        let settler = Settler::new(db, contexts, subscriber.clone());
        Self {
            settler,
            subscriber,
            consuming,
            publishing,
            ladder,
            health,
            batch_max,
        }
    }

    /// Works until told to stop; the batch in hand is finished first.
    pub(super) async fn run(self, mut shutdown: Shutdown) {
        let mut backoff = Backoff::default();
        self.tell(PartState::not_reached());
        while let Some(channel) = shutdown.or(self.consuming.channel()).await {
            self.tell(PartState::Running);
            match self.consume(&channel, &mut backoff, &mut shutdown).await {
                Ok(()) => break,
                Err(error) => {
                    tracing::warn!(%error, subscription = self.subscriber.subscription(), "consuming was interrupted");
                    self.tell(PartState::BrokerAway(error.to_string()));
                    let _ = channel.close(200, "starting again".into()).now_or_never();
                }
            }
            if shutdown
                .or(tokio::time::sleep(backoff.next_pause()))
                .await
                .is_none()
            {
                break;
            }
        }
        self.tell(PartState::Stopped);
    }

    async fn consume(
        &self,
        channel: &Channel,
        backoff: &mut Backoff,
        shutdown: &mut Shutdown,
    ) -> Result<(), BrokerError> {
        let patience = self.consuming.config().patience;
        // A queue deleted under a living connection cancels its consumer: it is declared again before the next.
        self.consuming.declare(channel).await?;
        within(
            patience,
            channel.basic_qos(self.consuming.config().prefetch, BasicQosOptions::default()),
        )
        .await?;
        let queue = self
            .consuming
            .names()
            .subscription(self.subscriber.subscription());
        let (options, arguments) = (BasicConsumeOptions::default(), FieldTable::default());
        let consume = channel.basic_consume(queue.into(), "".into(), options, arguments);
        let mut deliveries = within(patience, consume).await?;
        while let Some(first) = shutdown.or(deliveries.next()).await {
            let Some(first) = first else {
                return Err(BrokerError::NotTaken("the subscription's queue is gone".into()));
            };
            let mut batch = vec![take(first?)];
            while batch.len() < self.batch_max
                && let Some(Some(next)) = deliveries.next().now_or_never()
            {
                batch.push(take(next?));
            }
            if !self.settle(channel, batch, shutdown).await? {
                break;
            }
            backoff.reset();
        }
        within(
            patience,
            channel.basic_cancel(deliveries.tag(), BasicCancelOptions::default()),
        )
        .await?;
        within(patience, channel.close(200, "bye".into())).await
    }

    /// Settles a batch and acknowledges it; `false` when told to stop while the database was away.
    async fn settle(
        &self,
        channel: &Channel,
        batch: Vec<Taken>,
        shutdown: &mut Shutdown,
    ) -> Result<bool, BrokerError> {
        let Some(last_tag) = batch.last().map(|taken| taken.delivery.delivery_tag) else {
            return Ok(true);
        };
        let Some(verdicts) = self.verdicts(channel, &batch, shutdown).await? else {
            return Ok(false);
        };
        self.pass_on_failures(batch, verdicts).await?;
        // Batches are settled one after the other, so everything up to the last tag is done.
        let everything = BasicAckOptions { multiple: true };
        within(
            self.consuming.config().patience,
            channel.basic_ack(last_tag, everything),
        )
        .await?;
        Ok(true)
    }

    /// What became of each delivery. While the database is away the deliveries are held and no attempt is counted.
    async fn verdicts(
        &self,
        channel: &Channel,
        batch: &[Taken],
        shutdown: &mut Shutdown,
    ) -> Result<Option<Vec<Verdict>>, BrokerError> {
        let envelopes: Vec<Arc<Envelope>> = batch
            .iter()
            .filter_map(|taken| taken.envelope.as_ref().ok().cloned())
            .collect();
        let mut backoff = Backoff::default();
        loop {
            match self.settler.settle(&envelopes).await {
                Ok(settled) => {
                    self.note_settled(&envelopes, &settled);
                    return Ok(Some(with_unreadable(batch, settled)));
                }
                Err(away) => {
                    tracing::warn!(%away, subscription = self.subscriber.subscription(), "consuming pauses");
                    self.tell(PartState::DatabaseAway(away.to_string()));
                }
            }
            if shutdown
                .or(tokio::time::sleep(backoff.next_pause()))
                .await
                .is_none()
            {
                return Ok(None);
            }
            if !channel.status().connected() {
                return Err(BrokerError::NotTaken(
                    "the channel was closed while the database was away".into(),
                ));
            }
        }
    }

    /// Puts failed deliveries on the ladder, or parks them. Only then may they be acknowledged.
    async fn pass_on_failures(&self, batch: Vec<Taken>, verdicts: Vec<Verdict>) -> Result<(), BrokerError> {
        let subscription = self.subscriber.subscription();
        let mut steps = Vec::new();
        for (taken, verdict) in batch.into_iter().zip(&verdicts) {
            if let Err(error) = verdict {
                steps.push(self.ladder.next_step(Failed {
                    subscription,
                    id: id_of(&taken),
                    attempts_before: attempts_of(&taken.delivery),
                    body: taken.delivery.data,
                    error,
                }));
            }
        }
        if !steps.is_empty() {
            Publisher::try_open(&self.publishing)
                .await?
                .publish_all(&steps)
                .await?;
        }
        let parked = steps.iter().filter(|step| step.exchange.is_empty()).count() as u64;
        self.health.subscription(subscription, |report| {
            report.handled += (verdicts.len() - steps.len()) as u64;
            report.parked += parked;
            report.retried += steps.len() as u64 - parked;
        });
        Ok(())
    }

    fn note_settled(&self, envelopes: &[Arc<Envelope>], settled: &[Verdict]) {
        let now = clock::now();
        self.health
            .subscription(self.subscriber.subscription(), |report| {
                report.state = PartState::Running;
                for (envelope, verdict) in envelopes.iter().zip(settled) {
                    if verdict.is_ok() {
                        report
                            .delays
                            .note((now - envelope.time).to_std().unwrap_or_default());
                    }
                }
            });
    }

    fn tell(&self, state: PartState) {
        self.health
            .subscription(self.subscriber.subscription(), |report| report.state = state);
    }
}

fn take(delivery: Delivery) -> Taken {
    let envelope = Envelope::parse(&delivery.data).map(Arc::new);
    Taken { delivery, envelope }
}

fn id_of(taken: &Taken) -> Uuid {
    match &taken.envelope {
        Ok(envelope) => envelope.id.uuid(),
        Err(_) => message_id_of(&taken.delivery).unwrap_or_else(Uuid::now_v7),
    }
}

/// Puts the verdicts on the readable envelopes back in their places among the unreadable ones.
fn with_unreadable(batch: &[Taken], settled: Vec<Verdict>) -> Vec<Verdict> {
    let mut settled = settled.into_iter();
    batch
        .iter()
        .map(|taken| match &taken.envelope {
            Ok(_) => settled
                .next()
                .unwrap_or_else(|| Err(HandlerError::Temporary("it was passed over".into()))),
            Err(error) => Err(HandlerError::Permanent(error.to_string())),
        })
        .collect()
}
