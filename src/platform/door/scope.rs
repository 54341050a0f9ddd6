//! What a transaction is told about its actor, as settings that end with it.
//!
//! Every value is a parsed id, a letter or a number, never a text from a request, so that it can stand in the
//! statement itself: `SET LOCAL` takes no bind values, and one batch is one round trip.

use std::fmt::Write;

use crate::kernel::context::Context;

/// The settings of a context as texts; empty where unset.
pub(super) struct Settings {
    pub mode: &'static str,
    pub units: String,
    pub account: String,
    pub session: String,
    pub tracking: String,
}

impl Settings {
    pub fn of(context: &Context) -> Self {
        let mut units = String::with_capacity((context.units.len() + context.kept.len()) * 37);
        for unit in context.units.iter().chain(context.kept.iter()) {
            if !units.is_empty() {
                units.push(',');
            }
            let _ = write!(units, "{unit}");
        }
        let tracking = context.tracking.map_or_else(String::new, |proof| {
            proof.0.iter().fold(String::with_capacity(64), |mut hex, byte| {
                let _ = write!(hex, "{byte:02x}");
                hex
            })
        });
        Self {
            mode: context.mode.map_or("", |mode| mode.letter()),
            units,
            account: context
                .actor
                .account()
                .map_or_else(String::new, |id| id.to_string()),
            session: context.session.map_or_else(String::new, |id| id.to_string()),
            tracking,
        }
    }
}

/// `BEGIN`, the settings, and the check that session and access are still in force: one round trip.
pub(super) fn opening(context: &Context) -> String {
    let settings = Settings::of(context);
    let mut sql = String::with_capacity(360 + settings.units.len());
    let _ = write!(sql, "BEGIN; SET LOCAL app.tenant_id = '{}'", context.tenant);
    for (name, value) in [
        ("mode", settings.mode),
        ("units", &settings.units),
        ("account", &settings.account),
        ("session", &settings.session),
        ("tracking", &settings.tracking),
    ] {
        if !value.is_empty() {
            let _ = write!(sql, "; SET LOCAL app.{name} = '{value}'");
        }
    }
    if context.access_version.is_some() || context.session.is_some() {
        let version = context.access_version.unwrap_or(-1);
        let _ = write!(sql, "; SELECT access_must_be_current({version})");
    }
    sql
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::access::AccessMode;
    use crate::kernel::context::{Actor, TrackingProof};
    use crate::kernel::ids::{OperatingUnitId, TenantId};

    #[test]
    fn only_what_the_context_has_is_set() {
        let mut context = Context::bare(TenantId::fresh(), Actor::Anonymous);
        assert_eq!(
            opening(&context),
            format!("BEGIN; SET LOCAL app.tenant_id = '{}'", context.tenant)
        );

        let units = [OperatingUnitId::fresh(), OperatingUnitId::fresh()];
        context.mode = Some(AccessMode::M);
        context.units = units.into_iter().collect();
        context.access_version = Some(7);
        context.tracking = Some(TrackingProof([0xab; 32]));
        let sql = opening(&context);
        assert!(
            sql.contains(&format!("app.units = '{},{}'", units[0], units[1])),
            "{sql}"
        );
        assert!(sql.contains("app.mode = 'M'") && sql.contains(&"ab".repeat(32)));
        assert!(sql.ends_with("SELECT access_must_be_current(7)"));
    }
}
