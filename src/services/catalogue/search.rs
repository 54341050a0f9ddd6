//! Search in the catalogue: without accents, by pinyin and its initials, by parts of words, in every language at once.
//!
//! A tenant's catalogue is a few thousand entries at most, so it is searched in memory; the database's text search would
//! not be allowed to use its index under row security, whose operators must be leakproof.

use std::sync::Arc;

use pinyin::ToPinyin;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::authority::tenancy::code::{Audience, Online};

use super::library::Shelf;
use super::model::Procedure;

/// What narrows a search. Empty members narrow nothing.
#[derive(Debug, Clone, Default)]
pub struct Facets {
    /// Domain of administration.
    pub domain: Option<String>,
    /// Life event.
    pub life_event: Option<String>,
    /// `citizen` or `business`.
    pub audience: Option<String>,
    /// `full`, `partial` or `counter`.
    pub online: Option<String>,
}

/// The folded texts of each procedure, names first.
pub(super) struct Index {
    entries: Vec<Entry>,
}

struct Entry {
    name: String,
    all: String,
}

impl Index {
    pub(super) fn of(procedures: &[Arc<Procedure>]) -> Self {
        Self {
            entries: procedures.iter().map(|procedure| entry(procedure)).collect(),
        }
    }
}

fn entry(procedure: &Procedure) -> Entry {
    let facts = &procedure.facts;
    let name = facts
        .name
        .0
        .values()
        .map(|text| fold(text))
        .collect::<Vec<_>>()
        .join(" \u{1f} ");
    let mut all = name.clone();
    let more = facts
        .synonyms
        .iter()
        .chain(facts.summary.0.values())
        .chain(std::iter::once(&facts.code))
        .chain(facts.national_code.iter());
    for text in more {
        all.push_str(" \u{1f} ");
        all.push_str(&fold(text));
    }
    for text in facts.name.0.values().chain(&facts.synonyms) {
        let (full, initials) = spoken(text);
        if !full.is_empty() {
            all.push_str(&format!(" \u{1f} {full} \u{1f} {initials}"));
        }
    }
    Entry { name, all }
}

/// Lower case, without accents, đ as d, and with every run of other signs as one space.
fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text
        .nfd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(char::to_lowercase)
    {
        match c {
            'đ' => folded.push('d'),
            'ґ' => folded.push('г'),
            '\'' | '\u{2019}' | '\u{02bc}' => {}
            c if c.is_alphanumeric() => folded.push(c),
            _ if folded.ends_with(' ') => {}
            _ => folded.push(' '),
        }
    }
    folded.trim().to_owned()
}

/// Pinyin of the Chinese characters of a text, run together, and its initials.
fn spoken(text: &str) -> (String, String) {
    let (mut full, mut initials) = (String::new(), String::new());
    for sound in text.to_pinyin().flatten() {
        full.push_str(sound.plain());
        initials.push_str(sound.first_letter());
    }
    (full, initials)
}

/// A word of a question without the ending that Ukrainian inflects, so that «довідки» finds «довідка».
fn stem(word: &str) -> &str {
    let is_cyrillic = word
        .chars()
        .all(|c| ('а'..='я').contains(&c) || "іїєґ".contains(c));
    let letters = word.chars().count();
    if !is_cyrillic || letters < 5 {
        return word;
    }
    let keep = letters - if letters > 6 { 2 } else { 1 };
    word.char_indices()
        .nth(keep)
        .map_or(word, |(end, _)| &word[..end])
}

impl Shelf {
    /// The procedures that fit a question and the facets, best first; every fitting one in catalogue order when nothing
    /// was asked.
    #[must_use]
    pub fn search(&self, question: &str, facets: &Facets) -> Vec<&Arc<Procedure>> {
        let question = fold(&question.chars().take(200).collect::<String>());
        let words: Vec<&str> = question
            .split(' ')
            .filter(|word| !word.is_empty())
            .map(stem)
            .collect();
        let mut found: Vec<(u32, usize)> = self
            .index
            .entries
            .iter()
            .enumerate()
            .filter(|(at, _)| {
                self.procedures
                    .get(*at)
                    .is_some_and(|procedure| fits(procedure, facets))
            })
            .filter_map(|(at, entry)| Some((score(entry, &question, &words)?, at)))
            .collect();
        found.sort_by_key(|(score, at)| (std::cmp::Reverse(*score), *at));
        found
            .into_iter()
            .filter_map(|(_, at)| self.procedures.get(at))
            .collect()
    }
}

fn fits(procedure: &Procedure, facets: &Facets) -> bool {
    let facts = &procedure.facts;
    facets
        .domain
        .as_ref()
        .is_none_or(|domain| facts.domain == *domain)
        && facets
            .life_event
            .as_ref()
            .is_none_or(|event| facts.life_events.contains(event))
        && facets
            .audience
            .as_ref()
            .is_none_or(|audience| facts.audience.iter().any(|one| audience_word(*one) == *audience))
        && facets
            .online
            .as_ref()
            .is_none_or(|online| online_word(facts.online) == *online)
}

/// The word that addresses and texts use for an audience.
#[must_use]
pub const fn audience_word(audience: Audience) -> &'static str {
    match audience {
        Audience::Citizen => "citizen",
        Audience::Business => "business",
    }
}

/// The word that addresses and texts use for how much can be done online.
#[must_use]
pub const fn online_word(online: Online) -> &'static str {
    match online {
        Online::Full => "full",
        Online::Partial => "partial",
        Online::Counter => "counter",
    }
}

/// `None` when a word is nowhere; more for words in the name, most for the whole question in it.
fn score(entry: &Entry, question: &str, words: &[&str]) -> Option<u32> {
    if words.is_empty() {
        return Some(0);
    }
    let mut total = 0;
    for word in words {
        total += if entry.name.contains(word) {
            3
        } else if entry.all.contains(word) {
            1
        } else {
            return None;
        };
    }
    if entry.name.contains(question) {
        total += 10;
    }
    Some(total)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(text: &str, question: &str) -> bool {
        let (full, initials) = spoken(text);
        let name = fold(text);
        let entry = Entry {
            all: format!("{name} \u{1f} {full} \u{1f} {initials}"),
            name,
        };
        let question = fold(question);
        let words: Vec<&str> = question.split(' ').map(stem).collect();
        score(&entry, &question, &words).is_some()
    }

    #[test]
    fn accents_pinyin_and_endings_do_not_matter() {
        assert!(matches("Đăng ký hộ tịch", "dang ky ho tich"));
        assert!(matches("Đăng ký hộ tịch", "HỘ TỊCH"));
        assert!(matches("身份证补办", "身份证"));
        assert!(matches("身份证补办", "补办"));
        assert!(matches("身份证补办", "shenfenzheng"));
        assert!(matches("身份证补办", "sfz"));
        assert!(matches("Надання довідки про відсутність судимості", "довідка"));
        assert!(matches("Надання об’єкта", "обєкта"));
        assert!(!matches("Đăng ký hộ tịch", "đất"));
    }
}
