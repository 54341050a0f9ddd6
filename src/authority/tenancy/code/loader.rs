//! Reads the folder of a tenant.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::accounts::Accounts;
use super::blocks::{self, Blocks};
use super::catalogue::{Catalogue, Fees};
use super::check;
use super::dictionaries::Dictionaries;
use super::drawing;
use super::organisation::Organisation;
use super::people::People;
use super::problem::{Place, Problem, Problems, Source};
use super::procedure::{ProcedureCode, ProcedureFacts};
use super::tenant::Tenant;
use super::texts;
use super::theme::{self, Theme};
use crate::kernel::calendar::Calendar;

/// Files larger than this are refused before they are read.
const FILE_BYTES_MAX: u64 = 2_000_000;
/// Lists grow with the tenant: 20,000 people are some 4 MB.
const LIST_BYTES_MAX: u64 = 32_000_000;

/// A tenant read from its folder, complete and consistent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TenantCode {
    /// `tenant.toml`.
    pub tenant: Tenant,
    /// `organisation.toml`.
    pub organisation: Organisation,
    /// `accounts.toml`.
    pub accounts: Accounts,
    /// `people.toml`.
    pub people: People,
    /// `calendar.toml`.
    pub calendar: Calendar,
    /// `catalogue.toml`.
    pub catalogue: Catalogue,
    /// `fees.toml`.
    pub fees: Fees,
    /// `theme.toml`.
    pub theme: Theme,
    /// `emblem.svg`.
    pub emblem: String,
    /// `hero.svg`.
    pub hero: String,
    /// `notifications.toml`: the tenant's own wording, empty when it has none.
    pub notifications: BTreeMap<String, crate::kernel::locale::Localised>,
    /// `dictionaries/`.
    pub dictionaries: Dictionaries,
    /// Procedures by code.
    pub procedures: BTreeMap<String, ProcedureCode>,
}

/// What a form tells the rest of the definition.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FormFacts {
    /// Codes of the applicant's fields.
    pub fields: BTreeSet<String>,
    /// Codes of the dictionaries that its choices are taken from.
    pub dictionaries: BTreeSet<String>,
    /// Fields of each officer's step form.
    pub steps: BTreeMap<String, BTreeSet<String>>,
}

/// What a process tells the rest of the definition.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ProcessFacts {
    /// Role of each user task, and the operating unit where it names one.
    pub tasks: BTreeSet<(String, Option<String>)>,
    /// Step forms named by its user tasks.
    pub step_forms: BTreeSet<String>,
    /// Jobs of its service tasks.
    pub jobs: BTreeSet<String>,
    /// Messages it waits for.
    pub messages: BTreeSet<String>,
    /// Ids of the elements at which a dossier can be seen to stand.
    pub stands_at: BTreeSet<String>,
}

/// Why a form or process could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unread {
    /// A text of the file near which the problem is, such as a field's code.
    pub near: Option<String>,
    /// Line and column, when the reader knows them.
    pub place: Option<Place>,
    /// What is wrong.
    pub message: String,
}

/// The readers of forms and processes, which belong to a higher floor.
pub trait Definitions {
    /// Reads a form whose blocks are in place.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    fn form(&self, form: &Value) -> Result<FormFacts, Vec<Unread>>;

    /// Reads a process.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    fn process(&self, bpmn: &str) -> Result<ProcessFacts, Vec<Unread>>;
}

/// Reads and checks the tenant in `folder`.
///
/// # Errors
/// Every problem found.
pub fn load(folder: &Path, definitions: &dyn Definitions) -> Result<TenantCode, Problems> {
    let mut reader = Reader {
        folder,
        problems: Problems::default(),
        sources: BTreeMap::new(),
    };
    let code = reader.tenant(definitions);
    let Reader {
        mut problems,
        sources,
        ..
    } = reader;
    if let Some((code, facts)) = code {
        check::all(&code, &facts, folder, &sources, &mut problems);
        if problems.is_empty() {
            return Ok(code);
        }
    }
    problems
        .0
        .sort_by(|a, b| (&a.file, a.place).cmp(&(&b.file, b.place)));
    Err(problems)
}

