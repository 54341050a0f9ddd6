//! A handler's transaction: its own kind of error, a panic that costs one attempt and not the worker, and no more of them
//! at once than leave connections for the pages.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::Semaphore;

use super::handler::HandlerError;
use crate::kernel::context::Context;
use crate::kernel::error::Error;
use crate::platform::broker::Backoff;
use crate::platform::door::{Db, TenantTx};

/// How often a known outcome is offered to a database that does not answer: about half a minute.
const PATIENT_ATTEMPTS: u32 = 12;

/// The database as the handlers of one process share it.
#[derive(Clone)]
pub struct WorkerDb {
    db: Db,
    permits: Arc<Semaphore>,
}

impl WorkerDb {
    pub(super) fn new(db: Db, transactions_at_once: usize) -> Self {
        Self {
            db,
            permits: Arc::new(Semaphore::new(transactions_at_once.max(1))),
        }
    }

    /// Runs `work` in one transaction; whatever it says but `Ok` rolls back.
    pub(super) async fn in_tenant<T, W>(&self, context: &Arc<Context>, work: W) -> Result<T, HandlerError>
    where
        T: Send + 'static,
        W: FnOnce(&mut TenantTx) -> Result<T, HandlerError> + Send + 'static,
    {
        // The door knows the kernel's errors only; the handler's own travels beside them.
        let failure = Arc::new(Mutex::new(None));
        let told = Arc::clone(&failure);
        let _permit = self
            .permits
            .acquire()
            .await
            .map_err(|error| HandlerError::Temporary(error.to_string()))?;
        let done = self.db.in_tenant(context, move |tx| {
            caught(work, tx).map_err(|error| {
                let for_the_door = match &error {
                    HandlerError::Denied { verb, subject } => Error::Denied {
                        verb: *verb,
                        subject: *subject,
                    },
                    _ => Error::Internal("the handler failed".into()),
                };
                *told.lock().unwrap_or_else(PoisonError::into_inner) = Some(error);
                for_the_door
            })
        });
        done.await.map_err(|error| {
            failure
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .take()
                .unwrap_or_else(|| error.into())
        })
    }

    /// Runs what `make_work` makes, again and again while the database is away.
    pub(super) async fn in_tenant_patiently<W>(
        &self,
        context: &Arc<Context>,
        make_work: impl Fn() -> W + Send,
    ) -> Result<(), HandlerError>
    where
        W: FnOnce(&mut TenantTx) -> Result<(), HandlerError> + Send + 'static,
    {
        let mut backoff = Backoff::default();
        for _ in 0..PATIENT_ATTEMPTS {
            match self.in_tenant(context, make_work()).await {
                Err(HandlerError::Unavailable(reason)) => {
                    tracing::warn!(reason, "the outcome of a call waits for the database");
                    tokio::time::sleep(backoff.next_pause()).await;
                }
                settled => return settled,
            }
        }
        self.in_tenant(context, make_work()).await
    }
}

fn caught<T>(
    work: impl FnOnce(&mut TenantTx) -> Result<T, HandlerError>,
    tx: &mut TenantTx,
) -> Result<T, HandlerError> {
    catch_unwind(AssertUnwindSafe(|| work(tx))).unwrap_or_else(|panic| {
        Err(HandlerError::Temporary(format!(
            "panicked: {}",
            words_of(panic.as_ref())
        )))
    })
}

fn words_of(panic: &(dyn std::any::Any + Send)) -> &str {
    panic
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| panic.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("without a word")
}
