//! Creating an account.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, web};

use crate::authority::people::acts::{OpenSession, Register as RegisterAct};
use crate::authority::people::{NewAccount, commands, rules};
use crate::kernel::clock;
use crate::kernel::error::{Error, FieldProblem, Refusal, Result};
use crate::platform::door::Whole;
use crate::surfaces::web::fields::{Field, FieldKind};
use crate::surfaces::web::limits::Limited;
use crate::surfaces::web::{Answer, PostedForm, Visit, person};

use super::sign_in::{Onward, local_path, visitor_session};
use super::views::Register;

/// `GET /register`
pub async fn form(visit: Visit, onward: web::Query<Onward>) -> Answer {
    let next = onward.local();
    let view = view(&visit, next, &PostedForm::default(), &[]);
    visit.page("portal/register.html", "", &view)
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
    let name = person::name(form).map_err(|problem| problems.push(problem)).ok();
    let email = rules::parse_email(form.text("email"));
    if email.is_none() {
        problems.push(FieldProblem::new("email", "forms-problem-not-email"));
    }
    let phone = person::phone(form)
        .and_then(|phone| phone.ok_or_else(|| FieldProblem::new("phone", "forms-problem-not-phone")))
        .map_err(|problem| problems.push(problem))
        .ok();
    let identity = person::identity(visit, form)
        .map_err(|problem| problems.push(problem))
        .ok();
    let password = form.get("password").unwrap_or_default().to_owned();
    problems.extend(rules::password_problem(
        "password",
        &password,
        email.as_deref().unwrap_or_default(),
    ));
    match (email, name) {
        (Some(email), Some(display_name)) if problems.is_empty() => {
            let account = NewAccount {
                email,
                password_hash: String::new(),
                display_name,
                phone,
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
