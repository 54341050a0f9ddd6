//! The texts: all there in all four languages, filled with the same things, and every one used.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use onedoor::kernel::locale::Language;

use super::project;

/// The areas, one file each; a key begins with its area.
const AREAS: [&str; 15] = [
    "access",
    "common",
    "portal",
    "desk",
    "hall",
    "audit",
    "admin",
    "api",
    "notifications",
    "documents",
    "entry",
    "errors",
    "forms",
    "onboarding",
    "rule",
];

/// Key → the variables its text is filled with.
fn texts_of(language: Language) -> BTreeMap<String, BTreeSet<String>> {
    let mut texts: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for file in files_below(&project("locales").join(language.tag()), &["ftl"]) {
        let mut key = None;
        for line in fs::read_to_string(&file).unwrap().lines() {
            if line.starts_with(|c: char| c.is_ascii_lowercase())
                && let Some((name, _)) = line.split_once('=')
            {
                key = Some(name.trim().to_owned());
            }
            let Some(key) = &key else { continue };
            let variables = line.split('$').skip(1).map(|rest| {
                rest.chars()
                    .take_while(|c| c.is_ascii_alphanumeric() || *c == '_' || *c == '-')
                    .collect::<String>()
            });
            texts.entry(key.clone()).or_default().extend(variables);
        }
    }
    texts
}

fn files_below(folder: &Path, extensions: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path
                .extension()
                .and_then(|e| e.to_str())
                .is_some_and(|e| extensions.contains(&e))
            {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

#[test]
fn every_text_is_there_in_every_language_filled_with_the_same() {
    let english = texts_of(Language::En);
    let mut faults = Vec::new();
    for language in Language::ALL {
        let own = texts_of(language);
        for (key, variables) in &english {
            match own.get(key) {
                None => faults.push(format!("{language}: {key} is missing")),
                // A language may leave out what its own custom does not say, never ask for more.
                Some(other) if !other.is_subset(variables) => {
                    faults.push(format!(
                        "{language}: {key} is filled with {other:?}, in English with {variables:?}"
                    ));
                }
                Some(_) => {}
            }
        }
        faults.extend(
            own.keys()
                .filter(|key| !english.contains_key(*key))
                .map(|key| format!("{language}: {key} is in no English file")),
        );
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// A refusal, an explanation and the matrix name a verb in words.
#[test]
fn every_verb_has_a_name() {
    let texts = texts_of(Language::En);
    let nameless: Vec<String> = onedoor::kernel::actions::Verb::ALL
        .iter()
        .map(|verb| verb.text_key())
        .filter(|key| !texts.contains_key(key))
        .collect();
    assert!(nameless.is_empty(), "{nameless:?} are in no access.ftl");
}

/// What sources say of texts: whole keys, and beginnings of keys whose rest is chosen while running.
#[derive(Default)]
struct Said {
    keys: BTreeMap<String, PathBuf>,
    beginnings: BTreeSet<String>,
}

fn said() -> Said {
    let mut said = Said::default();
    let mut files = files_below(&project("src"), &["rs"]);
    files.extend(files_below(&project("templates"), &["html", "txt", "typ"]));
    for file in files {
        let source = fs::read_to_string(&file).unwrap();
        for (at, _) in source.match_indices('"') {
            let rest = &source[at + 1..];
            let word: String = rest
                .chars()
                .take_while(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || *c == '-')
                .collect();
            let is_text = AREAS
                .iter()
                .any(|area| word.strip_prefix(area).is_some_and(|tail| tail.starts_with('-')));
            if !is_text {
                continue;
            }
            match rest[word.len()..].chars().next() {
                Some('"') if !word.ends_with('-') => {
                    said.keys.insert(word, file.clone());
                }
                Some('"' | '{') if word.ends_with('-') => {
                    said.beginnings.insert(word);
                }
                _ => {}
            }
        }
    }
    said
}

#[test]
fn every_text_that_is_said_exists_and_every_text_is_said() {
    let texts = texts_of(Language::En);
    let said = said();
    let mut faults: Vec<String> = said
        .keys
        .iter()
        .filter(|(key, _)| !texts.contains_key(*key))
        .map(|(key, file)| format!("{key} is said in {} and is in no file of texts", file.display()))
        .collect();
    faults.extend(
        said.beginnings
            .iter()
            .filter(|beginning| !texts.keys().any(|key| key.starts_with(*beginning)))
            .map(|beginning| format!("no text begins with {beginning}")),
    );
    faults.extend(
        texts
            .keys()
            .filter(|key| !said.keys.contains_key(*key))
            .filter(|key| !said.beginnings.iter().any(|beginning| key.starts_with(beginning)))
            .map(|key| format!("{key} is never said")),
    );
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn keys_begin_with_the_area_of_their_file() {
    for language in Language::ALL {
        for file in files_below(&project("locales").join(language.tag()), &["ftl"]) {
            let area = file.file_stem().unwrap().to_str().unwrap().to_owned();
            assert!(AREAS.contains(&area.as_str()), "{} is no area", file.display());
            for line in fs::read_to_string(&file).unwrap().lines() {
                let is_key = line.starts_with(|c: char| c.is_ascii_lowercase()) && line.contains('=');
                assert!(
                    !is_key || line.starts_with(&format!("{area}-")),
                    "{}: {line}",
                    file.display()
                );
            }
        }
    }
}
