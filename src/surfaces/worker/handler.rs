//! What a subscription does with an event: a [`Handler`] within the database, [`Steps`] when it calls the outside.

use std::sync::Arc;

use futures_util::future::BoxFuture;
use uuid::Uuid;

use super::steps::{ErasedSteps, Steps};
use crate::kernel::actions::Verb;
use crate::kernel::error::Error;
use crate::platform::broker::SubscribedTo;
use crate::platform::door::TenantTx;
use crate::platform::envelope::{BadEnvelope, Envelope};

/// One event in, one transaction, zero or more events out.
///
/// The inbox row is written by the consumer in the same transaction, so the effect happens once however often the
/// event arrives. A handler does not call the outside world: see [`Steps`].
pub trait Handler: Send + Sync + 'static {
    /// The name of the subscription: lower-case words, stable for ever, since its queue and inbox rows carry it. It is
    /// also the name of the actor, `Actor::System(…)`, that policy is asked about.
    fn subscription(&self) -> &'static str;

    /// The kinds of event it wants; `*` stands for one word, `#` for any number of words.
    fn kinds(&self) -> &[&'static str];

    /// Does what the event asks for.
    ///
    /// # Errors
    /// The transaction is rolled back, and the event goes up the ladder or is parked.
    fn handle(&self, tx: &mut TenantTx, event: &Envelope) -> Result<(), HandlerError>;

    /// Does what several events of one tenant ask for, in the order they came. Worth writing where one statement can
    /// serve them all; when it fails, each event is handled again in a transaction of its own.
    ///
    /// # Errors
    /// As [`Handler::handle`].
    fn handle_batch(&self, tx: &mut TenantTx, events: &[&Envelope]) -> Result<(), HandlerError> {
        events.iter().try_for_each(|event| self.handle(tx, event))
    }
}

/// Why an event was not handled.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum HandlerError {
    /// It may go better later: the event goes to the next rung of the ladder.
    #[error("{0}")]
    Temporary(String),
    /// It will not go better by waiting: the event is parked for an operator.
    #[error("{0}")]
    Permanent(String),
    /// Policy forbids it to this part of the system; recorded in the audit trail, and parked.
    #[error("may not {verb:?}")]
    Denied {
        /// What was asked.
        verb: Verb,
        /// Upon what.
        subject: Option<Uuid>,
    },
    /// The database does not answer. No attempt is counted while it is away.
    #[error("{0}")]
    Unavailable(String),
}

impl From<Error> for HandlerError {
    fn from(error: Error) -> Self {
        let text = error.to_string();
        match error {
            Error::Unavailable(_) => Self::Unavailable(text),
            // What is not there yet may be there later; what policy and rules refuse stays refused.
            Error::Denied { verb, subject } => Self::Denied { verb, subject },
            Error::SignInNeeded | Error::Refused(_) => Self::Permanent(text),
            Error::NotFound
            | Error::Conflict(_)
            | Error::RuleBroken { .. }
            | Error::Stale
            | Error::TooMany { .. }
            | Error::Internal(_) => Self::Temporary(text),
        }
    }
}

impl From<BadEnvelope> for HandlerError {
    fn from(error: BadEnvelope) -> Self {
        Self::Permanent(error.to_string())
    }
}

/// A line of the table of subscriptions.
#[derive(Clone)]
pub enum Subscriber {
    /// Works within the database.
    Inside(Arc<dyn Handler>),
    /// Calls the outside world between two transactions.
    Outside(Arc<dyn ErasedSteps>),
}

impl Subscriber {
    /// A subscriber that works within the database.
    pub fn inside(handler: impl Handler) -> Self {
        Self::Inside(Arc::new(handler))
    }

    /// A subscriber that calls the outside world.
    pub fn outside(steps: impl Steps) -> Self {
        Self::Outside(Arc::new(steps))
    }

    /// The name of the subscription.
    #[must_use]
    pub fn subscription(&self) -> &'static str {
        match self {
            Self::Inside(handler) => handler.subscription(),
            Self::Outside(steps) => steps.subscription(),
        }
    }

    /// The kinds of event it wants.
    #[must_use]
    pub fn kinds(&self) -> &[&'static str] {
        match self {
            Self::Inside(handler) => handler.kinds(),
            Self::Outside(steps) => steps.kinds(),
        }
    }

    /// The subscription as the broker needs to know it.
    #[must_use]
    pub fn subscribed_to(&self) -> SubscribedTo {
        SubscribedTo {
            subscription: self.subscription().into(),
            kinds: self.kinds().iter().map(|kind| (*kind).into()).collect(),
        }
    }
}

/// What the erased form of a trait with an async function returns.
pub type Boxed<'a, T> = BoxFuture<'a, T>;
