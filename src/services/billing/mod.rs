//! Payment requests, payments, invoices.

pub mod ubl;
