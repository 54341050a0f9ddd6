//! The texts of the interface, in Fluent, one bundle for each language.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

use crate::kernel::error::{TEXT_SIGN, money_of};
use crate::kernel::format;
use crate::kernel::locale::Language;

use super::RenderError;

type Bundle = FluentBundle<FluentResource>;

/// What fills a place in a text: a word as it is, or a number that also chooses the plural form.
#[derive(Debug, Clone, PartialEq)]
pub enum Argument<'a> {
    /// Set in as it is.
    Word(Cow<'a, str>),
    /// Written with the digits grouped as the language does.
    Number(i64),
}

impl<'a> From<&'a str> for Argument<'a> {
    fn from(word: &'a str) -> Self {
        Argument::Word(Cow::Borrowed(word))
    }
}

impl From<String> for Argument<'_> {
    fn from(word: String) -> Self {
        Argument::Word(Cow::Owned(word))
    }
}

impl From<i64> for Argument<'_> {
    fn from(number: i64) -> Self {
        Argument::Number(number)
    }
}

impl<'a> Argument<'a> {
    /// A number when the word is one, for arguments that were carried as words.
    #[must_use]
    pub fn parse(word: &'a str) -> Self {
        word.parse()
            .map_or(Argument::Word(Cow::Borrowed(word)), Argument::Number)
    }

    fn value(&self) -> FluentValue<'_> {
        match self {
            Argument::Word(word) => FluentValue::from(word.as_ref()),
            Argument::Number(number) => FluentValue::from(*number),
        }
    }
}

/// Every text in every language.
pub struct Texts {
    bundles: BTreeMap<Language, Bundle>,
    keys: BTreeMap<Language, BTreeSet<String>>,
}

impl std::fmt::Debug for Texts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Texts")
            .field("languages", &self.keys.len())
            .finish_non_exhaustive()
    }
}

impl Texts {
    /// Reads `<folder>/<language>/*.ftl`.
    ///
    /// # Errors
    /// When a folder is missing, a file has a mistake, or a key occurs twice in a language.
    pub fn load(folder: &Path) -> Result<Self, RenderError> {
        let mut texts = Self {
            bundles: BTreeMap::new(),
            keys: BTreeMap::new(),
        };
        for language in Language::ALL {
            let own = folder.join(language.tag());
            let entries = std::fs::read_dir(&own).map_err(|error| RenderError::unreadable(&own, &error))?;
            let mut files = entries
                .map(|entry| entry.map(|entry| entry.path()))
                .collect::<Result<Vec<_>, _>>()
                .map_err(|error| RenderError::unreadable(&own, &error))?;
            files.retain(|file| file.extension().is_some_and(|extension| extension == "ftl"));
            files.sort();
            for file in files {
                let source =
                    std::fs::read_to_string(&file).map_err(|error| RenderError::unreadable(&file, &error))?;
                texts
                    .add(language, source)
                    .map_err(|reason| RenderError::malformed(&file, reason))?;
            }
        }
        Ok(texts)
    }

    /// Texts from memory, for tests.
    ///
    /// # Errors
    /// The first mistake in words.
    pub fn from_sources(sources: &[(Language, &str)]) -> Result<Self, String> {
        let mut texts = Self {
            bundles: BTreeMap::new(),
            keys: BTreeMap::new(),
        };
        for (language, source) in sources {
            texts.add(*language, (*source).to_owned())?;
        }
        Ok(texts)
    }

    fn add(&mut self, language: Language, source: String) -> Result<(), String> {
        let found: Vec<String> = keys_of(&source).map(str::to_owned).collect();
        let resource = FluentResource::try_new(source).map_err(|(_, mistakes)| {
            mistakes
                .first()
                .map_or_else(|| "not readable".to_owned(), ToString::to_string)
        })?;
        self.keys.entry(language).or_default().extend(found);
        self.bundles
            .entry(language)
            .or_insert_with(|| bundle(language))
            .add_resource(resource)
            .map_err(|errors| errors.first().map_or_else(String::new, ToString::to_string))
    }

    /// Whether there is such a text in the language.
    #[must_use]
    pub fn has(&self, language: Language, key: &str) -> bool {
        self.keys.get(&language).is_some_and(|keys| keys.contains(key))
    }

    /// Every key of a language, in order.
    pub fn keys(&self, language: Language) -> impl Iterator<Item = &str> {
        self.keys.get(&language).into_iter().flatten().map(String::as_str)
    }

