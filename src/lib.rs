//! OneDoor: one deployment that serves the public services of many jurisdictions.
//!
//! # The architecture in one screen
//!
//! ```text
//! surfaces   FLOOR 4  ways in: portal, desk, hall, admin, audit, api, callbacks, worker, cli
//! services   FLOOR 3  what the public body does: catalogue, workflow, dossiers, ledger, billing, papers, …
//! authority  FLOOR 2  who is who: tenancy, people, access, audit
//! platform   FLOOR 1  the outside world: the door to the database, outbox, broker, files, mail, pages
//! kernel     FLOOR 0  the words of the domain, without I/O
//! ```
//!
//! A file imports from floors below its own only; `app` wires the parts. A request is **handler → command → query**: one
//! hop to a thread that may block, one connection, one transaction. Nothing speaks SQL without a tenant and a decision,
//! because the types leave it nothing to call: see [`platform::door`].
//!
//! # How one submission travels
//!
//! ```text
//! citizen ─POST→ portal → SubmitDossier          one round trip: dossier, number, process, audit, event
//! relay   claims the event, publishes it with a confirm, marks it
//! worker  event → the subscribed command          one transaction: inbox row, its own rows, the next events
//! …       fee raised → paid → posted → invoiced → decided → paper made → told → counted
//! ```
//!
//! # Glossary
//!
//! | word | meaning |
//! |---|---|
//! | tenant | the boundary of isolation: a jurisdiction |
//! | business group, legal entity, operating unit, service hall | the organisation inside it, as an ERP has it |
//! | procedure, procedure version | what can be asked for; a published version never changes |
//! | submission → dossier → decision | what a citizen sends, what it becomes, how it ends |
//! | process instance, user task, job, incident | a running drawing; a step for a person; one for a machine; what is stuck |
//! | journal entry, posting | a balanced immutable record; one debit or credit line of it |
//! | payment request, payment, invoice | what is due, what was received, the document that says so |
//! | actor, verb, place, grant | who, does what, where; proof that policy allows it |
//! | event, envelope, subscription, attempt | a fact; the fact with its tenant; who wants it; one try |
//!
//! # Deliberately absent
//!
//! SQL outside queries; a connection without a tenant; a publish outside the outbox; the clock inside a rule; a tenant
//! taken from anything but host and session; a float near money; a page that needs a third party or inline script.

pub mod app;
pub mod authority;
pub mod kernel;
pub mod platform;
pub mod services;
pub mod surfaces;
