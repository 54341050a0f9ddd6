//! `/admin/access`: why somebody may do something, or may not.

use actix_web::HttpRequest;

use crate::authority::access::acts::ReadAccess;
use crate::authority::access::explain::{About, Explanation, explain};
use crate::authority::access::look;
use crate::kernel::actions::Verb;
use crate::kernel::error::{Error, FieldProblem, Refusal, Result};
use crate::kernel::ids::OperatingUnitId;
use crate::platform::door::Whole;
use crate::services::catalogue::Shelf;
use crate::surfaces::desk::Staff;
use crate::surfaces::web::fields::Field;
use crate::surfaces::web::{Answer, PostedForm, Visit};

use super::forms::Posted;
use super::sentence::tell;
use super::views::{Answered, Because, ExplainPage};

/// What is asked, read from the address.
#[derive(Debug)]
pub(crate) struct Question {
    pub person: String,
    pub verb: Verb,
    pub about: About,
}

/// Reads a question; `unit` is a unit's id or code.
///
/// # Errors
/// A refusal at the field that is missing or unknown.
pub(crate) fn question(shelf: &Shelf, form: &PostedForm) -> Result<Question> {
    let mut problems = Vec::new();
    let person = form.text("person").to_owned();
    if person.is_empty() {
        problems.push(FieldProblem::new("person", "errors-access-person"));
    }
    let verb = Verb::parse(form.text("verb"));
    if verb.is_none() {
        problems.push(FieldProblem::new("verb", "errors-access-verb"));
    }
    let (row, unit) = (form.text("row"), form.text("unit"));
    let about = match (row.is_empty(), unit.is_empty()) {
        (false, _) => Some(About::Row(row.chars().take(100).collect())),
        (true, true) => Some(About::Tenant),
        (true, false) => unit_of(shelf, unit).map(About::Unit),
    };
    if about.is_none() {
        problems.push(FieldProblem::new("unit", "errors-access-unknown"));
    }
    match (verb, about) {
        (Some(verb), Some(about)) if problems.is_empty() => Ok(Question { person, verb, about }),
        _ => Err(Refusal::of_fields(problems).into()),
    }
}

fn unit_of(shelf: &Shelf, named: &str) -> Option<OperatingUnitId> {
    match named.parse() {
        Ok(id) => Some(id),
        Err(_) => shelf
            .units
            .iter()
            .find(|(_, facts)| facts.code == named)
            .map(|(id, _)| *id),
    }
}

/// Asks under the right of whoever asks.
///
/// # Errors
/// [`Error::NotFound`] for what she may not see; [`Error::Denied`] when she may not ask at all.
pub(crate) async fn ask(visit: &Visit, question: Question) -> Result<Explanation> {
    let standing = visit.state.gate.standing(visit.tenant.id).await?;
    visit
        .state
        .db
        .in_tenant(&visit.context, move |tx| {
            let mut grant = tx.authorise::<ReadAccess>(Whole)?;
            explain(
                &mut grant,
                &question.person,
                question.verb,
                &question.about,
                &standing,
            )
        })
        .await
}

/// `GET /admin/access`: the question in the address, so that an answer can be sent to a colleague as a link.
pub(super) async fn page(staff: Staff, request: HttpRequest) -> Answer {
    let visit = &staff.visit;
    let asked = PostedForm {
        fields: url::form_urlencoded::parse(request.query_string().as_bytes())
            .map(|(name, value)| (name.into_owned(), value.into_owned()))
            .take(20)
            .collect(),
    };
    let people = visit
        .state
        .db
        .in_tenant(&visit.context, |tx| {
            look::people(&mut tx.authorise::<ReadAccess>(Whole)?)
        })
        .await?;
    let is_asked = ["person", "verb", "unit", "row"]
        .iter()
        .any(|name| !asked.text(name).is_empty());
    let (mut answered, mut refusal) = (None, None);
    if is_asked {
        match question(&staff.shelf, &asked) {
            Ok(question) => match ask(visit, question).await {
                Ok(explained) => answered = Some(view(&staff, &explained)),
                // One answer for what is not there and for what she may not see.
                Err(Error::NotFound) => {
                    let field = if asked.text("row").is_empty() {
                        "person"
                    } else {
                        "row"
                    };
                    refusal = Some(Refusal::of_fields(vec![FieldProblem::new(
                        field,
                        "errors-access-unknown",
                    )]));
                }
                Err(other) => return Err(other.into()),
            },
            Err(Error::Refused(refused)) => refusal = Some(refused),
            Err(other) => return Err(other.into()),
        }
    }
    let posted = match &refusal {
        Some(refusal) => Posted::refused(&asked, refusal),
        None => Posted::filled(&asked),
    };
    let mut row = posted.line(visit, "row", "access-ask-row");
    row.hint = Some(visit.text("access-ask-row-hint"));
    let mut unit = posted.select(visit, "unit", "access-ask-unit", units(&staff));
    unit.required = false;
    let fields = vec![
        posted.select(
            visit,
            "person",
            "access-ask-person",
            people
                .iter()
                .map(|one| (one.email.clone(), format!("{} ({})", one.name, one.email))),
        ),
        posted.select(visit, "verb", "access-ask-verb", verbs(visit)),
        unit,
        row,
    ];
    let view = ExplainPage {
        desk: staff.desk("access"),
        errors: Field::errors(&fields),
        fields,
        answered,
    };
    visit.page("admin/access.html", "admin", &view)
}

fn view(staff: &Staff, explained: &Explanation) -> Answered {
    let told = tell(&staff.visit, &staff.shelf, explained);
    Answered {
        allowed: explained.is_allowed(),
        verdict: told.verdict,
        because: told
            .because
            .into_iter()
            .map(|(allows, text)| Because { allows, text })
            .collect(),
    }
}

/// The units to choose from, by name.
fn units(staff: &Staff) -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> = staff
        .shelf
        .units
        .iter()
        .map(|(id, facts)| (id.to_string(), staff.visit.say(&facts.name).to_owned()))
        .collect();
    all.sort_by(|one, other| one.1.cmp(&other.1));
    all
}

/// The verbs to choose from, by name.
fn verbs(visit: &Visit) -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> = Verb::ALL
        .iter()
        .map(|verb| (verb.name().to_owned(), visit.text(&verb.text_key())))
        .collect();
    all.sort_by(|one, other| one.1.cmp(&other.1));
    all
}
