//! Access for programs: one's own, and explanations.

use actix_web::{HttpRequest, HttpResponse};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::authority::access::acts::ReadOwnAccess;
use crate::authority::access::explain::{Upon, Verdict};
use crate::authority::access::look;
use crate::kernel::actions::Verb;
use crate::kernel::context::{Actor, Context};
use crate::surfaces::admin::access::{Question, ask, question, tell};
use crate::surfaces::web::{Answer, PostedForm};

use super::caller::{Caller, query};
use super::openapi::Problem;

/// One's own access in the transaction that answered.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Access {
    /// The version of the tenant's access that the transaction saw; it rises with every change.
    version: i64,
    /// Until when the answer holds if nothing is changed: the tenant's next midnight.
    valid_until: Option<DateTime<Utc>>,
    /// The responsibility worked under; none when nothing is open.
    responsibility: Option<String>,
    /// The loan, when the responsibility is a colleague's.
    loan: Option<String>,
    /// `S` one unit, `M` several, `A` every unit, `X` none.
    mode: Option<String>,
    /// The units rows may lie in, in modes S and M.
    units: Vec<String>,
    /// The unit worked in.
    current_unit: Option<String>,
    /// The unit for calls that name none.
    default_unit: Option<String>,
    /// What may be done, and how far.
    verbs: Vec<VerbReach>,
    /// Every responsibility that is in force today.
    responsibilities: Vec<Held>,
}

/// A verb and how far it reaches.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct VerbReach {
    /// As policies write it.
    verb: String,
    /// Subjects of the whole tenant.
    tenant: bool,
    /// One's own.
    own: bool,
    /// Every operating unit.
    every_unit: bool,
    /// These units.
    units: Vec<String>,
}

/// A responsibility.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Held {
    /// Its id; for one that is lent, the loan's.
    id: String,
    /// Its code.
    code: String,
    /// Its role.
    role: String,
    /// Who lends it.
    lent_by: Option<String>,
    /// The first day.
    from: NaiveDate,
    /// The day on which it is over.
    to: Option<NaiveDate>,
    /// The mode it begins with; none when it opens nothing.
    mode: Option<String>,
    /// The units it opens.
    units: Vec<String>,
    /// By which option, or why it opens nothing.
    why: String,
}

/// What the caller may do now, and why.
#[utoipa::path(
    get, path = "/api/v1/access", tag = "access",
    responses((status = 200, body = Access), (status = 401, description = "A token is needed", body = Problem, content_type = "application/problem+json")),
    security(("token" = []))
)]
pub(super) async fn own(Caller { visit, account }: Caller) -> Answer {
    let day = visit.state.gate.today(visit.tenant.id).await?;
    let (own, context) = visit
        .state
        .db
        .in_tenant(&visit.context, move |tx| {
            let context = tx.context().clone();
            let own = look::own_access(&mut tx.authorise::<ReadOwnAccess>(account)?, day)?;
            Ok((own, context))
        })
        .await?;
    // The version that the beginning of the transaction was held against, not one that was made since.
    let mut access = of_context(&context, context.access_version.unwrap_or(own.version));
    access.responsibilities = own
        .held
        .iter()
        .filter(|(one, _)| one.is_in_force(day.date))
        .map(|(one, begun)| Held {
            id: one.key().to_string(),
            code: one.code.clone(),
            role: one.role.clone(),
            lent_by: one.loan.as_ref().map(|loan| loan.lender_name.clone()),
            from: one.valid_from,
            to: one.valid_to,
            mode: begun.as_ref().ok().map(|start| start.mode.to_string()),
            units: begun
                .as_ref()
                .map(|start| start.units.iter().map(|unit| unit.to_string()).collect())
                .unwrap_or_default(),
            why: match begun {
                Ok(start) => start.reason.to_string(),
                Err(error) => error.to_string(),
            },
        })
        .collect();
    Ok(HttpResponse::Ok()
        .insert_header(("cache-control", "no-store"))
        .json(access))
}

fn of_context(context: &Context, version: i64) -> Access {
    let names = |units: &crate::kernel::access::UnitSet| units.iter().map(|unit| unit.to_string()).collect();
    Access {
        version,
        valid_until: context.valid_until,
        responsibility: match context.actor {
            Actor::Staff(_, responsibility) if !responsibility.uuid().is_nil() => {
                Some(responsibility.to_string())
            }
            _ => None,
        },
        loan: context.delegation.map(|loan| loan.to_string()),
        mode: context.mode.map(|mode| mode.to_string()),
        units: names(&context.units),
        current_unit: context.current_unit.map(|unit| unit.to_string()),
        default_unit: context.default_unit.map(|unit| unit.to_string()),
        verbs: Verb::ALL
            .iter()
            .filter_map(|verb| {
                let reach = context.access.reach(*verb)?;
                Some(VerbReach {
                    verb: verb.name().to_owned(),
                    tenant: reach.tenant,
                    own: reach.own,
                    every_unit: reach.every_unit,
                    units: names(&reach.units),
                })
            })
            .collect(),
        responsibilities: Vec::new(),
    }
}

