//! China: the citizen's number and the credit code of an organisation.

use std::str::FromStr;

use chrono::NaiveDate;

use super::{IdentityError, IdentityKind, Problem, Sex, Typed, numbers, spelled, weighted};

numbers! {
    /// Citizen identity number (GB 11643), 18 characters: area 6, date of birth 8, serial 3 of which the last tells the
    /// sex, check character 1 (`0` to `9` or `X`).
    ResidentId,
    /// Unified social credit code (GB 32100), 18 characters: registering department 1, kind 1, area 6, organisation code
    /// 9 with a check character of its own (GB 11714), check character 1.
    CreditCode,
}

/// The first two digits of an area: provinces, the special regions, and 83 for residents from Taiwan.
const PROVINCES: [u32; 35] = [
    11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46, 50, 51, 52, 53, 54,
    61, 62, 63, 64, 65, 71, 81, 82, 83,
];

const CITIZEN_WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CITIZEN_CHECKS: &[u8; 11] = b"10X98765432";

/// Digits and letters without I, O, S, V and Z.
pub(super) const CREDIT_ALPHABET: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";
const ORGANISATION_WEIGHTS: [u32; 8] = [3, 7, 9, 10, 5, 8, 4, 2];

impl FromStr for ResidentId {
    type Err = IdentityError;

    fn from_str(text: &str) -> Result<Self, IdentityError> {
        let typed = Typed::read(IdentityKind::Gb11643, text)?;
        typed.length(18, "18")?;
        typed.each(0..17, "a digit", |c| c.is_ascii_digit())?;
        typed.each(17..18, "a digit or X", |c| c.is_ascii_digit() || c == 'X')?;
        let values = typed.values();
        if !PROVINCES.contains(&spelled(&values[..2])) {
            return Err(typed.part(1, 6, "area"));
        }
        let year = i32::try_from(spelled(&values[6..10])).unwrap_or(0);
        let date = NaiveDate::from_ymd_opt(year, spelled(&values[10..12]), spelled(&values[12..14]));
        if date.is_none() || year < 1800 {
            return Err(typed.part(7, 14, "date of birth"));
        }
        if char::from(citizen_check(&values)) != typed.chars[17].0 {
            return Err(typed.refuse(Problem::Check));
        }
        Ok(Self(typed.into_text()))
    }
}

pub(super) fn citizen_check(values: &[u32]) -> u8 {
    CITIZEN_CHECKS[(weighted(values, &CITIZEN_WEIGHTS) % 11) as usize]
}

impl ResidentId {
    /// The date of birth.
    #[must_use]
    pub fn birth_date(&self) -> Option<NaiveDate> {
        NaiveDate::parse_from_str(self.0.get(6..14)?, "%Y%m%d").ok()
    }

    /// The sex: an odd seventeenth digit is male.
    #[must_use]
    pub fn sex(&self) -> Sex {
        let odd = self.0.as_bytes().get(16).is_some_and(|digit| digit % 2 == 1);
        if odd { Sex::Male } else { Sex::Female }
    }

    /// The area of first registration, six digits.
    #[must_use]
    pub fn area(&self) -> &str {
        self.0.get(..6).unwrap_or_default()
    }
}

impl FromStr for CreditCode {
    type Err = IdentityError;

    fn from_str(text: &str) -> Result<Self, IdentityError> {
        let typed = Typed::read(IdentityKind::Gb32100, text)?;
        typed.length(18, "18")?;
        let known = |c| CREDIT_ALPHABET.contains(c);
        typed.each(0..2, "a digit, or a letter other than I, O, S, V and Z", known)?;
        typed.each(2..8, "a digit of the area", |c| c.is_ascii_digit())?;
        typed.each(8..18, "a digit, or a letter other than I, O, S, V and Z", known)?;
        if organisation_check(&typed.values()[8..16]) != typed.chars[16].0 {
            return Err(typed.refuse(Problem::Check));
        }
        let places: Vec<u32> = typed.chars.iter().map(|(c, _)| credit_value(*c)).collect();
        if credit_check(&places[..17]) != places[17] {
            return Err(typed.refuse(Problem::Check));
        }
        Ok(Self(typed.into_text()))
    }
}

pub(super) fn credit_value(c: char) -> u32 {
    CREDIT_ALPHABET
        .find(c)
        .and_then(|place| u32::try_from(place).ok())
        .unwrap_or(0)
}

/// The place of the check character in the alphabet; the weights are the powers of 3 by 31.
pub(super) fn credit_check(places: &[u32]) -> u32 {
    let (sum, _) = places.iter().fold((0, 1), |(sum, weight), place| {
        (sum + place * weight, weight * 3 % 31)
    });
    (31 - sum % 31) % 31
}

/// GB 11714: letters count from 10; 10 is written X and 11 as 0.
pub(super) fn organisation_check(values: &[u32]) -> char {
    match 11 - weighted(values, &ORGANISATION_WEIGHTS) % 11 {
        10 => 'X',
        11 => '0',
        check => char::from_digit(check, 10).unwrap_or('0'),
    }
}