    /// The text, filled. A missing text or argument is written as `⟦key⟧` and logged, so that a reader can report it and
    /// a test finds it; use [`Texts::try_say`] where failing is better.
    #[must_use]
    pub fn say(&self, language: Language, key: &str, arguments: &[(&str, Argument<'_>)]) -> String {
        self.try_say(language, key, arguments).unwrap_or_else(|reason| {
            tracing::error!(key, %language, "{reason}");
            format!("\u{27e6}{key}\u{27e7}")
        })
    }

    /// The text, filled.
    ///
    /// # Errors
    /// When there is no such text or an argument is missing.
    pub fn try_say(
        &self,
        language: Language,
        key: &str,
        arguments: &[(&str, Argument<'_>)],
    ) -> Result<String, String> {
        let unknown = || format!("there is no text \u{201c}{key}\u{201d}");
        let bundle = self.bundles.get(&language).ok_or_else(unknown)?;
        let pattern = bundle
            .get_message(key)
            .and_then(|message| message.value())
            .ok_or_else(unknown)?;
        let mut filled = FluentArgs::with_capacity(arguments.len());
        for (name, argument) in arguments {
            match argument {
                Argument::Word(word) if word.starts_with(TEXT_SIGN) => {
                    filled.set(
                        *name,
                        FluentValue::from(self.say(language, word.trim_start_matches(TEXT_SIGN), &[])),
                    );
                }
                Argument::Word(word) => match money_of(word) {
                    Some(amount) => filled.set(*name, FluentValue::from(format::money(amount, language))),
                    None => filled.set(*name, argument.value()),
                },
                Argument::Number(_) => filled.set(*name, argument.value()),
            }
        }
        let mut mistakes = Vec::new();
        let text = bundle.format_pattern(pattern, Some(&filled), &mut mistakes);
        match mistakes.first() {
            None => Ok(text.into_owned()),
            Some(mistake) => Err(format!(
                "the text \u{201c}{key}\u{201d} cannot be filled: {mistake}"
            )),
        }
    }
}

/// The keys of a file: what stands before ` =` at the start of a line.
fn keys_of(source: &str) -> impl Iterator<Item = &str> {
    source
        .lines()
        .filter(|line| line.starts_with(|c: char| c.is_ascii_alphabetic()))
        .filter_map(|line| line.split_once('=').map(|(key, _)| key.trim()))
}

fn bundle(language: Language) -> Bundle {
    let tag: LanguageIdentifier = language.tag().parse().unwrap_or_default();
    let mut bundle = Bundle::new_concurrent(vec![tag]);
    // All four languages run from left to right; codes and names are set apart by <bdi> in the templates.
    bundle.set_use_isolating(false);
    bundle.set_formatter(Some(match language {
        Language::Vi => |value, _| grouped(value, Language::Vi),
        Language::Uk => |value, _| grouped(value, Language::Uk),
        Language::Zh => |value, _| grouped(value, Language::Zh),
        Language::En => |value, _| grouped(value, Language::En),
    }));
    bundle
}

/// Whole numbers in texts are written as the language groups digits. The memoizer in the signature of Fluent's hook has no
/// say in it.
fn grouped(value: &FluentValue<'_>, language: Language) -> Option<String> {
    match value {
        #[expect(
            clippy::cast_possible_truncation,
            reason = "arguments come from i64 and counts stay far below 2^53"
        )]
        FluentValue::Number(number) if number.value.fract() == 0.0 => {
            Some(format::integer(number.value as i64, language))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ukrainian_counts_take_one_few_and_many() {
        let source = "papers = { $n ->\n    [one] { $n } документ\n    [few] { $n } документи\n   *[many] { $n } документів\n }\n";
        let texts = Texts::from_sources(&[(Language::Uk, source)]).unwrap();
        let say = |n: i64| texts.say(Language::Uk, "papers", &[("n", n.into())]);
        assert_eq!(say(1), "1 документ");
        assert_eq!(say(2), "2 документи");
        assert_eq!(say(5), "5 документів");
        assert_eq!(say(11), "11 документів");
        assert_eq!(say(21), "21 документ");
        assert_eq!(say(12_345), "12\u{a0}345 документів");
    }

    #[test]
    fn a_missing_text_or_argument_shows() {
        let texts = Texts::from_sources(&[(Language::En, "greeting = Hello { $name }\n")]).unwrap();
        assert_eq!(texts.say(Language::En, "nothing", &[]), "⟦nothing⟧");
        assert_eq!(texts.say(Language::En, "greeting", &[]), "⟦greeting⟧");
        assert_eq!(
            texts.say(Language::En, "greeting", &[("name", "Lan".into())]),
            "Hello Lan"
        );
    }

    #[test]
    fn a_key_given_twice_is_refused() {
        assert!(Texts::from_sources(&[(Language::En, "a = 1\na = 2\n")]).is_err());
    }
}
