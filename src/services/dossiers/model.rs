//! A dossier, its states, and what hangs on it.

use serde::{Deserialize, Serialize};

use crate::kernel::clock::Instant;
use crate::kernel::error::{Error, Result};
use crate::kernel::ids::{
    AccountId, DossierId, HallId, LegalEntityId, OperatingUnitId, PaperId, ProcedureId, ProcedureVersionId,
};

/// Where a dossier stands, in the one word that lists need. Stored as a small number; open states are below 9.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[repr(i16)]
pub enum Status {
    /// Received, nobody has looked at it.
    Submitted = 1,
    /// Accepted and worked on.
    InProcess = 2,
    /// Waits for the applicant to pay.
    AwaitingPayment = 3,
    /// Waits for the applicant to supply something.
    AwaitingSupplement = 4,
    /// Ended as asked for.
    Granted = 9,
    /// Ended with a refusal.
    Refused = 10,
    /// Ended because the applicant withdrew it.
    Withdrawn = 11,
}

impl Status {
    /// Every state, in their order.
    pub const ALL: [Status; 7] = [
        Status::Submitted,
        Status::InProcess,
        Status::AwaitingPayment,
        Status::AwaitingSupplement,
        Status::Granted,
        Status::Refused,
        Status::Withdrawn,
    ];

    /// As stored.
    #[must_use]
    pub const fn number(self) -> i16 {
        self as i16
    }

    /// Reads what is stored.
    ///
    /// # Errors
    /// [`Error::Internal`] for a number that the database's own check rules out.
    pub fn from_number(number: i16) -> Result<Self> {
        Status::ALL
            .into_iter()
            .find(|status| status.number() == number)
            .ok_or_else(|| Error::Internal(format!("dossier status {number}")))
    }

    /// The word used in texts (`common-status-…`) and in the API.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Status::Submitted => "submitted",
            Status::InProcess => "in_process",
            Status::AwaitingPayment => "awaiting_payment",
            Status::AwaitingSupplement => "awaiting_supplement",
            Status::Granted => "granted",
            Status::Refused => "refused",
            Status::Withdrawn => "withdrawn",
        }
    }

    /// Whether the dossier is still open.
    #[must_use]
    pub const fn is_open(self) -> bool {
        self.number() < 9
    }

    /// Whether the clock stands still because the applicant must act first.
    #[must_use]
    pub const fn pauses_the_clock(self) -> bool {
        matches!(self, Status::AwaitingPayment | Status::AwaitingSupplement)
    }
}

/// How a dossier came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// On the tenant's portal.
    Portal,
    /// Over a hall's counter.
    Counter,
    /// By a program.
    Api,
}

impl Channel {
    /// As stored.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Channel::Portal => "portal",
            Channel::Counter => "counter",
            Channel::Api => "api",
        }
    }
}

/// A dossier. What happened is told by timestamps; what it is, is derived from them.
#[derive(Debug, Clone, PartialEq)]
pub struct Dossier {
    /// Its id.
    pub id: DossierId,
    /// The number the applicant holds.
    pub number: String,
    /// The procedure.
    pub procedure_id: ProcedureId,
    /// The version of the procedure it follows to its end.
    pub procedure_version_id: ProcedureVersionId,
    /// The unit that has it.
    pub operating_unit_id: OperatingUnitId,
    /// The legal entity that signs.
    pub legal_entity_id: LegalEntityId,
    /// The hall that took it in.
    pub hall_id: Option<HallId>,
    /// Units that a step was handed to.
    pub shared_unit_ids: Vec<OperatingUnitId>,
    /// Who applied.
    pub applicant_id: AccountId,
    /// Her name.
    pub applicant_name: String,
    /// `portal`, `counter` or `api`.
    pub channel: String,
    /// Where it stands.
    pub status: Status,
    /// When it was received.
    pub received_at: Instant,
    /// When it is due.
    pub due_at: Option<Instant>,
    /// When an officer accepted it.
    pub accepted_at: Option<Instant>,
    /// When payment was asked for.
    pub payment_due_at: Option<Instant>,
    /// When it was paid.
    pub paid_at: Option<Instant>,
    /// When a supplement was asked for; empty again once it came.
    pub supplement_asked_at: Option<Instant>,
    /// When it was decided.
    pub decided_at: Option<Instant>,
    /// When it ended.
    pub finished_at: Option<Instant>,
}

impl Dossier {
    /// The unit that has it and those a step was handed to.
    #[must_use]
    pub fn units(&self) -> Vec<OperatingUnitId> {
        std::iter::once(self.operating_unit_id)
            .chain(self.shared_unit_ids.iter().copied())
            .collect()
    }
}

/// A paper attached to a dossier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paper {
    /// Its id.
    pub id: PaperId,
    /// Its dossier.
    pub dossier_id: DossierId,
    /// Its unit, for the decision who may read it.
    pub operating_unit_id: OperatingUnitId,
    /// Units that a step was handed to.
    pub shared_unit_ids: Vec<OperatingUnitId>,
    /// Who applied.
    pub applicant_id: AccountId,
    /// The part of the form it was asked for under.
    pub part: String,
    /// The name it had on the applicant's machine, made harmless.
    pub file_name: String,
    /// What its content was found to be.
    pub media_type: String,
    /// Size in bytes.
    pub size_bytes: i64,
    /// Where the blob store has it.
    pub blob_key: String,
    /// When it was added.
    pub added_at: Instant,
}

/// A line of the dossier's own log.
#[derive(Debug, Clone, PartialEq)]
pub struct LogEntry {
    /// When.
    pub occurred_at: Instant,
    /// Names a text `common-log-<kind>`.
    pub kind: String,
    /// Who, where it is told.
    pub actor_name: Option<String>,
    /// Whether the applicant sees it.
    pub public: bool,
    /// What fills the text.
    pub detail: serde_json::Value,
}

/// A line about to be written to the log.
#[derive(Debug, Clone, PartialEq)]
pub struct NewLogEntry {
    /// Names a text `common-log-<kind>`.
    pub kind: &'static str,
    /// Who, where it is told.
    pub actor_name: Option<String>,
    /// Whether the applicant sees it.
    pub public: bool,
    /// What fills the text.
    pub detail: serde_json::Value,
}
