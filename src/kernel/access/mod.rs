//! How a responsibility becomes an access mode and a set of operating units: the rules of multi-org access.
//!
//! [`start`] reads three options, each set at some [`Level`], and grants a [`Start`]. An [`Access`] then moves
//! between modes inside what was granted, and never beyond it. Everything here is a pure function of its
//! arguments, so a changed profile holds from the next transaction, and each answer can say why.

mod application;
mod profile;
mod start;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::ids::OperatingUnitId;

pub use application::Application;
pub use profile::{Directory, Ended, Kept, Scope, SecurityProfile};
pub use start::{DefaultReason, Level, Options, Reason, Resolved, Setting, Start, StartError, start};

/// What a row must satisfy to be seen. The letters are those the database is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum AccessMode {
    /// Single: the row's unit is the current one.
    S,
    /// Multiple: the row's unit is in the set.
    M,
    /// All: every unit of the tenant.
    A,
    /// Nothing at all.
    X,
}

impl AccessMode {
    /// The letter bound to the transaction.
    #[must_use]
    pub const fn letter(self) -> &'static str {
        match self {
            AccessMode::S => "S",
            AccessMode::M => "M",
            AccessMode::A => "A",
            AccessMode::X => "X",
        }
    }
}

impl fmt::Display for AccessMode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.letter())
    }
}

/// A text that is none of the four letters.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\u{201c}{0}\u{201d} is not an access mode; it is one of S, M, A and X")]
pub struct NotAMode(pub String);

impl FromStr for AccessMode {
    type Err = NotAMode;
    fn from_str(text: &str) -> Result<Self, NotAMode> {
        [AccessMode::S, AccessMode::M, AccessMode::A, AccessMode::X]
            .into_iter()
            .find(|mode| mode.letter() == text)
            .ok_or_else(|| NotAMode(text.chars().take(16).collect()))
    }
}

/// A set of operating units in the order of their ids.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct UnitSet(BTreeSet<OperatingUnitId>);

impl UnitSet {
    /// The set without members.
    #[must_use]
    pub const fn empty() -> Self {
        UnitSet(BTreeSet::new())
    }

    /// Whether `unit` is a member.
    #[must_use]
    pub fn contains(&self, unit: OperatingUnitId) -> bool {
        self.0.contains(&unit)
    }

    /// How many members there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The members, in the order of their ids.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = OperatingUnitId> + '_ {
        self.0.iter().copied()
    }

    /// The members of both.
    #[must_use]
    pub fn and(&self, other: &UnitSet) -> UnitSet {
        self.0.union(&other.0).copied().collect()
    }

    /// The one member of a set that has exactly one.
    #[must_use]
    pub fn only(&self) -> Option<OperatingUnitId> {
        if self.0.len() == 1 {
            self.0.first().copied()
        } else {
            None
        }
    }
}

impl FromIterator<OperatingUnitId> for UnitSet {
    fn from_iter<I: IntoIterator<Item = OperatingUnitId>>(units: I) -> Self {
        UnitSet(units.into_iter().collect())
    }
}

/// A mode that cannot be entered from here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EnterError {
    /// All units were asked for, and the start did not grant them.
    #[error("this responsibility does not open every operating unit; choose one of those it opens")]
    AllNotGranted,
    /// A single unit was asked for that the start did not grant.
    #[error("this responsibility does not open operating unit {0}; choose one of those it opens")]
    UnitNotGranted(OperatingUnitId),
}

/// Where a session stands inside what its [`Start`] granted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Access {
    granted: Start,
    mode: AccessMode,
    current: Option<OperatingUnitId>,
}

impl Access {
    /// Stands where the start puts it.
    #[must_use]
    pub fn begin(granted: Start) -> Self {
        Self {
            mode: granted.mode,
            current: granted.current,
            granted,
        }
    }

