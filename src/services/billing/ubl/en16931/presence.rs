//! What must be there: BR-01 to BR-65, and the conditions of BR-CO that are about presence.

use super::Report;
use super::tree::{Element, Invoice, adjustments};

/// Payment means that are credit transfers, by UNTDID 4461.
const CREDIT_TRANSFERS: [&str; 2] = ["30", "58"];

pub(super) fn check(invoice: &Invoice<'_>, report: &mut Report) {
    document(invoice, report);
    parties(invoice, report);
    totals(invoice, report);
    for (place, line) in invoice.lines() {
        one_line(invoice, &place, line, report);
    }
    for (place, group) in invoice.vat_groups() {
        vat_group(&place, group, report);
    }
    document_adjustments(invoice, report);
    payment(invoice, report);
    references(invoice, report);
}

fn document(invoice: &Invoice<'_>, report: &mut Report) {
    let mut need = |rule, path, demand| report.rule(rule, "", invoice.at(path).is_filled(), demand);
    need(
        "BR-01",
        "CustomizationID",
        "an invoice has a specification identifier (BT-24)",
    );
    need("BR-02", "ID", "an invoice has a number (BT-1)");
    need("BR-03", "IssueDate", "an invoice has a date of issue (BT-2)");
    let type_code = if invoice.is_credit_note {
        "CreditNoteTypeCode"
    } else {
        "InvoiceTypeCode"
    };
    need("BR-04", type_code, "an invoice has a type code (BT-3)");
    need(
        "BR-05",
        "DocumentCurrencyCode",
        "an invoice has a currency (BT-5)",
    );
    report.rule(
        "BR-16",
        "",
        !invoice.lines().is_empty(),
        "an invoice has at least one line (BG-25)",
    );
    let start = invoice.at("InvoicePeriod/StartDate").text();
    report.rule(
        "BR-29",
        "",
        in_order(start, invoice.at("InvoicePeriod/EndDate").text()),
        PERIOD,
    );
    for (rule, place, period) in periods(invoice) {
        let kept = period.at("StartDate").is_filled() || period.at("EndDate").is_filled();
        report.rule(rule, &place, kept, "a period has a beginning, an end, or both");
    }
    let currency = invoice.at("TaxCurrencyCode").text();
    let kept = currency.is_none_or(|code| {
        invoice
            .root
            .children("TaxTotal")
            .any(|total| total.at("TaxAmount").attribute("currencyID") == Some(code))
    });
    report.rule(
        "BR-53",
        "",
        kept,
        "tax is also given in the currency of the tax accounts (BT-111)",
    );
    let tax_point =
        invoice.at("TaxPointDate").exists() && invoice.at("InvoicePeriod/DescriptionCode").exists();
    report.rule(
        "BR-CO-03",
        "",
        !tax_point,
        "tax point date (BT-7) and its code (BT-8) exclude each other",
    );
}

const PERIOD: &str = "a period does not end before it begins";

/// The periods of the document and of its lines; one that only carries a tax point code is none.
fn periods<'a>(invoice: &Invoice<'a>) -> Vec<(&'static str, String, Element<'a>)> {
    let own = [("BR-CO-19", String::new(), invoice.at("InvoicePeriod"))].into_iter();
    let lines = invoice
        .lines()
        .into_iter()
        .map(|(place, line)| ("BR-CO-20", place, line.at("InvoicePeriod")));
    own.chain(lines)
        .filter(|(_, _, period)| period.exists() && !period.at("DescriptionCode").exists())
        .collect()
}

/// ISO dates compare as text.
fn in_order(start: Option<&str>, end: Option<&str>) -> bool {
    start.zip(end).is_none_or(|(start, end)| start <= end)
}

fn parties(invoice: &Invoice<'_>, report: &mut Report) {
    let (seller, buyer) = (invoice.seller(), invoice.buyer());
    for (party, name_rule, address_rule, country_rule, who) in [
        (seller, "BR-06", "BR-08", "BR-09", "seller"),
        (buyer, "BR-07", "BR-10", "BR-11", "buyer"),
    ] {
        let named = party.at("PartyLegalEntity/RegistrationName").is_filled();
        report.rule(name_rule, who, named, "a party has a name (BT-27, BT-44)");
        let address = party.at("PostalAddress");
        report.rule(
            address_rule,
            who,
            address.exists(),
            "a party has a postal address (BG-5, BG-8)",
        );
        let country = address.at("Country/IdentificationCode").is_filled();
        report.rule(
            country_rule,
            who,
            country,
            "a postal address has a country (BT-40, BT-55)",
        );
        let endpoint = party.at("EndpointID");
        let rule = if who == "seller" { "BR-62" } else { "BR-63" };
        let kept = !endpoint.exists() || endpoint.attribute("schemeID").is_some();
        report.rule(
            rule,
            who,
            kept,
            "an electronic address has a scheme (BT-34, BT-49)",
        );
    }
    let identified = seller
        .children("PartyIdentification")
        .any(|one| one.at("ID").is_filled())
        || seller.at("PartyLegalEntity/CompanyID").is_filled()
        || Invoice::has_tax_number(seller, true);
    report.rule(
        "BR-CO-26",
        "seller",
        identified,
        "the seller has an identifier, a legal registration or a VAT number",
    );
    let payee = invoice.at("PayeeParty");
    let named = !payee.exists() || payee.at("PartyName/Name").is_filled();
    report.rule("BR-17", "payee", named, "a payee has a name (BT-59)");
    tax_representative(invoice.at("TaxRepresentativeParty"), report);
}

