//! Amounts as people type them.

/// An amount as people type it, in minor units. The last point or comma is the decimal one where the currency has
/// decimals and not more digits than those follow it; every other only groups.
#[must_use]
pub fn minor_units(text: &str, decimals: u32) -> Option<i64> {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    if text.is_empty() || !text.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',')) {
        return None;
    }
    let places = usize::try_from(decimals).ok()?;
    let (whole, fraction) = match text.rfind(['.', ',']) {
        Some(at) if places > 0 && text.len() - at - 1 <= places => (&text[..at], &text[at + 1..]),
        _ => (text.as_str(), ""),
    };
    let digits: String = whole.chars().filter(char::is_ascii_digit).collect();
    format!("{digits}{fraction:0<places$}").parse().ok()
}

#[cfg(test)]
mod tests {
    use super::minor_units;

    #[test]
    fn amounts_are_read_as_people_type_them() {
        assert_eq!(minor_units("150000", 0), Some(150_000));
        assert_eq!(minor_units("150.000", 0), Some(150_000));
        assert_eq!(minor_units("1 234,5", 2), Some(123_450));
        assert_eq!(minor_units("1,234.56", 2), Some(123_456));
        assert_eq!(minor_units("1.234", 2), Some(123_400));
        assert_eq!(minor_units("12", 2), Some(1_200));
        for wrong in ["", "-5", "12a", "9999999999999999999999"] {
            assert_eq!(minor_units(wrong, 2), None, "{wrong}");
        }
    }
}
