//! The reader against the evaluator's own: where both accept a text, they build the same tree.

use dsntk_feel::context::FeelContext;
use dsntk_feel::values::Value;
use dsntk_feel::{FeelScope, Name};

#[test]
fn trees_are_those_of_the_evaluators_own_parser() {
    let mut context = FeelContext::new();
    for name in ["a", "b", "c", "l", "p"] {
        context.set_entry(&Name::from(name), Value::Null(None));
    }
    let scope = FeelScope::from(context);
    for text in [
        "a + b * c - 1 / 2 ** 3",
        "a - b - c",
        "2 ** 3 ** 2",
        "-a ** 2",
        "- - a + -b",
        "a or b and c = 1",
        "a = 1 and b != 2 or c >= 3",
        "a < b + 1 and c <= 2",
        "a between 1 and 5 and b",
        "a in [1..5]",
        "a in (1..5]",
        "a in (1, 2, 3)",
        "a in (< 1, >= 2, b)",
        "a in > 5",
        "a in (1)",
        "a in [1, 2]",
        "a + 1 in [1..5] and b",
        "a.b.c + l[1].b",
        "l[item > 1][1]",
        "if a then b else c + 1",
        "if a then if b then 1 else 2 else 3",
        "for x in l return x + 1",
        "for x in l, y in x return y",
        "some x in l satisfies x = 1 or x = 2",
        "every x in l satisfies x.a in (1, 2)",
        "floor(a) + max(a, b, c)",
        "string length(\"a\\\"b\\n\") = 3",
        "date(\"2026-11-22\") + duration(\"P1D\")",
        "date and time(\"2026-11-22T10:00:00\")",
        "@\"2026-11-22\"",
        "[1, [2.50, true], null, \"Đ\"]",
        "not(a) and list contains(l, b)",
        "years and months duration(a, b).years",
        "(a + b) * c",
        "a * -b",
    ] {
        let ours = super::parse(text)
            .unwrap_or_else(|error| panic!("{text}: {error}"))
            .node;
        let theirs = dsntk_feel_parser::parse_expression(&scope, text, false).unwrap();
        assert_eq!(ours, theirs, "{text}");
    }
}