fn tax_representative(party: Element<'_>, report: &mut Report) {
    if !party.exists() {
        return;
    }
    let mut need = |rule, kept, demand| report.rule(rule, "tax representative", kept, demand);
    need(
        "BR-18",
        party.at("PartyName/Name").is_filled(),
        "a tax representative has a name (BT-62)",
    );
    need(
        "BR-19",
        party.at("PostalAddress").exists(),
        "a tax representative has an address (BG-12)",
    );
    let country = party.at("PostalAddress/Country/IdentificationCode").is_filled();
    need(
        "BR-20",
        country,
        "a tax representative's address has a country (BT-69)",
    );
    need(
        "BR-56",
        Invoice::has_tax_number(party, true),
        "a tax representative has a VAT number (BT-63)",
    );
}

fn totals(invoice: &Invoice<'_>, report: &mut Report) {
    let totals = invoice.at("LegalMonetaryTotal");
    let mut need = |rule, name, demand| report.rule(rule, "", totals.at(name).number().is_some(), demand);
    need(
        "BR-12",
        "LineExtensionAmount",
        "the sum of the lines is given (BT-106)",
    );
    need(
        "BR-13",
        "TaxExclusiveAmount",
        "the total without VAT is given (BT-109)",
    );
    need(
        "BR-14",
        "TaxInclusiveAmount",
        "the total with VAT is given (BT-112)",
    );
    need("BR-15", "PayableAmount", "the amount due is given (BT-115)");
    report.rule(
        "BR-CO-18",
        "",
        !invoice.vat_groups().is_empty(),
        "there is a VAT breakdown (BG-23)",
    );
    // A credit note is not due: the official rule, too, is asked of invoices only.
    let due = totals
        .at("PayableAmount")
        .number()
        .filter(|_| !invoice.is_credit_note)
        .unwrap_or_default();
    let when = invoice.at("DueDate").is_filled() || invoice.at("PaymentTerms/Note").is_filled();
    let kept = due <= rust_decimal::Decimal::ZERO || when;
    report.rule(
        "BR-CO-25",
        "",
        kept,
        "an amount due has a due date (BT-9) or terms of payment (BT-20)",
    );
}

fn one_line(invoice: &Invoice<'_>, place: &str, line: Element<'_>, report: &mut Report) {
    let mut need = |rule, kept, demand| report.rule(rule, place, kept, demand);
    need(
        "BR-21",
        line.at("ID").is_filled(),
        "a line has an identifier (BT-126)",
    );
    let quantity = invoice.quantity(line);
    need(
        "BR-22",
        quantity.number().is_some(),
        "a line has a quantity (BT-129)",
    );
    need(
        "BR-23",
        quantity.attribute("unitCode").is_some(),
        "a quantity has a unit (BT-130)",
    );
    need(
        "BR-24",
        line.at("LineExtensionAmount").number().is_some(),
        "a line has a net amount (BT-131)",
    );
    need(
        "BR-25",
        line.at("Item/Name").is_filled(),
        "an item has a name (BT-153)",
    );
    let price = line.at("Price/PriceAmount").number();
    need("BR-26", price.is_some(), "an item has a net price (BT-146)");
    need(
        "BR-27",
        price.is_none_or(|price| !price.is_sign_negative()),
        "a net price is not negative (BT-146)",
    );
    let gross = line.at("Price/AllowanceCharge/BaseAmount").number();
    need(
        "BR-28",
        gross.is_none_or(|price| !price.is_sign_negative()),
        "a gross price is not negative (BT-148)",
    );
    let period = line.at("InvoicePeriod");
    need(
        "BR-30",
        in_order(period.at("StartDate").text(), period.at("EndDate").text()),
        PERIOD,
    );
    need(
        "BR-CO-04",
        line.at("Item/ClassifiedTaxCategory/ID").is_filled(),
        "a line has a VAT category (BT-151)",
    );
    for (charge, amount_rule, reason_rule) in [(false, "BR-41", "BR-42"), (true, "BR-43", "BR-44")] {
        for one in adjustments(line, charge) {
            need(
                amount_rule,
                one.at("Amount").number().is_some(),
                "an allowance or charge has an amount",
            );
            need(
                reason_rule,
                has_reason(one),
                "an allowance or charge has a reason or its code",
            );
        }
    }
    for property in line.at("Item").children("AdditionalItemProperty") {
        let kept = property.at("Name").is_filled() && property.at("Value").is_filled();
        need("BR-54", kept, "an item attribute has a name and a value (BG-32)");
    }
    let standard = line.at("Item/StandardItemIdentification/ID");
    need(
        "BR-64",
        !standard.exists() || standard.attribute("schemeID").is_some(),
        "an item identifier has a scheme",
    );
    for class in line.at("Item").children("CommodityClassification") {
        let kept = class.at("ItemClassificationCode").attribute("listID").is_some();
        need("BR-65", kept, "an item classification names its list");
    }
}

