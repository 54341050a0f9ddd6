//! A form definition as the fields of a page, and answers as they are read.

use serde_json::{Map, Value, json};

use crate::authority::people::Account;
use crate::kernel::format;
use crate::services::catalogue::form::{
    self, Answers, FieldType, FileType, FormDefinition, Page, PaperRequirement, ProblemKind, Raw, Setting,
};
use crate::services::dossiers::drafts::DraftPaper;
use crate::surfaces::web::content::Kind;
use crate::surfaces::web::fields::{AttachedFile, Choice, DateParts, Field, FieldKind};
use crate::surfaces::web::upload::FileField;
use crate::surfaces::web::views::{Answer, AnswerSection};
use crate::surfaces::web::{Visit, listed, told};

/// More options than this open as a list.
const RADIOS_MAX: usize = 8;
/// Controls of our own forms that are no answers.
const CONTROLS: [&str; 4] = ["next", "later", "remove", MORE];
/// The button that asks for the next list of a choice of several levels.
pub const MORE: &str = "more";
/// Parts of a date, in the order in which they are joined.
const DATE_PARTS: [&str; 3] = ["day", "month", "year"];

/// What the checks need to know of a tenant today.
#[must_use]
pub fn setting(visit: &Visit) -> Setting {
    let code = &visit.tenant.settings.tenant;
    Setting {
        today: crate::kernel::clock::now().with_timezone(&code.zone).date_naive(),
        currency: code.currency,
    }
}

/// What was typed, from where a draft keeps it.
#[must_use]
pub fn raw_of(kept: &Value) -> Raw {
    serde_json::from_value(kept.clone()).unwrap_or_default()
}

/// Pairs as a browser sends them, from what was typed.
#[must_use]
pub fn pairs(raw: &Raw) -> Vec<(String, String)> {
    raw.iter()
        .flat_map(|(code, values)| values.iter().map(|value| (code.clone(), value.clone())))
        .collect()
}

/// The answers that are right so far. Wrong and missing ones are left out, so that conditions can be asked.
#[must_use]
pub fn answers_so_far(form: &FormDefinition, raw: &Raw, setting: Setting) -> Answers {
    match form.validate(&pairs(raw), setting) {
        Ok(answers) => answers,
        Err(rejected) => Answers {
            values: rejected.values,
            raw: rejected.raw,
        },
    }
}

/// Whether a question is asked under these answers.
#[must_use]
pub fn is_asked(field: &form::Field, variables: &Map<String, Value>) -> bool {
    let form = json!({ "form": variables });
    field
        .visible_if
        .as_ref()
        .is_none_or(|condition| condition.condition(&form).unwrap_or(false))
}

/// The answers of a page in a post: the parts of a date joined, our own controls left out. What belongs to no field stays, for
/// the form to refuse.
#[must_use]
pub fn posted_answers(page: &Page, posted: &[(String, String)]) -> Vec<(String, String)> {
    let part_of = |name: &str| {
        page.fields().find(|field| {
            field.kind == FieldType::Date
                && name
                    .strip_prefix(field.code.as_str())
                    .is_some_and(|rest| DATE_PARTS.iter().any(|part| rest == format!("-{part}")))
        })
    };
    let mut answers: Vec<(String, String)> = posted
        .iter()
        .filter(|(name, _)| !CONTROLS.contains(&name.as_str()) && part_of(name).is_none())
        .cloned()
        .collect();
    for field in page.fields().filter(|field| field.kind == FieldType::Date) {
        let part = |part: &str| {
            let name = format!("{}-{part}", field.code);
            posted
                .iter()
                .find(|(posted, _)| *posted == name)
                .map_or("", |(_, value)| value.trim())
        };
        let parts = DATE_PARTS.map(part);
        if parts.iter().any(|part| !part.is_empty()) {
            answers.push((field.code.clone(), parts.join("/")));
        }
    }
    answers
}

/// What is filled in beforehand from the account.
fn prefill(field: &form::Field, account: Option<&Account>) -> Option<String> {
    let account = account?;
    match field.autofill.as_deref()? {
        "_subjectName" => Some(account.display_name.clone()),
        "_subjectId" => account.identity.as_ref().map(|(_, number)| number.clone()),
        "_contactTelNo" => account.phone.clone(),
        "_contactEmail" => account.address().map(str::to_owned),
        _ => None,
    }
}

