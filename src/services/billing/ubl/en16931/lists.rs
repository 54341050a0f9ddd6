//! Codes and numbers by their lists and shapes: BR-CL, BR-DEC and BR-CO-09.

use super::Report;
use super::tree::Invoice;

/// Types of invoice and credit note that the core allows, of UNTDID 1001 (BR-CL-01).
const INVOICE_TYPES: [&str; 11] = [
    "71", "80", "82", "84", "102", "130", "218", "326", "380", "383", "384",
];
/// More of them, for documents that are invoices in one national practice or another.
const INVOICE_TYPES_RARE: [&str; 16] = [
    "219", "331", "385", "386", "387", "388", "389", "390", "393", "394", "395", "456", "457", "527", "553",
    "575",
];
/// Types of credit note.
const CREDIT_NOTE_TYPES: [&str; 11] = [
    "81", "83", "261", "262", "296", "308", "381", "396", "420", "458", "532",
];
/// Categories of VAT, of UNCL 5305 (BR-CL-17, BR-CL-18).
const CATEGORIES: [&str; 10] = ["AE", "L", "M", "E", "S", "Z", "G", "O", "K", "B"];
/// Decimals an amount of the document may have (BR-DEC).
const DECIMALS_MAX: usize = 2;

/// The amounts of the document's totals, with the rule that limits their decimals.
const TOTALS: [(&str, &str); 8] = [
    ("BR-DEC-09", "LineExtensionAmount"),
    ("BR-DEC-10", "AllowanceTotalAmount"),
    ("BR-DEC-11", "ChargeTotalAmount"),
    ("BR-DEC-12", "TaxExclusiveAmount"),
    ("BR-DEC-14", "TaxInclusiveAmount"),
    ("BR-DEC-16", "PrepaidAmount"),
    ("BR-DEC-17", "PayableRoundingAmount"),
    ("BR-DEC-18", "PayableAmount"),
];

pub(super) fn check(invoice: &Invoice<'_>, report: &mut Report) {
    codes(invoice, report);
    decimals(invoice, report);
    for (who, party) in [
        ("seller", invoice.seller()),
        ("buyer", invoice.buyer()),
        ("tax representative", invoice.at("TaxRepresentativeParty")),
    ] {
        for scheme in party.children("PartyTaxScheme") {
            if scheme.at("TaxScheme/ID").text() == Some("VAT") {
                let number = scheme.at("CompanyID").text().unwrap_or_default();
                let prefixed =
                    number.len() > 2 && number.as_bytes().iter().take(2).all(u8::is_ascii_uppercase);
                report.rule(
                    "BR-CO-09",
                    who,
                    prefixed,
                    "a VAT number begins with the two letters of its country",
                );
            }
        }
    }
}

fn codes(invoice: &Invoice<'_>, report: &mut Report) {
    let type_code = invoice
        .at(if invoice.is_credit_note {
            "CreditNoteTypeCode"
        } else {
            "InvoiceTypeCode"
        })
        .text();
    let listed = |code: &str| {
        if invoice.is_credit_note {
            CREDIT_NOTE_TYPES.contains(&code)
        } else {
            INVOICE_TYPES.contains(&code) || INVOICE_TYPES_RARE.contains(&code)
        }
    };
    report.rule(
        "BR-CL-01",
        "",
        type_code.is_none_or(listed),
        "the type code is one of UNTDID 1001",
    );
    let currency = invoice.currency();
    report.rule(
        "BR-CL-04",
        "",
        currency.is_empty() || letters(currency, 3),
        "the currency is a code of ISO 4217",
    );
    for (place, amount) in amounts(invoice) {
        let kept = amount.is_some_and(|code| letters(code, 3));
        report.rule("BR-CL-03", place, kept, "an amount has a currency of ISO 4217");
    }
    for code in invoice.root.descendants("IdentificationCode") {
        let kept = code.text().is_none_or(|code| letters(code, 2));
        report.rule("BR-CL-14", "", kept, "a country is a code of ISO 3166-1");
    }
    for (rule, name) in [("BR-CL-17", "TaxCategory"), ("BR-CL-18", "ClassifiedTaxCategory")] {
        for category in invoice.root.descendants(name) {
            let kept = category
                .at("ID")
                .text()
                .is_none_or(|code| CATEGORIES.contains(&code));
            report.rule(rule, "", kept, "a VAT category is a code of UNCL 5305");
        }
    }
    for means in invoice.root.children("PaymentMeans") {
        let kept = means
            .at("PaymentMeansCode")
            .text()
            .is_none_or(is_means_of_payment);
        report.rule(
            "BR-CL-16",
            "payment",
            kept,
            "the means of payment is a code of UNTDID 4461",
        );
    }
    for (place, line) in invoice.lines() {
        let kept = invoice.quantity(line).attribute("unitCode").is_none_or(is_unit);
        report.rule(
            "BR-CL-23",
            &place,
            kept,
            "a unit is a code of UN/ECE recommendations 20 and 21",
        );
    }
}

