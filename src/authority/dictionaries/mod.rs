//! Value lists of a tenant, kept without programming: divisions, document types, reasons of refusal.
//!
//! A dictionary has published versions, which never change, and at most one draft. The newest published version is in force;
//! a dossier keeps the version it was filled with, so that it reads years later as it read then. Items form a tree of at most
//! [`LEVELS_MAX`] levels, have names in several languages, and may be offered from or until a day. Administrators keep them
//! in the browser (draft, spreadsheet, publish with a reason); a tenant's code brings its own (`dictionaries/<code>.toml`).

mod acts;
mod commands;
mod exchange;
mod model;
mod queries;
mod rules;

pub use acts::{KeepDictionaries, ReadDictionaries};
pub use commands::{
    Listed, Version, begin_draft, contents_in_force, discard, draft_contents, edition, editions_in_force,
    history, keep_item, list, make, publish, publish_contents, put_contents, remove_item, set_head,
};
pub use exchange::{RowProblem, from_rows, to_rows};
pub use model::{Contents, Edition, ITEMS_MAX, Item, LEVELS_MAX, NAME_CHARACTERS_MAX};
pub use rules::{Difference, Fault, check, difference, is_code};
