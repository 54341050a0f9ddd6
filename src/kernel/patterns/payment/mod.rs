//! Payment requests: what is due at a step of a process, how it can be paid, and what the applicant is told.
//!
//! ```text
//! [bank] [cash] [keypay] net=formula [ship=formula] [tax=formula] [$message$] …
//! ```
//!
//! Square brackets say that an item can be left out; around a method word they may also be written. Items are separated by white space, in any order; `ship` and `tax` are 0 where they are left out, and no method
//! means cash. A formula is an expression in **minor units** of the tenant's currency (đồng, kopiyka, fen). It
//! reaches to the next item, so it may contain spaces; a method word or a key such as `tax=` that belongs to the
//! formula itself stands in brackets. A message may contain anything but `$`.
//!
//! `bank net=if form.copies > 1 then form.copies * 5000 else 5000 ship=30000 $Pay at the bank$`

mod parse;
#[cfg(test)]
mod tests;

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::kernel::expressions::{EvaluationError, Expression};
use crate::kernel::money::{Currency, Money};

pub use parse::{PaymentPatternError, Problem};

/// A way to pay.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// Transfer to the unit's bank account.
    Bank,
    /// At a cash desk.
    Cash,
    /// Through the online gateway.
    Keypay,
}

impl Method {
    /// Every method, in the order in which they are offered.
    pub const ALL: [Method; 3] = [Method::Keypay, Method::Bank, Method::Cash];

    /// The word in a pattern.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Method::Bank => "bank",
            Method::Cash => "cash",
            Method::Keypay => "keypay",
        }
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// A word that is no way to pay.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\u{201c}{0}\u{201d} is not a way to pay; it is one of bank, cash and keypay")]
pub struct UnknownMethod(pub String);

impl FromStr for Method {
    type Err = UnknownMethod;
    fn from_str(text: &str) -> Result<Self, UnknownMethod> {
        Method::ALL
            .into_iter()
            .find(|method| method.word() == text)
            .ok_or_else(|| UnknownMethod(text.chars().take(32).collect()))
    }
}

/// A part of the amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// The fee itself.
    Net,
    /// Delivery.
    Ship,
    /// Tax.
    Tax,
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Part::Net => "net",
            Part::Ship => "ship",
            Part::Tax => "tax",
        })
    }
}

/// A parsed payment request pattern. It reads from and writes to its own text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PaymentRequestPattern {
    text: String,
    methods: Vec<Method>,
    net: Expression,
    ship: Option<Expression>,
    tax: Option<Expression>,
    messages: Vec<String>,
}

/// What is due, in minor units. No part is negative, and the total is their sum.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Amounts {
    /// The fee itself.
    pub net: i64,
    /// Delivery.
    pub ship: i64,
    /// Tax.
    pub tax: i64,
    /// Net, delivery and tax together.
    pub total: i64,
    /// The currency whose minor units these are.
    pub currency: Currency,
}

impl Amounts {
    /// The total with its currency.
    #[must_use]
    pub fn money(&self) -> Money {
        Money::new(self.total, self.currency)
    }
}

/// Why nothing can be asked for. The step stops as an incident; the amount never becomes 0 instead.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AmountError {
    /// The formula has no value, or no number.
    #[error("{part}: {error}")]
    Formula {
        /// Which formula.
        part: Part,
        /// What went wrong.
        error: EvaluationError,
    },
    /// The formula gave a fraction of a minor unit.
    #[error("{part}: {value} is a fraction of the smallest unit of {currency}; {hint}")]
    Fraction {
        /// Which formula.
        part: Part,
        /// What it gave.
        value: String,
        /// The currency.
        currency: Currency,
        /// What to write.
        hint: &'static str,
    },
    /// The formula gave less than nothing.
    #[error("{part}: {value} is negative; an amount due is at least 0")]
    Negative {
        /// Which formula.
        part: Part,
        /// What it gave.
        value: i64,
    },
    /// The sum of the parts does not fit.
    #[error("the total of {net} + {ship} + {tax} is too large")]
    Overflow {
        /// The fee.
        net: i64,
        /// Delivery.
        ship: i64,
        /// Tax.
        tax: i64,
    },
}

/// A method that the unit does not offer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the unit does not offer payment by {0}; take it out of the pattern or have the unit offer it")]
pub struct NotOffered(pub Method);

impl PaymentRequestPattern {
    /// Reads a pattern.
    ///
    /// # Errors
    /// With the position and what to write instead; see [`Problem`].
    pub fn parse(text: &str) -> Result<Self, PaymentPatternError> {
        parse::parse(text)
    }

    /// The pattern as it was written.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The ways to pay, in the order of the pattern; never empty.
    #[must_use]
    pub fn methods(&self) -> &[Method] {
        &self.methods
    }

    /// The formula of a part, where it has one.
    #[must_use]
    pub fn formula(&self, part: Part) -> Option<&Expression> {
        match part {
            Part::Net => Some(&self.net),
            Part::Ship => self.ship.as_ref(),
            Part::Tax => self.tax.as_ref(),
        }
    }

    /// What the applicant is told.
    #[must_use]
    pub fn messages(&self) -> &[String] {
        &self.messages
    }

    /// The ways to pay, if the unit offers each of them. Asked when the pattern is saved, and again when a request is
    /// raised, because a unit can stop offering one.
    ///
    /// # Errors
    /// With the first method that the unit does not offer.
    pub fn methods_at(&self, offered: &[Method]) -> Result<&[Method], NotOffered> {
        match self.methods.iter().find(|method| !offered.contains(method)) {
            Some(missing) => Err(NotOffered(*missing)),
            None => Ok(&self.methods),
        }
    }

    /// What is due under `variables` (the form, the fee schedule), in minor units of `currency`.
    ///
    /// # Errors
    /// When a formula fails or gives a fraction or a negative number, or the total does not fit.
    pub fn evaluate(&self, variables: &Value, currency: Currency) -> Result<Amounts, AmountError> {
        let part = |part| match self.formula(part) {
            Some(formula) => amount(part, formula, variables, currency),
            None => Ok(0),
        };
        let (net, ship, tax) = (part(Part::Net)?, part(Part::Ship)?, part(Part::Tax)?);
        let total = net.checked_add(ship).and_then(|sum| sum.checked_add(tax));
        let total = total.ok_or(AmountError::Overflow { net, ship, tax })?;
        Ok(Amounts {
            net,
            ship,
            tax,
            total,
            currency,
        })
    }
}

fn amount(
    part: Part,
    formula: &Expression,
    variables: &Value,
    currency: Currency,
) -> Result<i64, AmountError> {
    match formula.integer(variables) {
        Ok(value) if value < 0 => Err(AmountError::Negative { part, value }),
        Ok(value) => Ok(value),
        Err(EvaluationError::Fraction { value, .. }) => Err(AmountError::Fraction {
            part,
            value: value.to_string(),
            currency,
            hint: match currency.decimals() {
                0 => "round it with ceiling(\u{2026}) or floor(\u{2026})",
                _ => "write 1250 for 12.50, and round with ceiling(\u{2026}) or floor(\u{2026})",
            },
        }),
        Err(error) => Err(AmountError::Formula { part, error }),
    }
}

impl fmt::Display for PaymentRequestPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl TryFrom<String> for PaymentRequestPattern {
    type Error = PaymentPatternError;
    fn try_from(text: String) -> Result<Self, PaymentPatternError> {
        Self::parse(&text)
    }
}

impl From<PaymentRequestPattern> for String {
    fn from(pattern: PaymentRequestPattern) -> String {
        pattern.text
    }
}
