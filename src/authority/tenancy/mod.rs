//! Tenants, their hosts, and tenants as code.

pub mod code;
mod queries;
mod registry;
mod settings;

pub use registry::{REFRESH_EVERY, Tenant, Tenants};
pub use settings::Settings;
