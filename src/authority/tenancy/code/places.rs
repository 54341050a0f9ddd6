//! Where a row of the database is written in a tenant's folder.

use std::path::Path;

use super::problem::{Problem, Source};

/// The file, and the list in it, that the rows of a table are written in.
fn written_in(table: &str) -> Option<(&'static str, &'static str)> {
    Some(match table {
        "business_group" => ("organisation.toml", "business_group"),
        "accounting_setup" => ("organisation.toml", "accounting_setup"),
        "value_set" => ("organisation.toml", "value_set"),
        "ledger" => ("organisation.toml", "ledger"),
        "legal_entity" | "balancing_segment_value" => ("organisation.toml", "legal_entity"),
        "operating_unit" | "operating_unit_legal_entity" => ("organisation.toml", "operating_unit"),
        "cost_centre" => ("organisation.toml", "cost_centre"),
        "cost_centre_value" => ("organisation.toml", "cost_centre_value"),
        "service_hall" | "hall_part" => ("organisation.toml", "hall"),
        "department" => ("organisation.toml", "department"),
        "ledger_account" => ("accounts.toml", "account"),
        "account" | "account_responsibility" => ("people.toml", "staff"),
        "security_profile" | "security_profile_unit" => ("people.toml", "security_profile"),
        "responsibility" => ("people.toml", "responsibility"),
        _ => return None,
    })
}

/// `message` as a problem of the row of `table` in `folder` that says all of `words`, or most of them; of the file, where no
/// row does; of the folder, where the table is in no file.
#[must_use]
pub fn problem_of_row(folder: &Path, table: &str, words: &[&str], message: String) -> Problem {
    let at = |file: std::path::PathBuf, place| Problem {
        file,
        place,
        message: message.clone(),
    };
    // A name may be borne by things of several kinds: the index over names belongs to none of them.
    const NAMED: [&str; 5] = [
        "legal_entity",
        "operating_unit",
        "cost_centre",
        "hall",
        "department",
    ];
    let (name, lists) = match (written_in(table), table) {
        (Some((name, list)), _) => (name, vec![list]),
        (None, "organisation_name") => ("organisation.toml", NAMED.to_vec()),
        (None, _) => return at(folder.to_owned(), None),
    };
    let file = folder.join(name);
    let Ok(text) = std::fs::read_to_string(&file) else {
        return at(file, None);
    };
    let source = Source { file, text };
    let place = lists.into_iter().find_map(|list| source.find_row(list, words));
    at(source.file.clone(), place.or_else(|| source.find(words)))
}
