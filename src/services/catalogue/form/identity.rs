//! Identity and registration numbers in answers.

use chrono::NaiveDate;

use super::IdentityKind;

impl IdentityKind {
    /// The number as it is kept, when `text` is one on the day `today`.
    #[must_use]
    pub fn normal(self, text: &str, _today: NaiveDate) -> Option<String> {
        let plain: String = text
            .chars()
            .filter(|c| !c.is_whitespace())
            .collect::<String>()
            .to_uppercase();
        let lengths: &[usize] = match self {
            IdentityKind::Cccd => &[12],
            IdentityKind::Mst => &[10, 14],
            IdentityKind::Rnokpp => &[10],
            IdentityKind::Edrpou => &[8],
            IdentityKind::Gb11643 | IdentityKind::Gb32100 => &[18],
            IdentityKind::Iban => &[29],
        };
        lengths.contains(&plain.len()).then_some(plain)
    }
}
