//! The first rung: pools of the two runtime roles, and the beginning and end of every transaction.

use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use diesel::connection::{AnsiTransactionManager, TransactionManager};
use diesel::pg::PgConnection;
use diesel::r2d2::{ConnectionManager, CustomizeConnection, Pool};

use crate::kernel::clock::Clock;
use crate::kernel::context::Context;
use crate::kernel::error::{Error, Result};

use super::audit_row::{self, AuditRow, Outcome};
use super::one_trip::{OneTrip, Scope};
use super::scope;
use super::sql::{Pooled, Sql};
use super::threads::Threads;
use super::tx::{PlatformTx, TenantTx};

type Manager = ConnectionManager<PgConnection>;
type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// How often a transaction is begun when access changes while it is being opened.
const ATTEMPTS_MAX: u32 = 5;

/// Where the database is and how many connections to hold.
#[derive(Debug, Clone)]
pub struct DbSettings {
    /// URL of the tenant role.
    pub tenant_url: String,
    /// URL of the platform role.
    pub platform_url: String,
    /// Connections of the tenant role; about two for each core of the database is best.
    pub tenant_connections: u32,
    /// Connections of the platform role.
    pub platform_connections: u32,
    /// Keep statements prepared. Off behind a pooler that shares server connections between clients.
    pub prepared_statements: bool,
    /// How long to wait for a connection before the request is told to come back later.
    pub wait_max: Duration,
}

/// Reads again what a context was built from, when the database says that it has changed.
pub trait Refresh: Send + Sync {
    /// The same actor's context under the policy and session now in force.
    fn refresh<'a>(&'a self, db: &'a Db, stale: &'a Context) -> BoxFuture<'a, Result<Context>>;
}

/// The way in: it opens transactions and never hands out a connection.
#[derive(Clone)]
pub struct Db {
    shared: Arc<Shared>,
}

struct Shared {
    tenant: Pool<Manager>,
    platform: Pool<Manager>,
    tenant_threads: Threads,
    platform_threads: Threads,
    refresh: OnceLock<Arc<dyn Refresh>>,
    clock: Clock,
}

#[derive(Debug)]
struct Prepare {
    prepared_statements: bool,
}

impl CustomizeConnection<PgConnection, diesel::r2d2::Error> for Prepare {
    fn on_acquire(&self, connection: &mut PgConnection) -> std::result::Result<(), diesel::r2d2::Error> {
        use diesel::connection::{CacheSize, Connection, SimpleConnection};
        if !self.prepared_statements {
            connection.set_prepared_statement_cache_size(CacheSize::Disabled);
        }
        // No statement of ours runs so long that compiling it first would pay; those that take a whole folder as JSON look dear to
        // the planner, which expects a hundred rows of everything, and each was compiled for a tenth of a second.
        connection
            .batch_execute(
                "SET client_min_messages = warning; SET statement_timeout = '30s'; SET lock_timeout = '10s'; \
                 SET timezone = 'UTC'; SET jit = off",
            )
            .map_err(diesel::r2d2::Error::QueryError)
    }
}

fn pool(url: &str, size: u32, settings: &DbSettings) -> Result<Pool<Manager>> {
    Pool::builder()
        .max_size(size)
        .min_idle(Some(0))
        // A dead connection shows itself at BEGIN; asking each time would cost a round trip.
        .test_on_check_out(false)
        .connection_timeout(settings.wait_max)
        .connection_customizer(Box::new(Prepare {
            prepared_statements: settings.prepared_statements,
        }))
        .build(ConnectionManager::new(url))
        .map_err(|error| Error::Unavailable(format!("database pool: {error}")))
}

impl Db {
    /// Makes the pools. Connections are opened when they are first needed.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when a pool cannot be made.
    pub fn connect(settings: &DbSettings) -> Result<Db> {
        Self::connect_by(settings, Clock::system())
    }

    /// The same by a clock of one's own: what dates access is judged by.
    ///
    /// # Errors
    /// As [`Db::connect`].
    pub fn connect_by(settings: &DbSettings, clock: Clock) -> Result<Db> {
        let threads = |name, connections: u32| Threads::new(name, connections as usize, settings.wait_max);
        Ok(Db {
            shared: Arc::new(Shared {
                tenant: pool(&settings.tenant_url, settings.tenant_connections, settings)?,
                platform: pool(&settings.platform_url, settings.platform_connections, settings)?,
                tenant_threads: threads("tenant work", settings.tenant_connections),
                platform_threads: threads("platform work", settings.platform_connections),
                refresh: OnceLock::new(),
                clock,
            }),
        })
    }

