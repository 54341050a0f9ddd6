use chrono::NaiveDate;
use proptest::prelude::*;
use rust_decimal::Decimal;

use super::*;
use crate::kernel::money::Currency;

fn party(name: &str, country: &str) -> Party {
    Party {
        name: name.to_owned(),
        registration: Some("0101234567".to_owned()),
        tax_number: Some("0101234567".to_owned()),
        address: Address {
            street: "1 Lê Lợi".to_owned(),
            city: "Phường An Bình".to_owned(),
            country: country.to_owned(),
            ..Address::default()
        },
        ..Party::default()
    }
}

fn line(quantity: Decimal, unit_price_minor: i64, vat: Vat) -> InvoiceLine {
    InvoiceLine {
        name: "Lệ phí đăng ký <hộ tịch> & \"bản sao\"".to_owned(),
        description: None,
        code: Some("LP-01".to_owned()),
        quantity,
        unit: "C62".to_owned(),
        unit_price_minor,
        vat,
    }
}

fn fee() -> Vat {
    Vat::OutsideScope {
        reason: "Statutory fee".to_owned(),
    }
}

fn document(currency: Currency, lines: Vec<InvoiceLine>) -> InvoiceDocument {
    let day = NaiveDate::from_ymd_opt(2026, 11, 22).unwrap();
    InvoiceDocument {
        kind: DocumentKind::Invoice,
        customisation: CUSTOMISATION_EN16931.to_owned(),
        process: None,
        series: "1C26TAA".to_owned(),
        number: "00000012".to_owned(),
        issued_on: day,
        due_on: Some(day),
        currency,
        notes: vec!["Ghi chú".to_owned()],
        buyer_reference: None,
        dossier: Some("H99.01-261122-0001".to_owned()),
        preceding: Vec::new(),
        seller: party("Ủy ban nhân dân phường An Bình", "VN"),
        buyer: party("Nguyễn Thị Hoa", "VN"),
        payment: Some(Payment {
            means: PaymentMeans::Cash,
            reference: None,
            account: None,
            account_name: None,
        }),
        payment_terms: None,
        lines,
        prepaid_minor: 0,
    }
}

fn broken(document: &InvoiceDocument) -> Vec<String> {
    match to_xml(document) {
        Ok(_) => Vec::new(),
        Err(UblError::Rules(violations)) => violations.into_iter().map(|one| one.rule).collect(),
        Err(other) => panic!("{other}"),
    }
}

#[test]
fn a_statutory_fee_in_dong_is_written_without_decimals_tax_or_empty_elements() {
    let xml = to_xml(&document(
        Currency::Vnd,
        vec![line(Decimal::from(2), 37_500, fee())],
    ))
    .unwrap();
    for part in [
        "<cbc:ID>1C26TAA-00000012</cbc:ID>",
        "<cbc:PayableAmount currencyID=\"VND\">75000</cbc:PayableAmount>",
        "<cbc:InvoicedQuantity unitCode=\"C62\">2</cbc:InvoicedQuantity>",
        "<cbc:TaxExemptionReason>Statutory fee</cbc:TaxExemptionReason>",
        "Lệ phí đăng ký &lt;hộ tịch&gt; &amp; ",
        "<cbc:DocumentTypeCode>130</cbc:DocumentTypeCode>",
    ] {
        assert!(xml.contains(part), "{part} is missing in\n{xml}");
    }
    assert!(
        !xml.contains("Percent") && !xml.contains("/>") && !xml.contains("></"),
        "{xml}"
    );
}

#[test]
fn the_same_document_is_written_the_same() {
    let document = document(Currency::Cny, vec![line(Decimal::ONE, 1_000, fee())]);
    assert_eq!(to_xml(&document), to_xml(&document));
    let kept: InvoiceDocument = serde_json::from_str(&serde_json::to_string(&document).unwrap()).unwrap();
    assert_eq!(kept, document);
}

#[test]
fn a_credit_note_names_the_invoice_it_corrects() {
    let mut note = document(Currency::Uah, vec![line(Decimal::ONE, 12_500, fee())]);
    note.kind = DocumentKind::CreditNote;
    note.preceding = vec![Preceding {
        number: "AA-7".to_owned(),
        issued_on: note.due_on,
    }];
    let xml = to_xml(&note).unwrap();
    for part in [
        "<CreditNote ",
        "<cbc:CreditNoteTypeCode>381<",
        "<cac:CreditNoteLine>",
        "<cbc:CreditedQuantity",
        "AA-7",
    ] {
        assert!(xml.contains(part), "{part} is missing in\n{xml}");
    }
}

