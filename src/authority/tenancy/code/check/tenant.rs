//! `tenant.toml`.

use std::collections::BTreeSet;
use std::path::Path;

use super::Check;
use crate::kernel::locale::Language;
use crate::kernel::patterns::number::NumberPattern;

const FILE: &str = "tenant.toml";

pub(super) fn check(check: &mut Check<'_>, folder: &Path) {
    let tenant = &check.code.tenant;
    if folder
        .file_name()
        .is_some_and(|name| name.to_string_lossy() != tenant.slug)
    {
        check.note(
            FILE,
            &[&tenant.slug],
            format!("the folder of “{}” has another name", tenant.slug),
        );
    }
    let slug_is_one = tenant.slug.starts_with(|c: char| c.is_ascii_lowercase())
        && tenant
            .slug
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
    if !slug_is_one || !(2..=41).contains(&tenant.slug.len()) {
        check.note(
            FILE,
            &[&tenant.slug],
            "a slug has 2 to 41 lower-case letters, digits and hyphens",
        );
    }
    if tenant.country.len() != 2 || !tenant.country.chars().all(|c| c.is_ascii_uppercase()) {
        check.note(
            FILE,
            &[&tenant.country],
            "a country is two capital letters (ISO 3166-1)",
        );
    }
    hosts(check);
    languages(check);
    for pattern in [
        &tenant.numbers.dossier,
        &tenant.numbers.receipt,
        &tenant.numbers.result,
    ] {
        number_pattern(check, FILE, pattern);
    }
    for address in [&tenant.mail.sender, &tenant.contact.email] {
        if !is_email(address) {
            check.note(FILE, &[address], format!("“{address}” is not an e-mail address"));
        }
    }
}

fn hosts(check: &mut Check<'_>) {
    let tenant = &check.code.tenant;
    if tenant.hosts.is_empty() {
        check.note(
            FILE,
            &["hosts"],
            "a tenant needs a host name at which its portal answers",
        );
    }
    let mut seen = BTreeSet::new();
    for host in &tenant.hosts {
        let fits = !host.is_empty()
            && host.len() <= 253
            && host.split('.').all(|label| {
                (1..=63).contains(&label.len())
                    && label
                        .chars()
                        .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
            });
        if !fits {
            check.note(
                FILE,
                &[host],
                format!("“{host}” is not a host name in lower case, without scheme and port"),
            );
        }
        if !seen.insert(host) {
            check.note(FILE, &[host, host], format!("host “{host}” is there twice"));
        }
    }
}

fn languages(check: &mut Check<'_>) {
    let tenant = &check.code.tenant;
    let offered: BTreeSet<Language> = tenant.languages.iter().copied().collect();
    if offered.len() != tenant.languages.len() {
        check.note(FILE, &["languages"], "a language is there twice");
    }
    if !offered.contains(&tenant.default_language) {
        check.note(
            FILE,
            &["default_language"],
            "the default language is not among the languages offered",
        );
    }
}

/// Notes a number pattern that cannot be read.
pub(super) fn number_pattern(check: &mut Check<'_>, file: &str, pattern: &str) {
    if let Err(error) = NumberPattern::parse(pattern) {
        check.note(file, &[pattern], format!("number pattern “{pattern}”: {error}"));
    }
}

/// Whether `text` has the shape of an address. Whether it exists only a letter can tell.
#[must_use]
pub fn is_email(text: &str) -> bool {
    let Some((name, host)) = text.split_once('@') else {
        return false;
    };
    text.len() <= 254
        && !name.is_empty()
        && host.contains('.')
        && !host.starts_with('.')
        && !host.ends_with('.')
        && text
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '@' | '.' | '-' | '_' | '+'))
        && text == text.to_lowercase()
        && text.matches('@').count() == 1
}
