//! People and what they may do, as an administrator keeps them: invitations, facts, responsibilities with their dates,
//! security profiles and profile options.
//!
//! Every change is made inside a change set, with its reason. The past is not rewritten: what somebody held until yesterday
//! she held; a change begins today or later. Whatever the change, there is an administrator on every day that follows, as
//! long as there was one before it, and nobody takes her own last administration away ([`rules::Cover`]).

pub mod acts;
pub mod bulk;
pub mod commands;
mod invitation;
mod model;
pub mod queries;
pub mod rules;

pub use commands::By;
pub(in crate::authority) use commands::send_link;
pub use invitation::InvitationKeys;
pub use model::{
    Department, Group, Held, Invitation, OptionLevel, OptionName, OptionRow, PeoplePage, PeopleWanted,
    PersonLine, Profile, ProfileUnit, ResponsibilityFacts, Staff, Standing, UnitFacts,
};
