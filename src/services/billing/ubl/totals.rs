//! The sums of an invoice, from its lines.

use rust_decimal::prelude::ToPrimitive;
use rust_decimal::{Decimal, RoundingStrategy};

use super::{InvoiceDocument, InvoiceLine, UblError, Vat};

/// All lines of one category and rate (BG-23).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VatGroup {
    /// The category, with the reason of the first line that has it.
    pub vat: Vat,
    /// What is taxed (BT-116), minor units.
    pub taxable_minor: i64,
    /// The tax (BT-117), minor units.
    pub tax_minor: i64,
}

/// The sums of a document, minor units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Totals {
    /// Net amount of each line (BT-131), in the order of the lines.
    pub lines_minor: Vec<i64>,
    /// Sum of the lines (BT-106), which without allowances and charges is also the total without VAT (BT-109).
    pub net_minor: i64,
    /// The tax by category and rate, in order of first appearance.
    pub groups: Vec<VatGroup>,
    /// Sum of the tax (BT-110).
    pub tax_minor: i64,
    /// Total with VAT (BT-112).
    pub gross_minor: i64,
    /// What is still due (BT-115).
    pub due_minor: i64,
}

impl InvoiceDocument {
    /// Computes every sum. Lines are rounded half away from zero to minor units, tax likewise once per group.
    ///
    /// # Errors
    /// When a sum does not fit in 64 bits.
    pub fn totals(&self) -> Result<Totals, UblError> {
        let mut lines_minor = Vec::with_capacity(self.lines.len());
        let mut groups: Vec<VatGroup> = Vec::new();
        for line in &self.lines {
            let net = net_minor(line)?;
            lines_minor.push(net);
            match groups
                .iter_mut()
                .find(|g| g.vat.code() == line.vat.code() && g.vat.rate() == line.vat.rate())
            {
                Some(group) => {
                    group.taxable_minor = group.taxable_minor.checked_add(net).ok_or(UblError::Overflow)?;
                }
                None => groups.push(VatGroup {
                    vat: line.vat.clone(),
                    taxable_minor: net,
                    tax_minor: 0,
                }),
            }
        }
        for group in &mut groups {
            let rate = group.vat.rate().unwrap_or_default();
            let tax = Decimal::from(group.taxable_minor)
                .checked_mul(rate)
                .ok_or(UblError::Overflow)?;
            group.tax_minor = to_minor(tax / Decimal::ONE_HUNDRED)?;
        }
        let net_minor = sum(lines_minor.iter().copied())?;
        let tax_minor = sum(groups.iter().map(|group| group.tax_minor))?;
        let gross_minor = net_minor.checked_add(tax_minor).ok_or(UblError::Overflow)?;
        let due_minor = gross_minor
            .checked_sub(self.prepaid_minor)
            .ok_or(UblError::Overflow)?;
        Ok(Totals {
            lines_minor,
            net_minor,
            groups,
            tax_minor,
            gross_minor,
            due_minor,
        })
    }
}

fn net_minor(line: &InvoiceLine) -> Result<i64, UblError> {
    let net = line
        .quantity
        .checked_mul(Decimal::from(line.unit_price_minor))
        .ok_or(UblError::Overflow)?;
    to_minor(net)
}

fn to_minor(amount: Decimal) -> Result<i64, UblError> {
    amount
        .round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero)
        .to_i64()
        .ok_or(UblError::Overflow)
}

fn sum(mut amounts: impl Iterator<Item = i64>) -> Result<i64, UblError> {
    amounts
        .try_fold(0_i64, i64::checked_add)
        .ok_or(UblError::Overflow)
}
