//! Notices as they lie in the database.

use crate::kernel::clock::Instant;
use crate::kernel::ids::{AccountId, DossierId, NotificationId, OperatingUnitId, ProcedureVersionId};
use crate::kernel::locale::Language;

/// The templates of notices: the texts `notifications-<template>-subject` and `notifications-<template>-text`.
pub const TEMPLATES: &[&str] = &[
    "submitted",
    "supplement-asked",
    "payment-due",
    "paid",
    "granted",
    "refused",
    "withdrawn",
    "invitation",
];

/// A notice with what a letter needs.
#[derive(Debug, Clone)]
pub struct Notice {
    /// Its id.
    pub id: NotificationId,
    /// For whom.
    pub account_id: AccountId,
    /// Her name.
    pub name: String,
    /// Her address.
    pub email: String,
    /// Her language.
    pub language: Language,
    /// About which dossier.
    pub dossier_id: Option<DossierId>,
    /// That dossier's number.
    pub dossier_number: Option<String>,
    /// The version of the procedure it follows.
    pub procedure_version_id: Option<ProcedureVersionId>,
    /// The unit that has it.
    pub operating_unit_id: Option<OperatingUnitId>,
    /// Which words.
    pub template: String,
    /// What fills them.
    pub arguments: serde_json::Value,
    /// The letter's Message-ID.
    pub message_id: String,
    /// When it was written.
    pub created_at: Instant,
    /// When a mail server took the letter.
    pub sent_at: Option<Instant>,
    /// When sending was given up.
    pub given_up_at: Option<Instant>,
    /// When she read it on her page.
    pub read_at: Option<Instant>,
}
