use chrono::NaiveDate;
use serde_json::{Value, json};

use super::*;
use crate::kernel::money::Currency;

fn label() -> Value {
    json!({"vi": "Tên", "zh": "名", "uk": "Назва", "en": "Name"})
}

fn form(fields: Value) -> Value {
    json!({"pages": [{"code": "one", "title": label(), "fields": fields}]})
}

fn field(code: &str, kind: &str, more: Value) -> Value {
    let mut field = json!({"code": code, "type": kind, "label": label(), "required": true});
    for (key, value) in more.as_object().unwrap() {
        field[key] = value.clone();
    }
    field
}

fn setting() -> Setting {
    Setting {
        today: NaiveDate::from_ymd_opt(2026, 11, 22).unwrap(),
        currency: Currency::Uah,
    }
}

fn sent(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect()
}

fn one(kind: &str, more: Value, value: &str) -> Result<Answer, ProblemKind> {
    let form = read(&form(json!([field("x", kind, more)]))).unwrap();
    match form.validate(&sent(&[("x", value)]), setting()) {
        Ok(mut answers) => Ok(answers.values.remove("x").unwrap()),
        Err(rejected) => Err(rejected.problems[0].kind.clone()),
    }
}

fn refused(written: &Value) -> String {
    let errors = read(written).unwrap_err();
    errors
        .iter()
        .map(|error| error.message.as_str())
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn answers_become_types() {
    assert_eq!(one("text", json!({}), "  Lê  "), Ok(Answer::Text("Lê".into())));
    assert_eq!(one("integer", json!({}), "1 250"), Ok(Answer::Integer(1250)));
    assert_eq!(
        one("decimal", json!({}), "12,50"),
        Ok(Answer::Decimal("12.50".parse().unwrap()))
    );
    assert_eq!(one("amount", json!({}), "12.50"), Ok(Answer::Amount(1250)));
    assert_eq!(one("yes_no", json!({}), "yes"), Ok(Answer::YesNo(true)));
    let day = NaiveDate::from_ymd_opt(2026, 1, 31).unwrap();
    for text in ["2026-01-31", "31/1/2026", "31.01.2026"] {
        assert_eq!(one("date", json!({}), text), Ok(Answer::Date(day)), "{text}");
    }
    assert_eq!(
        one("phone", json!({}), "+380 (67) 123-45-67"),
        Ok(Answer::Text("+380671234567".into()))
    );
    assert_eq!(
        one("email", json!({}), "A@B.example"),
        Ok(Answer::Text("a@b.example".into()))
    );
}

#[test]
fn what_is_wrong_is_said_of_the_field() {
    assert_eq!(one("integer", json!({}), "1,5"), Err(ProblemKind::NotWhole));
    assert_eq!(
        one("integer", json!({"min": 1}), "0"),
        Err(ProblemKind::TooSmall("1".into()))
    );
    assert_eq!(
        one("decimal", json!({"max": 10}), "10.01"),
        Err(ProblemKind::TooLarge("10".into()))
    );
    assert_eq!(
        one("amount", json!({}), "0.001"),
        Err(ProblemKind::TooManyDecimals(2))
    );
    assert_eq!(one("date", json!({}), "31/2/2026"), Err(ProblemKind::NotDay));
    assert_eq!(
        one("date", json!({"max": "today"}), "2026-11-23"),
        Err(ProblemKind::TooLate(setting().today))
    );
    assert_eq!(one("yes_no", json!({}), "maybe"), Err(ProblemKind::NotYesNo));
    assert_eq!(one("email", json!({}), "a@b"), Err(ProblemKind::NotEmail));
    assert_eq!(one("phone", json!({}), "12"), Err(ProblemKind::NotPhone));
    assert_eq!(
        one("text", json!({"max_length": 3}), "Được!"),
        Err(ProblemKind::TooLong(3))
    );
    assert_eq!(
        one("text", json!({}), "a\u{202e}b"),
        Err(ProblemKind::ControlCharacters)
    );
    assert_eq!(
        one("text", json!({}), "a\nb"),
        Err(ProblemKind::ControlCharacters)
    );
    assert_eq!(
        one("long_text", json!({}), "a\r\nb"),
        Ok(Answer::Text("a\nb".into()))
    );
    assert_eq!(one("integer", json!({}), " "), Err(ProblemKind::Missing));
}

#[test]
fn texts_are_kept_in_one_unicode_form() {
    let decomposed = "Nguye\u{302}\u{303}n";
    assert_eq!(
        one("text", json!({"max_length": 6}), decomposed),
        Ok(Answer::Text("Nguyễn".into()))
    );
}

#[test]
fn a_pattern_must_match_the_whole_text() {
    let pattern = json!({"pattern": "[A-Z]{2}[0-9]+", "pattern_hint": label()});
    assert_eq!(
        one("text", pattern.clone(), "AB12"),
        Ok(Answer::Text("AB12".into()))
    );
    assert_eq!(one("text", pattern.clone(), "xAB12"), Err(ProblemKind::Pattern));
    assert_eq!(one("text", pattern, "AB12\u{301}"), Err(ProblemKind::Pattern));
}

#[test]
fn options_are_the_only_answers_to_a_choice() {
    let options = json!({"options": [{"value": "a", "label": label()}, {"value": "b", "label": label()}]});
    assert_eq!(one("choice", options.clone(), "b"), Ok(Answer::Text("b".into())));
    assert_eq!(one("choice", options.clone(), "c"), Err(ProblemKind::NotAnOption));
    let form = read(&form(json!([field("x", "choices", options)]))).unwrap();
    let answers = form
        .validate(&sent(&[("x", "b"), ("x", "a"), ("x", "b")]), setting())
        .unwrap();
    assert_eq!(answers.values["x"], Answer::Choices(vec!["a".into(), "b".into()]));
    assert!(
        form.validate(&sent(&[("x", "a"), ("x", "z")]), setting())
            .is_err()
    );
}

#[test]
fn a_question_that_is_not_asked_is_neither_required_nor_kept() {
    let form = read(&form(json!([
        field("married", "yes_no", json!({})),
        field("spouse", "text", json!({"visible_if": "form.married = true"})),
        field(
            "spouse_age",
            "integer",
            json!({"visible_if": "form.spouse != null"})
        ),
    ])))
    .unwrap();
    let single = form
        .validate(
            &sent(&[("married", "no"), ("spouse", "Lan"), ("spouse_age", "x")]),
            setting(),
        )
        .unwrap();
    assert_eq!(single.values.len(), 1);
    assert_eq!(
        single.raw["spouse"],
        vec!["Lan"],
        "what was typed is kept for the page"
    );
    let open = form
        .validate(&sent(&[("married", "yes")]), setting())
        .unwrap_err();
    assert_eq!(
        open.problems,
        vec![FieldProblem {
            field: "spouse".into(),
            kind: ProblemKind::Missing
        }]
    );
}

#[test]
fn a_paper_can_be_required_by_an_answer() {
    let mut written = form(json!([field("married", "yes_no", json!({}))]));
    written["papers"] = json!([
        {"code": "identity", "name": label(), "required": true, "kind": "copy"},
        {"code": "marriage", "name": label(), "kind": "original", "required_if": "form.married = true"},
    ]);
    let form = read(&written).unwrap();
    let codes = |answer| {
        let answers = form.validate(&sent(&[("married", answer)]), setting()).unwrap();
        form.papers_required(&answers)
            .map(|paper| paper.code.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(codes("no"), ["identity"]);
    assert_eq!(codes("yes"), ["identity", "marriage"]);
}

#[test]
fn unknown_fields_and_repeated_fields_are_refused_and_everything_sent_is_kept() {
    let form = read(&form(json!([field("x", "text", json!({}))]))).unwrap();
    let rejected = form
        .validate(&sent(&[("x", "1"), ("x", "2"), ("y", "3")]), setting())
        .unwrap_err();
    assert_eq!(rejected.problems.len(), 2);
    assert_eq!(rejected.problems[0].kind, ProblemKind::SeveralValues);
    assert_eq!(rejected.problems[1].kind, ProblemKind::UnknownField);
    assert_eq!(rejected.raw["x"], vec!["1", "2"]);
}

#[test]
fn a_thousand_values_are_refused_unread() {
    let form = read(&form(json!([field("x", "text", json!({}))]))).unwrap();
    let many: Vec<_> = (0..1000).map(|n| (format!("f{n}"), "1".to_owned())).collect();
    let rejected = form.validate(&many, setting()).unwrap_err();
    assert_eq!(rejected.problems.len(), 1);
}

#[test]
fn json_is_checked_like_pairs() {
    let form = read(&form(json!([
        field("n", "integer", json!({})),
        field("b", "yes_no", json!({}))
    ])))
    .unwrap();
    let answers = form
        .validate_json(&json!({"n": 3, "b": true}), setting())
        .unwrap();
    assert_eq!(answers.variables()["n"], json!(3));
    assert!(
        form.validate_json(&json!({"n": {"deep": [1]}, "b": true}), setting())
            .is_err()
    );
    assert!(form.validate_json(&json!([1, 2]), setting()).is_err());
    let mut deep = json!(1);
    for _ in 0..100 {
        deep = json!([deep]);
    }
    assert!(
        form.validate_json(&json!({"n": deep, "b": true}), setting())
            .is_err()
    );
}

#[test]
fn two_hundred_fields_are_accepted_and_a_thousand_are_not() {
    let many = |count: usize| {
        form(Value::Array(
            (0..count)
                .map(|n| field(&format!("f{n}"), "text", json!({})))
                .collect(),
        ))
    };
    assert!(read(&many(200)).is_ok());
    assert!(refused(&many(1000)).contains("1000 fields"));
}

#[test]
fn a_form_says_everything_that_is_wrong_with_it() {
    let said = refused(&form(json!([
        field("Bad", "text", json!({})),
        field("a", "choice", json!({})),
        field("b", "identity", json!({})),
        field("c", "text", json!({"pattern": "[", "pattern_hint": label()})),
        field("d", "date", json!({"min": "nothing"})),
        field("e", "text", json!({"visible_if": "form.nowhere = 1"})),
        field("f", "text", json!({"visible_if": "form.f = 1"})),
        field("a", "text", json!({})),
    ])));
    for wanted in [
        "“Bad”",
        "if and only if it is a choice",
        "identity kind",
        "pattern that cannot",
        "min that",
        "form.nowhere",
        "depends on itself",
        "“a” is there twice",
    ] {
        assert!(said.contains(wanted), "{wanted} in\n{said}");
    }
    let said = refused(&form(json!([
        field("a", "text", json!({"colour": 1})),
        field("b", "telex", json!({}))
    ])));
    assert!(said.contains("colour") && said.contains("telex"), "{said}");
    let said = refused(&form(json!([field(
        "a",
        "text",
        json!({"visible_if": "form.a ="})
    )])));
    assert!(said.contains("field a"), "{said}");
}

#[test]
fn an_officers_step_sees_the_applicants_answers() {
    let mut written = form(json!([field("copies", "integer", json!({}))]));
    written["steps"] = json!({"assess": {"title": label(), "fields": [
        field("pages", "integer", json!({"min": 1})),
        field("reason", "text", json!({"required": false, "required_if": "form.copies > 10"})),
    ]}});
    let form = read(&written).unwrap();
    let answers = form.validate(&sent(&[("copies", "12")]), setting()).unwrap();
    let step = form
        .validate_step("assess", &sent(&[("pages", "3")]), &answers, setting())
        .unwrap();
    assert_eq!(step.unwrap_err().problems[0].field, "reason");
    assert!(form.validate_step("nowhere", &[], &answers, setting()).is_none());
}
