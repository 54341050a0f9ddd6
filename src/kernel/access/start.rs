//! The start of a context: three options, each set at some level, become a mode and a set of units.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{AccessMode, Directory, Kept, SecurityProfile, UnitSet};
use crate::kernel::ids::{OperatingUnitId, SecurityProfileId};
use crate::kernel::locale::Localised;

/// Where an option was set; the nearest to the person wins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// For this person.
    User,
    /// For the responsibility in use.
    Responsibility,
    /// For the application (portal, desk, cash desk and so on).
    Application,
    /// For the whole tenant.
    Site,
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Level::User => "user",
            Level::Responsibility => "responsibility",
            Level::Application => "application",
            Level::Site => "site",
        })
    }
}

/// One profile option with a value, or none, at each level.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Setting<T> {
    /// Set for the person.
    pub user: Option<T>,
    /// Set for the responsibility.
    pub responsibility: Option<T>,
    /// Set for the application.
    pub application: Option<T>,
    /// Set for the tenant.
    pub site: Option<T>,
}

impl<T> Default for Setting<T> {
    fn default() -> Self {
        Self {
            user: None,
            responsibility: None,
            application: None,
            site: None,
        }
    }
}

/// The value that counts and the level it came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Resolved<T> {
    /// The value.
    pub value: T,
    /// Where it was set.
    pub level: Level,
}

impl<T> Setting<T> {
    /// The option set at one level only.
    #[must_use]
    pub fn at(level: Level, value: T) -> Self {
        let mut setting = Self::default();
        *setting.slot(level) = Some(value);
        setting
    }

    /// The same with a value at a further level.
    #[must_use]
    pub fn and(mut self, level: Level, value: T) -> Self {
        *self.slot(level) = Some(value);
        self
    }

    fn slot(&mut self, level: Level) -> &mut Option<T> {
        match level {
            Level::User => &mut self.user,
            Level::Responsibility => &mut self.responsibility,
            Level::Application => &mut self.application,
            Level::Site => &mut self.site,
        }
    }

    /// The value that counts: user before responsibility before application before site.
    #[must_use]
    pub fn resolve(&self) -> Option<Resolved<&T>> {
        let found = |value, level| Resolved { value, level };
        None.or_else(|| self.user.as_ref().map(|v| found(v, Level::User)))
            .or_else(|| {
                self.responsibility
                    .as_ref()
                    .map(|v| found(v, Level::Responsibility))
            })
            .or_else(|| self.application.as_ref().map(|v| found(v, Level::Application)))
            .or_else(|| self.site.as_ref().map(|v| found(v, Level::Site)))
    }
}

/// The three options a context starts from.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Options {
    /// "MO: Security Profile". Where it is set, `operating_unit` is ignored.
    pub security_profile: Setting<SecurityProfile>,
    /// "MO: Operating Unit".
    pub operating_unit: Setting<OperatingUnitId>,
    /// "MO: Default Operating Unit".
    pub default_unit: Setting<OperatingUnitId>,
}

/// Which option opened the units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// A security profile.
    Profile {
        /// Its id.
        id: SecurityProfileId,
        /// Its code.
        name: String,
        /// Its names in the languages of the tenant.
        names: Localised,
        /// Where it was set.
        level: Level,
    },
    /// "MO: Operating Unit", because no security profile was set.
    OperatingUnit {
        /// Where it was set.
        level: Level,
    },
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Reason::Profile { name, level, .. } => {
                write!(f, "security profile \u{201c}{name}\u{201d}, set at level {level}")
            }
            Reason::OperatingUnit { level } => write!(f, "one operating unit, set at level {level}"),
        }
    }
}

/// Where the default unit came from, or why there is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DefaultReason {
    /// There is only one unit, so it is the default whatever the option says.
    OnlyUnit,
    /// "MO: Default Operating Unit", set at this level and in the set.
    Option(Level),
    /// "MO: Default Operating Unit" at this level names a unit outside the set: no default.
    OptionOutsideSet(Level),
    /// Several units and no option: no default.
    Unset,
}

/// What a context starts with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Start {
    /// S with one unit; with several A when every unit of the tenant is opened by "view all", else M.
    pub mode: AccessMode,
    /// The units opened.
    pub units: UnitSet,
    /// The ended units whose finished dossiers and money these units have taken over. Nobody works in them.
    pub kept: Kept,
    /// The current unit, in mode S.
    pub current: Option<OperatingUnitId>,
    /// The unit for calls that name none.
    pub default: Option<OperatingUnitId>,
    /// Which option opened the units.
    pub reason: Reason,
    /// Where the default came from.
    pub default_reason: DefaultReason,
}

impl Start {
    /// Whether the start covers `unit`: in mode A every unit, else a member of the set.
    #[must_use]
    pub fn grants(&self, unit: OperatingUnitId) -> bool {
        self.mode == AccessMode::A || self.units.contains(unit)
    }

