//! Tenants, their hosts, and tenants as code.
