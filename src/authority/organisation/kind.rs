//! The kinds of parts an organisation has.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A kind of part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A business group.
    BusinessGroup,
    /// A registered body.
    LegalEntity,
    /// A stretch of business run by one set of rules.
    OperatingUnit,
    /// A place where citizens are served.
    ServiceHall,
    /// A window or area of a hall.
    HallPart,
    /// A cost centre.
    CostCentre,
    /// A department.
    Department,
    /// A ledger.
    Ledger,
    /// A primary ledger with its secondary ones.
    AccountingSetup,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Kind; 9] = [
        Kind::BusinessGroup,
        Kind::LegalEntity,
        Kind::OperatingUnit,
        Kind::ServiceHall,
        Kind::HallPart,
        Kind::CostCentre,
        Kind::Department,
        Kind::Ledger,
        Kind::AccountingSetup,
    ];

    /// The table of its rows.
    #[must_use]
    pub const fn table(self) -> &'static str {
        match self {
            Kind::BusinessGroup => "business_group",
            Kind::LegalEntity => "legal_entity",
            Kind::OperatingUnit => "operating_unit",
            Kind::ServiceHall => "service_hall",
            Kind::HallPart => "hall_part",
            Kind::CostCentre => "cost_centre",
            Kind::Department => "department",
            Kind::Ledger => "ledger",
            Kind::AccountingSetup => "accounting_setup",
        }
    }

    /// The word in addresses and the tail of the text `admin-kind-…`.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Kind::BusinessGroup => "business-group",
            Kind::LegalEntity => "legal-entity",
            Kind::OperatingUnit => "operating-unit",
            Kind::ServiceHall => "hall",
            Kind::HallPart => "part",
            Kind::CostCentre => "cost-centre",
            Kind::Department => "department",
            Kind::Ledger => "ledger",
            Kind::AccountingSetup => "accounting-setup",
        }
    }

    /// Reads the word back.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// The kind whose rows lie in `table`.
    #[must_use]
    pub fn of_table(table: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.table() == table)
    }

    /// Whether its rows have a first and a last day.
    #[must_use]
    pub const fn is_dated(self) -> bool {
        !matches!(self, Kind::Ledger | Kind::AccountingSetup)
    }
}
