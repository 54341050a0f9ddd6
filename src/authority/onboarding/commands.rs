//! Invitation, steps, going live.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::Value;

use super::model::{Invitation, Onboarding, STEPS, Standing, Step};
use super::{queries, template};
use crate::authority::access::Gate;
use crate::authority::changes::Origin;
use crate::authority::entry::{self, Portal};
use crate::authority::people::Token;
use crate::authority::people::admin::{InvitationKeys, send_link};
use crate::authority::tenancy::apply::{ApplyTenant, Manner, Options, Plan, Verdict, apply_as};
use crate::authority::tenancy::code::{ProcedureCode, TenantCode};
use crate::kernel::actions::Verb;
use crate::kernel::clock::Instant;
use crate::kernel::context::{Context, Place};
use crate::kernel::error::{Error, Refusal, Result};
use crate::kernel::ids::{AccountId, TenantId};
use crate::platform::door::{Act, Db, Granted, Sql, Whole};

/// Goes through the checklist of a tenant that is set up.
pub struct KeepOnboarding;

impl Act for KeepOnboarding {
    const VERB: Verb = Verb::SetUpTenant;
    type Key = Whole;
    type Subject = Whole;

    fn find(_: &mut Sql, _: &Whole) -> Result<Option<Whole>> {
        Ok(Some(Whole))
    }

    fn place(_: &Whole) -> Place {
        Place::Tenant
    }
}

/// A tenant that was invited.
pub struct Invited {
    /// It.
    pub tenant: TenantId,
    /// The secret of the link at which its administrator sets her password.
    pub token: Token,
}

fn check(invitation: &Invitation) -> Result<()> {
    let is_label = |text: &str| {
        (2..=40).contains(&text.len())
            && text.starts_with(|c: char| c.is_ascii_lowercase())
            && text
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
    };
    let is_host = invitation.host.len() <= 200
        && invitation.host.contains('.')
        && invitation
            .host
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '.'));
    for (fits, what) in [
        (is_label(&invitation.slug), "the slug"),
        (is_host, "the host name"),
        (!invitation.name.trim().is_empty(), "the name"),
        (!invitation.person.trim().is_empty(), "the administrator's name"),
        (invitation.email.contains('@'), "the administrator's address"),
    ] {
        if !fits {
            return Err(Error::refused(format!("{what} does not do")));
        }
    }
    Ok(())
}

/// Makes a small tenant of a template, which nobody outside can see, and a link for its first administrator.
///
/// # Errors
/// A refusal when the slug or the host is another's, or the template lacks what every tenant needs.
pub async fn invite(
    db: &Db,
    gate: &Gate,
    template: &TenantCode,
    invitation: &Invitation,
    keys: &InvitationKeys,
    now: Instant,
) -> Result<Invited> {
    check(invitation)?;
    let code = template::small(template, invitation)?;
    let tenant = TenantId::from_uuid(code.tenant.id);
    let kept = to_json(&code)?;
    let library = to_json(&template.procedures)?;
    applied(db, gate, code, now).await?;
    let context = Arc::new(gate.system(tenant, "onboarding"));
    let (keys, email) = (keys.clone(), invitation.email.to_lowercase());
    let token = db
        .in_tenant(&context, move |tx| {
            let mut grant = tx.authorise::<ApplyTenant>(Whole)?;
            let sql = grant.sql();
            queries::insert(sql, &kept, &library, now)?;
            let first = queries::without_link(sql)?
                .into_iter()
                .find(|(_, one)| *one == email)
                .map(|(id, _)| AccountId::from_uuid(id));
            send_link(sql, first.ok_or(Error::NotFound)?, &keys, now)
        })
        .await?;
    Ok(Invited { tenant, token })
}

async fn applied(db: &Db, gate: &Gate, code: TenantCode, now: Instant) -> Result<Plan> {
    let options = Options {
        demo_password_hash: None,
        now,
    };
    let manner = Manner {
        origin: Origin::Onboarding,
        ..Manner::default()
    };
    let plan = apply_as(db, gate, Arc::new(code), options, manner).await?;
    if let Verdict::Refused(_) = plan.verdict() {
        tracing::info!(%plan, "a step of onboarding is refused");
        // A broken rule has a sentence of its own.
        return Err(match plan.broken {
            Some(broken) => Refusal::new(broken.rule)
                .with("rows", broken.concerns.join(", "))
                .into(),
            None => Error::refused("onboarding-refused"),
        });
    }
    Ok(plan)
}

fn to_json(value: &impl serde::Serialize) -> Result<Value> {
    serde_json::to_value(value).map_err(Error::internal)
}

/// How far the set-up is.
///
/// # Errors
/// [`Error::NotFound`] when this tenant was never invited.
pub fn open(grant: &mut Granted<'_, KeepOnboarding>) -> Result<Onboarding> {
    let sql = grant.sql();
    let (code, library, asked_at, live_at) = queries::find(sql)?.ok_or(Error::NotFound)?;
    let code: TenantCode = serde_json::from_value(code).map_err(Error::internal)?;
    let library: BTreeMap<String, ProcedureCode> =
        serde_json::from_value(library).map_err(Error::internal)?;
    let steps = queries::steps(sql)?;
    let mut done: Vec<Step> = steps
        .iter()
        .filter_map(|(_, step, _)| Step::parse(step))
        .collect();
    if queries::dossiers(sql)? > 0 {
        done.push(Step::Dossier);
    }
    done.sort_unstable();
    done.dedup();
    Ok(Onboarding {
        code,
        library,
        done,
        last: steps
            .last()
            .and_then(|(_, step, _)| Step::parse(step))
            .filter(|_| live_at.is_none()),
        asked_at,
        live_at,
    })
}

