//! A tenant comes aboard in the browser: from an invitation of the platform's operator to the first test dossier.
//!
//! The operator names a template (another tenant's code), a host and the first administrator: [`invite`] makes a small
//! tenant of it that nobody outside can see. The administrator goes through a checklist; each step changes the tenant's code
//! as it is kept here and applies it whole, by the same statements as `onedoor tenant apply`. So a step is in force at once,
//! a refused step changes nothing, and the last one can be taken back by applying what was before. When she is done she asks
//! to go live; the operator approves ([`approve`]), the portal answers, and dossiers
//! received from then on count; those before stay tests for good ([`Standing`]).

mod change;
mod commands;
mod emblem;
mod model;
mod place;
mod queries;
mod template;

pub use change::{Adoptable, Identity, NewPerson, UnitProblem, adopt, adoptable, identify, staff, units};
pub use commands::{
    Invited, KeepOnboarding, approve, ask, confirm, dossiers, invite, keep, open, send_links, standing, undo,
};
pub use emblem::{EMBLEM_BYTES_MAX, emblem};
pub use model::{Invitation, Onboarding, STEPS, Standing, Step};
pub use place::{Region, WEEK, Week, calendar, region, weekday_field};
