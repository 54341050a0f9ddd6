//! Viet Nam: the citizen's number and the tax code.

use std::str::FromStr;

use super::{IdentityError, IdentityKind, Problem, Sex, Typed, numbers, weighted};

numbers! {
    /// Citizen identity number (CCCD), 12 digits: province of birth registration 3, century and sex 1, year of birth
    /// 2, serial 6. It has **no check digit**.
    Cccd,
    /// Tax code (MST): 10 digits, the last a check digit; a dependent unit adds `-001` to `-999`. Since 1 July 2025 the
    /// tax code of a person is the 12-digit citizen identity number.
    Mst,
}

/// The 63 provinces before the merger of 2025: numbers are given once and keep them.
const PROVINCES: [u32; 63] = [
    1, 2, 4, 6, 8, 10, 11, 12, 14, 15, 17, 19, 20, 22, 24, 25, 26, 27, 30, 31, 33, 34, 35, 36, 37, 38, 40,
    42, 44, 45, 46, 48, 49, 51, 52, 54, 56, 58, 60, 62, 64, 66, 67, 68, 70, 72, 74, 75, 77, 79, 80, 82, 83,
    84, 86, 87, 89, 91, 92, 93, 94, 95, 96,
];

/// Codes from here on are countries: a citizen whose birth was registered abroad.
const FIRST_COUNTRY: u32 = 101;

const TAX_WEIGHTS: [u32; 9] = [31, 29, 23, 19, 17, 13, 7, 5, 3];

impl FromStr for Cccd {
    type Err = IdentityError;

    fn from_str(text: &str) -> Result<Self, IdentityError> {
        let typed = Typed::read(IdentityKind::Cccd, text)?;
        citizen(&typed)?;
        Ok(Self(typed.into_text()))
    }
}

fn citizen(typed: &Typed) -> Result<(), IdentityError> {
    let digits = typed.digits()?;
    typed.length(12, "12 digits")?;
    let province = super::spelled(&digits[..3]);
    if !PROVINCES.contains(&province) && province < FIRST_COUNTRY {
        return Err(typed.part(1, 3, "province of birth registration"));
    }
    if digits[3] > 3 {
        return Err(typed.part(4, 4, "century and sex"));
    }
    Ok(())
}

impl Cccd {
    fn digit(&self, index: usize) -> u16 {
        self.0
            .as_bytes()
            .get(index)
            .map_or(0, |digit| u16::from(digit - b'0'))
    }

    /// The year of birth.
    #[must_use]
    pub fn birth_year(&self) -> u16 {
        1900 + self.digit(3) / 2 * 100 + self.digit(4) * 10 + self.digit(5)
    }

    /// The sex: even is male.
    #[must_use]
    pub fn sex(&self) -> Sex {
        if self.digit(3).is_multiple_of(2) {
            Sex::Male
        } else {
            Sex::Female
        }
    }
}

impl FromStr for Mst {
    type Err = IdentityError;

    fn from_str(text: &str) -> Result<Self, IdentityError> {
        let mut typed = Typed::read(IdentityKind::Mst, text)?;
        // The hyphen before a dependent unit is where it belongs or is left out.
        if typed.chars.get(10).is_some_and(|(c, _)| *c == '-') {
            typed.chars.remove(10);
            typed.length(13, "10 digits, or 10 digits, a hyphen and 3 digits")?;
        }
        let digits = typed.digits()?;
        match digits.len() {
            12 => citizen(&typed)?,
            10 | 13 => taxpayer(&typed, &digits)?,
            found => {
                let wanted = "10 digits, 10 digits with a hyphen and 3 digits, or the 12 digits of a person";
                return Err(typed.refuse(Problem::Length { found, wanted }));
            }
        }
        let mut text = typed.into_text();
        if text.len() == 13 {
            text.insert(10, '-');
        }
        Ok(Self(text))
    }
}

fn taxpayer(typed: &Typed, digits: &[u32]) -> Result<(), IdentityError> {
    // 10 where the sum is a multiple of 11: no number has that, so the comparison with a digit fails.
    if digits[9] != 10 - weighted(digits, &TAX_WEIGHTS) % 11 {
        return Err(typed.refuse(Problem::Check));
    }
    if digits.len() == 13 && super::spelled(&digits[10..]) == 0 {
        return Err(typed.part(11, 13, "dependent unit"));
    }
    Ok(())
}

impl Mst {
    /// Whether it is a person's citizen identity number.
    #[must_use]
    pub fn is_person(&self) -> bool {
        self.0.len() == 12
    }
}
