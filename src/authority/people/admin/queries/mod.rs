//! SQL of people, their access and their invitations, as an administrator keeps them.

mod access;
mod invitations;
mod people;
mod profiles;

pub(super) use access::{
    add_responsibility, clear_option, is_responsibility, lends_administration, put_responsibility, set_option,
};
pub use access::{groups, holders, options, responsibilities, responsibility, units};
pub(super) use invitations::{accept, insert_invitation, revoke_invitations, set_password};
pub use invitations::{invitation, invitation_by_digest, open_invitation};
pub(super) use people::{
    anybody, close, delete_held, group_of_actor, insert_held, insert_staff, redate_held, reopen,
    revoke_sessions, set_facts,
};
pub use people::{departments, held, held_by, page, staff, staff_by_email};
pub(super) use profiles::{group_of_profile, is_profile, put_profile, put_profile_units};
pub use profiles::{profile, profile_names, profiles, profiles_of, profiles_set_for};

use serde_json::Value;

use crate::kernel::error::{Error, Result};

fn read<T: serde::de::DeserializeOwned>(value: Value) -> Result<T> {
    serde_json::from_value(value).map_err(Error::internal)
}