fn vat_group(place: &str, group: Element<'_>, report: &mut Report) {
    let mut need = |rule, kept, demand| report.rule(rule, place, kept, demand);
    need(
        "BR-45",
        group.at("TaxableAmount").number().is_some(),
        "a VAT group has a taxable amount (BT-116)",
    );
    need(
        "BR-46",
        group.at("TaxAmount").number().is_some(),
        "a VAT group has a tax amount (BT-117)",
    );
    let category = group.at("TaxCategory/ID").text();
    need("BR-47", category.is_some(), "a VAT group has a category (BT-118)");
    let rated = group.at("TaxCategory/Percent").number().is_some() || category == Some("O");
    need(
        "BR-48",
        rated,
        "a VAT group has a rate (BT-119) unless it is outside the scope of VAT",
    );
}

fn document_adjustments(invoice: &Invoice<'_>, report: &mut Report) {
    for (charge, rules) in [
        (false, ["BR-31", "BR-32", "BR-33", "BR-CO-21"]),
        (true, ["BR-36", "BR-37", "BR-38", "BR-CO-22"]),
    ] {
        let place = if charge { "charge" } else { "allowance" };
        for one in invoice.adjustments(charge) {
            let [amount, category, reason, either] = rules;
            report.rule(
                amount,
                place,
                one.at("Amount").number().is_some(),
                "it has an amount",
            );
            report.rule(
                category,
                place,
                one.at("TaxCategory/ID").is_filled(),
                "it has a VAT category",
            );
            report.rule(reason, place, has_reason(one), "it has a reason or its code");
            report.rule(
                either,
                place,
                has_reason(one),
                "it has a reason, its code, or both",
            );
        }
    }
}

fn has_reason(adjustment: Element<'_>) -> bool {
    adjustment.at("AllowanceChargeReason").is_filled()
        || adjustment.at("AllowanceChargeReasonCode").is_filled()
}

fn payment(invoice: &Invoice<'_>, report: &mut Report) {
    for means in invoice.root.children("PaymentMeans") {
        let code = means.at("PaymentMeansCode").text();
        report.rule(
            "BR-49",
            "payment",
            code.is_some(),
            "a payment instruction names its means (BT-81)",
        );
        let account = means.at("PayeeFinancialAccount");
        let kept = !account.exists() || account.at("ID").is_filled();
        report.rule("BR-50", "payment", kept, "an account has an identifier (BT-84)");
        let transfer = code.is_some_and(|code| CREDIT_TRANSFERS.contains(&code));
        let kept = !transfer || account.at("ID").is_filled();
        report.rule(
            "BR-61",
            "payment",
            kept,
            "a credit transfer names the account (BT-84)",
        );
    }
}

fn references(invoice: &Invoice<'_>, report: &mut Report) {
    for one in invoice.root.children("AdditionalDocumentReference") {
        report.rule(
            "BR-52",
            "",
            one.at("ID").is_filled(),
            "a supporting document has a reference (BT-122)",
        );
    }
    for one in invoice.root.children("BillingReference") {
        let kept = one.at("InvoiceDocumentReference/ID").is_filled();
        report.rule("BR-55", "", kept, "a preceding invoice has a reference (BT-25)");
    }
    let delivered = invoice.at("Delivery/DeliveryLocation/Address");
    let kept = !delivered.exists() || delivered.at("Country/IdentificationCode").is_filled();
    report.rule("BR-57", "", kept, "a delivery address has a country (BT-80)");
}