/// How many dossiers there are.
///
/// # Errors
/// When the database fails.
pub fn dossiers(grant: &mut Granted<'_, KeepOnboarding>) -> Result<i64> {
    queries::dossiers(grant.sql())
}

/// How this tenant's dossiers stand in its statistics.
///
/// # Errors
/// When the database fails.
pub fn standing<A: Act>(grant: &mut Granted<'_, A>) -> Result<Standing> {
    Ok(match queries::live_at(grant.sql())? {
        None => Standing::Counted,
        Some(None) => Standing::SetUp,
        Some(Some(at)) => Standing::LiveSince(at),
    })
}

fn must_be_open(of: &Onboarding) -> Result<()> {
    if of.live_at.is_some() {
        Err(Error::refused("onboarding-live"))
    } else {
        Ok(())
    }
}

/// Puts a changed code into force and notes the step: all of it or, when the database refuses a row, nothing.
///
/// # Errors
/// A refusal when the tenant is live, or when something in use would have to leave.
#[allow(
    clippy::too_many_arguments,
    reason = "each is a fact of its own that the caller has at hand"
)]
pub async fn keep(
    db: &Db,
    gate: &Gate,
    context: &Arc<Context>,
    before: &Onboarding,
    step: Step,
    code: TenantCode,
    who: String,
    now: Instant,
) -> Result<()> {
    must_be_open(before)?;
    let (was, is) = (to_json(&before.code)?, to_json(&code)?);
    if was != is {
        applied(db, gate, code, now).await?;
    }
    db.in_tenant(context, move |tx| {
        let mut grant = tx.authorise::<KeepOnboarding>(Whole)?;
        let sql = grant.sql();
        queries::set_code(sql, &is)?;
        queries::insert_step(sql, step.word(), &who, &was, now)
    })
    .await
}

/// Notes that a step was looked at and found right as it is.
///
/// # Errors
/// As [`keep`].
pub async fn confirm(
    db: &Db,
    gate: &Gate,
    context: &Arc<Context>,
    before: &Onboarding,
    step: Step,
    who: String,
    now: Instant,
) -> Result<()> {
    keep(db, gate, context, before, step, before.code.clone(), who, now).await
}

/// Takes the last step back: what was before it is in force again.
///
/// # Errors
/// A refusal when there is none, the tenant is live, or what the step brought is in use.
pub async fn undo(db: &Db, gate: &Gate, context: &Arc<Context>, of: &Onboarding, now: Instant) -> Result<()> {
    must_be_open(of)?;
    let last = db
        .in_tenant(context, |tx| {
            let mut grant = tx.authorise::<KeepOnboarding>(Whole)?;
            Ok(queries::steps(grant.sql())?.pop())
        })
        .await?;
    let (id, _, was) = last.ok_or_else(|| Error::refused("onboarding-nothing-to-undo"))?;
    let code: TenantCode = serde_json::from_value(was.clone()).map_err(Error::internal)?;
    if to_json(&of.code)? != was {
        applied(db, gate, code, now).await?;
    }
    db.in_tenant(context, move |tx| {
        let mut grant = tx.authorise::<KeepOnboarding>(Whole)?;
        let sql = grant.sql();
        queries::set_code(sql, &was)?;
        queries::undo_step(sql, id, now)
    })
    .await
}

/// Sends a link to everybody who works here, has no password and was sent none.
///
/// # Errors
/// When the database fails.
pub async fn send_links(db: &Db, context: &Arc<Context>, keys: InvitationKeys, now: Instant) -> Result<()> {
    db.in_tenant(context, move |tx| {
        let mut grant = tx.authorise::<KeepOnboarding>(Whole)?;
        let sql = grant.sql();
        for (id, _) in queries::without_link(sql)? {
            send_link(sql, AccountId::from_uuid(id), &keys, now)?;
        }
        Ok(())
    })
    .await
}

/// Asks the platform's operator to let the portal answer.
///
/// # Errors
/// A refusal when a step is not done.
pub fn ask(mut grant: Granted<'_, KeepOnboarding>, now: Instant) -> Result<()> {
    let of = open(&mut grant)?;
    must_be_open(&of)?;
    if !STEPS.iter().all(|step| of.done.contains(step)) {
        return Err(Error::refused("onboarding-not-done"));
    }
    queries::set_asked(grant.sql(), now)
}

/// The platform's operator approves the host name: the portal answers, and dossiers count from now on.
///
/// # Errors
/// A refusal when there is no such tenant, it was not invited, or its administrator has not asked yet.
pub async fn approve(db: &Db, gate: &Gate, slug: &str, now: Instant) -> Result<()> {
    let (tenant, ..) = entry::modes(db)
        .await?
        .into_iter()
        .find(|(_, one, _)| one == slug)
        .ok_or_else(|| Error::refused(format!("there is no tenant \u{201c}{slug}\u{201d}")))?;
    let context = Arc::new(gate.system(tenant, "onboarding"));
    db.in_tenant(&context, move |tx| {
        let mut grant = tx.authorise::<ApplyTenant>(Whole)?;
        let sql = grant.sql();
        match queries::find(sql)? {
            None => Err(Error::refused("this tenant was not invited")),
            Some((.., None, _)) => Err(Error::refused("its administrator has not asked to go live yet")),
            Some(_) => queries::set_live(sql, now),
        }
    })
    .await?;
    let id = tenant.uuid();
    db.in_platform("approve a tenant", move |tx| {
        queries::set_tenant_live(tx.sql(), id)
    })
    .await?;
    entry::set_portal(db, slug.to_owned(), Portal::Full).await
}
