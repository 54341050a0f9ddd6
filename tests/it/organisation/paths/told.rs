//! What an answer of each way says: made, or refused by which rule.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use onedoor::kernel::error::{Error, Result};
use serde_json::Value;

use super::office::Came;
use crate::api::program::Told;
use crate::support::browser::Page;

/// One name for what is one rule: codes are unique by a constraint of each table.
pub(super) fn refused(code: &str) -> Came {
    let one = if code.starts_with("rule-code-is-unique") && code != "rule-code-is-unique-in-its-hall" {
        "rule-code-is-unique"
    } else if code.starts_with("rule-linked-") && code.ends_with("-shares-the-ledger") {
        // A pair of two ledgers, said of the unit or of the entity.
        "rule-linked-entity-shares-the-ledger"
    } else {
        code
    };
    Came::Refused(one.to_owned())
}

/// What the validation asks of procedures.
pub(super) const OF_PROCEDURES: [&str; 2] = ["takes cash; leave out [cash]", "has the role"];

/// The rule that a sentence of the validation tells of.
pub(super) fn rule_of(sentence: &str) -> &'static str {
    const RULES: [(&str, &str); 21] = [
        ("already belongs to", "rule-value-belongs-to-one-entity"),
        ("are both called", "rule-name-is-unique-in-its-group"),
        ("has no name", "admin-change-no-name"),
        ("has more than 200 characters", "admin-change-long-name"),
        ("balancing value …", "admin-change-bad-value"),
        ("characters without spaces", "admin-change-bad-value"),
        ("is blank in every language", "admin-change-no-name"),
        ("a code has lower-case letters", "admin-change-bad-code"),
        (
            "is there twice: each legal entity has its own",
            "admin-change-series-taken",
        ),
        ("is there twice", "rule-code-is-unique"),
        ("has the same number code", "rule-number-code-is-unique"),
        ("a number code has letters", "admin-change-bad-number-code"),
        ("registration number", "forms-problem-not-identity"),
        (
            "is not one of its legal entities",
            "rule-default-entity-is-linked",
        ),
        (
            "keep their books in different ledgers",
            "rule-linked-entity-shares-the-ledger",
        ),
        ("is not an e-mail address", "forms-problem-not-email"),
        ("and no other braces", "admin-change-bad-series"),
        ("issues no invoices", "admin-change-series-needed"),
        ("has no account for", "admin-change-series-no-accounts"),
        ("owns no balancing segment value", "rule-entity-has-a-value"),
        (
            "primary ledger … is not kept in",
            "rule-primary-ledgers-share-a-currency",
        ),
    ];
    let found = RULES.iter().find(|(words, _)| sentence.contains(words));
    found.map_or("validation", |(_, rule)| rule)
}

/// A sentence of the validation without the names in it.
pub(super) fn without_names(sentence: &str) -> String {
    let quoted = sentence
        .split('“')
        .map(|part| part.split_once('”').map_or(part, |(_, rest)| rest));
    quoted.collect::<Vec<_>>().join("…")
}

pub(super) fn of_plan(planned: Result<onedoor::authority::tenancy::apply::Plan>) -> Came {
    match planned.map_err(Error::told) {
        Ok(onedoor::authority::tenancy::apply::Plan {
            broken: Some(broken), ..
        }) => refused(&broken.rule),
        Ok(plan) if !plan.in_use.is_empty() => refused("rule-in-use"),
        Ok(_) => Came::Made,
        Err(Error::Refused(refusal)) => refused(&refusal.code),
        Err(Error::RuleBroken { constraint, .. }) => refused(&constraint),
        Err(other) => Came::Odd(format!("{other:?}")),
    }
}

pub fn of_told(told: &Told) -> Came {
    match told.status {
        200 | 201 | 204 => Came::Made,
        404 => refused("not-found"),
        409 => refused("conflict"),
        422 => {
            let problem: Value = told.json();
            match problem["code"].as_str() {
                // A problem of a member: what is wrong with the first one.
                Some("errors-check-your-answers") => {
                    refused(problem["errors"][0]["code"].as_str().unwrap_or_default())
                }
                Some(code) => refused(code),
                None => Came::Odd(told.text.clone()),
            }
        }
        other => Came::Odd(format!("{other}: {}", told.text)),
    }
}

pub fn of_page(page: &Page) -> Came {
    match page.status {
        303 => Came::Made,
        404 => refused("not-found"),
        409 => refused("conflict"),
        422 => {
            let words = page.words();
            let said = sentences()
                .iter()
                .filter(|(text, _)| words.contains(text.as_str()));
            // A rule is said above the form; “choose one of the options” is no rule.
            match said.max_by_key(|(text, _)| text.len()) {
                Some((_, code)) => refused(code),
                None => Came::Odd(words),
            }
        }
        other => Came::Odd(format!("{other}: {}", page.words())),
    }
}

/// Every sentence that refuses something, in English, and its name.
fn sentences() -> &'static BTreeMap<String, String> {
    static ALL: OnceLock<BTreeMap<String, String>> = OnceLock::new();
    ALL.get_or_init(|| {
        let texts = [
            include_str!("../../../../locales/en/rule.ftl"),
            include_str!("../../../../locales/en/admin.ftl"),
            include_str!("../../../../locales/en/forms.ftl"),
        ];
        let lines = texts
            .iter()
            .flat_map(|text| text.lines())
            .filter_map(|line| line.split_once(" = "));
        lines
            .filter(|(code, _)| {
                let is_rule = code.starts_with("rule-")
                    && !code.starts_with("rule-use-")
                    && !code.starts_with("rule-way-");
                is_rule
                    || [
                        "admin-change-",
                        "admin-problem-",
                        "forms-problem-",
                        "admin-ask-from-past",
                    ]
                    .iter()
                    .any(|head| code.starts_with(head))
            })
            .filter_map(|(code, text)| {
                let text = text.split('{').next()?.trim();
                (text.len() > 12).then(|| (text.to_owned(), code.to_owned()))
            })
            .collect()
    })
}
