//! The ledger, payments and invoices against a real database and a real gateway.

mod fixture;
