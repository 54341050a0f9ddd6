//! International bank account numbers (ISO 13616).

use std::str::FromStr;

use super::{IdentityError, IdentityKind, Problem, Typed, numbers};

numbers! {
    /// International bank account number: country 2, check digits 2, account of up to 30 characters.
    Iban,
}

/// Lengths of the countries that tenants of Europe meet most; for others 15 to 34 characters are accepted.
const LENGTHS: [(&str, usize); 30] = [
    ("AT", 20),
    ("BE", 16),
    ("BG", 22),
    ("CH", 21),
    ("CY", 28),
    ("CZ", 24),
    ("DE", 22),
    ("DK", 18),
    ("EE", 20),
    ("ES", 24),
    ("FI", 18),
    ("FR", 27),
    ("GB", 22),
    ("GR", 27),
    ("HR", 21),
    ("HU", 28),
    ("IE", 22),
    ("IT", 27),
    ("LT", 20),
    ("LU", 20),
    ("LV", 21),
    ("MD", 24),
    ("NL", 18),
    ("NO", 15),
    ("PL", 28),
    ("PT", 25),
    ("RO", 24),
    ("SE", 24),
    ("SK", 24),
    ("UA", 29),
];

impl FromStr for Iban {
    type Err = IdentityError;

    fn from_str(text: &str) -> Result<Self, IdentityError> {
        let typed = Typed::read(IdentityKind::Iban, text)?;
        let found = typed.chars.len();
        if !(15..=34).contains(&found) {
            return Err(typed.refuse(Problem::Length {
                found,
                wanted: "15 to 34 (29 in Ukraine)",
            }));
        }
        typed.each(0..2, "a letter of the country", |c| c.is_ascii_uppercase())?;
        typed.each(2..4, "a digit", |c| c.is_ascii_digit())?;
        typed.each(4..found, "a letter or a digit", |c| c.is_ascii_alphanumeric())?;
        let country: String = typed.chars[..2].iter().map(|(c, _)| *c).collect();
        if LENGTHS
            .iter()
            .any(|(known, length)| *known == country && *length != found)
        {
            let wanted = "as many as the country has (29 in Ukraine)";
            return Err(typed.refuse(Problem::Length { found, wanted }));
        }
        if remainder(&typed.values()) != 1 {
            return Err(typed.refuse(Problem::Check));
        }
        Ok(Self(typed.into_text()))
    }
}

/// By 97, of the account followed by country and check digits, letters as two digits.
pub(super) fn remainder(values: &[u32]) -> u32 {
    values[4..].iter().chain(&values[..4]).fold(0, |rest, value| {
        let shift = if *value > 9 { 100 } else { 10 };
        (rest * shift + value) % 97
    })
}
