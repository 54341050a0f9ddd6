//! What a public body can be asked for: procedures, their published versions and forms.
//!
//! A published version never changes, so it is read once, compiled once (form, process, conditions) and kept in memory
//! under the tenant's catalogue version; a page of the catalogue asks no database. A change is served by every node
//! within a second, when the tenant's version is seen to have moved. Running dossiers keep the version they began with.

pub mod form;
mod library;
mod model;
mod queries;
mod search;

pub use library::{HallFacts, Library, Shelf};
pub use model::{Handling, Procedure, UnitFacts};
pub use search::{Facets, audience_word, online_word};
