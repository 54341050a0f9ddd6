//! Whatever is asked back in whatever steps: never more than was paid, and every part adds up with its tax.

use onedoor::kernel::clock;
use onedoor::kernel::error::money_of;
use onedoor::kernel::ids::{
    AccountId, DossierId, LegalEntityId, OperatingUnitId, PaymentRequestId, ProcedureId,
};
use onedoor::kernel::money::Currency;
use onedoor::services::billing::PaymentRequest;
use onedoor::services::billing::refunds::{Parts, split};
use proptest::prelude::*;

/// A request of a fee and a delivery that bear a tax of so many tenths of a per cent, the delivery perhaps none.
fn request(net_minor: i64, shipping_minor: i64, tenths: i64, taxes_delivery: bool) -> PaymentRequest {
    let base = net_minor + if taxes_delivery { shipping_minor } else { 0 };
    let tax_minor = (base * tenths + 500) / 1000;
    PaymentRequest {
        id: PaymentRequestId::fresh(),
        dossier: DossierId::fresh(),
        dossier_number: "H99-1".into(),
        procedure: ProcedureId::fresh(),
        unit: OperatingUnitId::fresh(),
        unit_code: "01".into(),
        legal_entity: LegalEntityId::fresh(),
        applicant: AccountId::fresh(),
        applicant_name: "Anna".into(),
        reference: "H99-1-1".into(),
        methods: Vec::new(),
        net_minor,
        shipping_minor,
        tax_minor,
        amount_minor: net_minor + shipping_minor + tax_minor,
        currency: Currency::Uah,
        messages: Vec::new(),
        lines: Vec::new(),
        requested_at: clock::now(),
        paid_at: None,
        voided_at: None,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn amounts_asked_back_in_any_steps_never_exceed_what_was_paid_and_leave_nothing_stranded(
        net in 1_i64..2_000_000,
        ship in prop_oneof![Just(0_i64), 1_i64..50_000],
        tenths in prop_oneof![Just(0_i64), Just(50), Just(80), Just(100), Just(200)],
        taxes_delivery: bool,
        steps in prop::collection::vec((0_i64..120, 0_i64..1_000), 1..12),
    ) {
        let request = request(net, ship, tenths, taxes_delivery);
        let (mut left, mut given) = (Parts::of(&request), 0_i64);
        for (percent, more) in steps {
            let asked = left.total() * percent / 100 + more;
            match split(&request, left, asked) {
                Ok(parts) => {
                    prop_assert_eq!(parts.total(), asked);
                    for (part, of) in [
                        (parts.net_minor, left.net_minor),
                        (parts.shipping_minor, left.shipping_minor),
                        (parts.tax_minor, left.tax_minor),
                    ] {
                        prop_assert!((0..=of).contains(&part), "{parts:?} of {left:?}");
                    }
                    given += asked;
                    left = left.less(parts);
                }
                Err(refusal) if refusal.code == "errors-refund-tax-rounding" => {
                    // The nearest amounts that it names can be given back.
                    for name in ["below", "above"] {
                        let minor = money_of(&refusal.arguments[name]).unwrap().amount_minor;
                        if minor > 0 {
                            prop_assert!(split(&request, left, minor).is_ok(), "{name} {minor} of {left:?}");
                        }
                    }
                }
                Err(refusal) => prop_assert!(
                    asked <= 0 || asked > left.total(),
                    "{asked} of {left:?}: {}", refusal.code
                ),
            }
            prop_assert!(given <= request.amount_minor);
            prop_assert_eq!(given + left.total(), request.amount_minor);
        }
        // Whatever went before, the rest can be given back whole.
        if left.total() > 0 {
            prop_assert_eq!(split(&request, left, left.total()).unwrap(), left);
        }
    }
}
