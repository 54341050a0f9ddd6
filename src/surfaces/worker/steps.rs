//! Handling an event with a call to the outside world: mail, a payment gateway, a register.
//!
//! ```text
//! TX 1  claim: note the intent          nothing is called that is not on record
//! call  with an idempotency key         outside any transaction; no row is locked while the other side thinks
//! TX 2  record: the outcome + inbox row
//! ```
//!
//! A crash between the call and TX 2 brings the event back: claimed again, called again **with the same key**, and the
//! other side knows it. Where it knows no keys (SMTP), that is the one gap in which something happens twice; the same
//! Message-ID lets it be seen.

use std::sync::Arc;

use super::handler::{Boxed, HandlerError};
use super::transaction::WorkerDb;
use crate::kernel::context::Context;
use crate::platform::door::TenantTx;
use crate::platform::envelope::Envelope;
use crate::platform::inbox;

/// An event handled in steps, around a call to the outside world.
pub trait Steps: Send + Sync + 'static {
    /// All that the call needs; no database is at hand when it is made.
    type Call: Send + Sync + 'static;
    /// What the other side answered.
    type Answer: Send + Sync + 'static;

    /// As [`super::Handler::subscription`].
    fn subscription(&self) -> &'static str;

    /// As [`super::Handler::kinds`].
    fn kinds(&self) -> &[&'static str];

    /// Notes the intent and prepares the call. It is run again after every crash and failed attempt, so it finds its own
    /// note from last time. `None`: there is nothing (left) to do.
    ///
    /// # Errors
    /// As [`super::Handler::handle`].
    fn claim(&self, tx: &mut TenantTx, event: &Envelope) -> Result<Option<Self::Call>, HandlerError>;

    /// Calls. `key` is the same each time this event is handled by this subscription.
    fn call(
        &self,
        call: Arc<Self::Call>,
        key: String,
    ) -> impl Future<Output = Result<Self::Answer, CallError>> + Send;

    /// Records the outcome, success or failure: a failed attempt is a fact too. After a failure the event still goes up
    /// the ladder or is parked, as the error says.
    ///
    /// # Errors
    /// As [`super::Handler::handle`].
    fn record(
        &self,
        tx: &mut TenantTx,
        event: &Envelope,
        call: &Self::Call,
        outcome: Result<&Self::Answer, &CallError>,
    ) -> Result<(), HandlerError>;
}

/// Why a call to the outside failed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CallError {
    /// Try again later, with the same key.
    #[error("{0}")]
    Temporary(String),
    /// Trying again is useless.
    #[error("{0}")]
    Permanent(String),
}

impl From<CallError> for HandlerError {
    fn from(error: CallError) -> Self {
        match error {
            CallError::Temporary(text) => Self::Temporary(text),
            CallError::Permanent(text) => Self::Permanent(text),
        }
    }
}

/// [`Steps`] without their types, for the table of subscriptions.
pub trait ErasedSteps: Send + Sync {
    /// As [`Steps::subscription`].
    fn subscription(&self) -> &'static str;
    /// As [`Steps::kinds`].
    fn kinds(&self) -> &[&'static str];
    /// All the steps for one event.
    fn run(
        self: Arc<Self>,
        db: WorkerDb,
        context: Arc<Context>,
        event: Arc<Envelope>,
    ) -> Boxed<'static, Result<(), HandlerError>>;
}

impl<S: Steps> ErasedSteps for S {
    fn subscription(&self) -> &'static str {
        Steps::subscription(self)
    }

    fn kinds(&self) -> &[&'static str] {
        Steps::kinds(self)
    }

    fn run(
        self: Arc<Self>,
        db: WorkerDb,
        context: Arc<Context>,
        event: Arc<Envelope>,
    ) -> Boxed<'static, Result<(), HandlerError>> {
        Box::pin(run_steps(self, db, context, event))
    }
}

async fn run_steps<S: Steps>(
    steps: Arc<S>,
    db: WorkerDb,
    context: Arc<Context>,
    event: Arc<Envelope>,
) -> Result<(), HandlerError> {
    let subscription = Steps::subscription(steps.as_ref());
    let call = db
        .in_tenant(&context, {
            let (steps, event) = (Arc::clone(&steps), Arc::clone(&event));
            move |tx| {
                if inbox::knows(tx, subscription, event.id)? {
                    return Ok(None);
                }
                let call = steps.claim(tx, &event)?;
                if call.is_none() {
                    inbox::admit(tx, subscription, &[event.id])?;
                }
                Ok(call)
            }
        })
        .await?;
    let Some(call) = call.map(Arc::new) else {
        return Ok(());
    };

    let key = format!("{subscription}:{}", event.id);
    let outcome = Arc::new(steps.call(Arc::clone(&call), key).await);

    // The outcome is known now and must not be lost to a passing trouble of the database: calling again would be worse
    // than waiting.
    db.in_tenant_patiently(&context, || {
        let (steps, event) = (Arc::clone(&steps), Arc::clone(&event));
        let (call, outcome) = (Arc::clone(&call), Arc::clone(&outcome));
        move |tx: &mut TenantTx| {
            let is_ours = outcome.is_err() || !inbox::admit(tx, subscription, &[event.id])?.is_empty();
            if is_ours {
                steps.record(tx, &event, &call, outcome.as_ref().as_ref())
            } else {
                Ok(())
            }
        }
    })
    .await?;
    match outcome.as_ref() {
        Ok(_) => Ok(()),
        Err(error) => Err(error.clone().into()),
    }
}
