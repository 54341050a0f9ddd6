//! The picture of an e-invoice.

use rust_decimal::Decimal;

use super::layout::{PartyBlock, Row, Sheet, Table, Total, Voice, row};
use crate::services::billing::ubl::{
    Address, DocumentKind, InvoiceDocument, InvoiceLine, Party, Totals, Vat,
};

pub(super) fn lay_out(voice: &Voice<'_>, sheet: &mut Sheet, document: &InvoiceDocument) {
    sheet.title = voice.say(match document.kind {
        DocumentKind::Invoice => "invoice-title",
        DocumentKind::CreditNote => "invoice-credit-note-title",
    });
    sheet.facts = vec![
        voice.row("invoice-issued-on", voice.date(document.issued_on)),
        voice.row("dossier", &voice.paper.dossier),
        voice.row("invoice-currency", document.currency.code()),
    ];
    sheet.parties = vec![
        party(
            voice,
            "invoice-seller",
            &document.seller,
            document.outside_scope(),
        ),
        party(voice, "invoice-buyer", &document.buyer, document.outside_scope()),
    ];
    // Sums that do not fit cannot have been issued: the XML is written from the same totals.
    if let Ok(totals) = document.totals() {
        amounts(voice, sheet, document, &totals);
    }
    let corrected = document
        .preceding
        .iter()
        .map(|one| one.number.as_str())
        .collect::<Vec<_>>()
        .join(", ");
    if !corrected.is_empty() {
        sheet.more.push(voice.row("invoice-corrects", corrected));
    }
    document.notes.clone_into(&mut sheet.paragraphs);
    sheet.foot = Some(voice.say("invoice-picture"));
}

fn party(voice: &Voice<'_>, label: &str, party: &Party, outside_scope: bool) -> PartyBlock {
    let tax_number = party
        .tax_number
        .as_ref()
        .or(party.vat_number.as_ref().filter(|_| !outside_scope));
    let address = address(&party.address);
    let mut rows: Vec<Row> = Vec::new();
    rows.extend(
        party
            .registration
            .as_ref()
            .map(|text| voice.row("invoice-registration", text)),
    );
    if tax_number != party.registration.as_ref() {
        rows.extend(tax_number.map(|text| voice.row("invoice-tax-number", text)));
    }
    rows.extend(
        Some(address)
            .filter(|text| !text.is_empty())
            .map(|text| voice.row("address", text)),
    );
    rows.extend(party.telephone.as_ref().map(|text| voice.row("telephone", text)));
    rows.extend(party.email.as_ref().map(|text| voice.row("email", text)));
    PartyBlock {
        label: voice.say(label),
        name: party.name.clone(),
        rows,
    }
}

fn address(address: &Address) -> String {
    let parts = [
        &address.street,
        &address.street_more,
        &address.city,
        &address.region,
        &address.post_code,
    ];
    parts
        .into_iter()
        .filter(|part| !part.is_empty())
        .map(String::as_str)
        .collect::<Vec<_>>()
        .join(", ")
}

fn amounts(voice: &Voice<'_>, sheet: &mut Sheet, document: &InvoiceDocument, totals: &Totals) {
    let columns = ["number", "name", "quantity", "price", "vat", "amount"];
    let rows = (1..)
        .zip(document.lines.iter().zip(&totals.lines_minor))
        .map(|(n, (line, net))| {
            vec![
                format!("{n}"),
                line.name.clone(),
                decimal(voice, line.quantity),
                voice.money(document.money(line.unit_price_minor)),
                vat(voice, line),
                voice.money(document.money(*net)),
            ]
        });
    sheet.table = Some(Table {
        columns: columns
            .map(|name| voice.say(&format!("invoice-column-{name}")))
            .to_vec(),
        rows: rows.collect(),
    });
    let amount = |minor: i64| voice.money(document.money(minor));
    if totals.tax_minor != 0 {
        sheet
            .sums
            .push(voice.row("invoice-net", amount(totals.net_minor)));
    }
    for group in totals
        .groups
        .iter()
        .filter(|group| matches!(group.vat, Vat::Standard { .. }))
    {
        let rate = decimal(voice, group.vat.rate().unwrap_or_default());
        sheet.sums.push(row(
            voice.say_with("invoice-tax", &[("rate", &rate)]),
            amount(group.tax_minor),
        ));
    }
    sheet.total = Some(Total {
        label: voice.say("invoice-gross"),
        value: amount(totals.gross_minor),
        words: Some(voice.in_words(document.money(totals.gross_minor))),
    });
    if document.prepaid_minor != 0 {
        sheet
            .settled
            .push(voice.row("invoice-prepaid", amount(document.prepaid_minor)));
    }
    sheet.settled.push(voice.row(
        match document.kind {
            DocumentKind::Invoice => "invoice-due",
            DocumentKind::CreditNote => "invoice-give-back",
        },
        amount(totals.due_minor),
    ));
    sheet.more.extend(
        totals
            .groups
            .iter()
            .filter_map(|group| group.vat.reason())
            .map(|reason| voice.row("invoice-vat-reason", reason)),
    );
}

fn vat(voice: &Voice<'_>, line: &InvoiceLine) -> String {
    match &line.vat {
        Vat::OutsideScope { .. } => voice.say("invoice-vat-outside"),
        Vat::Exempt { .. } => voice.say("invoice-vat-exempt"),
        Vat::Standard { rate } => format!("{}\u{a0}%", decimal(voice, *rate)),
    }
}

/// A quantity or rate with the decimal sign of the language, without trailing noughts.
fn decimal(voice: &Voice<'_>, number: Decimal) -> String {
    use crate::kernel::locale::Language::{En, Uk, Vi, Zh};
    let text = number.normalize().to_string();
    match voice.language() {
        Vi | Uk => text.replace('.', ","),
        Zh | En => text,
    }
}
