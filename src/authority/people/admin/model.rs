//! People and access as an administrator reads them.

use chrono::NaiveDate;
use uuid::Uuid;

use crate::authority::access::look::WorksIn;
use crate::kernel::clock::Instant;
use crate::kernel::ids::{
    AccountId, BusinessGroupId, InvitationId, OperatingUnitId, ResponsibilityId, SecurityProfileId,
};
use crate::kernel::locale::{Language, Localised};

/// How somebody's account stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Standing {
    /// She can sign in.
    Working,
    /// She has not set a password yet.
    Invited,
    /// Her account is closed.
    Closed,
}

impl Standing {
    /// Every standing.
    pub const ALL: [Standing; 3] = [Standing::Working, Standing::Invited, Standing::Closed];

    /// The word in addresses, sheets and text keys.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Standing::Working => "working",
            Standing::Invited => "invited",
            Standing::Closed => "closed",
        }
    }

    /// Reads a word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.word() == word)
    }

    /// From what is stored.
    #[must_use]
    pub const fn of(is_closed: bool, has_password: bool) -> Self {
        match (is_closed, has_password) {
            (true, _) => Standing::Closed,
            (false, true) => Standing::Working,
            (false, false) => Standing::Invited,
        }
    }
}

/// Somebody who works here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Staff {
    /// Her account.
    pub id: AccountId,
    /// Address, and name to sign in with.
    pub email: String,
    /// As it is shown.
    pub name: String,
    /// Language of letters and screens.
    pub language: Language,
    /// The business group she belongs to.
    pub group: Option<BusinessGroupId>,
    /// Her department.
    pub department: Option<Uuid>,
    /// How her account stands.
    pub standing: Standing,
}

/// A responsibility that somebody holds, held or will hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// Which.
    pub responsibility: ResponsibilityId,
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: Localised,
    /// Its role.
    pub role: String,
    /// The first day.
    pub from: NaiveDate,
    /// The first day on which it is no longer held.
    pub until: Option<NaiveDate>,
}

impl Held {
    /// Whether it is held on `day`.
    #[must_use]
    pub fn is_held_on(&self, day: NaiveDate) -> bool {
        self.from <= day && self.until.is_none_or(|until| day < until)
    }

    /// Whether it was over before `day`.
    #[must_use]
    pub fn is_over_on(&self, day: NaiveDate) -> bool {
        self.until.is_some_and(|until| until <= day)
    }
}

/// Which people are asked for.
#[derive(Debug, Clone, Default)]
pub struct PeopleWanted {
    /// A part of the name or address, folded (see [`super::rules::folded`]).
    pub text: String,
    /// Holding this responsibility on the day.
    pub responsibility: Option<ResponsibilityId>,
    /// Whose account stands so.
    pub standing: Option<Standing>,
    /// Who works in this unit.
    pub works_in: Option<WorksIn>,
    /// How many at most.
    pub limit: i64,
    /// How many to pass over.
    pub offset: i64,
}

/// A person in the list.
#[derive(Debug, Clone)]
pub struct PersonLine {
    /// Who.
    pub id: AccountId,
    /// Her name.
    pub name: String,
    /// Her address.
    pub email: String,
    /// Her department.
    pub department: Option<Localised>,
    /// How her account stands.
    pub standing: Standing,
    /// What she holds on the day.
    pub held: Vec<Held>,
}

/// A page of the list.
#[derive(Debug, Clone, Default)]
pub struct PeoplePage {
    /// The people.
    pub lines: Vec<PersonLine>,
    /// How many there are in all.
    pub total: i64,
}

/// A department to choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Department {
    /// Its id.
    pub id: Uuid,
    /// Its business group.
    pub group: BusinessGroupId,
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: Localised,
    /// Whether it is open: nobody is put into one that ended.
    pub is_open: bool,
}

/// A business group to choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Its id.
    pub id: BusinessGroupId,
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: Localised,
    /// Whether it is open: no responsibility is put into one that ended.
    pub is_open: bool,
}