/// What a page of questions is drawn from.
pub struct Questions<'a> {
    /// Whose words.
    pub visit: &'a Visit,
    /// What was typed so far.
    pub raw: &'a Raw,
    /// What is right of it, for conditions.
    pub variables: &'a Map<String, Value>,
    /// What is wrong, by field.
    pub problems: &'a [form::FieldProblem],
    /// Whose details are filled in.
    pub account: Option<&'a Account>,
}

impl Questions<'_> {
    /// The questions of a page that are asked now.
    #[must_use]
    pub fn fields(&self, page: &Page) -> Vec<Field> {
        page.fields()
            .filter(|field| is_asked(field, self.variables))
            .map(|field| self.field(field))
            .collect()
    }

    fn field(&self, of: &form::Field) -> Field {
        let mut field = Field::new(kind_of(of), of.code.clone(), self.visit.say(&of.label));
        field.hint = of.hint.as_ref().map(|hint| self.visit.say(hint).to_owned());
        field.required = of.required || of.required_if.is_some();
        field.autocomplete = autocomplete(of).map(str::to_owned);
        field.inputmode = (of.kind == FieldType::Integer).then(|| "numeric".to_owned());
        if of.kind == FieldType::Amount {
            let currency = self.visit.tenant.settings.tenant.currency;
            field.unit = Some(format::currency_sign(currency).to_owned());
        }
        if matches!(of.kind, FieldType::LongText) {
            field.max_length = i64::from(of.length_max());
        }
        let typed = self.raw.get(&of.code);
        let values: Vec<String> = match typed {
            Some(values) => values.clone(),
            None => prefill(of, self.account).into_iter().collect(),
        };
        // At a counter it is not the reader's own account that it comes from.
        field.prefilled = typed.is_none() && !values.is_empty() && !self.visit.is_staff();
        field.choices = self.choices(of, &values);
        listed::draw(self.visit, of, &values, RADIOS_MAX, &mut field);
        field.value = values.into_iter().next().unwrap_or_default();
        if of.kind == FieldType::Date {
            field.date = Some(date_parts(&field.value));
        }
        field.error = self
            .problems
            .iter()
            .find(|problem| problem.field == of.code)
            .map(|problem| self.words(of, &problem.kind));
        field
    }

    fn choices(&self, of: &form::Field, chosen: &[String]) -> Vec<Choice> {
        let choice = |value: &str, label: String| Choice {
            value: value.to_owned(),
            label,
            hint: None,
            chosen: chosen.iter().any(|one| one == value),
        };
        match of.kind {
            FieldType::YesNo => vec![
                choice("yes", self.visit.text("common-yes")),
                choice("no", self.visit.text("common-no")),
            ],
            _ => of
                .options
                .iter()
                .map(|option| choice(&option.value, self.visit.say(&option.label).to_owned()))
                .collect(),
        }
    }

    fn words(&self, of: &form::Field, problem: &ProblemKind) -> String {
        if let (ProblemKind::Pattern, Some(hint)) = (problem, &of.pattern_hint) {
            return self.visit.say(hint).to_owned();
        }
        let mut told = crate::kernel::error::FieldProblem::new("", problem.key());
        if let Some(limit) = self.limit(problem) {
            told = told.with("limit", limit);
        }
        self.visit.problem(&told)
    }

    fn limit(&self, problem: &ProblemKind) -> Option<String> {
        match problem {
            ProblemKind::TooEarly(day) | ProblemKind::TooLate(day) => {
                Some(format::date(*day, self.visit.language))
            }
            other => other.limit(),
        }
    }
}

fn kind_of(field: &form::Field) -> FieldKind {
    match field.kind {
        FieldType::Text | FieldType::Identity => FieldKind::Text,
        FieldType::LongText => FieldKind::Textarea,
        FieldType::Integer | FieldType::Decimal | FieldType::Amount => FieldKind::Number,
        FieldType::Date => FieldKind::Date,
        FieldType::Choice if field.options.len() > RADIOS_MAX => FieldKind::Select,
        FieldType::Choice | FieldType::YesNo => FieldKind::Radios,
        FieldType::Choices => FieldKind::Checkboxes,
        FieldType::Email => FieldKind::Email,
        FieldType::Phone => FieldKind::Tel,
    }
}

