//! Who acts, in which tenant, with which access: everything a transaction is bound to when it begins.

use std::collections::BTreeMap;
use std::fmt;

use super::access::{AccessMode, UnitSet};
use super::actions::Verb;
use super::clock::Instant;
use super::ids::{AccountId, DelegationId, OperatingUnitId, ResponsibilityId, SessionId, TenantId};

/// Who acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Actor {
    /// Nobody is signed in.
    Anonymous,
    /// A citizen, for herself.
    Citizen(AccountId),
    /// A staff member, under one responsibility.
    Staff(AccountId, ResponsibilityId),
    /// A part of the system, by its name. It meets the same policy.
    System(&'static str),
}

impl Actor {
    /// The account behind the actor, if there is one.
    #[must_use]
    pub const fn account(self) -> Option<AccountId> {
        match self {
            Actor::Citizen(account) | Actor::Staff(account, _) => Some(account),
            Actor::Anonymous | Actor::System(_) => None,
        }
    }
}

impl fmt::Display for Actor {
    /// As the audit trail writes it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Actor::Anonymous => f.write_str("anonymous"),
            Actor::Citizen(account) => write!(f, "citizen:{account}"),
            Actor::Staff(account, responsibility) => write!(f, "staff:{account}:{responsibility}"),
            Actor::System(name) => write!(f, "system:{name}"),
        }
    }
}

/// Where in the organisation a subject lies: what a decision about it depends on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// The tenant as a whole.
    Tenant,
    /// One operating unit.
    Unit(OperatingUnitId),
    /// One person's own.
    Own(AccountId),
    /// What lies in a unit and belongs to a person.
    UnitOrOwn(OperatingUnitId, AccountId),
    /// A dossier that several units work on: any of them will do, and so will its applicant.
    AnyUnitOrOwn(Vec<OperatingUnitId>, AccountId),
}

/// How far a verb reaches for one actor.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reach {
    /// Subjects of the tenant as a whole.
    pub tenant: bool,
    /// Her own.
    pub own: bool,
    /// Every operating unit of the tenant.
    pub every_unit: bool,
    /// These operating units.
    pub units: UnitSet,
}

/// What an actor may do where, compiled once from policy; a decision is then a look-up.
///
/// The set and the policy engine never disagree: a property test compares them on generated policies.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AccessSet {
    reaches: BTreeMap<Verb, Reach>,
    separations: BTreeMap<Verb, Vec<Separation>>,
}

/// What somebody must not have done to a subject before she does a certain verb to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Separation {
    /// The other verb.
    pub from: Verb,
    /// Why the two are kept apart, in the tenant's words.
    pub reason: String,
}

impl AccessSet {
    /// A set from the reach of each verb.
    #[must_use]
    pub fn new(reaches: BTreeMap<Verb, Reach>) -> Self {
        Self {
            reaches,
            separations: BTreeMap::new(),
        }
    }

    /// The same set with pairs of verbs that one person may not both do to one subject.
    #[must_use]
    pub fn keeping_apart<'a>(mut self, pairs: impl IntoIterator<Item = (Verb, Verb, &'a str)>) -> Self {
        for (one, other, reason) in pairs {
            for (does, from) in [(one, other), (other, one)] {
                self.separations.entry(does).or_default().push(Separation {
                    from,
                    reason: reason.to_owned(),
                });
            }
        }
        self
    }

    /// What keeps `verb` from whoever did something else to the same subject. Mostly nothing.
    #[must_use]
    pub fn separations(&self, verb: Verb) -> &[Separation] {
        self.separations.get(&verb).map_or(&[], Vec::as_slice)
    }

    /// How far `verb` reaches.
    #[must_use]
    pub fn reach(&self, verb: Verb) -> Option<&Reach> {
        self.reaches.get(&verb)
    }

    /// Whether `actor` may do `verb` to a subject that lies in `place`.
    #[must_use]
    pub fn permits(&self, actor: Actor, verb: Verb, place: Place) -> bool {
        let Some(reach) = self.reaches.get(&verb) else {
            return false;
        };
        let in_unit = |unit| reach.every_unit || reach.units.contains(unit);
        let is_own = |owner| reach.own && actor.account() == Some(owner);
        match place {
            Place::Tenant => reach.tenant,
            Place::Unit(unit) => in_unit(unit),
            Place::Own(owner) => is_own(owner),
            Place::UnitOrOwn(unit, owner) => in_unit(unit) || is_own(owner),
            Place::AnyUnitOrOwn(units, owner) => units.into_iter().any(in_unit) || is_own(owner),
        }
    }

    /// Whether `verb` reaches anything at all: decides whether a menu shows it.
    #[must_use]
    pub fn offers(&self, verb: Verb) -> bool {
        self.reaches
            .get(&verb)
            .is_some_and(|reach| reach.tenant || reach.own || reach.every_unit || !reach.units.is_empty())
    }
}

