//! Every text of a tenant exists in every language (names of organisations and of what people hold in one at least), and in the form in which it compares equal (NFC).
//!
//! The check does not know the files: a table whose keys are all language tags is a text. So a text that is added to the
//! format later is checked without anybody remembering to.

use serde_json::Value;
use unicode_normalization::is_nfc;

use super::problem::{Problems, Source};
use crate::kernel::locale::Language;

/// The files whose texts need not be in every language.
const NAMED_IN_THE_BROWSER: [&str; 2] = ["organisation.toml", "people.toml"];

/// Notes every text of `value` that lacks a language, is blank in one, or is not NFC.
pub(super) fn check(source: &Source, value: &Value, problems: &mut Problems) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| check(source, item, problems)),
        Value::Object(entries) if is_text(entries) => check_text(source, entries, problems),
        Value::Object(entries) => entries.values().for_each(|inner| check(source, inner, problems)),
        Value::String(text) if !is_nfc(text) => {
            problems.note(source, &[text], format!("“{text}” is not in Unicode form NFC"));
        }
        _ => {}
    }
}

fn is_text(entries: &serde_json::Map<String, Value>) -> bool {
    !entries.is_empty()
        && entries
            .iter()
            .all(|(key, value)| key.parse::<Language>().is_ok() && value.is_string())
}

fn check_text(source: &Source, entries: &serde_json::Map<String, Value>, problems: &mut Problems) {
    let text = |language: Language| {
        entries
            .get(language.tag())
            .and_then(Value::as_str)
            .unwrap_or_default()
    };
    let Some(sample) = Language::ALL
        .into_iter()
        .map(text)
        .find(|text| !text.trim().is_empty())
    else {
        problems.note(source, &[], "a text is blank in every language");
        return;
    };
    // TOML and JSON may escape characters; the first line of the text up to one of those is enough to find it.
    let needle: &str = sample.split(['"', '\\', '\n']).next().unwrap_or(sample);
    for language in Language::ALL {
        if text(language).trim().is_empty() {
            // What administrators name in the browser may have a name in one language; an export is their code.
            if NAMED_IN_THE_BROWSER
                .iter()
                .any(|name| source.file.ends_with(name))
            {
                continue;
            }
            problems.note(source, &[needle], format!("“{sample}” has no text in {language}"));
        } else if !is_nfc(text(language)) {
            problems.note(
                source,
                &[needle],
                format!("the {language} text of “{sample}” is not in Unicode form NFC"),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_missing_blank_or_decomposed_text_is_noted() {
        let source = Source {
            file: "x.toml".into(),
            text: "name = { vi = \"Hồ sơ\" }".into(),
        };
        let mut problems = Problems::default();
        check(
            &source,
            &json!({"name": {"vi": "Hồ sơ", "uk": " ", "zh": "案件", "en": "Dossier\u{301}".replace('r', "e")}}),
            &mut problems,
        );
        let said: Vec<_> = problems
            .0
            .iter()
            .map(|problem| problem.message.as_str())
            .collect();
        assert_eq!(said.len(), 2, "{said:?}");
        assert!(problems.0.iter().all(|problem| problem.place.is_some()));
    }

    #[test]
    fn other_tables_are_walked_through() {
        let mut problems = Problems::default();
        check(
            &Source::default(),
            &json!({"a": [{"b": {"en": "x"}}], "vi": 3}),
            &mut problems,
        );
        assert_eq!(problems.0.len(), 3);
    }
}