    /// The clock by which access begins and ends.
    #[must_use]
    pub fn clock(&self) -> &Clock {
        &self.shared.clock
    }

    /// Says who can read a context again when it is stale. Called once, when the parts are wired.
    pub fn refresh_with(&self, refresh: Arc<dyn Refresh>) {
        let _ = self.shared.refresh.set(refresh);
    }

    /// Runs `work` in one transaction bound to the context's tenant and actor, and commits it if it succeeds.
    ///
    /// When the session or the access was changed meanwhile, the context is read again and the work begun once more, a few
    /// times at most; it has then not yet run.
    ///
    /// # Errors
    /// What `work` says; [`Error::Unavailable`] when the database does not answer; [`Error::Stale`] or
    /// [`Error::SignInNeeded`] when the session is over.
    pub async fn in_tenant<T, W>(&self, context: &Arc<Context>, work: W) -> Result<T>
    where
        T: Send + 'static,
        W: FnOnce(&mut TenantTx) -> Result<T> + Send + 'static,
    {
        let mut context = Arc::clone(context);
        let mut work = work;
        // Access that changes faster than it is read again is a storm; then the person is asked to repeat.
        for _ in 0..ATTEMPTS_MAX {
            match self.attempt(Arc::clone(&context), work).await {
                Attempt::Done(result) => return result,
                Attempt::NotBegun(left) => work = left,
            }
            context = Arc::new(self.refreshed(&context).await?);
        }
        Err(Error::Stale)
    }

    /// Runs one prepared call that sets its own scope: policy is asked first, in memory.
    ///
    /// # Errors
    /// As [`Db::in_tenant`].
    pub async fn one_trip<C>(&self, context: &Arc<Context>, call: C) -> Result<C::Answer>
    where
        C: OneTrip + Send + Sync + 'static,
        C::Answer: Send + 'static,
    {
        let mut context = Arc::clone(context);
        let call = Arc::new(call);
        if self.is_over(&context) {
            context = Arc::new(self.refreshed(&context).await?);
        }
        for attempt in 1..=ATTEMPTS_MAX {
            if !context.access.permits(context.actor, C::VERB, call.place()) {
                return self.denied(context, C::VERB, call.audit_subject()).await;
            }
            let (scope, call) = (Scope::of(&context), Arc::clone(&call));
            let result = self
                .blocking_tenant(move |mut connection| call.call(scope, &mut connection).map_err(Error::from))
                .await;
            match result {
                Err(Error::Stale) if attempt < ATTEMPTS_MAX => {
                    context = Arc::new(self.refreshed(&context).await?)
                }
                other => return other,
            }
        }
        Err(Error::Stale)
    }

    /// Runs `work` in one transaction of the platform role. `purpose` names the caller in the log.
    ///
    /// # Errors
    /// What `work` says; [`Error::Unavailable`] when the database does not answer.
    pub async fn in_platform<T, W>(&self, purpose: &'static str, work: W) -> Result<T>
    where
        T: Send + 'static,
        W: FnOnce(&mut PlatformTx) -> Result<T> + Send + 'static,
    {
        let shared = Arc::clone(&self.shared);
        self.shared
            .platform_threads
            .run(move || {
                let mut connection = take(&shared.platform)?;
                begin(&mut connection, "BEGIN")?;
                let mut tx = PlatformTx::new(connection);
                let result = work(&mut tx);
                end(tx.sql.conn(), &result)?;
                tracing::trace!(purpose, "platform transaction");
                result
            })
            .await
    }

    /// Whether the access of a context ended by date: at the tenant's midnight other responsibilities are in force.
    fn is_over(&self, context: &Context) -> bool {
        is_over(context, &self.shared.clock)
    }

    async fn refreshed(&self, stale: &Context) -> Result<Context> {
        match self.shared.refresh.get() {
            Some(refresh) => refresh.refresh(self, stale).await,
            None => Err(Error::Stale),
        }
    }

    async fn denied<T>(
        &self,
        context: Arc<Context>,
        verb: crate::kernel::actions::Verb,
        subject: Option<uuid::Uuid>,
    ) -> Result<T> {
        self.blocking_tenant({
            let context = Arc::clone(&context);
            move |connection| record_denial(connection, &context, verb, subject)
        })
        .await?;
        Err(Error::Denied { verb, subject })
    }

    async fn attempt<T, W>(&self, context: Arc<Context>, work: W) -> Attempt<T, W>
    where
        T: Send + 'static,
        W: FnOnce(&mut TenantTx) -> Result<T> + Send + 'static,
    {
        let clock = self.shared.clock.clone();
        let outcome = self
            .blocking_tenant(move |connection| {
                // Asked when the connection is there: the wait for it may have gone over midnight.
                if is_over(&context, &clock) {
                    return Ok(Attempt::NotBegun(work));
                }
                Ok(run(connection, context, work))
            })
            .await;
        outcome.unwrap_or_else(|error| Attempt::Done(Err(error)))
    }

    async fn blocking_tenant<T: Send + 'static>(
        &self,
        work: impl FnOnce(Pooled) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let shared = Arc::clone(&self.shared);
        self.shared
            .tenant_threads
            .run(move || work(take(&shared.tenant)?))
            .await
    }
}

