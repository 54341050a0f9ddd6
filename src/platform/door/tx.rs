//! The rungs between: a transaction bound to a tenant, and a grant.

use std::sync::Arc;

use crate::kernel::actions::Verb;
use crate::kernel::context::Context;
use crate::kernel::error::{Error, Refusal, Result};

use super::act::Act;
use super::audit_row::{self, AuditRow, Outcome};
use super::sql::{PlatformSql, Pooled, Sql};

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

/// A transaction of the platform role, for a stated purpose.
pub struct PlatformTx {
    pub(super) sql: PlatformSql,
}

impl PlatformTx {
    pub(super) fn new(connection: Pooled) -> Self {
        Self {
            sql: PlatformSql::new(connection),
        }
    }

    /// The right to speak SQL.
    pub fn sql(&mut self) -> &mut PlatformSql {
        &mut self.sql
    }
}