/// What the forms and processes said, by procedure.
pub(super) type AllFacts = BTreeMap<String, (FormFacts, ProcessFacts)>;

pub(super) struct Reader<'a> {
    pub(super) folder: &'a Path,
    problems: Problems,
    sources: BTreeMap<String, Source>,
}

impl Reader<'_> {
    /// Reads everything before giving up, so that all problems of all files are told at once.
    fn tenant(&mut self, definitions: &dyn Definitions) -> Option<(TenantCode, AllFacts)> {
        let tenant = self.toml("tenant.toml");
        let organisation = self.toml("organisation.toml");
        let accounts = self.toml("accounts.toml");
        let people = self.toml("people.toml");
        let calendar = self.toml("calendar.toml");
        let catalogue = self.toml("catalogue.toml");
        let fees = self.toml("fees.toml");
        let theme = self.toml::<Theme>("theme.toml");
        if let (Some(theme), Some(source)) = (&theme, self.sources.get("theme.toml")) {
            theme::check(source, theme, &mut self.problems);
        }
        let emblem = self.drawing("emblem.svg");
        let hero = self.drawing("hero.svg");
        let notifications = match self.folder.join("notifications.toml").exists() {
            true => self.toml("notifications.toml"),
            false => Some(BTreeMap::new()),
        };
        let home = tenant.as_ref().map(|tenant: &Tenant| tenant.default_language);
        let dictionaries = self.dictionaries(home);
        let blocks = self.blocks();
        let (procedures, facts) = self.procedures(&blocks, definitions);
        let code = TenantCode {
            tenant: tenant?,
            organisation: organisation?,
            accounts: accounts?,
            people: people?,
            calendar: calendar?,
            catalogue: catalogue?,
            fees: fees?,
            theme: theme?,
            emblem: emblem?,
            hero: hero?,
            notifications: notifications?,
            dictionaries,
            procedures,
        };
        Some((code, facts))
    }

    pub(super) fn read(&mut self, name: &str) -> Option<String> {
        let path = self.folder.join(name);
        let refused = match fs::metadata(&path) {
            Err(error) => Some(format!("cannot be read: {error}")),
            Ok(facts) if facts.len() > bytes_max(name) => {
                Some(format!("is larger than {} MB", bytes_max(name) / 1_000_000))
            }
            Ok(_) => None,
        };
        let text = match refused {
            Some(reason) => Err(reason),
            None => fs::read_to_string(&path).map_err(|error| format!("cannot be read: {error}")),
        };
        match text {
            Ok(text) => {
                self.sources.insert(
                    name.to_owned(),
                    Source {
                        file: path,
                        text: text.clone(),
                    },
                );
                Some(text)
            }
            Err(message) => {
                self.problems.0.push(Problem {
                    file: path,
                    place: None,
                    message,
                });
                None
            }
        }
    }

    pub(super) fn note(&mut self, name: &str, place: Option<Place>, message: String) {
        let source = self.sources.get(name).cloned().unwrap_or_default();
        self.problems.note_at(&source, place, message);
    }

    pub(super) fn toml<T: DeserializeOwned>(&mut self, name: &str) -> Option<T> {
        let text = self.read(name)?;
        match toml::from_str::<toml::Table>(&text) {
            Ok(table) => {
                if let (Some(source), Ok(value)) = (self.sources.get(name), serde_json::to_value(&table)) {
                    texts::check(source, &value, &mut self.problems);
                }
            }
            Err(error) => {
                self.note_toml(name, &error);
                return None;
            }
        }
        match toml::from_str(&text) {
            Ok(read) => Some(read),
            Err(error) => {
                self.note_toml(name, &error);
                None
            }
        }
    }

    fn note_toml(&mut self, name: &str, error: &toml::de::Error) {
        let place = self
            .sources
            .get(name)
            .zip(error.span())
            .map(|(source, span)| source.place(span.start));
        self.note(name, place, error.message().to_owned());
    }

    fn json(&mut self, name: &str) -> Option<Value> {
        let text = self.read(name)?;
        match serde_json::from_str::<Value>(&text) {
            Ok(value) => {
                if let Some(source) = self.sources.get(name) {
                    texts::check(source, &value, &mut self.problems);
                }
                Some(value)
            }
            Err(error) => {
                self.note(
                    name,
                    Some(Place {
                        line: error.line(),
                        column: error.column(),
                    }),
                    error.to_string(),
                );
                None
            }
        }
    }

    fn blocks(&mut self) -> Blocks {
        let Some(value) = self.json("blocks.json") else {
            return Blocks::new();
        };
        serde_json::from_value(value).unwrap_or_else(|error| {
            self.note("blocks.json", None, format!("is not a table of blocks: {error}"));
            Blocks::new()
        })
    }

    fn drawing(&mut self, name: &str) -> Option<String> {
        let text = self.read(name)?;
        if let Some(source) = self.sources.get(name) {
            drawing::check(source, &mut self.problems);
        }
        Some(text)
    }

    fn procedures(
        &mut self,
        blocks: &Blocks,
        definitions: &dyn Definitions,
    ) -> (BTreeMap<String, ProcedureCode>, AllFacts) {
        let mut procedures = BTreeMap::new();
        let mut facts = AllFacts::new();
        for code in self.procedure_folders() {
            let file = |name: &str| format!("procedures/{code}/{name}");
            let read = self.toml::<ProcedureFacts>(&file("procedure.toml"));
            let form = self.form(&file("form.json"), blocks, definitions);
            let process = self.process(&file("process.bpmn"), definitions);
            if let (Some(read), Some((form, form_facts)), Some((process, process_facts))) =
                (read, form, process)
            {
                procedures.insert(
                    code.clone(),
                    ProcedureCode {
                        facts: read,
                        form,
                        process,
                    },
                );
                facts.insert(code, (form_facts, process_facts));
            }
        }
        (procedures, facts)
    }

    fn procedure_folders(&mut self) -> Vec<String> {
        let path = self.folder.join("procedures");
        let entries = match fs::read_dir(&path) {
            Ok(entries) => entries,
            Err(error) => {
                self.problems.0.push(Problem {
                    file: path,
                    place: None,
                    message: format!("cannot be read: {error}"),
                });
                return Vec::new();
            }
        };
        let mut names: Vec<String> = entries
            .filter_map(Result::ok)
            .filter(|entry| entry.path().is_dir())
            .map(|entry| entry.file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    fn form(
        &mut self,
        name: &str,
        blocks: &Blocks,
        definitions: &dyn Definitions,
    ) -> Option<(Value, FormFacts)> {
        let written = self.json(name)?;
        let source = self.sources.get(name)?.clone();
        let form = match blocks::expand(&written, blocks) {
            Ok(form) => form,
            Err(missing) => {
                for (near, message) in missing {
                    self.problems.note(&source, &[&near], message);
                }
                return None;
            }
        };
        let facts = self.facts(&source, definitions.form(&form))?;
        Some((form, facts))
    }

    fn process(&mut self, name: &str, definitions: &dyn Definitions) -> Option<(String, ProcessFacts)> {
        let text = self.read(name)?;
        let source = self.sources.get(name)?.clone();
        let facts = self.facts(&source, definitions.process(&text))?;
        Some((text, facts))
    }

    fn facts<T>(&mut self, source: &Source, read: Result<T, Vec<Unread>>) -> Option<T> {
        match read {
            Ok(facts) => Some(facts),
            Err(unread) => {
                for Unread { near, place, message } in unread {
                    let place = place.or_else(|| near.and_then(|near| source.find(&[&near])));
                    self.problems.note_at(source, place, message);
                }
                None
            }
        }
    }
}

fn bytes_max(name: &str) -> u64 {
    match name {
        "organisation.toml" | "people.toml" => LIST_BYTES_MAX,
        _ => FILE_BYTES_MAX,
    }
}
