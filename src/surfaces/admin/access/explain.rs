//! `/admin/access`: why somebody may do something, or may not.

use actix_web::HttpRequest;

use crate::authority::access::acts::ReadAccess;
use crate::authority::access::explain::{About, Explanation, explain};
use crate::authority::people::admin::acts::ReadPeople;
use crate::authority::people::admin::rules::folded;
use crate::authority::people::admin::{PeopleWanted, PersonLine, queries as people};
use crate::authority::people::rules::parse_email;
use crate::kernel::actions::Verb;
use crate::kernel::error::{Error, FieldProblem, Refusal, Result};
use crate::kernel::ids::OperatingUnitId;
use crate::platform::door::Whole;
use crate::services::catalogue::{Shelf, UnitFacts};
use crate::surfaces::desk::Staff;
use crate::surfaces::web::fields::Field;
use crate::surfaces::web::views::Link;
use crate::surfaces::web::{Answer, PostedForm, Visit};

use super::super::form::today;
use super::super::named;
use super::forms::Posted;
use super::sentence::tell;
use super::views::{Answered, Because, ExplainPage};

/// As many people are offered when a name means several; whoever wants another says more of it.
const OFFERED_MAX: i64 = 20;
const TEXT_CHARACTERS_MAX: usize = 100;

/// What is asked, read from the address.
#[derive(Debug)]
pub(crate) struct Question {
    pub person: String,
    pub verb: Verb,
    pub about: About,
}

/// Reads a question; `unit` is a unit's id, code or name.
///
/// # Errors
/// A refusal at the field that is missing or unknown.
pub(crate) fn question(shelf: &Shelf, form: &PostedForm) -> Result<Question> {
    let person = form.text("person").to_owned();
    let mut problems = Vec::new();
    if person.is_empty() {
        problems.push(FieldProblem::new("person", "errors-access-person"));
    }
    let (verb, about) = verb_and_place(shelf, form, problems)?;
    Ok(Question { person, verb, about })
}

/// What is asked about, whoever it is about; told together with the problems found before.
pub(super) fn verb_and_place(
    shelf: &Shelf,
    form: &PostedForm,
    mut problems: Vec<FieldProblem>,
) -> Result<(Verb, About)> {
    let verb = Verb::parse(form.text("verb"));
    if verb.is_none() {
        problems.push(FieldProblem::new("verb", "errors-access-verb"));
    }
    let (row, unit) = (form.text("row"), form.text("unit"));
    let about = match (row.is_empty(), unit.is_empty()) {
        (false, _) => About::Row(row.chars().take(100).collect()),
        (true, true) => About::Tenant,
        // None that is open is called so; perhaps one was.
        (true, false) => unit_of(shelf, unit).map_or_else(
            || About::UnitCalled(unit.chars().take(TEXT_CHARACTERS_MAX).collect()),
            About::Unit,
        ),
    };
    match verb {
        Some(verb) if problems.is_empty() => Ok((verb, about)),
        _ => Err(Refusal::of_fields(problems).into()),
    }
}

