//! The rules of each VAT category: BR-S, BR-Z, BR-E and BR-O.

use rust_decimal::Decimal;

use super::Report;
use super::sums::near;
use super::tree::{Element, Invoice, category};

/// A category and what its rules have in common. The number after the letter is the same for every category: 1 a group
/// exists, 2 to 4 the tax numbers (line, allowance, charge), 5 to 7 the rate, 8 the taxable amount, 9 the tax, 10 the reason.
struct Category {
    code: &'static str,
    rate: Rate,
    /// Whether the breakdown must say why no tax is charged; `false` means it must not.
    reason: bool,
}

enum Rate {
    AboveZero,
    Zero,
    Absent,
}

const CATEGORIES: [Category; 4] = [
    Category {
        code: "S",
        rate: Rate::AboveZero,
        reason: false,
    },
    Category {
        code: "Z",
        rate: Rate::Zero,
        reason: false,
    },
    Category {
        code: "E",
        rate: Rate::Zero,
        reason: true,
    },
    Category {
        code: "O",
        rate: Rate::Absent,
        reason: true,
    },
];

/// Something taxed: a line, an allowance or a charge of the document.
struct Item<'a> {
    place: String,
    category: Element<'a>,
    /// Negative for an allowance.
    amount: Decimal,
    /// How the rules for this kind of item are numbered: (tax numbers, rate).
    rules: (u8, u8),
}

pub(super) fn check(invoice: &Invoice<'_>, report: &mut Report) {
    let items = items(invoice);
    let groups = invoice.vat_groups();
    for one in &CATEGORIES {
        let mine: Vec<&Item<'_>> = items
            .iter()
            .filter(|item| category(item.category) == one.code)
            .collect();
        let my_groups: Vec<&(String, Element<'_>)> = groups
            .iter()
            .filter(|(_, group)| category(group.at("TaxCategory")) == one.code)
            .collect();
        if mine.is_empty() && my_groups.is_empty() {
            continue;
        }
        let rule = |number: u8| format!("BR-{}-{number:02}", one.code);
        // Standard rates may have a group each; the others have one group in all.
        let grouped = my_groups.len() == 1 || (one.code == "S" && !my_groups.is_empty());
        report.rule(
            &rule(1),
            "",
            grouped,
            "a category that is used has its group in the VAT breakdown",
        );
        for item in &mine {
            tax_numbers(invoice, one, &rule(item.rules.0), &item.place, report);
            rate(one, &rule(item.rules.1), &item.place, item.category, report);
        }
        for (place, group) in my_groups {
            breakdown(one, place, *group, &mine, report);
        }
    }
    outside_scope_stands_alone(&items, &groups, report);
}

fn items<'a>(invoice: &Invoice<'a>) -> Vec<Item<'a>> {
    let mut items: Vec<Item<'a>> = invoice
        .lines()
        .into_iter()
        .map(|(place, line)| Item {
            place,
            category: line.at("Item/ClassifiedTaxCategory"),
            amount: line.at("LineExtensionAmount").number().unwrap_or_default(),
            rules: (2, 5),
        })
        .collect();
    for (charge, place, rules) in [(false, "allowance", (3, 6)), (true, "charge", (4, 7))] {
        items.extend(invoice.adjustments(charge).into_iter().map(|one| {
            let amount = one.at("Amount").number().unwrap_or_default();
            Item {
                place: place.to_owned(),
                category: one.at("TaxCategory"),
                amount: if charge { amount } else { -amount },
                rules,
            }
        }));
    }
    items
}

fn tax_numbers(invoice: &Invoice<'_>, one: &Category, rule: &str, place: &str, report: &mut Report) {
    let (seller, agent) = (invoice.seller(), invoice.at("TaxRepresentativeParty"));
    let by_vat = Invoice::has_tax_number(seller, true) || Invoice::has_tax_number(agent, true);
    if one.code == "O" {
        let none = !by_vat && !Invoice::has_tax_number(invoice.buyer(), true);
        report.rule(
            rule,
            place,
            none,
            "outside the scope of VAT no party gives a VAT number",
        );
    } else {
        let some = by_vat || Invoice::has_tax_number(seller, false);
        report.rule(
            rule,
            place,
            some,
            "the seller gives a VAT number or a tax registration",
        );
    }
}

fn rate(one: &Category, rule: &str, place: &str, category: Element<'_>, report: &mut Report) {
    let rate = category.at("Percent").number();
    let (kept, demand) = match one.rate {
        Rate::AboveZero => (
            rate.is_some_and(|rate| rate > Decimal::ZERO),
            "the rate is above zero",
        ),
        Rate::Zero => (rate.is_some_and(|rate| rate.is_zero()), "the rate is zero"),
        Rate::Absent => (!category.at("Percent").exists(), "there is no rate"),
    };
    report.rule(rule, place, kept, demand);
}

fn breakdown(one: &Category, place: &str, group: Element<'_>, mine: &[&Item<'_>], report: &mut Report) {
    let rule = |number: u8| format!("BR-{}-{number:02}", one.code);
    let (rate, taxable) = (
        group.at("TaxCategory/Percent").number(),
        group.at("TaxableAmount").number(),
    );
    let by_rate = matches!(one.rate, Rate::AboveZero);
    let of_rate = mine
        .iter()
        .filter(|item| !by_rate || item.category.at("Percent").number() == rate);
    let computed: Decimal = of_rate.map(|item| item.amount).sum();
    let given = taxable.unwrap_or_default();
    let kept = if by_rate {
        near(given, computed)
    } else {
        given == computed
    };
    report.rule(
        &rule(8),
        place,
        kept,
        "the taxable amount is the sum of what bears this tax",
    );

    let tax = group.at("TaxAmount").number().unwrap_or_default();
    let kept = if by_rate {
        near(tax, given * rate.unwrap_or_default() / Decimal::ONE_HUNDRED)
    } else {
        tax.is_zero()
    };
    report.rule(
        &rule(9),
        place,
        kept,
        "the tax is the taxable amount times the rate, zero without a rate",
    );

    let reason = group.at("TaxCategory/TaxExemptionReason").is_filled()
        || group.at("TaxCategory/TaxExemptionReasonCode").is_filled();
    let demand = if one.reason {
        "the breakdown says why no tax is charged"
    } else {
        "there is no reason for exemption"
    };
    report.rule(&rule(10), place, reason == one.reason, demand);
}

fn outside_scope_stands_alone(items: &[Item<'_>], groups: &[(String, Element<'_>)], report: &mut Report) {
    if !groups
        .iter()
        .any(|(_, group)| category(group.at("TaxCategory")) == "O")
    {
        return;
    }
    let alone = groups
        .iter()
        .all(|(_, group)| category(group.at("TaxCategory")) == "O");
    report.rule(
        "BR-O-11",
        "",
        alone,
        "beside a group outside the scope of VAT there is no other",
    );
    for item in items.iter().filter(|item| category(item.category) != "O") {
        let rule = match item.rules.0 {
            2 => "BR-O-12",
            3 => "BR-O-13",
            _ => "BR-O-14",
        };
        report.rule(
            rule,
            &item.place,
            false,
            "in an invoice outside the scope of VAT everything is",
        );
    }
}
