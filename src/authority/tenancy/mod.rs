//! Tenants, their hosts, and tenants as code.

mod acts;
pub mod apply;
mod card;
mod change;
pub mod code;
pub mod demo;
pub mod export;
mod queries;
mod registry;
mod settings;

pub(in crate::authority) use apply::ids::named as stable_id;
pub use registry::{REFRESH_EVERY, Tenant, Tenants};
pub use settings::{Beside, Settings};

use crate::kernel::error::Result;
use crate::platform::door::Sql;

/// Says within a transaction of a tenant that what its pages show is changed by it: once it is committed, every node reads
/// the tenant again, as after an application of its code. A node that wants to show it at once calls [`Tenants::refresh`].
///
/// # Errors
/// When the database fails.
pub fn catalogue_changes(sql: &mut Sql) -> Result<()> {
    queries::raise_card(sql)
}
