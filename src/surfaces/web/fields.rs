//! The fields of a form as templates draw them: `components/fields.html` has one component for each kind.
//!
//! A handler makes the fields from the form definition and the answers given so far; after a refused post it makes the same
//! fields with the posted values and the errors, so that nothing has to be entered twice.

use serde::Serialize;

/// The kind of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum FieldKind {
    /// One line of text.
    Text,
    /// A number; typed as text, so that no browser eats separators.
    Number,
    /// An e-mail address.
    Email,
    /// A telephone number.
    Tel,
    /// A password; its value is never sent back.
    Password,
    /// Several lines of text.
    Textarea,
    /// A date in three fields named `<name>-day`, `<name>-month` and `<name>-year`.
    Date,
    /// One of many, in a list that opens.
    Select,
    /// One of very many: its code or name is typed, and suggested.
    Named,
    /// One of a few.
    Radios,
    /// One of many, level by level: each level is a list named like the field, those chosen so far and the next.
    Levels,
    /// Any of a few; the name may occur several times.
    Checkboxes,
    /// Files; `<name>` carries the upload, the button `remove` the id of an attached file to take away.
    File,
}

/// One field.
#[derive(Debug, Clone, Serialize)]
pub struct Field {
    /// The id in the page; error links lead to it.
    pub id: String,
    /// The name in the post.
    pub name: String,
    /// How it is drawn.
    pub kind: FieldKind,
    /// Its label.
    pub label: String,
    /// A sentence of help.
    pub hint: Option<String>,
    /// Whether an answer is needed; optional fields say so.
    pub required: bool,
    /// What is wrong with the answer, in words that say what to do.
    pub error: Option<String>,
    /// The value so far.
    pub value: String,
    /// The parts of a date.
    pub date: Option<DateParts>,
    /// What can be chosen.
    pub choices: Vec<Choice>,
    /// The lists of a choice of several levels.
    pub levels: Vec<ChoiceLevel>,
    /// Width in characters: 2, 3, 4, 5, 10 or 20; 0 fills the line.
    pub width: u8,
    /// The token of the HTML attribute `autocomplete`.
    pub autocomplete: Option<String>,
    /// The HTML attribute `inputmode`.
    pub inputmode: Option<String>,
    /// A unit behind the field: "m²".
    pub unit: Option<String>,
    /// The most characters; 0 when there is no limit.
    pub max_length: i64,
    /// File types for the HTML attribute `accept`: ".pdf,.jpg".
    pub accept: Option<String>,
    /// File types in words: "PDF, JPG, PNG".
    pub kinds: Option<String>,
    /// The largest file.
    pub size_bytes_max: u64,
    /// Files attached before.
    pub files: Vec<AttachedFile>,
    /// Whether the value came from the account.
    pub prefilled: bool,
    /// Where a script looks up what a named thing may be called.
    pub suggest: String,
    /// The name of what the value is the code of.
    pub called: String,
}

/// What was typed into the three fields of a date.
#[derive(Debug, Clone, Default, Serialize)]
pub struct DateParts {
    /// The day.
    pub day: String,
    /// The month.
    pub month: String,
    /// The year.
    pub year: String,
}

/// Something that can be chosen.
#[derive(Debug, Clone, Serialize)]
pub struct Choice {
    /// What is posted.
    pub value: String,
    /// What is read.
    pub label: String,
    /// A sentence of help.
    pub hint: Option<String>,
    /// Whether it is chosen.
    pub chosen: bool,
}

/// One list of a choice of several levels.
#[derive(Debug, Clone, Serialize)]
pub struct ChoiceLevel {
    /// What the level is called.
    pub label: String,
    /// What can be chosen.
    pub choices: Vec<Choice>,
}

/// A file attached before.
#[derive(Debug, Clone, Serialize)]
pub struct AttachedFile {
    /// The paper's id, posted as `remove` to take it away.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its size.
    pub size_bytes: u64,
    /// Where it opens.
    pub url: Option<String>,
}

/// One line of the summary of errors.
#[derive(Debug, Clone, Serialize)]
pub struct ErrorLink {
    /// The id of the field it leads to.
    pub id: String,
    /// Which answer; empty where the page has no other.
    pub label: String,
    /// What is wrong with it, in the same words as at the field.
    pub text: String,
}

impl Field {
    /// A field that needs an answer and has none; its name is its id.
    pub fn new(kind: FieldKind, name: impl Into<String>, label: impl Into<String>) -> Self {
        let name = name.into();
        Self {
            id: name.clone(),
            name,
            kind,
            label: label.into(),
            hint: None,
            required: true,
            error: None,
            value: String::new(),
            date: (kind == FieldKind::Date).then(DateParts::default),
            choices: Vec::new(),
            levels: Vec::new(),
            width: 0,
            autocomplete: None,
            inputmode: None,
            unit: None,
            max_length: 0,
            accept: None,
            kinds: None,
            size_bytes_max: 0,
            files: Vec::new(),
            prefilled: false,
            suggest: String::new(),
            called: String::new(),
        }
    }

    /// The id that a link in the summary of errors leads to: the first control of the field.
    #[must_use]
    pub fn target(&self) -> String {
        match self.kind {
            FieldKind::Date => format!("{}-day", self.id),
            FieldKind::Radios | FieldKind::Checkboxes => format!("{}-1", self.id),
            // The list that was not chosen from yet.
            FieldKind::Levels => format!("{}-{}", self.id, self.levels.len().max(1)),
            _ => self.id.clone(),
        }
    }

    /// The summary of the errors of `fields`, in their order.
    #[must_use]
    pub fn errors(fields: &[Field]) -> Vec<ErrorLink> {
        fields
            .iter()
            .filter_map(|field| {
                field.error.as_ref().map(|text| ErrorLink {
                    id: field.target(),
                    label: field.label.clone(),
                    text: text.clone(),
                })
            })
            .collect()
    }
}