    /// Stands where a session chose to stand. A choice that the start does not grant (any more) is passed over: then
    /// it stands where the start puts it.
    #[must_use]
    pub fn resume(granted: Start, mode: Option<AccessMode>, unit: Option<OperatingUnitId>) -> Self {
        let mut access = Self::begin(granted);
        match (mode, unit) {
            (Some(AccessMode::S) | None, Some(unit)) => {
                let _ = access.enter_single(unit);
            }
            (Some(AccessMode::M), _) => access.enter_multiple(),
            (Some(AccessMode::A), _) => {
                let _ = access.enter_all();
            }
            (Some(AccessMode::X), _) => access.enter_nothing(),
            (Some(AccessMode::S) | None, None) => {}
        }
        access
    }

    /// What was granted, and why.
    #[must_use]
    pub fn granted(&self) -> &Start {
        &self.granted
    }

    /// The mode now.
    #[must_use]
    pub fn mode(&self) -> AccessMode {
        self.mode
    }

    /// The current unit; only mode S has one.
    #[must_use]
    pub fn current(&self) -> Option<OperatingUnitId> {
        self.current
    }

    /// The units that rows may belong to now. In mode A it lists what was known at the start; rows are not
    /// held to it there.
    #[must_use]
    pub fn units(&self) -> UnitSet {
        match self.mode {
            AccessMode::S => self.current.into_iter().collect(),
            AccessMode::M | AccessMode::A => self.granted.units.clone(),
            AccessMode::X => UnitSet::empty(),
        }
    }

    /// The ended units whose rows are seen beside those of [`Self::units`]: what the units of the moment took over, and, where
    /// the start's units are all in sight, what nobody took over. In mode A rows are held to no list.
    #[must_use]
    pub fn kept(&self) -> UnitSet {
        let is_whole = self.granted.units.only().is_some();
        let kept = self.granted.kept.iter().filter(|(_, keeper)| match self.mode {
            AccessMode::S => keeper.map_or(is_whole, |unit| self.current == Some(unit)),
            AccessMode::M => true,
            AccessMode::A | AccessMode::X => false,
        });
        kept.map(|(unit, _)| *unit).collect()
    }

    /// Works in one unit.
    ///
    /// # Errors
    /// When the start did not grant the unit.
    pub fn enter_single(&mut self, unit: OperatingUnitId) -> Result<(), EnterError> {
        if !self.granted.grants(unit) {
            return Err(EnterError::UnitNotGranted(unit));
        }
        self.mode = AccessMode::S;
        self.current = Some(unit);
        Ok(())
    }

    /// Works in every unit of the set; there is no current unit then.
    pub fn enter_multiple(&mut self) {
        self.mode = AccessMode::M;
        self.current = None;
    }

    /// Works in every unit of the tenant; there is no current unit then.
    ///
    /// # Errors
    /// When the start did not grant mode A.
    pub fn enter_all(&mut self) -> Result<(), EnterError> {
        if self.granted.mode != AccessMode::A {
            return Err(EnterError::AllNotGranted);
        }
        self.mode = AccessMode::A;
        self.current = None;
        Ok(())
    }

    /// Sees nothing; there is no current unit then.
    pub fn enter_nothing(&mut self) {
        self.mode = AccessMode::X;
        self.current = None;
    }

    /// Whether rows of `unit` may be worked on now: A yes, M when it is a member, S when it is the current one,
    /// X no.
    #[must_use]
    pub fn check_access(&self, unit: OperatingUnitId) -> bool {
        match self.mode {
            AccessMode::S => self.current == Some(unit),
            AccessMode::M => self.granted.units.contains(unit),
            AccessMode::A => true,
            AccessMode::X => false,
        }
    }

    /// The unit a call works in: the explicit one, else the current one, else the default; **then** it is checked,
    /// and one that may not be worked in means none. (An explicit unit that fails is not replaced by another.)
    #[must_use]
    pub fn unit_of_call(&self, explicit: Option<OperatingUnitId>) -> Option<OperatingUnitId> {
        explicit
            .or(self.current)
            .or(self.granted.default)
            .filter(|unit| self.check_access(*unit))
    }
}

/// What row security lets through: the rule the database's policies are tested against. Without an access, nothing. What an
/// ended unit left is seen where its successor is, though nobody works in it.
#[must_use]
pub fn row_is_visible(access: Option<&Access>, unit: OperatingUnitId) -> bool {
    access.is_some_and(|access| access.check_access(unit) || access.kept().contains(unit))
}
