//! Choices from a dictionary as fields, and their answers in words.

use chrono::NaiveDate;

use crate::authority::dictionaries::{Edition, Item};
use crate::kernel::locale::Language;
use crate::services::catalogue::form::{self, walk};

use super::Visit;
use super::fields::{Choice, ChoiceLevel, Field, FieldKind};

fn today(visit: &Visit) -> NaiveDate {
    crate::kernel::clock::now()
        .with_timezone(&visit.tenant.zone())
        .date_naive()
}

/// The items of one level as what can be chosen.
fn choices<'a>(visit: &Visit, items: impl Iterator<Item = &'a Item>, chosen: Option<&str>) -> Vec<Choice> {
    items
        .map(|item| Choice {
            value: item.code.clone(),
            label: visit.say(&item.name).to_owned(),
            hint: None,
            chosen: chosen == Some(item.code.as_str()),
        })
        .collect()
}

/// Makes `drawn` a choice from its question's dictionary: up to `radios_max` items of one level stand open, more in a list;
/// several levels in a list each, as far as was chosen and one further. `sent` is what was chosen so far. Does nothing to
/// other questions.
pub fn draw(visit: &Visit, question: &form::Field, sent: &[String], radios_max: usize, drawn: &mut Field) {
    let Some(edition) = question.edition.as_deref() else {
        return;
    };
    let day = today(visit);
    let path = walk(edition, sent, day);
    let first = path.first().map(|item| item.code.as_str());
    if edition.depth() <= 1 {
        drawn.choices = choices(visit, edition.offered(None, day), first);
        drawn.kind = if drawn.choices.len() > radios_max {
            FieldKind::Select
        } else {
            FieldKind::Radios
        };
        return;
    }
    drawn.kind = FieldKind::Levels;
    drawn.levels = levels(visit, edition, &path, day);
}

fn levels(visit: &Visit, edition: &Edition, path: &[&Item], day: NaiveDate) -> Vec<ChoiceLevel> {
    let mut levels = Vec::new();
    for at in 0..=path.len() {
        let above = at.checked_sub(1).and_then(|above| path.get(above));
        let chosen = path.get(at).map(|item| item.code.as_str());
        let offered = choices(
            visit,
            edition.offered(above.map(|item| item.code.as_str()), day),
            chosen,
        );
        if offered.is_empty() {
            break;
        }
        levels.push(ChoiceLevel {
            label: edition.contents.levels.get(at).map_or_else(
                || visit.text_with("forms-level", "n", &(at + 1).to_string()),
                |name| visit.say(name).to_owned(),
            ),
            choices: offered,
        });
    }
    levels
}

/// An item with what it lies below, in the order of the language: the smallest first, in Chinese the largest.
#[must_use]
pub fn words(edition: &Edition, code: &str, language: Language, home: Language) -> String {
    let mut names: Vec<&str> = edition
        .path(code)
        .into_iter()
        .map(|item| item.name.get(language, home))
        .collect();
    if names.is_empty() {
        return code.to_owned();
    }
    if language == Language::Zh {
        return names.join(" ");
    }
    names.reverse();
    names.join(", ")
}
