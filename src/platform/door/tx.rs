//! The lower rungs: a transaction bound to a tenant, a grant, and the right to speak SQL.

use std::sync::Arc;

use diesel::connection::{AnsiTransactionManager as Manager, TransactionManager};
use diesel::pg::PgConnection;
use diesel::r2d2::{ConnectionManager, PooledConnection};

use crate::kernel::actions::Verb;
use crate::kernel::context::Context;
use crate::kernel::error::{Error, Refusal, Result};
use crate::kernel::ids::TenantId;

use super::act::Act;
use super::audit_row::{self, AuditRow, Outcome};

pub(super) type Pooled = PooledConnection<ConnectionManager<PgConnection>>;

/// The right to speak SQL within one tenant's transaction. Functions of a `queries.rs` take it; nobody can make one.
pub struct Sql {
    connection: Pooled,
    context: Arc<Context>,
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
        let result = work(self);
        match &result {
            Ok(_) => Manager::commit_transaction(self.conn())?,
            Err(_) => Manager::rollback_transaction(self.conn())?,
        }
        result
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

/// A transaction bound to a tenant and an actor. It can be asked for grants; it speaks no SQL itself.
pub struct TenantTx {
    pub(super) sql: Sql,
}

impl TenantTx {
    /// Who acts, in which tenant.
    #[must_use]
    pub fn context(&self) -> &Context {
        &self.sql.context
    }

    /// SQL without a grant, for the inbox alone: noting that an event was taken in decides nothing about anybody.
    pub(in crate::platform) fn ungranted(&mut self) -> &mut Sql {
        &mut self.sql
    }

    /// Finds the subject under row security, asks policy, and records the decision where the verb asks for it.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such row or the actor may not see it, [`Error::Denied`] when she may see it
    /// and may not do this; whatever the database says.
    pub fn authorise<A: Act>(&mut self, key: A::Key) -> Result<Granted<'_, A>> {
        let subject = A::find(&mut self.sql, &key)?.ok_or(Error::NotFound)?;
        let verb = A::verb(&subject);
        let named = A::audit_subject(&subject);
        let context = Arc::clone(&self.sql.context);
        if !context.access.permits(context.actor, verb, A::place(&subject)) {
            return Err(Error::Denied { verb, subject: named });
        }
        self.keep_apart(&context, verb, named)?;
        if verb.is_recorded() {
            audit_row::insert(
                &mut self.sql,
                &AuditRow::new(&context, verb, named, Outcome::Granted),
            )?;
        }
        Ok(Granted {
            sql: &mut self.sql,
            subject,
        })
    }

    /// Refuses what the same person may not do to a subject after something else she did to it. The audit trail knows what
    /// she did, so that a pair holds for what was done before it was made, too.
    fn keep_apart(&mut self, context: &Context, verb: Verb, subject: Option<uuid::Uuid>) -> Result<()> {
        let separations = context.access.separations(verb);
        let (Some(subject), Some(account), false) =
            (subject, context.actor.account(), separations.is_empty())
        else {
            return Ok(());
        };
        let verbs: Vec<&str> = separations.iter().map(|other| other.from.name()).collect();
        let done = audit_row::done_before(&mut self.sql, account, subject, &verbs)?;
        let Some(rule) = done.and_then(|done| separations.iter().find(|other| other.from.name() == done))
        else {
            return Ok(());
        };
        Err(Refusal::new("errors-duties-kept-apart")
            .with("did", Refusal::text(&rule.from.text_key()))
            .with("does", Refusal::text(&verb.text_key()))
            .with("rule", &rule.reason)
            .into())
    }

    /// Whether an act upon a subject already found would be granted: for pages that show only what is allowed.
    #[must_use]
    pub fn would_grant<A: Act>(&self, subject: &A::Subject) -> bool {
        let context = &self.sql.context;
        context
            .access
            .permits(context.actor, A::verb(subject), A::place(subject))
    }
}

/// Proof that policy granted `A` upon its subject, in this transaction. It is neither copied nor made elsewhere, and it
/// carries its subject, so that nobody is authorised for one dossier and acts on another.
pub struct Granted<'tx, A: Act> {
    sql: &'tx mut Sql,
    subject: A::Subject,
}

impl<A: Act> Granted<'_, A> {
    /// What was found and permitted.
    #[must_use]
    pub fn subject(&self) -> &A::Subject {
        &self.subject
    }

    /// The right to speak SQL.
    pub fn sql(&mut self) -> &mut Sql {
        self.sql
    }

    /// Subject and SQL at once, where a query needs the one while the other is borrowed.
    pub fn parts(&mut self) -> (&A::Subject, &mut Sql) {
        (&self.subject, self.sql)
    }

    /// Who acts, in which tenant.
    #[must_use]
    pub fn context(&self) -> &Context {
        &self.sql.context
    }

    /// The subject, when the command is done with the database.
    #[must_use]
    pub fn into_subject(self) -> A::Subject {
        self.subject
    }
}

/// The right to speak SQL as the platform role: platform tables, the outbox, and the due times of timers.
pub struct PlatformSql {
    connection: Pooled,
}

impl PlatformSql {
    /// The connection, for a query.
    pub fn conn(&mut self) -> &mut PgConnection {
        &mut self.connection
    }
}

/// A transaction of the platform role, for a stated purpose.
pub struct PlatformTx {
    pub(super) sql: PlatformSql,
}

impl PlatformTx {
    pub(super) fn new(connection: Pooled) -> Self {
        Self {
            sql: PlatformSql { connection },
        }
    }

    /// The right to speak SQL.
    pub fn sql(&mut self) -> &mut PlatformSql {
        &mut self.sql
    }
}