/// What is asked.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Asked {
    /// The address a member of staff signs in with.
    person: Option<String>,
    /// A verb, as `dossier.decide`.
    verb: Option<String>,
    /// An operating unit, by id or code.
    unit: Option<String>,
    /// A row by its id, or a dossier by its number; instead of the unit.
    row: Option<String>,
}

/// Why, or why not.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Explained {
    /// Yes or no.
    allowed: bool,
    /// In one sentence, in the language of the answer.
    sentence: String,
    /// Who.
    person: String,
    /// What.
    verb: String,
    /// Upon what: `tenant`, `unit` or the table of the row.
    upon: String,
    /// The units it lies in.
    units: Vec<String>,
    /// On which day of the tenant.
    day: NaiveDate,
    /// Each reason in a sentence.
    because: Vec<String>,
    /// Each responsibility and what it comes to.
    ways: Vec<WayTold>,
}

/// One way by which it could have been allowed.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct WayTold {
    /// The code of the responsibility; none: what every member of staff may do for herself.
    responsibility: Option<String>,
    /// Its role.
    role: String,
    /// Who lends it.
    lent_by: Option<String>,
    /// `allowed`, `not-in-force`, `no-line`, `forbidden`, `closed` or `outside-units`.
    verdict: &'static str,
    /// The security profile or option that opens its units, and at which level it is set.
    opened_by: Option<String>,
    /// The mode it begins with.
    mode: Option<String>,
    /// The lines of policy that speak of the verb: `template` or the id of the tenant's own line, and what it says.
    lines: Vec<String>,
}

/// Why somebody may do something, or may not.
#[utoipa::path(
    get, path = "/api/v1/access/explain", tag = "access", params(Asked),
    responses(
        (status = 200, body = Explained),
        (status = 403, description = "The caller may not ask about others", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "No such person, unit or row, or one that the caller may not see", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "The question is not complete", body = Problem, content_type = "application/problem+json"),
    ),
    security(("token" = []))
)]
pub(super) async fn explain(Caller { visit, .. }: Caller, request: HttpRequest) -> Answer {
    let asked: Asked = query(&request)?;
    let fields = [
        ("person", asked.person),
        ("verb", asked.verb),
        ("unit", asked.unit),
        ("row", asked.row),
    ];
    let form = PostedForm {
        fields: fields
            .into_iter()
            .filter_map(|(name, value)| Some((name.to_owned(), value?)))
            .collect(),
    };
    let shelf = visit.state.library.shelf(&visit.tenant).await?;
    let question: Question = question(&shelf, &form)?;
    let explained = ask(&visit, question).await?;
    let told = tell(&visit, &shelf, &explained);
    let (upon, units) = match &explained.upon {
        Upon::Tenant => ("tenant".to_owned(), Vec::new()),
        Upon::Unit(unit) => ("unit".to_owned(), vec![unit.to_string()]),
        Upon::Row(row) => (
            row.table.to_owned(),
            row.units.iter().map(|unit| unit.to_string()).collect(),
        ),
    };
    let ways = explained
        .ways
        .iter()
        .map(|way| WayTold {
            responsibility: way.held.as_ref().map(|held| held.code.clone()),
            role: way.role.clone(),
            lent_by: way
                .held
                .as_ref()
                .and_then(|held| held.loan.as_ref())
                .map(|loan| loan.lender_name.clone()),
            verdict: match way.verdict {
                Verdict::Allowed(_) => "allowed",
                Verdict::NotInForce => "not-in-force",
                Verdict::NoLine => "no-line",
                Verdict::Forbidden => "forbidden",
                Verdict::Closed(_) => "closed",
                Verdict::OutsideUnits => "outside-units",
            },
            opened_by: way.start.as_ref().map(|start| start.reason.to_string()),
            mode: way.start.as_ref().map(|start| start.mode.to_string()),
            lines: way
                .lines
                .iter()
                .map(|line| {
                    let source = line
                        .own
                        .map_or_else(|| "template".to_owned(), |(id, _)| id.to_string());
                    let effect = if line.allows { "allow" } else { "deny" };
                    format!("{source}: {} {} {effect}", line.role, line.reach.name())
                })
                .collect(),
        })
        .collect();
    Ok(HttpResponse::Ok()
        .insert_header(("cache-control", "no-store"))
        .json(Explained {
            allowed: explained.is_allowed(),
            sentence: told.verdict,
            person: explained.person.email.clone(),
            verb: explained.verb.name().to_owned(),
            upon,
            units,
            day: explained.day,
            because: told.because.into_iter().map(|(_, text)| text).collect(),
            ways,
        }))
}
