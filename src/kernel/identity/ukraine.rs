//! Ukraine: the number of a taxpayer and of a legal entity.

use std::str::FromStr;

use chrono::{Days, NaiveDate};

use super::{IdentityError, IdentityKind, Problem, Sex, Typed, numbers, spelled, weighted};

numbers! {
    /// Registration number of a taxpayer (RNOKPP), 10 digits: days from 31 December 1899 to birth 5, serial 4 of which
    /// the last tells the sex, check digit 1.
    Rnokpp,
    /// Number of a legal entity in the state register (EDRPOU), 8 digits, the last a check digit.
    Edrpou,
}

/// −1, 5, 7, 9, 4, 6, 10, 5, 7; the first as 10, which is the same by 11.
const PERSON_WEIGHTS: [u32; 9] = [10, 5, 7, 9, 4, 6, 10, 5, 7];

impl FromStr for Rnokpp {
    type Err = IdentityError;

    fn from_str(text: &str) -> Result<Self, IdentityError> {
        let typed = Typed::read(IdentityKind::Rnokpp, text)?;
        let digits = typed.digits()?;
        typed.length(10, "10 digits")?;
        if spelled(&digits[..5]) == 0 {
            return Err(typed.part(1, 5, "date of birth"));
        }
        if weighted(&digits, &PERSON_WEIGHTS) % 11 % 10 != digits[9] {
            return Err(typed.refuse(Problem::Check));
        }
        Ok(Self(typed.into_text()))
    }
}

impl Rnokpp {
    /// The date of birth.
    #[must_use]
    pub fn birth_date(&self) -> Option<NaiveDate> {
        let days = self.0.get(..5)?.parse::<u64>().ok()?;
        NaiveDate::from_ymd_opt(1899, 12, 31)?.checked_add_days(Days::new(days))
    }

    /// The sex: an odd ninth digit is male.
    #[must_use]
    pub fn sex(&self) -> Sex {
        let odd = self.0.as_bytes().get(8).is_some_and(|digit| digit % 2 == 1);
        if odd { Sex::Male } else { Sex::Female }
    }
}

impl FromStr for Edrpou {
    type Err = IdentityError;

    fn from_str(text: &str) -> Result<Self, IdentityError> {
        let typed = Typed::read(IdentityKind::Edrpou, text)?;
        let digits = typed.digits()?;
        typed.length(8, "8 digits, with zeros in front where the number is shorter")?;
        if digits.iter().all(|digit| *digit == 0) {
            return Err(typed.part(1, 8, "number"));
        }
        if entity_check(&digits) != digits[7] {
            return Err(typed.refuse(Problem::Check));
        }
        Ok(Self(typed.into_text()))
    }
}

/// Between 30 and 60 million the weights begin with 7. A remainder of 10 is no digit: then the sum is made again with
/// weights greater by 2, and 10 again is 0.
pub(super) fn entity_check(digits: &[u32]) -> u32 {
    let number = spelled(&digits[..8]);
    let weights: [u32; 7] = if (30_000_000..=60_000_000).contains(&number) {
        [7, 1, 2, 3, 4, 5, 6]
    } else {
        [1, 2, 3, 4, 5, 6, 7]
    };
    match weighted(digits, &weights) % 11 {
        10 => weighted(digits, &weights.map(|weight| weight + 2)) % 11 % 10,
        check => check,
    }
}