fn is_over(context: &Context, clock: &Clock) -> bool {
    context.valid_until.is_some_and(|until| until <= clock.now())
}

enum Attempt<T, W> {
    Done(Result<T>),
    NotBegun(W),
}

fn run<T, W>(mut connection: Pooled, context: Arc<Context>, work: W) -> Attempt<T, W>
where
    W: FnOnce(&mut TenantTx) -> Result<T>,
{
    match begin(&mut connection, &scope::opening(&context)) {
        Ok(()) => {}
        Err(Error::Stale) => return Attempt::NotBegun(work),
        Err(error) => return Attempt::Done(Err(error)),
    }
    let mut tx = TenantTx {
        sql: Sql::new(connection, Arc::clone(&context)),
    };
    let result = work(&mut tx);
    if let Err(error) = end(tx.sql.conn(), &result) {
        return Attempt::Done(Err(error));
    }
    if let Err(Error::Denied { verb, subject }) = &result
        && let Err(error) = record_denial_on(&mut tx.sql, &context, *verb, *subject)
    {
        return Attempt::Done(Err(error));
    }
    Attempt::Done(result)
}

fn record_denial(
    connection: Pooled,
    context: &Arc<Context>,
    verb: crate::kernel::actions::Verb,
    subject: Option<uuid::Uuid>,
) -> Result<()> {
    record_denial_on(
        &mut Sql::new(connection, Arc::clone(context)),
        context,
        verb,
        subject,
    )
}

// A denial outlives the transaction it ended, in a short one of its own.
fn record_denial_on(
    sql: &mut Sql,
    context: &Context,
    verb: crate::kernel::actions::Verb,
    subject: Option<uuid::Uuid>,
) -> Result<()> {
    begin(
        sql.conn(),
        &format!("BEGIN; SET LOCAL app.tenant_id = '{}'", context.tenant),
    )?;
    let written = audit_row::insert(sql, &AuditRow::new(context, verb, subject, Outcome::Denied));
    end(sql.conn(), &written)?;
    written
}

fn take(pool: &Pool<Manager>) -> Result<Pooled> {
    pool.get()
        .map_err(|error| Error::Unavailable(format!("database connection: {error}")))
}

fn begin(connection: &mut PgConnection, sql: &str) -> Result<()> {
    match AnsiTransactionManager::begin_transaction_sql(connection, sql) {
        Ok(()) => Ok(()),
        Err(error) => {
            // The batch may have failed after its BEGIN; a rollback outside a transaction is only a warning.
            use diesel::connection::SimpleConnection;
            if connection.batch_execute("ROLLBACK").is_err() {
                return Err(Error::Unavailable(format!("database: {error}")));
            }
            Err(error.into())
        }
    }
}

fn end<T>(connection: &mut PgConnection, result: &Result<T>) -> Result<()> {
    if result.is_ok() {
        AnsiTransactionManager::commit_transaction(connection)?;
    } else if let Err(error) = AnsiTransactionManager::rollback_transaction(connection) {
        // The work's own error says more than the failed rollback; a broken connection leaves the pool.
        tracing::debug!(%error, "rollback failed");
    }
    Ok(())
}
