//! Working days and hours of a tenant.
