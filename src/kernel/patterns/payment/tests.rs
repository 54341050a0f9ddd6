use proptest::prelude::*;
use serde_json::json;

use super::*;

fn pattern(text: &str) -> PaymentRequestPattern {
    PaymentRequestPattern::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn refused(text: &str) -> (usize, Problem) {
    let error = PaymentRequestPattern::parse(text).expect_err(text);
    (error.at.character, error.problem)
}

fn amounts(text: &str) -> Result<(i64, i64, i64, i64), AmountError> {
    let variables = json!({"form": {"copies": 3, "area": 120.5, "bank": 7}, "fee": {"copy": 5000}, "tax": 3});
    let amounts = pattern(text).evaluate(&variables, Currency::Vnd)?;
    Ok((amounts.net, amounts.ship, amounts.tax, amounts.total))
}

#[test]
fn the_parts_are_added() {
    assert_eq!(amounts("net=50000"), Ok((50_000, 0, 0, 50_000)));
    assert_eq!(
        amounts("bank net=fee.copy*form.copies ship=30000 tax=100"),
        Ok((15_000, 30_000, 100, 45_100))
    );
    assert_eq!(amounts("tax=1 ship=2\n\tnet=3"), Ok((3, 2, 1, 6)));
    let amounts = pattern("net=1250").evaluate(&json!({}), Currency::Cny).unwrap();
    assert_eq!(amounts.money().decimal(), "12.50");
}

#[test]
fn no_method_means_cash() {
    assert_eq!(pattern("net=1").methods(), [Method::Cash]);
    assert_eq!(
        pattern("keypay net=1 bank").methods(),
        [Method::Keypay, Method::Bank]
    );
}

#[test]
fn a_message_may_contain_methods_keys_and_spaces() {
    let pattern = pattern("bank $pay at bank$ net=1 $net=5  cash, \"x\" (y$   $Nộp tại Ngân hàng Đông Á$");
    assert_eq!(pattern.methods(), [Method::Bank]);
    assert_eq!(
        pattern.messages(),
        ["pay at bank", "net=5  cash, \"x\" (y", "Nộp tại Ngân hàng Đông Á"]
    );
    assert_eq!(pattern.formula(Part::Net).map(Expression::text), Some("1"));
}

#[test]
fn a_formula_reaches_to_the_next_item() {
    assert_eq!(
        amounts(
            "net=if form.copies > 1 then fee.copy * form.copies else fee.copy bank ship=floor(form.area / 2)"
        ),
        Ok((15_000, 60, 0, 15_060))
    );
    assert_eq!(amounts("net=form.bank"), Ok((7, 0, 0, 7)));
    assert_eq!(amounts("net=if (tax=3) then 1 else 2"), Ok((1, 0, 0, 1)));
    assert_eq!(amounts("net=if tax = 3 then 1 else 2"), Ok((1, 0, 0, 1)));
    assert_eq!(
        amounts("net=string length(\"a $ b tax=( \\\" bank \") keypay"),
        Ok((19, 0, 0, 19))
    );
    assert_eq!(amounts("net= 5 cash"), Ok((5, 0, 0, 5)));
}

#[test]
fn refusals_say_where_and_what_to_write() {
    for (text, character, problem) in [
        ("", 1, Problem::NoNet),
        ("bank $x$", 9, Problem::NoNet),
        ("net=1 net=2", 7, Problem::Twice("net=")),
        ("bank net=1 bank", 12, Problem::Twice("bank")),
        ("net=1 $a$ $b", 11, Problem::OddDollar),
        ("net=1 $", 7, Problem::OddDollar),
        ("net=1 $ $", 7, Problem::EmptyMessage),
        ("net=1 $a$bank", 10, Problem::NoSpace),
        ("net=1$a$", 6, Problem::NoSpace),
        ("card net=1", 1, Problem::UnknownWord("card".into())),
        ("Bank net=1", 1, Problem::UnknownWord("Bank".into())),
        ("[bank net=1", 1, Problem::UnknownWord("[bank".into())),
        ("bank [bank] net=1", 6, Problem::Twice("bank")),
        ("bankcash net=1", 1, Problem::UnknownWord("bankcash".into())),
        ("bank net = 1", 6, Problem::SpacedKey("net=")),
        ("net=", 1, Problem::NoFormula("net=")),
        ("ship= net=1", 1, Problem::NoFormula("ship=")),
    ] {
        assert_eq!(refused(text), (character, problem), "{text}");
    }
    let error = PaymentRequestPattern::parse("$Lệ phí$ net=5 * ship=2").unwrap_err();
    assert_eq!(
        error.to_string(),
        "payment request, character 17: in the formula of net: a value is missing before the end"
    );
    assert_eq!(
        refused(&format!("net=1{}", " ".repeat(20_000))).1,
        Problem::TooLong
    );
}

#[test]
fn negative_fractional_overflowing_and_failing_formulas_are_errors() {
    assert_eq!(
        amounts("net=5-6"),
        Err(AmountError::Negative {
            part: Part::Net,
            value: -1
        })
    );
    assert_eq!(
        amounts("net=10 ship=-4"),
        Err(AmountError::Negative {
            part: Part::Ship,
            value: -4
        })
    );
    let fraction = amounts("net=1 tax=12.50").unwrap_err();
    assert_eq!(
        fraction.to_string(),
        "tax: 12.5 is a fraction of the smallest unit of VND; round it with ceiling(\u{2026}) or floor(\u{2026})"
    );
    let fraction = pattern("net=12.50")
        .evaluate(&json!({}), Currency::Uah)
        .unwrap_err();
    assert!(
        fraction.to_string().contains("write 1250 for 12.50"),
        "{fraction}"
    );
    assert!(matches!(
        amounts("net=form.missing * 2"),
        Err(AmountError::Formula { part: Part::Net, .. })
    ));
    assert!(matches!(
        amounts("net=\"5\""),
        Err(AmountError::Formula { part: Part::Net, .. })
    ));
    assert!(matches!(
        amounts("net=10 ** 30"),
        Err(AmountError::Formula { part: Part::Net, .. })
    ));
    assert!(matches!(
        amounts("net=9223372036854775807 ship=1"),
        Err(AmountError::Overflow { .. })
    ));
    assert_eq!(amounts("net=0"), Ok((0, 0, 0, 0)));
}

#[test]
fn a_method_the_unit_does_not_offer_is_named() {
    let pattern = pattern("bank keypay net=1");
    assert_eq!(
        pattern.methods_at(&[Method::Bank, Method::Cash]),
        Err(NotOffered(Method::Keypay))
    );
    assert_eq!(
        pattern.methods_at(&Method::ALL),
        Ok([Method::Bank, Method::Keypay].as_slice())
    );
}

#[test]
fn a_pattern_is_stored_as_its_text_and_checked_on_reading() {
    let pattern = pattern("bank net=form.fee $Pay$");
    let json = serde_json::to_string(&pattern).unwrap();
    assert_eq!(
        serde_json::from_str::<PaymentRequestPattern>(&json).unwrap(),
        pattern
    );
    assert!(serde_json::from_str::<PaymentRequestPattern>("\"bank\"").is_err());
}

proptest! {
    #[test]
    fn items_may_come_in_any_order(
        order in Just(vec!["bank", "keypay", "net=4*2", "ship=if a > 1 then 2 else 1", "tax=3", "$bank net=9$"])
            .prop_shuffle(),
        separator in "[ \\t\\n]{1,3}",
    ) {
        let pattern = pattern(&order.join(&separator));
        let mut methods = pattern.methods().to_vec();
        methods.sort();
        prop_assert_eq!(methods, vec![Method::Bank, Method::Keypay]);
        prop_assert_eq!(pattern.messages(), ["bank net=9"]);
        let amounts = pattern.evaluate(&json!({"a": 2}), Currency::Vnd).unwrap();
        prop_assert_eq!((amounts.net, amounts.ship, amounts.tax, amounts.total), (8, 2, 3, 13));
    }

    #[test]
    fn any_text_is_read_or_refused_inside_itself(
        text in "((bank|cash|net=|ship=|tax=|\\$|\"|\\(|1|a) ?){0,12}|\\PC{0,40}",
    ) {
        if let Err(error) = PaymentRequestPattern::parse(&text) {
            prop_assert!(text.is_char_boundary(error.at.byte));
            prop_assert!(error.at.character <= text.chars().count() + 1);
        }
    }

    #[test]
    fn a_total_is_the_sum_of_parts_that_are_not_negative(net: i64, ship: i64, tax: i64) {
        let variables = json!({"n": net, "s": ship, "t": tax});
        match pattern("net=n ship=s tax=t").evaluate(&variables, Currency::Vnd) {
            Ok(amounts) => {
                prop_assert!(net >= 0 && ship >= 0 && tax >= 0);
                prop_assert_eq!(i128::from(amounts.total), i128::from(net) + i128::from(ship) + i128::from(tax));
            }
            Err(_) => prop_assert!(
                net < 0 || ship < 0 || tax < 0 || net.checked_add(ship).and_then(|s| s.checked_add(tax)).is_none()
            ),
        }
    }
}
