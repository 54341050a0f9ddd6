//! The part of the system a responsibility is used in: the third level at which a profile option may be set.

use uuid::Uuid;

/// A part of the system. A responsibility belongs to the one its role works in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Application {
    /// Where dossiers are received, assessed and decided.
    Desk,
    /// The counter and its cash desk.
    Hall,
    /// Figures and the audit trail.
    Audit,
    /// Organisation, people and access.
    Administration,
}

impl Application {
    /// Every application.
    pub const ALL: [Application; 4] = [
        Application::Desk,
        Application::Hall,
        Application::Audit,
        Application::Administration,
    ];

    /// As texts and tenants' code write it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Application::Desk => "desk",
            Application::Hall => "hall",
            Application::Audit => "audit",
            Application::Administration => "administration",
        }
    }

    /// What a profile option at this level names as its place. The same in every tenant.
    #[must_use]
    pub const fn id(self) -> Uuid {
        Uuid::from_u128(match self {
            Application::Desk => 1,
            Application::Hall => 2,
            Application::Audit => 3,
            Application::Administration => 4,
        })
    }

    /// The application in which a role works; roles that a tenant made work at the desk.
    #[must_use]
    pub fn of_role(role: &str) -> Self {
        match role {
            "cashier" => Application::Hall,
            "auditor" => Application::Audit,
            "administrator" => Application::Administration,
            _ => Application::Desk,
        }
    }
}
