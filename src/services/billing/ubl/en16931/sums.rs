//! The sums: BR-CO-10 to BR-CO-17.

use rust_decimal::{Decimal, RoundingStrategy};

use super::Report;
use super::tree::{Element, Invoice};

pub(super) fn check(invoice: &Invoice<'_>, report: &mut Report) {
    let totals = invoice.at("LegalMonetaryTotal");
    let total = |name: &str| totals.at(name).number();
    // What is missing is named by the rules of presence; here it counts as nothing only where it may be missing.
    let or_nothing = |name: &str| total(name).unwrap_or_default();

    let lines = add(invoice
        .lines()
        .into_iter()
        .map(|(_, line)| line.at("LineExtensionAmount")));
    let mut equal = |rule, given: Option<Decimal>, computed: Decimal, demand| {
        report.rule(rule, "", given.is_none_or(|given| given == computed), demand);
    };
    equal(
        "BR-CO-10",
        total("LineExtensionAmount"),
        lines,
        "BT-106 is the sum of the lines",
    );
    for (rule, name, charge) in [
        ("BR-CO-11", "AllowanceTotalAmount", false),
        ("BR-CO-12", "ChargeTotalAmount", true),
    ] {
        let computed = add(invoice
            .adjustments(charge)
            .into_iter()
            .map(|one| one.at("Amount")));
        equal(
            rule,
            Some(or_nothing(name)),
            computed,
            "the total of allowances or charges is their sum",
        );
    }
    let net = or_nothing("LineExtensionAmount") - or_nothing("AllowanceTotalAmount")
        + or_nothing("ChargeTotalAmount");
    equal(
        "BR-CO-13",
        total("TaxExclusiveAmount"),
        net,
        "BT-109 = BT-106 \u{2212} BT-107 + BT-108",
    );
    let tax = invoice.tax_total();
    let groups: Vec<Element<'_>> = tax.children("TaxSubtotal").collect();
    if !groups.is_empty() {
        let computed = add(groups.iter().map(|group| group.at("TaxAmount")));
        equal(
            "BR-CO-14",
            tax.at("TaxAmount").number(),
            computed,
            "BT-110 is the sum of the tax amounts",
        );
    }
    let gross = or_nothing("TaxExclusiveAmount") + tax.at("TaxAmount").number().unwrap_or_default();
    equal(
        "BR-CO-15",
        total("TaxInclusiveAmount"),
        gross,
        "BT-112 = BT-109 + BT-110",
    );
    let due =
        or_nothing("TaxInclusiveAmount") - or_nothing("PrepaidAmount") + or_nothing("PayableRoundingAmount");
    equal(
        "BR-CO-16",
        total("PayableAmount"),
        due,
        "BT-115 = BT-112 \u{2212} BT-113 + BT-114",
    );

    for (place, group) in invoice.vat_groups() {
        let rate = group.at("TaxCategory/Percent").number().unwrap_or_default();
        let (taxable, tax) = (group.at("TaxableAmount").number(), group.at("TaxAmount").number());
        if let (Some(taxable), Some(tax)) = (taxable, tax) {
            let kept = near(tax, taxable * rate / Decimal::ONE_HUNDRED);
            report.rule(
                "BR-CO-17",
                &place,
                kept,
                "BT-117 = BT-116 \u{00d7} BT-119 / 100, rounded",
            );
        }
    }
}

/// The sum of the amounts that are there.
pub(super) fn add<'a>(amounts: impl Iterator<Item = Element<'a>>) -> Decimal {
    amounts.filter_map(Element::number).sum()
}

/// Whether a computed tax or taxable amount is met but for the slack of less than one unit that the official rules
/// leave, since tax may have been rounded line by line, or to whole units of a currency without decimals.
pub(super) fn near(given: Decimal, computed: Decimal) -> bool {
    let rounded = computed.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero);
    (given - rounded).abs() < Decimal::ONE
}
