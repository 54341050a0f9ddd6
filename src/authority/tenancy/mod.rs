//! Tenants, their hosts, and tenants as code.

pub mod code;