/// An operating unit to choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitFacts {
    /// Its id.
    pub id: OperatingUnitId,
    /// Its business group.
    pub group: BusinessGroupId,
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: Localised,
}

/// A responsibility.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResponsibilityFacts {
    /// Its id.
    pub id: ResponsibilityId,
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: Localised,
    /// Its role.
    pub role: String,
    /// Its business group.
    pub group: BusinessGroupId,
}

/// A unit of a security profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ProfileUnit {
    /// Which.
    pub unit: OperatingUnitId,
    /// With every unit below it.
    pub with_descendants: bool,
}

/// A security profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// Its id.
    pub id: SecurityProfileId,
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: Localised,
    /// Every unit.
    pub view_all: bool,
    /// Of several business groups.
    pub global: bool,
    /// Its units.
    pub units: Vec<ProfileUnit>,
    /// How many profile options name it.
    pub uses: i64,
}

/// A profile option.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum OptionName {
    /// "MO: Security Profile": the id of a security profile.
    SecurityProfile,
    /// "MO: Operating Unit": the id of a unit.
    OperatingUnit,
    /// "MO: Default Operating Unit": the id of a unit.
    DefaultUnit,
    /// Cross business group: `true` or `false`.
    CrossGroup,
}

impl OptionName {
    /// Every option.
    pub const ALL: [OptionName; 4] = [
        OptionName::SecurityProfile,
        OptionName::OperatingUnit,
        OptionName::DefaultUnit,
        OptionName::CrossGroup,
    ];

    /// As stored.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            OptionName::SecurityProfile => "mo_security_profile",
            OptionName::OperatingUnit => "mo_operating_unit",
            OptionName::DefaultUnit => "mo_default_operating_unit",
            OptionName::CrossGroup => "cross_business_group",
        }
    }

    /// Reads what is stored.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.name() == name)
    }
}

/// A level of profile options; each overrides those after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum OptionLevel {
    /// One person.
    User(AccountId),
    /// One responsibility.
    Responsibility(ResponsibilityId),
    /// The application.
    Application,
    /// The whole site.
    Site,
}

impl OptionLevel {
    /// As stored.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            OptionLevel::User(_) => "user",
            OptionLevel::Responsibility(_) => "responsibility",
            OptionLevel::Application => "application",
            OptionLevel::Site => "site",
        }
    }

    /// The id it is stored under; application and site are one each and have none of their own.
    #[must_use]
    pub const fn id(self) -> Uuid {
        match self {
            OptionLevel::User(id) => id.uuid(),
            OptionLevel::Responsibility(id) => id.uuid(),
            OptionLevel::Application | OptionLevel::Site => Uuid::nil(),
        }
    }

    /// Reads what is stored.
    #[must_use]
    pub fn parse(name: &str, id: Uuid) -> Option<Self> {
        Some(match name {
            "user" => OptionLevel::User(AccountId::from_uuid(id)),
            "responsibility" => OptionLevel::Responsibility(ResponsibilityId::from_uuid(id)),
            "application" => OptionLevel::Application,
            "site" => OptionLevel::Site,
            _ => return None,
        })
    }
}

/// A profile option that is set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OptionRow {
    /// Which.
    pub name: OptionName,
    /// Where.
    pub level: OptionLevel,
    /// Its value.
    pub value: String,
}

/// An invitation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    /// Its id.
    pub id: InvitationId,
    /// Who is invited.
    pub account: AccountId,
    /// Her address.
    pub email: String,
    /// Her name.
    pub name: String,
    /// Whether her account was closed meanwhile.
    pub is_closed: bool,
    /// When she was invited.
    pub invited_at: Instant,
    /// When the link ends.
    pub expires_at: Instant,
    /// When she accepted.
    pub accepted_at: Option<Instant>,
    /// When it was taken back, or replaced by another.
    pub revoked_at: Option<Instant>,
}

impl Invitation {
    /// Whether its link opens at `now`.
    #[must_use]
    pub fn is_open(&self, now: Instant) -> bool {
        self.accepted_at.is_none() && self.revoked_at.is_none() && self.expires_at > now && !self.is_closed
    }
}