/// Proof that its holder knows a dossier's number and a fact only its applicant was told: a SHA-256 digest of both.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TrackingProof(pub [u8; 32]);

/// What a transaction is bound to.
#[derive(Debug, Clone)]
pub struct Context {
    /// The tenant, from the host name and the verified session.
    pub tenant: TenantId,
    /// Who acts.
    pub actor: Actor,
    /// What the actor may do where.
    pub access: std::sync::Arc<AccessSet>,
    /// The version of the tenant's policy under which `access` was compiled; `None` for actors whose access no
    /// administrator can change (the public, the system).
    pub access_version: Option<i64>,
    /// How rows of operating units are seen. `None`: not at all.
    pub mode: Option<AccessMode>,
    /// The operating units seen in modes S and M.
    pub units: UnitSet,
    /// Ended units whose finished dossiers and money are seen and given back by these: nobody works in them.
    pub kept: UnitSet,
    /// The operating unit worked in, in mode S or by choice.
    pub current_unit: Option<OperatingUnitId>,
    /// The operating unit for calls that name none and have no current one.
    pub default_unit: Option<OperatingUnitId>,
    /// The loan under which the actor works, when the responsibility is a colleague's.
    pub delegation: Option<DelegationId>,
    /// Until when `access` may be used: the tenant's next midnight, when dates begin and end. `None`: without end.
    pub valid_until: Option<Instant>,
    /// The session, checked for revocation at the beginning of each transaction.
    pub session: Option<SessionId>,
    /// What the holder can prove about one dossier.
    pub tracking: Option<TrackingProof>,
    /// The W3C trace parent of the request or event that led here.
    pub trace: Option<String>,
}

impl Context {
    /// A context without access: every rung above it answers "not found" until access is given.
    #[must_use]
    pub fn bare(tenant: TenantId, actor: Actor) -> Self {
        Self {
            tenant,
            actor,
            access: std::sync::Arc::default(),
            access_version: None,
            mode: None,
            units: UnitSet::default(),
            kept: UnitSet::default(),
            current_unit: None,
            default_unit: None,
            delegation: None,
            valid_until: None,
            session: None,
            tracking: None,
            trace: None,
        }
    }

    /// The units whose rows are seen in modes S and M.
    #[must_use]
    pub fn seen(&self) -> UnitSet {
        self.units.and(&self.kept)
    }

    /// Whether rows of `unit` may be worked on: in mode A every unit, in M a member of the set, in S the current one, in X
    /// none.
    #[must_use]
    pub fn check_access(&self, unit: OperatingUnitId) -> bool {
        match self.mode {
            Some(AccessMode::A) => true,
            Some(AccessMode::S | AccessMode::M) => self.units.contains(unit),
            Some(AccessMode::X) | None => false,
        }
    }

    /// The unit a call works in: the explicit one, else the current one, else the default; **then** it is checked, and one
    /// that may not be worked in means none. (An explicit unit that fails is not replaced by another.)
    #[must_use]
    pub fn unit_of_call(&self, explicit: Option<OperatingUnitId>) -> Option<OperatingUnitId> {
        explicit
            .or(self.current_unit)
            .or(self.default_unit)
            .filter(|unit| self.check_access(*unit))
    }

    /// The actor as the audit trail writes her; a loan stands behind the responsibility it lends.
    #[must_use]
    pub fn acting(&self) -> String {
        match self.delegation {
            Some(loan) => format!("{}:{loan}", self.actor),
            None => self.actor.to_string(),
        }
    }
}
