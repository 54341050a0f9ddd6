//! Tenants, their hosts, and tenants as code.

pub mod apply;
pub mod code;
pub mod demo;
mod queries;
mod registry;
mod settings;

pub(in crate::authority) use apply::ids::named as stable_id;
pub use registry::{REFRESH_EVERY, Tenant, Tenants};
pub use settings::Settings;
