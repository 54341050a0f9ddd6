//! FLOOR 3: what the public body does.
//!
//! Services meet through ids and events. Each folder holds `model` (types), `rules` (pure decisions), `queries` (every
//! line of SQL; each function takes `&mut Sql`), `commands` (one function per intention; each takes its `Granted<…>`),
//! `acts` (what policy is asked) and `events`, where there is something to put in them.
//!
//! The exceptions to "no imports between siblings", with their reasons:
//! - `catalogue` keeps the process of each published version compiled by `workflow`.
//! - `dossiers` and `workflow` read `catalogue`: a dossier is made from a published version and follows its process.
//! - `dossiers` calls the pure step function of `workflow`: the first step is part of the submission's own transaction.
//! - `papers` and `billing` read the model of `dossiers` to name what they are about.
//! - `papers` prints the invoice document of `billing`, and reads the form definition of `catalogue` for labels of answers.
//! - `notifications` finds the dossier of `dossiers` that it tells its applicant about.

pub mod billing;
pub mod catalogue;
pub mod dossiers;
pub mod ledger;
pub mod notifications;
pub mod papers;
pub mod statistics;
pub mod workflow;
