//! A person: signing in, registering, her account and her notices.

use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::surfaces::web::fields::{ErrorLink, Field};
use crate::surfaces::web::views::Pager;

/// `portal/notices.html`
#[derive(Debug, Clone, Serialize)]
pub struct Notices {
    /// The notices, newest first.
    pub notices: Vec<Notice>,
    /// Whether any is unread. POST `/my/notices/read` marks all as read.
    pub any_unread: bool,
    /// Other pages.
    pub pager: Option<Pager>,
}

/// A notice.
#[derive(Debug, Clone, Serialize)]
pub struct Notice {
    /// Its subject.
    pub title: String,
    /// Its text.
    pub text: String,
    /// When.
    pub at: DateTime<Utc>,
    /// What it is about.
    pub url: Option<String>,
    /// Whether it was not read yet.
    pub unread: bool,
}

/// `portal/sign-in.html` (and `desk/sign-in.html`)
#[derive(Debug, Clone, Serialize)]
pub struct SignIn {
    /// Where the form posts to.
    pub action: String,
    /// The fields `login` and `password`.
    pub fields: Vec<Field>,
    /// What was refused, in words; leads to the field `login`.
    pub errors: Vec<ErrorLink>,
    /// Where to go afterwards, a local path, posted as `next`.
    pub next: Option<String>,
    /// Accounts of the demonstration; empty otherwise.
    pub demo_accounts: Vec<DemoAccount>,
}

/// An account of the demonstration.
#[derive(Debug, Clone, Serialize)]
pub struct DemoAccount {
    /// Who it is.
    pub who: String,
    /// What is typed as login.
    pub login: String,
    /// And as password.
    pub password: String,
}

/// `portal/register.html`
#[derive(Debug, Clone, Serialize)]
pub struct Register {
    /// Where the form posts to.
    pub action: String,
    /// The fields.
    pub fields: Vec<Field>,
    /// Errors of the last post.
    pub errors: Vec<ErrorLink>,
    /// Where to go afterwards, posted as `next`.
    pub next: Option<String>,
}

/// `portal/account.html`
#[derive(Debug, Clone, Serialize)]
pub struct AccountPage {
    /// Her name.
    pub name: String,
    /// Her address.
    pub email: String,
    /// Her telephone.
    pub phone: Option<String>,
    /// Kind and last characters of her identity number.
    pub identity: Option<String>,
    /// Where she is signed in.
    pub sessions: Vec<SessionRow>,
    /// Programs that act for her.
    pub tokens: Vec<SessionRow>,
    /// The connection with the shared entry, where there is one to connect with.
    pub entry: Option<EntryConnection>,
    /// A token that was just made: shown this once.
    pub fresh_token: Option<String>,
    /// The field `name` for a new token.
    pub token_fields: Vec<Field>,
    /// Errors of the last post.
    pub errors: Vec<ErrorLink>,
}

/// The account's connection with the shared entry.
#[derive(Debug, Clone, Serialize)]
pub struct EntryConnection {
    /// The entry's name.
    pub entry: String,
    /// Since when they are connected, if they are.
    pub since: Option<DateTime<Utc>>,
    /// Whether they may be parted: the account here has a password of its own.
    pub may_part: bool,
}

/// `portal/connect.html`
#[derive(Debug, Clone, Serialize)]
pub struct ConnectPage {
    /// The entry's name.
    pub entry: String,
    /// Whose account there it is.
    pub there_name: String,
    /// Its address.
    pub there_email: String,
    /// The name of the tenant here.
    pub here: String,
    /// Whose account here it is.
    pub here_name: String,
    /// Its address.
    pub here_email: String,
    /// What her answer takes.
    pub token: String,
    /// The field `password`.
    pub fields: Vec<Field>,
    /// Where the answer cannot be taken.
    pub errors: Vec<ErrorLink>,
}

/// A session or token in a list.
#[derive(Debug, Clone, Serialize)]
pub struct SessionRow {
    /// Its id, posted as `session` to end it.
    pub id: String,
    /// The name given to it.
    pub name: Option<String>,
    /// When it began.
    pub started_at: DateTime<Utc>,
    /// When it ends by itself.
    pub expires_at: DateTime<Utc>,
    /// Whether this page was asked for with it.
    pub is_this: bool,
}
