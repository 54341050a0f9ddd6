//! Settling a batch of events of one subscription in the database: what became of each.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use futures_util::StreamExt;

use super::SystemContexts;
use super::handler::{Handler, HandlerError, Subscriber};
use super::steps::ErasedSteps;
use super::transaction::WorkerDb;
use crate::kernel::context::Context;
use crate::kernel::ids::{EventId, TenantId};
use crate::platform::broker::pattern_matches;
use crate::platform::envelope::Envelope;
use crate::platform::inbox;

/// What became of one event.
pub(super) type Verdict = Result<(), HandlerError>;

/// Tenants of one batch that are worked on at the same time.
const TENANTS_AT_ONCE: usize = 3;
/// Calls to the outside of one subscription that are under way at the same time.
const CALLS_AT_ONCE: usize = 8;

/// The database does not answer.
#[derive(Debug, thiserror::Error)]
#[error("the database is away: {0}")]
pub(super) struct DatabaseAway(String);

/// Settles events for one subscriber.
pub(super) struct Settler {
    db: WorkerDb,
    contexts: SystemContexts,
    subscriber: Subscriber,
}

impl Settler {
    pub(super) fn new(db: WorkerDb, contexts: SystemContexts, subscriber: Subscriber) -> Self {
        Self {
            db,
            contexts,
            subscriber,
        }
    }

    /// Settles events and says for each, in the same order, what became of it.
    ///
    /// # Errors
    /// When the database is away. What was settled before is settled; ask again with the same events.
    pub(super) async fn settle(&self, events: &[Arc<Envelope>]) -> Result<Vec<Verdict>, DatabaseAway> {
        let mut verdicts: Vec<Verdict> = vec![Ok(()); events.len()];
        let mut tenants: BTreeMap<TenantId, Vec<usize>> = BTreeMap::new();
        for (place, event) in events.iter().enumerate() {
            // A binding outlives the wish for it: what is no longer wanted is taken in and forgotten.
            if self
                .subscriber
                .kinds()
                .iter()
                .any(|pattern| pattern_matches(pattern, &event.kind))
            {
                tenants.entry(event.tenant).or_default().push(place);
            }
        }
        let mut groups = futures_util::stream::iter(tenants.into_values())
            .map(|places| self.settle_tenant(events, places))
            .buffer_unordered(TENANTS_AT_ONCE);
        while let Some(settled) = groups.next().await {
            for (place, verdict) in settled? {
                if let Some(slot) = verdicts.get_mut(place) {
                    *slot = verdict;
                }
            }
        }
        Ok(verdicts)
    }

    async fn settle_tenant(
        &self,
        events: &[Arc<Envelope>],
        places: Vec<usize>,
    ) -> Result<Vec<(usize, Verdict)>, DatabaseAway> {
        let group: Vec<Arc<Envelope>> = places
            .iter()
            .filter_map(|place| events.get(*place))
            .map(Arc::clone)
            .collect();
        let verdicts = match &self.subscriber {
            Subscriber::Inside(handler) => self.inside(handler, group).await?,
            Subscriber::Outside(steps) => self.outside(steps, group).await?,
        };
        Ok(places.into_iter().zip(verdicts).collect())
    }

    async fn inside(
        &self,
        handler: &Arc<dyn Handler>,
        group: Vec<Arc<Envelope>>,
    ) -> Result<Vec<Verdict>, DatabaseAway> {
        let Some(first) = group.first() else {
            return Ok(Vec::new());
        };
        let whole = self.in_one_transaction(handler, group.clone()).await;
        let whole = self.unless_away(whole, first).await?;
        if let (Err(error), true) = (&whole, group.len() > 1) {
            tracing::debug!(%error, events = group.len(), "a batch failed; each event is handled by itself");
            return self.one_by_one(handler, group).await;
        }
        Ok(vec![whole; group.len()])
    }

    async fn one_by_one(
        &self,
        handler: &Arc<dyn Handler>,
        group: Vec<Arc<Envelope>>,
    ) -> Result<Vec<Verdict>, DatabaseAway> {
        let mut verdicts = Vec::with_capacity(group.len());
        for event in group {
            let alone = self.in_one_transaction(handler, vec![Arc::clone(&event)]).await;
            verdicts.push(self.unless_away(alone, &event).await?);
        }
        Ok(verdicts)
    }

    async fn in_one_transaction(&self, handler: &Arc<dyn Handler>, group: Vec<Arc<Envelope>>) -> Verdict {
        let Some(first) = group.first() else { return Ok(()) };
        let (context, handler) = (self.context(first), Arc::clone(handler));
        self.db
            .in_tenant(&context, move |tx| {
                let ids: Vec<EventId> = group.iter().map(|event| event.id).collect();
                let mut fresh = inbox::admit(tx, handler.subscription(), &ids)?;
                // `remove`, because one event can be in a batch twice.
                let new: Vec<&Envelope> = group
                    .iter()
                    .map(Arc::as_ref)
                    .filter(|event| fresh.remove(&event.id))
                    .collect();
                if new.is_empty() {
                    Ok(())
                } else {
                    handler.handle_batch(tx, &new)
                }
            })
            .await
    }

    async fn outside(
        &self,
        steps: &Arc<dyn ErasedSteps>,
        group: Vec<Arc<Envelope>>,
    ) -> Result<Vec<Verdict>, DatabaseAway> {
        // One event can be in a batch twice: it is called for once, and what became of it is told of both.
        let mut distinct: Vec<&Arc<Envelope>> = Vec::with_capacity(group.len());
        let mut seen = HashSet::with_capacity(group.len());
        distinct.extend(group.iter().filter(|event| seen.insert(event.id)));
        let calls: Vec<_> = distinct
            .iter()
            .map(|event| Arc::clone(steps).run(self.db.clone(), self.context(event), Arc::clone(event)))
            .collect();
        let verdicts: Vec<Verdict> = futures_util::stream::iter(calls)
            .buffered(CALLS_AT_ONCE)
            .collect()
            .await;
        let mut checked: HashMap<EventId, Verdict> = HashMap::with_capacity(verdicts.len());
        for (verdict, event) in verdicts.into_iter().zip(distinct) {
            checked.insert(event.id, self.unless_away(verdict, event).await?);
        }
        let told = |event: &Arc<Envelope>| checked.get(&event.id).cloned().unwrap_or(Ok(()));
        Ok(group.iter().map(told).collect())
    }

    fn context(&self, event: &Envelope) -> Arc<Context> {
        (self.contexts)(event.tenant, self.subscriber.subscription(), event.trace.clone())
    }

    /// Tells a database that is away from an event that the database cannot stand (a statement that always runs out of
    /// time): if it answers to something else, the event is to blame.
    async fn unless_away(&self, verdict: Verdict, event: &Envelope) -> Result<Verdict, DatabaseAway> {
        let Err(HandlerError::Unavailable(reason)) = verdict else {
            return Ok(verdict);
        };
        let (subscription, id) = (self.subscriber.subscription(), event.id);
        let asked = self
            .db
            .in_tenant(&self.context(event), move |tx| {
                Ok(inbox::knows(tx, subscription, id)?)
            })
            .await;
        match asked {
            Ok(_) => Ok(Err(HandlerError::Temporary(reason))),
            Err(_) => Err(DatabaseAway(reason)),
        }
    }
}
