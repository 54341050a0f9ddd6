//! Choices from a dictionary.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;

use super::{Answer, Answers, Field, FormDefinition, ProblemKind, Section};
use crate::authority::dictionaries::{Edition, Item};
use crate::kernel::ids::DictionaryVersionId;

impl FormDefinition {
    /// Every field, those of officers' steps included.
    fn every_field(&self) -> impl Iterator<Item = &Field> {
        self.fields()
            .chain(self.steps.values().flat_map(|step| &step.fields))
    }

    /// The codes of the dictionaries that its questions name.
    pub fn dictionaries(&self) -> impl Iterator<Item = &str> {
        self.every_field().filter_map(|field| field.dictionary.as_deref())
    }

    /// The same form with versions to choose from: `asked` for the applicant's questions, `now` for the officers'.
    #[must_use]
    pub fn with_editions(
        &self,
        asked: &dyn Fn(&str) -> Option<Arc<Edition>>,
        now: &dyn Fn(&str) -> Option<Arc<Edition>>,
    ) -> FormDefinition {
        let mut form = self.clone();
        let give = |field: &mut Field, find: &dyn Fn(&str) -> Option<Arc<Edition>>| {
            if let Some(code) = &field.dictionary {
                field.edition = find(code);
            }
        };
        for page in &mut form.pages {
            let in_sections = page
                .sections
                .iter_mut()
                .flat_map(|section: &mut Section| &mut section.fields);
            page.fields
                .iter_mut()
                .chain(in_sections)
                .for_each(|field| give(field, asked));
        }
        for step in form.steps.values_mut() {
            step.fields.iter_mut().for_each(|field| give(field, now));
        }
        form
    }

    /// The versions that these answers were chosen from, by the dictionary's code: kept with the dossier.
    #[must_use]
    pub fn editions_answered(&self, answers: &Answers) -> BTreeMap<String, DictionaryVersionId> {
        self.fields()
            .filter(|field| answers.values.contains_key(&field.code))
            .filter_map(|field| field.edition.as_ref())
            .map(|edition| (edition.code.clone(), edition.id))
            .collect()
    }
}

/// What was chosen level by level, as far as it holds together and is offered on a day: a lower level that does not lie
/// below the one before it is passed over, because a browser without a script posts it with a newly chosen upper one. A
/// lower item alone, as programs send it, says by itself where it lies.
#[must_use]
pub fn walk<'a>(edition: &'a Edition, sent: &[String], today: NaiveDate) -> Vec<&'a Item> {
    if let [one] = sent
        && edition.item(one).is_some_and(|item| item.parent.is_some())
    {
        let path = edition.path(one);
        let is_offered = path.iter().all(|item| item.is_valid_on(today));
        return if is_offered { path } else { Vec::new() };
    }
    let mut path: Vec<&Item> = Vec::new();
    for value in sent.iter().filter(|value| !value.is_empty()) {
        let above = path.last().map(|item| item.code.as_str());
        match edition.offered(above, today).find(|item| item.code == *value) {
            Some(item) => path.push(item),
            None => break,
        }
    }
    path
}

/// The answer: the code of an item with nothing below it.
pub(super) fn chosen(field: &Field, sent: &[String], today: NaiveDate) -> Result<Answer, ProblemKind> {
    let edition = field.edition.as_deref().ok_or(ProblemKind::NotAnOption)?;
    let path = walk(edition, sent, today);
    let Some(last) = path.last() else {
        return Err(ProblemKind::NotAnOption);
    };
    if edition.offered(Some(&last.code), today).next().is_some() {
        return Err(ProblemKind::Incomplete);
    }
    Ok(Answer::Text(last.code.clone()))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::authority::dictionaries::Contents;
    use crate::kernel::money::Currency;
    use crate::services::catalogue::form::{Setting, read};

    fn form() -> FormDefinition {
        let contents: Contents = serde_json::from_value(json!({
            "name": {"en": "Places"}, "levels": [{"en": "Province"}, {"en": "Commune"}],
            "item": [
                {"code": "p1", "name": {"en": "First"}}, {"code": "p2", "name": {"en": "Second"}},
                {"code": "c1", "parent": "p1", "name": {"en": "Commune 1"}},
                {"code": "c2", "parent": "p2", "name": {"en": "Commune 2"}},
                {"code": "old", "parent": "p2", "name": {"en": "Abolished"}, "valid_to": "2026-07-01"},
            ]
        }))
        .unwrap();
        let edition = Arc::new(Edition::new(
            DictionaryVersionId::fresh(),
            "places".into(),
            1,
            contents,
        ));
        let form = read(&json!({"pages": [{"code": "one", "title": {"en": "One"}, "fields": [
            {"code": "place", "type": "choice", "label": {"en": "Place"}, "dictionary": "places", "required": true}]}]}))
        .unwrap();
        let find = |code: &str| (code == "places").then(|| Arc::clone(&edition));
        form.with_editions(&find, &find)
    }

    fn told(sent: &[&str]) -> Result<String, ProblemKind> {
        let sent: Vec<(String, String)> = sent
            .iter()
            .map(|value| ("place".to_owned(), (*value).to_owned()))
            .collect();
        let setting = Setting {
            today: NaiveDate::from_ymd_opt(2026, 11, 22).unwrap(),
            currency: Currency::Vnd,
        };
        match form().validate(&sent, setting) {
            Ok(answers) => Ok(answers.text("place").unwrap().to_owned()),
            Err(rejected) => Err(rejected.problems[0].kind.clone()),
        }
    }

    #[test]
    fn the_answer_is_the_lowest_level_that_lies_below_what_was_chosen() {
        assert_eq!(told(&["p1", "c1"]), Ok("c1".into()));
        assert_eq!(told(&["c2"]), Ok("c2".into()));
        assert_eq!(told(&["p1"]), Err(ProblemKind::Incomplete));
        // The upper level was changed and the lower one posted along as it stood.
        assert_eq!(told(&["p2", "c1"]), Err(ProblemKind::Incomplete));
        assert_eq!(told(&["p2", "old"]), Err(ProblemKind::Incomplete));
        assert_eq!(told(&["old"]), Err(ProblemKind::NotAnOption));
        assert_eq!(told(&["nowhere"]), Err(ProblemKind::NotAnOption));
        assert_eq!(told(&[]), Err(ProblemKind::Missing));
    }

    #[test]
    fn the_version_answered_under_is_kept() {
        let form = form();
        let setting = Setting {
            today: NaiveDate::from_ymd_opt(2026, 11, 22).unwrap(),
            currency: Currency::Vnd,
        };
        let answers = form.validate(&[("place".into(), "c1".into())], setting).unwrap();
        let edition = form.field("place").unwrap().edition.as_ref().unwrap();
        assert_eq!(
            form.editions_answered(&answers),
            BTreeMap::from([("places".to_owned(), edition.id)])
        );
        assert!(form.editions_answered(&Answers::default()).is_empty());
    }
}
