//! The lowest rung: the right to speak SQL, over a connection that the door lends for one transaction.

use std::sync::Arc;

use diesel::connection::{AnsiTransactionManager as Manager, TransactionManager};
use diesel::pg::PgConnection;
use diesel::r2d2::{ConnectionManager, PooledConnection};

use crate::kernel::context::Context;
use crate::kernel::error::{Error, Result};
use crate::kernel::ids::TenantId;

pub(super) type Pooled = PooledConnection<ConnectionManager<PgConnection>>;

/// The right to speak SQL within one tenant's transaction. Functions of a `queries.rs` take it; nobody can make one.
pub struct Sql {
    connection: Pooled,
    pub(super) context: Arc<Context>,
}

impl Sql {
    pub(super) fn new(connection: Pooled, context: Arc<Context>) -> Self {
        Self { connection, context }
    }

    /// The connection, for a query.
    pub fn conn(&mut self) -> &mut PgConnection {
        &mut self.connection
    }

    /// The tenant the transaction is bound to, for the `tenant_id` of a new row.
    #[must_use]
    pub fn tenant(&self) -> TenantId {
        self.context.tenant
    }

    /// Who acts, and under which trace.
    #[must_use]
    pub fn context(&self) -> &Context {
        &self.context
    }

    /// Does `work` whole or not at all: when it fails, what it did is gone, and the transaction goes on.
    ///
    /// # Errors
    /// What `work` says; when the database fails.
    pub fn try_out<T>(&mut self, work: impl FnOnce(&mut Sql) -> Result<T>) -> Result<T> {
        Manager::begin_transaction(self.conn())?;
        let done = work(self);
        if done.is_ok() {
            Manager::commit_transaction(self.conn())?;
        } else if let Err(failure) = Manager::rollback_transaction(self.conn()) {
            // Where the database itself failed, what it said then explains more than that there is no way back.
            return match done {
                Err(Error::Unavailable(_) | Error::Internal(_) | Error::Conflict(_)) => done,
                _ => Err(failure.into()),
            };
        }
        done
    }

    /// Checks now what would be checked at the commit, so that a broken rule is told while it can be explained.
    ///
    /// # Errors
    /// [`Error::RuleBroken`]; when the database fails.
    pub fn check_deferred(&mut self) -> Result<()> {
        use diesel::connection::SimpleConnection;
        self.conn()
            .batch_execute("set constraints all immediate; set constraints all deferred")?;
        Ok(())
    }
}

/// The right to speak SQL as the platform role: platform tables, the outbox, and the due times of timers.
pub struct PlatformSql {
    connection: Pooled,
}

impl PlatformSql {
    pub(super) fn new(connection: Pooled) -> Self {
        Self { connection }
    }

    /// The connection, for a query.
    pub fn conn(&mut self) -> &mut PgConnection {
        &mut self.connection
    }
}
