//! Payment requests, payments, invoices.