fn autocomplete(field: &form::Field) -> Option<&'static str> {
    match field.autofill.as_deref()? {
        "_subjectName" => Some("name"),
        "_contactTelNo" => Some("tel"),
        "_contactEmail" => Some("email"),
        "_address" => Some("street-address"),
        _ => None,
    }
}

/// What was typed into the three inputs; a day kept in another form is taken apart.
fn date_parts(value: &str) -> DateParts {
    let value = match value.parse::<chrono::NaiveDate>() {
        Ok(day) => day.format("%-d/%-m/%Y").to_string(),
        Err(_) => value.to_owned(),
    };
    let mut parts = value.splitn(3, '/').map(str::to_owned);
    let mut next = || parts.next().unwrap_or_default();
    DateParts {
        day: next(),
        month: next(),
        year: next(),
    }
}

/// Whether a paper is needed under these answers.
#[must_use]
pub fn is_needed(paper: &PaperRequirement, variables: &Map<String, Value>) -> bool {
    let form = json!({ "form": variables });
    paper.required
        || paper
            .required_if
            .as_ref()
            .is_some_and(|condition| condition.condition(&form).unwrap_or(false))
}

fn kinds(paper: &PaperRequirement) -> Vec<Kind> {
    let kind = |kind: &FileType| match kind {
        FileType::Pdf => Kind::Pdf,
        FileType::Jpg => Kind::Jpeg,
        FileType::Png => Kind::Png,
    };
    paper.accept.iter().map(kind).collect()
}

fn bytes_max(visit: &Visit, paper: &PaperRequirement) -> u64 {
    visit
        .state
        .config
        .upload_bytes_max
        .min(u64::from(paper.max_mb) * 1_000_000)
}

/// The fields that take the papers of a form.
#[must_use]
pub fn file_fields(visit: &Visit, form: &FormDefinition) -> Vec<FileField> {
    form.papers
        .iter()
        .map(|paper| FileField {
            name: paper.code.clone(),
            accept: kinds(paper),
            bytes_max: bytes_max(visit, paper),
        })
        .collect()
}

/// A paper as a field: what is attached stands under it.
#[must_use]
pub fn paper_field(
    visit: &Visit,
    paper: &PaperRequirement,
    needed: bool,
    attached: Vec<AttachedFile>,
) -> Field {
    let mut field = Field::new(FieldKind::File, paper.code.clone(), visit.say(&paper.name));
    let kinds = kinds(paper);
    let endings: Vec<&str> = kinds
        .iter()
        .flat_map(|kind| {
            if *kind == Kind::Jpeg {
                vec![".jpg", ".jpeg"]
            } else {
                vec![kind.ending()]
            }
        })
        .collect();
    field.hint = paper.hint.as_ref().map(|hint| visit.say(hint).to_owned());
    field.required = needed;
    field.accept = Some(endings.join(","));
    field.kinds = Some(
        kinds
            .iter()
            .map(|kind| kind.word())
            .collect::<Vec<_>>()
            .join(", "),
    );
    field.size_bytes_max = bytes_max(visit, paper);
    field.files = attached;
    field
}

/// A paper of a draft as it stands under its field.
#[must_use]
pub fn attached(draft: &str, paper: &DraftPaper) -> AttachedFile {
    AttachedFile {
        id: paper.id.to_string(),
        name: paper.file_name.clone(),
        size_bytes: u64::try_from(paper.size_bytes).unwrap_or(0),
        url: Some(format!("/drafts/{draft}/papers/{}", paper.id)),
    }
}

/// Answers as they are read, page by page. `change` gives the address at which a page can be changed.
#[must_use]
pub fn sections(
    visit: &Visit,
    form: &FormDefinition,
    variables: &Map<String, Value>,
    change: impl Fn(&Page) -> Option<String>,
) -> Vec<AnswerSection> {
    form.pages
        .iter()
        .map(|page| {
            let at = change(page);
            let answers = page
                .fields()
                .filter(|field| is_asked(field, variables))
                .map(|field| Answer {
                    label: visit.say(&field.label).to_owned(),
                    value: told::answer(visit, field, variables.get(&field.code)).unwrap_or_default(),
                    change_url: at.as_ref().map(|at| format!("{at}#{}", field.code)),
                })
                .collect();
            AnswerSection {
                title: visit.say(&page.title).to_owned(),
                change_url: None,
                answers,
            }
        })
        .collect()
}
