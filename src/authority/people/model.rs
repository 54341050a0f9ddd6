//! Accounts, sessions and the secrets that open them.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

use crate::kernel::access::AccessMode;
use crate::kernel::clock::Instant;
use crate::kernel::ids::{AccountId, DelegationId, OperatingUnitId, ResponsibilityId, SessionId};
use crate::kernel::locale::Language;

/// Whether an account is a citizen's or a staff member's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AccountKind {
    /// Applies and pays.
    Citizen,
    /// Works for the public body.
    Staff,
}

impl AccountKind {
    /// As stored.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            AccountKind::Citizen => "citizen",
            AccountKind::Staff => "staff",
        }
    }
}

/// An account.
#[derive(Debug, Clone)]
pub struct Account {
    /// Its id.
    pub id: AccountId,
    /// Citizen or staff.
    pub kind: AccountKind,
    /// Lower-case address; also the name to sign in with.
    pub email: String,
    /// argon2id in PHC form; `None` when it cannot sign in with a password.
    pub password_hash: Option<String>,
    /// As it is shown.
    pub display_name: String,
    /// Telephone, as entered.
    pub phone: Option<String>,
    /// Kind and value of the identity number.
    pub identity: Option<(String, String)>,
    /// Language of letters and screens.
    pub language: Language,
    /// Belongs to the demonstration: refused by every other server.
    pub demo: bool,
}

impl Account {
    /// The address letters go to; `None` for somebody who gave none at a counter.
    #[must_use]
    pub fn address(&self) -> Option<&str> {
        super::rules::reachable(&self.email)
    }
}

/// A person about to be entered at a counter, parsed. She has no sign-in; with her identity or telephone number she follows
/// her dossier.
#[derive(Debug, Clone)]
pub struct NewApplicant {
    /// As it is shown.
    pub display_name: String,
    /// Telephone.
    pub phone: Option<String>,
    /// Kind and value of the identity number, checked.
    pub identity: Option<(String, String)>,
    /// Language of her papers and screens.
    pub language: Language,
}

/// What a person at a counter is looked for by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sought {
    /// Her identity number, as the check writes it.
    Identity(String),
    /// Her address, in lower case.
    Email(String),
}

/// A person about to be registered, parsed.
#[derive(Debug, Clone)]
pub struct NewAccount {
    /// Lower-case address.
    pub email: String,
    /// argon2id in PHC form.
    pub password_hash: String,
    /// As it is shown.
    pub display_name: String,
    /// Telephone.
    pub phone: Option<String>,
    /// Kind and value of the identity number, checked.
    pub identity: Option<(String, String)>,
    /// Language.
    pub language: Language,
}

/// What a session is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SessionKind {
    /// A browser, by cookie.
    Browser,
    /// A program, by bearer token.
    Token,
}

impl SessionKind {
    /// As stored.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            SessionKind::Browser => "browser",
            SessionKind::Token => "token",
        }
    }
}

/// A session with what pages need of its account.
#[derive(Debug, Clone)]
pub struct SessionRow {
    /// The session.
    pub id: SessionId,
    /// Browser or program.
    pub kind: SessionKind,
    /// The account, once signed in.
    pub account_id: Option<AccountId>,
    /// Whether the account is a staff member's.
    pub is_staff: bool,
    /// The account's name.
    pub display_name: String,
    /// The account's language.
    pub language: Option<Language>,
    /// What she proves herself with when tracking without signing in: her identity number, else her telephone number.
    pub tracking_fact: Option<String>,
    /// The responsibility chosen.
    pub responsibility_id: Option<ResponsibilityId>,
    /// The unit chosen in the context switcher.
    pub current_unit_id: Option<OperatingUnitId>,
    /// The mode chosen there.
    pub access_mode: Option<AccessMode>,
    /// The loan chosen there, when the responsibility is a colleague's.
    pub delegation_id: Option<DelegationId>,
    /// When it ends by itself.
    pub expires_at: Instant,
}

/// What is chosen in the context switcher. Entering a mode of several units, all or none leaves no current unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct WorkContext {
    /// The responsibility.
    pub responsibility: Option<ResponsibilityId>,
    /// The loan, when the responsibility is a colleague's.
    pub delegation: Option<DelegationId>,
    /// The mode; `None`: as the responsibility begins.
    pub mode: Option<AccessMode>,
    /// The unit, in mode S.
    pub unit: Option<OperatingUnitId>,
}

/// The secret of a session: 32 random bytes, held by the browser or client and never stored.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Token([u8; 32]);

impl Token {
    /// A fresh secret.
    #[must_use]
    pub fn fresh() -> Self {
        Self(rand::random())
    }

    /// A secret that was derived.
    pub(super) const fn of(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Reads the text of a cookie or an `Authorization` header.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        URL_SAFE_NO_PAD.decode(text).ok()?.try_into().ok().map(Self)
    }

    /// The text to hand over.
    #[must_use]
    pub fn text(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.0)
    }

    /// What is stored.
    #[must_use]
    pub fn digest(&self) -> [u8; 32] {
        Sha256::digest(self.0).into()
    }
}