fn unit_of(shelf: &Shelf, named: &str) -> Option<OperatingUnitId> {
    match named.parse() {
        Ok(id) => Some(id),
        Err(_) => {
            let called = folded(named);
            let is_it = |facts: &UnitFacts| {
                facts.code == named || facts.name.0.values().any(|name| folded(name) == called)
            };
            let mut such = shelf.units.iter().filter(|(_, facts)| is_it(facts));
            match (such.next(), such.next()) {
                (Some((id, _)), None) => Some(*id),
                _ => None,
            }
        }
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

/// Whom a name or an address means.
enum Meant {
    /// Nobody was asked about, or the address of one.
    Said,
    /// This one alone.
    One(String),
    /// Several, and how many in all.
    Several(Vec<PersonLine>, i64),
    /// Nobody.
    Nobody,
}

async fn meant(staff: &Staff, said: &str) -> Result<Meant> {
    if said.is_empty() || parse_email(said).is_some() {
        return Ok(Meant::Said);
    }
    let text = folded(&said.chars().take(TEXT_CHARACTERS_MAX).collect::<String>());
    let day = today(&staff.visit);
    let wanted = PeopleWanted {
        text,
        responsibility: None,
        works_in: None,
        standing: None,
        limit: OFFERED_MAX,
        offset: 0,
    };
    let mut found = staff
        .visit
        .state
        .db
        .in_tenant(&staff.visit.context, move |tx| {
            people::page(tx.authorise::<ReadPeople>(Whole)?.sql(), &wanted, day)
        })
        .await?;
    Ok(match found.lines.len() {
        0 => Meant::Nobody,
        1 => Meant::One(found.lines.remove(0).email),
        _ => Meant::Several(found.lines, found.total),
    })
}

/// What stands in an address.
pub(super) fn asked_in(request: &HttpRequest) -> PostedForm {
    PostedForm {
        fields: url::form_urlencoded::parse(request.query_string().as_bytes())
            .map(|(name, value)| (name.into_owned(), value.trim().to_owned()))
            .take(20)
            .collect(),
    }
}

/// Whether anything is asked: a form that was sent empty asks, and is told what it lacks.
pub(super) fn is_asked(asked: &PostedForm) -> bool {
    asked
        .fields
        .iter()
        .any(|(name, _)| matches!(name.as_str(), "person" | "verb" | "unit" | "row"))
}

/// One answer for what is not there and for what the asker may not see.
pub(super) fn unknown(asked: &PostedForm) -> Refusal {
    let field = ["row", "unit", "person"]
        .into_iter()
        .find(|name| !asked.text(name).is_empty())
        .unwrap_or("verb");
    Refusal::of_fields(vec![FieldProblem::new(field, "errors-access-unknown")])
}

/// The same question about somebody.
fn about(asked: &PostedForm, email: &str) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.append_pair("person", email);
    for name in ["verb", "unit", "row"] {
        query.append_pair(name, asked.text(name));
    }
    format!("/admin/access?{}", query.finish())
}

/// `GET /admin/access`: the question in the address, so that an answer can be sent to a colleague as a link. A person is found
/// by her address, or by a part of her name.
pub(super) async fn page(staff: Staff, request: HttpRequest) -> Answer {
    let visit = &staff.visit;
    let mut asked = asked_in(&request);
    let (mut answered, mut refusal) = (None, None);
    let (mut people, mut people_total) = (Vec::new(), 0);
    match meant(&staff, asked.text("person")).await? {
        Meant::Said => {}
        Meant::One(email) => asked.fields.iter_mut().for_each(|(name, value)| {
            if name == "person" {
                value.clone_from(&email);
            }
        }),
        Meant::Several(found, total) => {
            let link = |one: &PersonLine| {
                Link::new(format!("{} ({})", one.name, one.email), about(&asked, &one.email))
            };
            people = found.iter().map(link).collect();
            people_total = total;
        }
        Meant::Nobody => {
            let problem = FieldProblem::new("person", "errors-access-nobody");
            refusal = Some(Refusal::of_fields(vec![problem]));
        }
    }
    if is_asked(&asked) && people.is_empty() && refusal.is_none() {
        let told = match question(&staff.shelf, &asked) {
            Ok(question) => ask(visit, question).await,
            Err(error) => Err(error),
        };
        match told {
            Ok(explained) => answered = Some(view(&staff, &explained)),
            Err(Error::NotFound) => refusal = Some(unknown(&asked)),
            Err(Error::Refused(refused)) => refusal = Some(refused),
            Err(other) => return Err(other.into()),
        }
    }
    let posted = match &refusal {
        Some(refusal) => Posted::refused(&asked, refusal),
        None => Posted::filled(&asked),
    };
    let mut person = posted.line(visit, "person", "access-ask-person");
    person.hint = Some(visit.text("access-ask-person-hint"));
    person.required = true;
    let mut fields = vec![person];
    fields.extend(place_fields(&staff, posted));
    let view = ExplainPage {
        desk: staff.desk("access"),
        errors: Field::errors(&fields),
        fields,
        people,
        people_total,
        answered,
    };
    visit.page("admin/access.html", "admin", &view)
}

/// What, and where.
pub(super) fn place_fields(staff: &Staff, posted: Posted<'_>) -> Vec<Field> {
    let visit = &staff.visit;
    let mut row = posted.line(visit, "row", "access-ask-row");
    row.hint = Some(visit.text("access-ask-row-hint"));
    let mut unit = posted.one_of(visit, "unit", "access-ask-unit", &named::every_unit(staff));
    unit.required = false;
    vec![
        posted.select(visit, "verb", "access-ask-verb", verbs(visit)),
        unit,
        row,
    ]
}

pub(super) fn view(staff: &Staff, explained: &Explanation) -> Answered {
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

/// The verbs to choose from, by name.
fn verbs(visit: &Visit) -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> = Verb::ALL
        .iter()
        .map(|verb| (verb.name().to_owned(), visit.text(&verb.text_key())))
        .collect();
    all.sort_by(|one, other| one.1.cmp(&other.1));
    all
}
