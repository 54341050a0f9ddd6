//! Portals, and people on their way between them.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::kernel::clock::Instant;
use crate::kernel::ids::{AccountId, TenantId};
use crate::kernel::locale::Language;

/// How long a hand-over holds, in seconds.
pub const SECONDS_MAX: i64 = 60;
/// How long somebody may think about whether to connect two accounts, in seconds.
pub const QUESTION_SECONDS_MAX: i64 = 600;

/// What a tenant shows the public.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Portal {
    /// Its own portal.
    #[default]
    Full,
    /// Another portal, at this address: people are sent on.
    Elsewhere(String),
    /// Nothing: desks and the API only.
    None,
}

impl Portal {
    /// As kept.
    #[must_use]
    pub fn kept(&self) -> (&'static str, Option<&str>) {
        match self {
            Portal::Full => ("full", None),
            Portal::Elsewhere(url) => ("entry", Some(url)),
            Portal::None => ("none", None),
        }
    }

    pub(super) fn of(word: &str, url: Option<String>) -> Self {
        match (word, url) {
            ("entry", Some(url)) => Portal::Elsewhere(url),
            ("none", _) => Portal::None,
            _ => Portal::Full,
        }
    }
}

/// How one tenant stands among the others.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mode {
    /// What it shows.
    pub portal: Portal,
    /// The tenants it is the entry of.
    pub members: Vec<TenantId>,
    /// The tenants that are its entry.
    pub entries: Vec<TenantId>,
    /// Whether it is being set up: its dossiers are tests and are not counted.
    pub is_being_set_up: bool,
}

/// What a member is told of whoever arrives: what she would have typed to register.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Her name.
    pub name: String,
    /// Her address.
    pub email: String,
    /// Her telephone.
    pub phone: Option<String>,
    /// Kind and value of her identity number.
    pub identity: Option<(String, String)>,
    /// Her language.
    pub language: Language,
}

/// Somebody on her way.
#[derive(Debug, Clone)]
pub struct Handover {
    /// From this entry.
    pub entry: TenantId,
    /// To this member.
    pub member: TenantId,
    /// Her account at the entry.
    pub account: AccountId,
    /// Who she is.
    pub person: Person,
    /// The path she wants to see.
    pub next: String,
    /// The digest of the secret that the member gave the browser when it set out.
    pub browser: [u8; 32],
}

/// An account here, and the account of the entry it is opened from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Connection {
    /// The entry.
    pub entry: TenantId,
    /// Since when.
    pub since: Instant,
    /// Whether a password opens the account here too.
    pub has_password: bool,
}

/// The digest of a secret of an address or a cookie.
#[must_use]
pub(super) fn digest(secret: &str) -> [u8; 32] {
    Sha256::digest(secret.as_bytes()).into()
}

/// A secret that nobody guesses.
#[must_use]
pub(super) fn fresh_secret() -> String {
    URL_SAFE_NO_PAD.encode(rand::random::<[u8; 32]>())
}
