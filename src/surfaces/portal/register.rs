//! Creating an account.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, web};

use crate::authority::people::acts::{OpenSession, Register as RegisterAct};
use crate::authority::people::{NewAccount, commands, rules};
use crate::kernel::clock;
use crate::kernel::error::{Error, FieldProblem, Refusal, Result};
use crate::kernel::identity::{self, IdentityKind};
use crate::platform::door::Whole;
use crate::surfaces::web::fields::{Field, FieldKind};
use crate::surfaces::web::limits::Limited;
use crate::surfaces::web::{Answer, PostedForm, Visit};

use super::sign_in::{Onward, local_path, visitor_session};
use super::views::Register;

const NAME_CHARACTERS_MAX: usize = 100;
const PHONE_DIGITS: std::ops::RangeInclusive<usize> = 3..=15;

/// `GET /register`
pub async fn form(visit: Visit, onward: web::Query<Onward>) -> Answer {
    let next = onward.local();
    let view = view(&visit, next, &PostedForm::default(), &[]);
    visit.page("portal/register.html", "", &view)
}

/// The kind of identity number that people of a country have.
const fn identity_kind(country: &str) -> Option<(IdentityKind, &'static str)> {
    match country.as_bytes() {
        b"VN" => Some((IdentityKind::Cccd, "cccd")),
        b"UA" => Some((IdentityKind::Rnokpp, "rnokpp")),
        b"CN" => Some((IdentityKind::Gb11643, "gb11643")),
        _ => None,
    }
}

fn view(visit: &Visit, next: Option<String>, form: &PostedForm, problems: &[FieldProblem]) -> Register {
    let field = |kind, name: &str, label: &str, autocomplete: &str| {
        let mut field = Field::new(kind, name, visit.text(label));
        form.text(name).clone_into(&mut field.value);
        field.autocomplete = Some(autocomplete.to_owned());
        field.error = problems
            .iter()
            .find(|problem| problem.field == name)
            .map(|problem| visit.problem(problem));
        field
    };
    let mut identity = field(FieldKind::Text, "identity", "forms-identity", "off");
    identity.hint = Some(visit.text("forms-identity-hint"));
    identity.required = false;
    let mut password = field(FieldKind::Password, "password", "forms-password", "new-password");
    password.hint = Some(visit.text("forms-password-new-hint"));
    password.value.clear();
    let mut fields = vec![
        field(FieldKind::Text, "name", "forms-name", "name"),
        field(FieldKind::Email, "email", "forms-email", "email"),
        field(FieldKind::Tel, "phone", "forms-phone", "tel"),
    ];
    fields.extend([identity, password]);
    Register {
        action: "/register".into(),
        errors: Field::errors(&fields),
        fields,
        next,
    }
}

/// What was typed, checked field by field.
fn parse(visit: &Visit, form: &PostedForm) -> Result<(NewAccount, String), Vec<FieldProblem>> {
    let mut problems = Vec::new();
    let name = form.text("name");
    if name.is_empty() {
        problems.push(FieldProblem::new("name", "forms-problem-missing"));
    } else if name.chars().count() > NAME_CHARACTERS_MAX || name.chars().any(char::is_control) {
        problems.push(FieldProblem::new("name", "forms-problem-too-long").with("limit", NAME_CHARACTERS_MAX));
    }
    let email = rules::parse_email(form.text("email"));
    if email.is_none() {
        problems.push(FieldProblem::new("email", "forms-problem-not-email"));
    }
    let phone: String = form
        .text("phone")
        .chars()
        .filter(|c| !" .-()\u{a0}".contains(*c))
        .collect();
    let digits = phone.strip_prefix('+').unwrap_or(&phone);
    if !PHONE_DIGITS.contains(&digits.len()) || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        problems.push(FieldProblem::new("phone", "forms-problem-not-phone"));
    }
    let code = &visit.tenant.settings.tenant;
    let typed = form.text("identity");
    let identity = identity_kind(&code.country)
        .filter(|_| !typed.is_empty())
        .map(|(kind, word)| {
            identity::check(kind, typed)
                .ok()
                .map(|checked| (word.to_owned(), checked.number))
        });
    if identity == Some(None) {
        problems.push(FieldProblem::new("identity", "forms-problem-not-identity"));
    }
    let password = form.get("password").unwrap_or_default().to_owned();
    problems.extend(rules::password_problem(
        "password",
        &password,
        email.as_deref().unwrap_or_default(),
    ));
    match email {
        Some(email) if problems.is_empty() => {
            let account = NewAccount {
                email,
                password_hash: String::new(),
                display_name: name.to_owned(),
                phone: Some(phone),
                identity: identity.flatten(),
                language: visit.language,
            };
            Ok((account, password))
        }
        _ => Err(problems),
    }
}

/// `POST /register`: the account, and a session in it; what she prepared as a visitor becomes hers.
pub async fn post(visit: Visit, request: HttpRequest, form: PostedForm) -> Answer {
    visit.limit(Limited::SignIn)?;
    let next = local_path(form.get("next"));
    let outcome = match parse(&visit, &form) {
        Ok((account, password)) => create(&visit, account, password).await,
        Err(problems) => Err(Refusal::of_fields(problems).into()),
    };
    match outcome {
        Ok(token) => {
            visit.forget_session(&request);
            Ok(visit.see_signed_in(next.as_deref().unwrap_or("/my/dossiers"), &token, None))
        }
        Err(Error::Refused(refusal)) if !refusal.fields.is_empty() => {
            let view = view(&visit, next, &form, &refusal.fields);
            visit.page_with(
                StatusCode::UNPROCESSABLE_ENTITY,
                "portal/register.html",
                "",
                &view,
            )
        }
        Err(error) => Err(error.into()),
    }
}

async fn create(
    visit: &Visit,
    mut account: NewAccount,
    password: String,
) -> Result<crate::authority::people::Token> {
    account.password_hash = visit.state.passwords.hash(password).await?;
    let visitor = visitor_session(visit);
    let context = match visitor {
        Some(_) => visit.context.clone(),
        None => visit.state.gate.public(visit.tenant.id).into(),
    };
    visit
        .state
        .db
        .in_tenant(&context, move |tx| {
            let id = commands::register(tx.authorise::<RegisterAct>(Whole)?, &account)?;
            let grant = tx.authorise::<OpenSession>(Whole)?;
            commands::begin_session(grant, id, visitor, rules::citizen_session(), clock::now())
        })
        .await
}
