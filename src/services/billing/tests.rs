use chrono::NaiveDate;
use proptest::prelude::*;
use rust_decimal::Decimal;

use super::documents::{self, InvoiceBasis};
use super::rules::{self, Seller, SellerAddress, SellerDetails};
use super::ubl::{self, PaymentMeans, Vat};
use super::*;
use crate::kernel::clock;
use crate::kernel::ids::{
    AccountId, DossierId, HallId, LegalEntityId, OperatingUnitId, PaymentId, PaymentRequestId, ProcedureId,
};
use crate::kernel::locale::{Language, Localised};
use crate::kernel::money::{Currency, Tender};
use crate::kernel::patterns::number::NumberPattern;
use crate::kernel::patterns::payment::{Amounts, Method};

fn settings(language: Language) -> BillingSettings {
    BillingSettings {
        zone: chrono_tz::Asia::Ho_Chi_Minh,
        currency: Currency::Vnd,
        language,
        country: "VN".into(),
        receipts: NumberPattern::parse("R{NNNN-Y}{YYYY}").unwrap(),
    }
}

fn request(net: i64, ship: i64, tax: i64) -> PaymentRequest {
    let amounts = Amounts {
        net,
        ship,
        tax,
        total: net + ship + tax,
        currency: Currency::Vnd,
    };
    PaymentRequest {
        id: PaymentRequestId::fresh(),
        dossier: DossierId::fresh(),
        dossier_number: "H99.12-261122-0001".into(),
        procedure: ProcedureId::fresh(),
        unit: OperatingUnitId::fresh(),
        unit_code: "12".into(),
        legal_entity: LegalEntityId::fresh(),
        applicant: AccountId::fresh(),
        applicant_name: "Nguyễn Thị Hoa".into(),
        reference: "H99.12-261122-0001-1".into(),
        methods: Method::ALL.to_vec(),
        net_minor: net,
        shipping_minor: ship,
        tax_minor: tax,
        amount_minor: amounts.total,
        currency: Currency::Vnd,
        messages: Vec::new(),
        lines: rules::due_lines(&amounts, &Localised::of(Language::En, "Register a birth")),
        requested_at: clock::now(),
        paid_at: None,
        voided_at: None,
    }
}

fn payment(request: &PaymentRequest, method: Tender) -> Payment {
    Payment {
        id: PaymentId::fresh(),
        request: request.id,
        dossier: request.dossier,
        unit: request.unit,
        legal_entity: request.legal_entity,
        applicant: request.applicant,
        method,
        provider: "desk".into(),
        provider_reference: "1".into(),
        amount_minor: request.amount_minor,
        currency: request.currency,
        received_at: clock::now(),
        received_by: Some(AccountId::fresh()),
        hall: Some(HallId::fresh()),
        receipt_number: "R1".into(),
    }
}

fn seller() -> Seller {
    Seller {
        code: "city".into(),
        name: Localised::of(Language::En, "City"),
        registration_number: "0100109106".into(),
        address: SellerAddress {
            texts: Localised::of(Language::En, "1 Main Street"),
            city: "An Bình".into(),
            country: "VN".into(),
        },
        details: SellerDetails {
            invoice_series: Some("1C{YY}TAA".into()),
            bank_account: Some("3713.0.1099".into()),
            ..SellerDetails::default()
        },
    }
}

fn document(
    request: &PaymentRequest,
    method: Tender,
    language: Language,
) -> Result<ubl::InvoiceDocument, crate::kernel::error::Refusal> {
    let basis = InvoiceBasis {
        request,
        payment: &payment(request, method),
        seller: &seller(),
        settings: &settings(language),
    };
    documents::invoice_document(
        basis,
        "1C26TAA",
        7,
        NaiveDate::from_ymd_opt(2026, 11, 22).unwrap(),
    )
}

#[test]
fn a_paid_statutory_fee_makes_a_valid_invoice_in_every_language_and_by_every_tender() {
    for language in Language::ALL {
        for (tender, means) in [
            (Tender::Cash, PaymentMeans::Cash),
            (Tender::Gateway, PaymentMeans::Online),
            (Tender::Bank, PaymentMeans::CreditTransfer),
        ] {
            let document = document(&request(70_000, 5_000, 0), tender, language).unwrap();
            assert_eq!(document.payment.as_ref().unwrap().means, means);
            assert_eq!(document.totals().unwrap().due_minor, 0);
            assert_eq!(document.identifier(), "1C26TAA-00000007");
            let xml = ubl::to_xml(&document).unwrap();
            assert!(xml.contains("Nguyễn Thị Hoa") && xml.contains("H99.12-261122-0001"));
        }
    }
}

#[test]
fn tax_is_explained_by_one_rate_or_the_invoice_is_refused() {
    let both = document(&request(100_000, 30_000, 13_000), Tender::Cash, Language::Vi).unwrap();
    assert!(
        both.lines
            .iter()
            .all(|line| line.vat == Vat::Standard { rate: Decimal::TEN })
    );
    assert_eq!(both.totals().unwrap().gross_minor, 143_000);
    assert!(ubl::to_xml(&both).is_ok());

    let fee_only = document(&request(100_000, 30_001, 8_000), Tender::Cash, Language::Vi).unwrap();
    assert_eq!(
        fee_only.lines[0].vat,
        Vat::Standard {
            rate: Decimal::from(8)
        }
    );
    assert!(matches!(fee_only.lines[1].vat, Vat::Exempt { .. }));
    assert_eq!(fee_only.totals().unwrap().due_minor, 0);
    assert!(ubl::to_xml(&fee_only).is_ok());

    let unexplained = document(&request(99_991, 30_007, 12_345), Tender::Cash, Language::Vi);
    assert_eq!(unexplained.unwrap_err().code, "errors-invoice-tax-unexplained");
    let of_nothing = document(&request(0, 0, 12_345), Tender::Cash, Language::Vi);
    assert_eq!(of_nothing.unwrap_err().code, "errors-invoice-tax-unexplained");
}

#[test]
fn a_series_carries_the_year() {
    let mut seller = seller();
    assert_eq!(rules::series_of(&seller, 2026).unwrap(), "1C26TAA");
    seller.details.invoice_series = Some("F/{YYYY}".into());
    assert_eq!(rules::series_of(&seller, 2026).unwrap(), "F/2026");
    for none in [None, Some("  ".to_owned())] {
        seller.details.invoice_series = none;
        assert_eq!(
            rules::series_of(&seller, 2026).unwrap_err().code,
            "errors-invoice-series-missing"
        );
    }
    assert_eq!(
        (rules::printed_number(1), rules::printed_number(123_456_789)),
        ("00000001".into(), "123456789".into())
    );
}

proptest! {
    /// Whatever is due, an invoice that is made says exactly what was received, to the last minor unit.
    #[test]
    fn an_invoice_is_of_what_was_paid(net in 0_i64..10_000_000, ship in 0_i64..100_000, rate in prop::option::of(1_i64..25)) {
        prop_assume!(net + ship > 0);
        let tax = rate.map_or(0, |rate| {
            let exact = Decimal::from((net + ship) * rate) / Decimal::ONE_HUNDRED;
            i64::try_from(exact.round_dp_with_strategy(0, rust_decimal::RoundingStrategy::MidpointAwayFromZero).mantissa()).unwrap()
        });
        let request = request(net, ship, tax);
        if let Ok(document) = document(&request, Tender::Cash, Language::En) {
            prop_assert_eq!(document.totals().unwrap().gross_minor, request.amount_minor);
        } else {
            prop_assert!(tax > 0);
        }
    }
}
