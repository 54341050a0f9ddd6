//! The ladder to the database: Db, TenantTx, Granted, Sql.
