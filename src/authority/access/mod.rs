//! From policy and responsibilities to what an actor may do where.
//!
//! Casbin decides: [`Policy`] holds one small enforcer per tenant and policy version, made of the role templates and the
//! tenant's own lines. Multi-org access says which operating units a responsibility opens. The two are compiled into an
//! [`AccessSet`](crate::kernel::context::AccessSet) per actor, kept in memory under the version of the policy; requests
//! only look it up, and every transaction checks that the version is still in force.

pub mod acts;
pub(in crate::authority) mod administration;
pub mod commands;
mod compile;
pub mod explain;
mod gate;
pub mod look;
mod model;
pub mod pending;
mod policy;
mod queries;
mod roles;
pub mod rules;
mod standing;

pub use commands::{may_change_access, others_by_template};
pub use compile::compile;
pub use gate::{Gate, SignedIn, StaffAccess};
pub use model::{DatedLine, HeldResponsibility, Loan, NewLoan, OpenLoan, Pending, SeparatedDuty, lines_on};
pub use policy::{Policy, PolicyLine, Reaches};
pub use queries::{Colleague, LoanRow};
pub use roles::{LineReach, RoleTemplates, role_names};
pub use rules::widens_when_undone;
pub use standing::{Day, Standing};
