//! Texts into values, one function for each type of field.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde_json::json;
use unicode_normalization::UnicodeNormalization;

use super::read::matcher;
use super::{Answer, Bound, Field, ProblemKind};
use crate::kernel::money::Currency;

/// Trimmed, in Unicode form NFC, with line ends as one character: what people type looks the same and is the same.
pub(super) fn tidy(text: &str) -> String {
    text.replace("\r\n", "\n").trim().nfc().collect()
}

pub(super) fn plain(field: &Field, text: &str, lines: bool) -> Result<Answer, ProblemKind> {
    let hidden =
        |c: char| (c.is_control() && !(lines && matches!(c, '\n' | '\t'))) || is_direction_override(c);
    if text.chars().any(hidden) {
        return Err(ProblemKind::ControlCharacters);
    }
    if let Some(matches) = field.pattern.as_deref().and_then(matcher)
        && !super::validate::holds(&matches, &json!({"value": text}))
    {
        return Err(ProblemKind::Pattern);
    }
    Ok(Answer::Text(text.to_owned()))
}

/// Characters that make a text read otherwise than it is written.
const fn is_direction_override(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

pub(super) fn integer(field: &Field, text: &str) -> Result<Answer, ProblemKind> {
    let number: i64 = ungrouped(text).parse().map_err(|_| ProblemKind::NotWhole)?;
    in_bounds(field, Decimal::from(number))?;
    Ok(Answer::Integer(number))
}

pub(super) fn decimal(field: &Field, text: &str) -> Result<Decimal, ProblemKind> {
    let number: Decimal = ungrouped(text)
        .replace(',', ".")
        .parse()
        .map_err(|_| ProblemKind::NotNumber)?;
    in_bounds(field, number)?;
    Ok(number)
}

pub(super) fn amount(field: &Field, text: &str, currency: Currency) -> Result<Answer, ProblemKind> {
    let number = decimal(field, text)?;
    let minor = number
        .checked_mul(Decimal::from(10_u32.pow(currency.decimals())))
        .ok_or(ProblemKind::NotNumber)?;
    if !minor.fract().is_zero() {
        return Err(ProblemKind::TooManyDecimals(currency.decimals()));
    }
    minor.to_i64().map(Answer::Amount).ok_or(ProblemKind::NotNumber)
}

/// Spaces, also narrow and fixed ones, may group digits. Points and commas may not: they mean different things in
/// different languages.
fn ungrouped(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

fn in_bounds(field: &Field, number: Decimal) -> Result<(), ProblemKind> {
    match (&field.min, &field.max) {
        (Some(Bound::Number(least)), _) if number < *least => Err(ProblemKind::TooSmall(least.to_string())),
        (_, Some(Bound::Number(most))) if number > *most => Err(ProblemKind::TooLarge(most.to_string())),
        _ => Ok(()),
    }
}

/// `2026-01-31` as browsers send it, or `31/1/2026`, `31.1.2026` as people write it.
pub(super) fn day(text: &str) -> Option<NaiveDate> {
    if let Ok(day) = text.parse() {
        return Some(day);
    }
    let mut parts = text.split(['/', '.', ' ']).map(str::parse::<u32>);
    let (day, month, year) = (parts.next()?.ok()?, parts.next()?.ok()?, parts.next()?.ok()?);
    (parts.next().is_none() && year >= 1000)
        .then(|| NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day))
        .flatten()
}

pub(super) fn choice(field: &Field, text: &str) -> Result<Answer, ProblemKind> {
    let known = field.options.iter().any(|option| option.value == text);
    known
        .then(|| Answer::Text(text.to_owned()))
        .ok_or(ProblemKind::NotAnOption)
}

pub(super) fn choices(field: &Field, sent: &[String]) -> Result<Answer, ProblemKind> {
    let mut chosen = Vec::new();
    for option in &field.options {
        if sent.contains(&option.value) {
            chosen.push(option.value.clone());
        }
    }
    let all_known = sent.iter().all(|value| chosen.contains(value));
    all_known
        .then_some(Answer::Choices(chosen))
        .ok_or(ProblemKind::NotAnOption)
}

pub(super) fn is_email(text: &str) -> bool {
    let Some((name, host)) = text.rsplit_once('@') else {
        return false;
    };
    text.len() <= 254
        && !name.is_empty()
        && host.contains('.')
        && host.split('.').all(|label| !label.is_empty())
        && !text
            .chars()
            .any(|c| c.is_whitespace() || c.is_control() || matches!(c, ',' | ';' | '<' | '>' | '"'))
        && !name.contains('@')
}

/// Digits with an optional plus, without the spaces, points and hyphens people put between them.
pub(super) fn phone(text: &str) -> Option<String> {
    let plain: String = text
        .chars()
        .filter(|c| !matches!(c, ' ' | '.' | '-' | '(' | ')' | '\u{a0}'))
        .collect();
    let digits = plain.strip_prefix('+').unwrap_or(&plain);
    ((3..=15).contains(&digits.len()) && digits.chars().all(|c| c.is_ascii_digit())).then_some(plain)
}
