//! Hot paths in one round trip: a stored function that sets the scope, writes and returns.
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

/// An act that is one prepared call of a stored function under `routines/`, whose first parameters are the scope.
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

/// The scope as the first seven parameters of a routine: tenant, mode, units, account, session, tracking, version.
pub struct Scope {
    tenant: Uuid,
    settings: Settings,
    version: i64,
}

impl Scope {
    pub(super) fn of(context: &Context) -> Self {
        Self {
            tenant: context.tenant.uuid(),
            settings: Settings::of(context),
            version: context.access_version.unwrap_or(-1),
        }
    }

    /// Pushes the seven parameters, separated by commas.
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
}
