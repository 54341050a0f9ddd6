//! Build modes: how the portals of one platform hang together.
//!
//! Every tenant can stand alone. A tenant can be the shared entry of others, as a province is of its cities: people search
//! the members' catalogues there and sign in there once. Then they are handed over: the entry writes down who is on her way
//! (one row, a minute, one member, one browser), the member takes the row away and begins a session of its own, under an
//! account of its own. Nothing of one tenant is read by another; what crosses is a name, an address and a telephone number,
//! carried by the platform for that minute. And a tenant's portal is full, sends people on to a national portal, or is
//! none: then there are desks and the API only.
//!
//! Somebody who registered at a member before has two accounts. She connects them herself, signed in there and proving the
//! one here by its password, and parts them again when she likes; an address alone connects nothing.
//!
//! The setting is the platform's operator's (`onedoor mode`), not the tenants'.

mod commands;
mod connect;
mod model;
mod queries;

pub use commands::{Arrival, arrive, modes, set_members, set_out, set_portal, take, write_down};
pub use connect::{Between, answered, ask, between, connect, connection, part, question};
pub use model::{Connection, Handover, Mode, Person, Portal, QUESTION_SECONDS_MAX, SECONDS_MAX};
pub(in crate::authority) use queries::{ModeRow, every_mode};