#[test]
fn control_characters_of_a_careless_form_do_not_reach_the_xml() {
    let mut document = document(Currency::Vnd, vec![line(Decimal::ONE, 1, fee())]);
    document.buyer.name = "Hoa\u{0}\u{b} \u{ffff}Lan".to_owned();
    document.buyer.contact_name = Some("\u{1}".to_owned());
    let xml = to_xml(&document).unwrap();
    assert!(
        xml.contains("<cbc:RegistrationName>Hoa Lan</cbc:RegistrationName>") && !xml.contains("cac:Contact")
    );
}

#[test]
fn a_document_that_breaks_rules_is_not_written() {
    let good = document(Currency::Vnd, vec![line(Decimal::ONE, 10_000, fee())]);
    type Spoil = fn(&mut InvoiceDocument);
    let cases: [(&str, Spoil); 9] = [
        ("BR-06", |d| d.seller.name.clear()),
        ("BR-09", |d| d.seller.address.country.clear()),
        ("BR-16", |d| d.lines.clear()),
        ("BR-25", |d| d.lines[0].name = "  ".to_owned()),
        ("BR-27", |d| d.lines[0].unit_price_minor = -1),
        ("BR-61", |d| {
            d.payment.as_mut().unwrap().means = PaymentMeans::CreditTransfer
        }),
        ("BR-CO-25", |d| d.due_on = None),
        ("BR-O-10", |d| {
            d.lines[0].vat = Vat::OutsideScope {
                reason: String::new(),
            }
        }),
        ("BR-O-11", |d| {
            d.lines
                .push(line(Decimal::ONE, 500, Vat::Standard { rate: Decimal::TEN }));
        }),
    ];
    for (rule, spoil) in cases {
        let mut document = good.clone();
        spoil(&mut document);
        assert!(
            broken(&document).iter().any(|one| one == rule),
            "{rule} missing in {:?}",
            broken(&document)
        );
    }
    let mut paid = good;
    (paid.due_on, paid.prepaid_minor) = (None, 10_000);
    assert_eq!(broken(&paid), Vec::<String>::new());
}

#[test]
fn a_sum_that_does_not_fit_is_refused() {
    let document = document(
        Currency::Vnd,
        vec![line(Decimal::ONE, i64::MAX, fee()), line(Decimal::ONE, 1, fee())],
    );
    assert_eq!(to_xml(&document), Err(UblError::Overflow));
}

#[test]
fn what_is_no_invoice_is_not_read_as_one() {
    assert!(matches!(
        en16931::check("<a/>"),
        Err(en16931::NotUbl::OtherRoot(_))
    ));
    assert!(matches!(
        en16931::check("<Invoice/>"),
        Err(en16931::NotUbl::OtherRoot(_))
    ));
    let entities = "<!DOCTYPE a [<!ENTITY b \"b\">]><a>&b;</a>";
    assert!(matches!(
        en16931::check(entities),
        Err(en16931::NotUbl::NotXml(_))
    ));
}

fn any_vat() -> impl Strategy<Value = Vec<Vat>> {
    let taxed = prop_oneof![
        Just(Vat::Exempt {
            reason: "Exempt service".to_owned()
        }),
        (1_i64..=2_500).prop_map(|rate| Vat::Standard {
            rate: Decimal::new(rate, 2)
        }),
    ];
    prop_oneof![
        (1_usize..6).prop_map(|count| vec![fee(); count]),
        proptest::collection::vec(taxed, 1..6),
    ]
}

proptest! {
    #[test]
    fn every_invoice_of_fees_keeps_the_rules(
        currency in prop_oneof![Just(Currency::Vnd), Just(Currency::Uah), Just(Currency::Cny), Just(Currency::Eur)],
        vats in any_vat(),
        prices in proptest::collection::vec((0_i64..1_000_000_000_000, 1_i64..100_000), 6),
        text in "\\PC{0,40}",
        part_paid in 0_i64..=100,
        credit in any::<bool>(),
    ) {
        let lines = vats.iter().zip(&prices).map(|(vat, (price, quantity))| {
            let mut one = line(Decimal::new(*quantity, 3), *price, vat.clone());
            one.description = Some(text.clone());
            one
        });
        let mut document = document(currency, lines.collect());
        if credit {
            document.kind = DocumentKind::CreditNote;
        }
        document.notes.push(text);
        let gross = document.totals().unwrap().gross_minor;
        document.prepaid_minor = (i128::from(gross) * i128::from(part_paid) / 100) as i64;
        prop_assert_eq!(broken(&document), Vec::<String>::new());
    }
}
