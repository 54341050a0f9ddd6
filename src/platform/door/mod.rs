//! The ladder to the database: `Db → TenantTx → Granted<A> → Sql`.
//!
//! Each rung can be had only from the one before it, so that a query without a tenant, or an act without a decision,
//! has nothing to call and does not compile:
//!
//! ```
//! use onedoor::kernel::error::Result;
//! use onedoor::platform::door::{Act, Granted, TenantTx};
//!
//! fn rename<A: Act<Key = uuid::Uuid>>(tx: &mut TenantTx, id: uuid::Uuid) -> Result<()> {
//!     let mut grant: Granted<'_, A> = tx.authorise::<A>(id)?; // finds under row security, decides, records
//!     let _sql = grant.sql();                                 // may now speak SQL
//!     Ok(())
//! }
//! ```
//!
//! A transaction alone speaks no SQL:
//!
//! ```compile_fail
//! use onedoor::platform::door::TenantTx;
//!
//! fn rename(tx: &mut TenantTx) {
//!     let _sql = tx.sql();
//! }
//! ```
//!
//! A grant cannot be made or copied outside the door:
//!
//! ```compile_fail
//! use onedoor::platform::door::{Act, Granted};
//!
//! fn twice<A: Act>(grant: Granted<'_, A>) -> (Granted<'_, A>, Granted<'_, A>) {
//!     (grant.clone(), grant)
//! }
//! ```
//!
//! And a grant for one act is none for another:
//!
//! ```compile_fail
//! use onedoor::platform::door::{Act, Granted};
//!
//! fn decide<Decide: Act>(_grant: Granted<'_, Decide>) {}
//!
//! fn reader_decides<Read: Act, Decide: Act>(grant: Granted<'_, Read>) {
//!     decide::<Decide>(grant);
//! }
//! ```
//!
//! The pool never leaves this folder. The escape is named and small: [`Db::in_platform`] connects as a second role that
//! is granted platform tables, the outbox and the due times of timers, and nothing else.

mod act;
mod audit_row;
mod db;
mod one_trip;
mod refusal;
mod scope;
mod sql;
mod threads;
mod tx;

pub use act::{Act, Whole};
pub use audit_row::{AuditRow, Outcome, row_digest};
pub use db::{Db, DbSettings, Refresh};
pub use one_trip::{OneTrip, Scope};
pub use sql::{PlatformSql, Sql};
pub use tx::{Granted, PlatformTx, TenantTx};