    /// Whether a row of `unit` is seen by it: one of its units, or an ended one that they keep.
    #[must_use]
    pub fn sees(&self, unit: OperatingUnitId) -> bool {
        self.grants(unit) || self.kept.contains_key(&unit)
    }

    /// The same start with only those of its units that are in `some`: what a loan of some units opens. `None` when
    /// none is left.
    #[must_use]
    pub fn narrowed(self, some: &UnitSet) -> Option<Self> {
        let units: UnitSet = self.units.iter().filter(|unit| some.contains(*unit)).collect();
        if units.is_empty() {
            return None;
        }
        let mut kept = self.kept;
        kept.retain(|_, keeper| keeper.is_some_and(|unit| units.contains(unit)));
        if let Some(only) = units.only() {
            return Some(single(only, kept, self.reason));
        }
        let default = self.default.filter(|unit| units.contains(*unit));
        Some(Self {
            mode: AccessMode::M,
            current: None,
            default_reason: match (default, self.default_reason) {
                (None, DefaultReason::Option(level)) => DefaultReason::OptionOutsideSet(level),
                (_, reason) => reason,
            },
            default,
            units,
            kept,
            reason: self.reason,
        })
    }
}

/// Why a context cannot start.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StartError {
    /// Neither option is set at any level.
    #[error(
        "no operating unit: set \u{201c}MO: Security Profile\u{201d} or \u{201c}MO: Operating Unit\u{201d} for the responsibility"
    )]
    NothingSet,
    /// The profile opens no unit that exists today.
    #[error(
        "security profile \u{201c}{name}\u{201d}, set at level {level}, opens no operating unit today: add units to it or choose another"
    )]
    EmptyProfile {
        /// The profile's name.
        name: String,
        /// Where it was set.
        level: Level,
    },
    /// "MO: Operating Unit" names a unit that does not exist today.
    #[error("operating unit {unit}, set at level {level}, does not exist today: choose another")]
    UnknownUnit {
        /// The unit named.
        unit: OperatingUnitId,
        /// Where it was set.
        level: Level,
    },
    /// The responsibility is lent, and none of the units lent is opened for its lender today.
    #[error("the loan opens no operating unit today: its lender has none of the units she lent")]
    EmptyLoan,
}

/// Starts a context on the day of `directory`.
///
/// A profile that is set wins even when it opens nothing: falling back to the other option would open a unit that
/// the administrator meant to close. "View all" of one business group gives mode A only where that is every unit
/// of the tenant; beside a second group it gives M with the units of its own.
///
/// # Errors
/// When no unit is opened; see [`StartError`].
pub fn start(options: &Options, directory: &Directory) -> Result<Start, StartError> {
    match options.security_profile.resolve() {
        Some(Resolved {
            value: profile,
            level,
        }) => from_profile(profile, level, options, directory),
        None => from_unit(options, directory),
    }
}

fn from_unit(options: &Options, directory: &Directory) -> Result<Start, StartError> {
    let Some(Resolved { value: &unit, level }) = options.operating_unit.resolve() else {
        return Err(StartError::NothingSet);
    };
    if !directory.has(unit) {
        return Err(StartError::UnknownUnit { unit, level });
    }
    let kept = directory.kept_by(&UnitSet::from_iter([unit]), None);
    Ok(single(unit, kept, Reason::OperatingUnit { level }))
}

fn from_profile(
    profile: &SecurityProfile,
    level: Level,
    options: &Options,
    directory: &Directory,
) -> Result<Start, StartError> {
    let units = profile.units(directory);
    if units.is_empty() {
        return Err(StartError::EmptyProfile {
            name: profile.name.clone(),
            level,
        });
    }
    let reason = Reason::Profile {
        id: profile.id,
        name: profile.name.clone(),
        names: profile.names.clone(),
        level,
    };
    let kept = directory.kept_by(&units, profile.view_all.then_some(profile.scope));
    if let Some(only) = units.only() {
        return Ok(single(only, kept, reason));
    }
    let all = profile.view_all && units.len() == directory.len();
    let (default, default_reason) = match options.default_unit.resolve() {
        Some(Resolved { value, level }) if units.contains(*value) => {
            (Some(*value), DefaultReason::Option(level))
        }
        Some(Resolved { level, .. }) => (None, DefaultReason::OptionOutsideSet(level)),
        None => (None, DefaultReason::Unset),
    };
    Ok(Start {
        mode: if all { AccessMode::A } else { AccessMode::M },
        units,
        kept,
        current: None,
        default,
        reason,
        default_reason,
    })
}

fn single(unit: OperatingUnitId, kept: Kept, reason: Reason) -> Start {
    Start {
        mode: AccessMode::S,
        units: UnitSet::from_iter([unit]),
        kept,
        current: Some(unit),
        default: Some(unit),
        reason,
        default_reason: DefaultReason::OnlyUnit,
    }
}
