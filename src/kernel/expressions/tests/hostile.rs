//! Text and arguments that mean harm.

use super::*;

#[test]
fn what_could_reach_outside_or_run_away_is_refused() {
    for text in [
        "now()",
        "today()",
        "function(x) x",
        "{f: function(x) f(x)}.f(1)",
        "(function() external {java: {class: \"java.lang.Math\", `method signature`: \"exp()\"}})()",
        "{a: 1}",
        "for i in 1..1000000000 return i",
        "for i in [1..1000000000] return i",
        "for i in l return concatenate(partial, partial)",
        "context put({}, \"a\", 1)",
        "sort(l, function(x, y) x < y)",
        "for a in l return for b in l return for c in l return 1",
        "for a in l, b in l, c in l return 1",
        "l[l[l[true]]]",
    ] {
        refused(text);
    }
}

#[test]
fn length_nesting_and_depth_are_bounded() {
    let too_long = format!("\"{}\"", "a".repeat(LONGEST));
    let brackets = format!("{}1{}", "(".repeat(1_900), ")".repeat(1_900));
    let signs = format!("{}1", "-".repeat(3_900));
    let chain = format!("1{}", "+1".repeat(1_900));
    let branches = format!("{}1", "if true then 1 else ".repeat(190));
    let filters = format!("a{}", "[true]".repeat(600));
    for text in [too_long, brackets, signs, chain, branches, filters] {
        refused(&text);
    }
}

/// Threads of the server have 2 MiB; what is accepted must be read, evaluated and dropped in a quarter of that,
/// even without optimisation.
#[test]
fn the_deepest_expression_accepted_fits_a_small_stack() {
    let work = || {
        let deep = format!("{}1{}", "floor(1+".repeat(26), ")".repeat(26));
        assert_eq!(expression(&deep).integer(&json!({})), Ok(27));
        let brackets = format!("{}1{}", "(".repeat(39), ")".repeat(39));
        assert_eq!(expression(&brackets).integer(&json!({})), Ok(1));
        let chain = format!("1{}", "+1".repeat(99));
        assert_eq!(expression(&chain).integer(&json!({})), Ok(100));
        let branches = format!("{}2", "if false then 1 else ".repeat(38));
        assert_eq!(expression(&branches).integer(&json!({})), Ok(2));
    };
    std::thread::Builder::new()
        .stack_size(512 * 1024)
        .spawn(work)
        .unwrap()
        .join()
        .unwrap();
}

#[test]
fn a_panic_of_the_evaluator_is_a_failure() {
    let error = expression("time(25, 0, 0)").evaluate(&json!({}));
    assert!(
        matches!(error, Ok(Answer::Null(_)) | Err(EvaluationError::Failed { .. })),
        "{error:?}"
    );
}

#[test]
fn extreme_arguments_come_back_at_once() {
    for text in [
        "@\"2026-11-22\" + duration(\"P999999999D\")",
        "@\"2026-11-22\" + duration(\"P999999999Y\")",
        "date(999999999, 1, 1)",
        "date and time(\"999999999-12-31T23:59:59Z\") - date and time(\"-999999999-01-01T00:00:00Z\")",
        "week of year(date(999999999, 12, 31))",
        "years and months duration(date(-999999999, 1, 1), date(999999999, 1, 1))",
        "2 ** 999999999",
        "2 ** -999999999",
        "1.0000001 ** 99999999999",
        "modulo(10 ** 6000, 0.0000000000000000000000000000007)",
        "floor(10 ** -6000)",
        "decimal(1 / 3, 6111)",
        "decimal(1 / 3, -6111)",
        "round up(1 / 3, 99999999999999)",
        "substring(\"Đông\", 1, 10 ** 30)",
        "substring(\"Đông\", -(10 ** 30))",
        "sublist([1, 2], 10 ** 30, 10 ** 30)",
        "remove([1], -(10 ** 30))",
        "[1][10 ** 30]",
        "matches(\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\", \"(a*)*(a*)*b\")",
        "matches(\"a\", \"(((a{1,100}){1,100}){1,100}){1,100}\")",
        "replace(\"a\", \"\", \"$0$0$0\")",
        "split(\"a\", \"\")",
        "number(\"1e999999999\")",
        "time(1, 2, 3, duration(\"P999999D\"))",
        "time(-1, 99, 10 ** 30)",
        "string(10 ** 6000)",
        "product(10 ** 6000, 10 ** 6000)",
        "mean([])",
        "max([1, \"a\", null, @\"2026-11-22\"])",
    ] {
        let start = std::time::Instant::now();
        let _ = expression(text).evaluate(&variables());
        assert!(start.elapsed().as_secs() < 2, "{text}: {:?}", start.elapsed());
    }
}
