//! What a person is entered with, wherever she is: at home when she registers, or at a counter.

use crate::kernel::error::FieldProblem;
use crate::kernel::identity::{self, IdentityKind};

use super::forms::PostedForm;
use super::visit::Visit;

const NAME_CHARACTERS_MAX: usize = 100;
const PHONE_DIGITS: std::ops::RangeInclusive<usize> = 3..=15;

/// The kind of identity number that people of a country have.
const fn identity_kind(country: &str) -> Option<(IdentityKind, &'static str)> {
    match country.as_bytes() {
        b"VN" => Some((IdentityKind::Cccd, "cccd")),
        b"UA" => Some((IdentityKind::Rnokpp, "rnokpp")),
        b"CN" => Some((IdentityKind::Gb11643, "gb11643")),
        _ => None,
    }
}

/// The field `name`.
///
/// # Errors
/// When it is missing, too long, or holds control characters.
pub fn name(form: &PostedForm) -> Result<String, FieldProblem> {
    let name = form.text("name");
    if name.is_empty() {
        Err(FieldProblem::new("name", "forms-problem-missing"))
    } else if name.chars().count() > NAME_CHARACTERS_MAX || name.chars().any(char::is_control) {
        Err(FieldProblem::new("name", "forms-problem-too-long").with("limit", NAME_CHARACTERS_MAX))
    } else {
        Ok(name.to_owned())
    }
}

/// The field `phone`, without what people put between its digits; empty when nothing was typed.
///
/// # Errors
/// When it is no telephone number.
pub fn phone(form: &PostedForm) -> Result<Option<String>, FieldProblem> {
    let phone: String = form
        .text("phone")
        .chars()
        .filter(|c| !" .-()\u{a0}".contains(*c))
        .collect();
    if phone.is_empty() {
        return Ok(None);
    }
    let digits = phone.strip_prefix('+').unwrap_or(&phone);
    if PHONE_DIGITS.contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit()) {
        Ok(Some(phone))
    } else {
        Err(FieldProblem::new("phone", "forms-problem-not-phone"))
    }
}

/// The field `identity`: kind and number as the tenant's country has them; `None` when nothing was typed.
///
/// # Errors
/// When it is no such number.
pub fn identity(visit: &Visit, form: &PostedForm) -> Result<Option<(String, String)>, FieldProblem> {
    let typed = form.text("identity");
    let Some((kind, word)) = identity_kind(&visit.tenant.settings.tenant.country) else {
        return Ok(None);
    };
    if typed.is_empty() {
        return Ok(None);
    }
    match identity::check(kind, typed) {
        Ok(checked) => Ok(Some((word.to_owned(), checked.number))),
        Err(_) => Err(FieldProblem::new("identity", "forms-problem-not-identity")),
    }
}
