//! Languages and texts in several languages.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A language of the interface. Every interface text exists in every one of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// Vietnamese.
    Vi,
    /// Ukrainian.
    Uk,
    /// Chinese (simplified).
    Zh,
    /// English.
    En,
}

impl Language {
    /// Every language, in the order in which they are offered.
    pub const ALL: [Language; 4] = [Language::Vi, Language::Zh, Language::Uk, Language::En];

    /// The BCP 47 tag, as used in `lang` attributes and file names.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Language::Vi => "vi",
            Language::Uk => "uk",
            Language::Zh => "zh",
            Language::En => "en",
        }
    }

    /// The language's name in itself.
    #[must_use]
    pub const fn endonym(self) -> &'static str {
        match self {
            Language::Vi => "Tiếng Việt",
            Language::Uk => "Українська",
            Language::Zh => "中文",
            Language::En => "English",
        }
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.tag())
    }
}

/// A language tag that is not offered.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\u{201c}{0}\u{201d} is not a language of this service; it offers vi, zh, uk and en")]
pub struct UnknownLanguage(pub String);

impl FromStr for Language {
    type Err = UnknownLanguage;
    fn from_str(text: &str) -> Result<Self, UnknownLanguage> {
        Language::ALL
            .into_iter()
            .find(|language| language.tag() == text)
            .ok_or_else(|| UnknownLanguage(text.chars().take(16).collect()))
    }
}

/// A text of the tenant in one or more languages, `{ vi = "…", en = "…" }`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Localised(pub BTreeMap<Language, String>);

impl Localised {
    /// The text in `language`; where it is missing in the tenant's own `fallback`, then in any language there is.
    /// Empty only when no language has a text.
    #[must_use]
    pub fn get(&self, language: Language, fallback: Language) -> &str {
        self.0
            .get(&language)
            .or_else(|| self.0.get(&fallback))
            .or_else(|| self.0.get(&Language::En))
            .or_else(|| self.0.values().next())
            .map_or("", String::as_str)
    }

    /// The same text in one language.
    #[must_use]
    pub fn of(language: Language, text: impl Into<String>) -> Self {
        Localised(BTreeMap::from([(language, text.into())]))
    }

    /// The same as it is kept: without white space around a text, and without languages that say nothing.
    #[must_use]
    pub fn tidied(&self) -> Self {
        let texts = self.0.iter().map(|(language, text)| (*language, text.trim()));
        Localised(
            texts
                .filter(|(_, text)| !text.is_empty())
                .map(|(language, text)| (language, text.to_owned()))
                .collect(),
        )
    }

    /// Whether there is a text in `language`.
    #[must_use]
    pub fn has(&self, language: Language) -> bool {
        self.0.get(&language).is_some_and(|text| !text.trim().is_empty())
    }
}

impl JsonSchema for Localised {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Localised".into()
    }

    /// A text in every language: none may be missing.
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let texts: serde_json::Map<String, serde_json::Value> = Language::ALL
            .iter()
            .map(|language| {
                (
                    language.tag().to_owned(),
                    serde_json::json!({"type": "string", "title": language.endonym()}),
                )
            })
            .collect();
        let tags: Vec<&str> = Language::ALL.iter().map(|language| language.tag()).collect();
        schemars::json_schema!({
            "description": "A text in every language of the service",
            "type": "object", "properties": texts, "required": tags, "additionalProperties": false,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_language_falls_back_to_the_tenants_own() {
        let text: Localised = serde_json::from_str(r#"{"vi":"Hồ sơ","en":"Dossier"}"#).unwrap();
        assert_eq!(text.get(Language::En, Language::Vi), "Dossier");
        assert_eq!(text.get(Language::Zh, Language::Vi), "Hồ sơ");
        assert_eq!(Localised::default().get(Language::Zh, Language::Vi), "");
    }
}
