//! What the templates of the counter read.

use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::kernel::money::Money;
use crate::surfaces::desk::views::Desk;
use crate::surfaces::web::fields::{ErrorLink, Field};
use crate::surfaces::web::views::{Fee, Limit};

/// `desk/intake.html`
#[derive(Debug, Clone, Serialize)]
pub struct Intake {
    /// The frame.
    pub desk: Desk,
    /// What was searched for.
    pub query: String,
    /// What can be filed in her units.
    pub procedures: Vec<IntakeProcedure>,
    /// What she began and has not sent.
    pub begun: Vec<IntakeDraft>,
}

/// A procedure that can be filed.
#[derive(Debug, Clone, Serialize)]
pub struct IntakeProcedure {
    /// Its name.
    pub name: String,
    /// Where filing begins.
    pub url: String,
    /// How long it may take.
    pub limit: Limit,
    /// What it costs.
    pub fee: Fee,
}

/// A dossier that was begun.
#[derive(Debug, Clone, Serialize)]
pub struct IntakeDraft {
    /// The procedure's name.
    pub procedure: String,
    /// For whom.
    pub applicant: String,
    /// When it was last saved.
    pub saved_at: DateTime<Utc>,
    /// Where it goes on.
    pub url: String,
    /// Where it is thrown away.
    pub discard_url: String,
}

/// `desk/intake-person.html`
#[derive(Debug, Clone, Serialize)]
pub struct IntakePerson {
    /// The frame.
    pub desk: Desk,
    /// The procedure's name.
    pub procedure: String,
    /// Where every form of the page posts.
    pub action: String,
    /// The units she may file in, when there is more than one.
    pub units: Option<Field>,
    /// The unit, when there is but one.
    pub unit: Option<String>,
    /// The question for a person's number or address.
    pub find: Vec<Field>,
    /// Whether somebody was looked for.
    pub sought: bool,
    /// Who was found.
    pub found: Vec<FoundPerson>,
    /// The form for somebody who has no account.
    pub new: Vec<Field>,
    /// What was wrong with the last post.
    pub errors: Vec<ErrorLink>,
}

/// Somebody who was found; enough to tell her from others, and no more.
#[derive(Debug, Clone, Serialize)]
pub struct FoundPerson {
    /// The account.
    pub id: String,
    /// Her name.
    pub name: String,
    /// Her identity number but for its last digits.
    pub identity: Option<String>,
    /// Her address but for its first letters.
    pub email: Option<String>,
}

/// `desk/intake-receipt.html`
#[derive(Debug, Clone, Serialize)]
pub struct IntakeReceipt {
    /// The frame.
    pub desk: Desk,
    /// The body that took it in.
    pub body: String,
    /// The unit.
    pub unit: String,
    /// The hall, with its address.
    pub hall: Option<String>,
    /// The dossier's number.
    pub code: String,
    /// The procedure's name.
    pub procedure: String,
    /// Who applies.
    pub applicant: String,
    /// What was handed in, and how many files of each.
    pub papers: Vec<HandedInView>,
    /// When it was received.
    pub received_at: DateTime<Utc>,
    /// When the result is promised.
    pub due_at: Option<DateTime<Utc>>,
    /// What is to be paid now.
    pub to_pay: Option<Money>,
    /// Who took it in.
    pub officer: String,
    /// What the QR code opens: the tracking page.
    pub qr_url: String,
    /// The address of the tracking page, to be typed.
    pub track_address: String,
    /// The dossier at the desk.
    pub dossier_url: String,
}

/// A kind of paper that was handed in.
#[derive(Debug, Clone, Serialize)]
pub struct HandedInView {
    /// What it is.
    pub name: String,
    /// How many files.
    pub count: i64,
}
