//! The ledger, payments and invoices against a real database and a real gateway.

mod cash;
mod fees;
mod fixture;
mod gateway;
mod invoices;
mod ledger;
mod policy;
mod refund_parts;
mod refunds;
mod refunds_gateway;
mod world;