fn amounts<'a>(invoice: &Invoice<'a>) -> Vec<(&'static str, Option<&'a str>)> {
    let names = [
        "TaxAmount",
        "TaxableAmount",
        "LineExtensionAmount",
        "PayableAmount",
        "PriceAmount",
    ];
    names
        .into_iter()
        .flat_map(|name| {
            invoice
                .root
                .descendants(name)
                .map(move |amount| (name, amount.attribute("currencyID")))
        })
        .collect()
}

fn letters(code: &str, count: usize) -> bool {
    code.len() == count && code.bytes().all(|letter| letter.is_ascii_uppercase())
}

/// UNTDID 4461 runs from 1 to 78 with few gaps, then 91 to 98 and ZZZ.
fn is_means_of_payment(code: &str) -> bool {
    code == "ZZZ"
        || code
            .parse::<u8>()
            .is_ok_and(|number| matches!(number, 1..=78 | 91..=98))
}

fn is_unit(code: &str) -> bool {
    (1..=3).contains(&code.len())
        && code
            .bytes()
            .all(|sign| sign.is_ascii_uppercase() || sign.is_ascii_digit())
}

fn decimals(invoice: &Invoice<'_>, report: &mut Report) {
    let demand = "an amount has at most two decimals";
    let mut limit = |rule: &str, place: &str, text: Option<&str>| {
        let decimals = text
            .and_then(|text| text.split_once('.'))
            .map_or(0, |(_, decimals)| decimals.len());
        report.rule(rule, place, decimals <= DECIMALS_MAX, demand);
    };
    for (rule, name) in TOTALS {
        limit(rule, name, invoice.at("LegalMonetaryTotal").at(name).text());
    }
    limit(
        "BR-DEC-13",
        "TaxAmount",
        invoice.tax_total().at("TaxAmount").text(),
    );
    for (place, group) in invoice.vat_groups() {
        limit("BR-DEC-19", &place, group.at("TaxableAmount").text());
        limit("BR-DEC-20", &place, group.at("TaxAmount").text());
    }
    for (charge, amount_rule, base_rule) in [
        (false, "BR-DEC-01", "BR-DEC-02"),
        (true, "BR-DEC-05", "BR-DEC-06"),
    ] {
        for one in invoice.adjustments(charge) {
            limit(amount_rule, "allowance or charge", one.at("Amount").text());
            limit(base_rule, "allowance or charge", one.at("BaseAmount").text());
        }
    }
    for (place, line) in invoice.lines() {
        limit("BR-DEC-23", &place, line.at("LineExtensionAmount").text());
        for (charge, amount_rule, base_rule) in [
            (false, "BR-DEC-24", "BR-DEC-25"),
            (true, "BR-DEC-27", "BR-DEC-28"),
        ] {
            for one in super::tree::adjustments(line, charge) {
                limit(amount_rule, &place, one.at("Amount").text());
                limit(base_rule, &place, one.at("BaseAmount").text());
            }
        }
    }
}
