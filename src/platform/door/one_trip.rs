//! Hot paths in one round trip: a statement that sets the scope itself, a stored function where it writes.
//!
//! An ordinary act takes three trips (begin and scope, statements, commit). Where measurement shows that the trips are
//! the cost, the act becomes one call; policy is asked before it, in memory, so its subject must be known by then.

use diesel::pg::Pg;
use diesel::pg::PgConnection;
use diesel::query_builder::AstPass;
use diesel::result::QueryResult;
use diesel::sql_types::{BigInt, Text, Uuid as SqlUuid};
use uuid::Uuid;

use crate::kernel::actions::Verb;
use crate::kernel::context::{Context, Place};

use super::scope::Settings;

/// An act that is one prepared statement: a call of a stored function under `routines/`, whose first parameters are the
/// scope, or a select from the scope.
pub trait OneTrip {
    /// The verb asked of policy.
    const VERB: Verb;
    /// What the call returns.
    type Answer;

    /// Where the subject lies.
    fn place(&self) -> Place;

    /// The id that the audit trail names.
    fn audit_subject(&self) -> Option<Uuid>;

    /// Runs the call. It must be a query type of its own, kept prepared, that walks `scope` first.
    ///
    /// # Errors
    /// Whatever the database says.
    fn call(&self, scope: Scope, connection: &mut PgConnection) -> QueryResult<Self::Answer>;
}

/// The scope as a statement sets it for itself.
pub struct Scope {
    tenant: Uuid,
    tenant_text: String,
    settings: Settings,
    version: i64,
}

impl Scope {
    pub(super) fn of(context: &Context) -> Self {
        Self {
            tenant: context.tenant.uuid(),
            tenant_text: context.tenant.to_string(),
            settings: Settings::of(context),
            version: context.access_version.unwrap_or(-1),
        }
    }

    /// Pushes the first seven parameters of a routine, separated by commas: tenant, mode, units, account, session, tracking,
    /// version.
    ///
    /// # Errors
    /// Whatever the query builder says.
    pub fn walk<'b>(&'b self, pass: &mut AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        pass.push_bind_param::<SqlUuid, _>(&self.tenant)?;
        for text in [
            self.settings.mode,
            self.settings.units.as_str(),
            self.settings.account.as_str(),
            self.settings.session.as_str(),
            self.settings.tracking.as_str(),
        ] {
            pass.push_sql(", ");
            pass.push_bind_param::<Text, str>(text)?;
        }
        pass.push_sql(", ");
        pass.push_bind_param::<BigInt, _>(&self.version)
    }
    /// Pushes a source of one row, `scope (tenant_id)`, that sets the tenant and the tracking proof and nothing else: whatever
    /// else the actor may see stays unseen. What is read beside it has to come by `lateral` and to name `scope.tenant_id`, so
    /// that the settings are made before row security asks for them; in any other order it finds them unset, and no row.
    ///
    /// For one row by its key this costs the database a fifth less than a stored function does.
    ///
    /// # Errors
    /// Whatever the query builder says.
    pub fn walk_proof<'b>(&'b self, pass: &mut AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        pass.push_sql("(select set_config('app.tenant_id', ");
        pass.push_bind_param::<Text, str>(&self.tenant_text)?;
        pass.push_sql(", true)::uuid as tenant_id, set_config('app.tracking', ");
        pass.push_bind_param::<Text, str>(&self.settings.tracking)?;
        pass.push_sql(", true) offset 0) scope");
        Ok(())
    }
}
