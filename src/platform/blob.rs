//! Files of the tenants.
