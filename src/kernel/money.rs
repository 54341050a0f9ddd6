//! Amounts in minor units with their currency. Never a float.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A currency of ISO 4217 in which a tenant keeps books.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Currency {
    /// Vietnamese đồng, no minor unit.
    Vnd,
    /// Ukrainian hryvnia, two decimals.
    Uah,
    /// Chinese yuan, two decimals.
    Cny,
    /// Euro, two decimals.
    Eur,
}

impl Currency {
    /// Digits after the decimal separator (ISO 4217 minor unit).
    #[must_use]
    pub const fn decimals(self) -> u32 {
        match self {
            Currency::Vnd => 0,
            Currency::Uah | Currency::Cny | Currency::Eur => 2,
        }
    }

    /// The three-letter code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Currency::Vnd => "VND",
            Currency::Uah => "UAH",
            Currency::Cny => "CNY",
            Currency::Eur => "EUR",
        }
    }

    /// Reads a three-letter code.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        [Currency::Vnd, Currency::Uah, Currency::Cny, Currency::Eur]
            .into_iter()
            .find(|c| c.code() == code)
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// How money came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tender {
    /// At a cash desk.
    Cash,
    /// Through the online gateway.
    Gateway,
    /// By bank transfer.
    Bank,
}

impl Tender {
    /// As stored.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Tender::Cash => "cash",
            Tender::Gateway => "gateway",
            Tender::Bank => "bank",
        }
    }

    /// Reads what is stored.
    #[must_use]
    pub fn parse(name: &str) -> Option<Tender> {
        [Tender::Cash, Tender::Gateway, Tender::Bank]
            .into_iter()
            .find(|tender| tender.name() == name)
    }
}

/// Two amounts that cannot be added, or a sum that does not fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MoneyError {
    /// The currencies differ.
    #[error("amounts in {0} and {1} cannot be added")]
    CurrencyMismatch(Currency, Currency),
    /// The result does not fit in 64 bits.
    #[error("the amount is too large")]
    Overflow,
}

/// An amount in minor units of its currency (đồng, kopiyka, fen, cent).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Money {
    /// Minor units; negative for a credit.
    pub amount_minor: i64,
    /// The currency.
    pub currency: Currency,
}

impl Money {
    /// An amount of `amount_minor` minor units.
    #[must_use]
    pub const fn new(amount_minor: i64, currency: Currency) -> Self {
        Self {
            amount_minor,
            currency,
        }
    }

    /// The sum of both.
    ///
    /// # Errors
    /// When the currencies differ or the sum does not fit.
    pub fn plus(self, other: Money) -> Result<Money, MoneyError> {
        if self.currency != other.currency {
            return Err(MoneyError::CurrencyMismatch(self.currency, other.currency));
        }
        let amount_minor = self
            .amount_minor
            .checked_add(other.amount_minor)
            .ok_or(MoneyError::Overflow)?;
        Ok(Money { amount_minor, ..self })
    }

    /// The amount as a plain decimal text with a point, as standards for machines want it: `1250.00`, `75000`.
    #[must_use]
    pub fn decimal(self) -> String {
        let decimals = self.currency.decimals();
        let sign = if self.amount_minor < 0 { "-" } else { "" };
        let magnitude = self.amount_minor.unsigned_abs();
        if decimals == 0 {
            return format!("{sign}{magnitude}");
        }
        let scale = 10_u64.pow(decimals);
        format!(
            "{sign}{}.{:0width$}",
            magnitude / scale,
            magnitude % scale,
            width = decimals as usize
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn minor_units_become_decimals_by_currency() {
        assert_eq!(Money::new(75_000, Currency::Vnd).decimal(), "75000");
        assert_eq!(Money::new(-5, Currency::Uah).decimal(), "-0.05");
        assert_eq!(Money::new(123_456, Currency::Cny).decimal(), "1234.56");
    }

    #[test]
    fn sums_keep_the_currency_and_the_range() {
        let one = Money::new(1, Currency::Vnd);
        assert_eq!(one.plus(one), Ok(Money::new(2, Currency::Vnd)));
        assert!(one.plus(Money::new(1, Currency::Uah)).is_err());
        assert_eq!(
            Money::new(i64::MAX, Currency::Vnd).plus(one),
            Err(MoneyError::Overflow)
        );
    }
}
