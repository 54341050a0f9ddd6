//! Migrations, roles and row policies, applied as owner.
