//! The one place where contexts are made: for the public, for whoever is signed in, and for parts of the system.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use moka::sync::Cache;

use crate::authority::people::acts::OpenSession;
use crate::authority::people::{SessionRow, queries as people};
use crate::kernel::access::{Access, AccessMode, Start, UnitSet, start};
use crate::kernel::clock;
use crate::kernel::context::{AccessSet, Actor, Context};
use crate::kernel::error::{Error, Result};
use crate::kernel::ids::{ResponsibilityId, TenantId};
use crate::platform::door::{Db, Refresh, Whole};

use super::compile::compile;
use super::policy::{Policy, PolicyLine};
use super::queries::{self, HeldResponsibility};
use super::roles::RoleTemplates;

/// How long an access set may be used without asking the database whether its session still exists. Every transaction
/// asks anyway; this bounds pages that need none.
const SESSION_SECONDS_MAX: u64 = 30;

/// What a staff member may work on, and why.
#[derive(Debug, Clone)]
pub struct StaffAccess {
    /// The responsibility worked under.
    pub responsibility: HeldResponsibility,
    /// Every responsibility she could choose.
    pub held: Vec<HeldResponsibility>,
    /// What the responsibility opened: mode, units, and by which option.
    pub start: Start,
}

/// Somebody who is signed in.
#[derive(Debug)]
pub struct SignedIn {
    /// The session and account.
    pub session: SessionRow,
    /// What a staff member may work on; `None` for citizens.
    pub staff: Option<StaffAccess>,
    /// What a transaction of hers is bound to.
    pub context: Arc<Context>,
}

/// Makes contexts, and remembers the compiled ones.
#[derive(Clone)]
pub struct Gate {
    db: Db,
    templates: Arc<RoleTemplates>,
    base: Arc<Policy>,
    system: Arc<AccessSet>,
    public: Arc<AccessSet>,
    policies: Cache<(TenantId, i64), Arc<Policy>>,
    sessions: Cache<(TenantId, [u8; 32]), Arc<SignedIn>>,
}

/// What one look at the database gives: a session with the lines and units its access is compiled from.
struct Found {
    session: SessionRow,
    version: i64,
    lines: Vec<PolicyLine>,
    held: Vec<HeldResponsibility>,
    start: Option<Start>,
}

impl Gate {
    /// Builds the gate and tells the door who can read a stale context again.
    ///
    /// # Errors
    /// When the built-in policy does not hold together.
    pub async fn open(db: &Db) -> Result<Gate> {
        let templates = Arc::new(RoleTemplates::built_in()?);
        let base = Arc::new(Policy::build(&templates, &[]).await?);
        let none = UnitSet::empty();
        let gate = Gate {
            db: db.clone(),
            system: Arc::new(compile(&base, &["system"], Some(AccessMode::A), &none)),
            public: Arc::new(compile(&base, &["public"], None, &none)),
            templates,
            base,
            policies: Cache::new(10_000),
            sessions: Cache::builder()
                .max_capacity(100_000)
                .time_to_live(Duration::from_secs(SESSION_SECONDS_MAX))
                .build(),
        };
        db.refresh_with(Arc::new(gate.clone()));
        Ok(gate)
    }

    /// A part of the system, by its name, for a tenant: sees every unit and may do what the role `system` may.
    #[must_use]
    pub fn system(&self, tenant: TenantId, name: &'static str) -> Context {
        Context {
            access: Arc::clone(&self.system),
            mode: Some(AccessMode::A),
            ..Context::bare(tenant, Actor::System(name))
        }
    }

    /// Nobody in particular.
    #[must_use]
    pub fn public(&self, tenant: TenantId) -> Context {
        Context {
            access: Arc::clone(&self.public),
            ..Context::bare(tenant, Actor::Anonymous)
        }
    }

    /// Whoever holds the secret with this digest, `None` when the session is unknown, over or revoked.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn signed_in(&self, tenant: TenantId, token_digest: [u8; 32]) -> Result<Option<Arc<SignedIn>>> {
        if let Some(known) = self.sessions.get(&(tenant, token_digest)) {
            return Ok((known.session.expires_at > clock::now()).then_some(known));
        }
        let Some(found) = self.find(tenant, token_digest).await? else {
            return Ok(None);
        };
        let signed_in = Arc::new(self.admit(tenant, found).await?);
        self.sessions
            .insert((tenant, token_digest), Arc::clone(&signed_in));
        Ok(Some(signed_in))
    }

    /// Forgets a session on this node: after it changed its context, or ended.
    pub fn forget(&self, tenant: TenantId, token_digest: [u8; 32]) {
        self.sessions.invalidate(&(tenant, token_digest));
    }

    /// The policy of a tenant under `version`, from its own lines.
    async fn policy(&self, tenant: TenantId, version: i64, lines: &[PolicyLine]) -> Result<Arc<Policy>> {
        if lines.is_empty() {
            return Ok(Arc::clone(&self.base));
        }
        if let Some(known) = self.policies.get(&(tenant, version)) {
            return Ok(known);
        }
        let policy = Arc::new(Policy::build(&self.templates, lines).await?);
        self.policies.insert((tenant, version), Arc::clone(&policy));
        Ok(policy)
    }

    async fn find(&self, tenant: TenantId, token_digest: [u8; 32]) -> Result<Option<Found>> {
        let context = Arc::new(self.system(tenant, "gate"));
        self.db
            .in_tenant(&context, move |tx| {
                let mut grant = tx.authorise::<OpenSession>(Whole)?;
                let sql = grant.sql();
                let now = clock::now();
                let Some(session) = people::session_by_digest(sql, &token_digest, now)? else {
                    return Ok(None);
                };
                let (version, lines) = (queries::version(sql)?, queries::policy_lines(sql)?);
                let (mut held, mut begun) = (Vec::new(), None);
                if let (Some(account), true) = (session.account_id, session.is_staff) {
                    // Validity dates are dates: the day in UTC decides within hours of midnight only until the
                    // administration pages ask for the tenant's own midnight.
                    let day = now.date_naive();
                    held = queries::responsibilities(sql, account, day)?;
                    if let Some(chosen) = chosen(&held, session.responsibility_id) {
                        let options = queries::options(sql, account, chosen.id)?;
                        begun = start(&options, &queries::directory(sql, day)?).ok();
                    }
                }
                Ok(Some(Found {
                    session,
                    version,
                    lines,
                    held,
                    start: begun,
                }))
            })
            .await
    }

    async fn admit(&self, tenant: TenantId, found: Found) -> Result<SignedIn> {
        let Found {
            session,
            version,
            lines,
            held,
            start,
        } = found;
        let policy = self.policy(tenant, version, &lines).await?;
        let mut context = Context::bare(tenant, Actor::Anonymous);
        context.session = Some(session.id);
        let mut staff = None;
        match session.account_id {
            None => context.access = Arc::clone(&self.public),
            Some(account) if !session.is_staff => {
                context.actor = Actor::Citizen(account);
                context.access = Arc::new(compile(&policy, &["citizen"], None, &UnitSet::empty()));
                context.access_version = Some(version);
            }
            Some(account) => {
                context.access_version = Some(version);
                let chosen = chosen(&held, session.responsibility_id).cloned();
                match (chosen, start) {
                    (Some(responsibility), Some(start)) => {
                        context.actor = Actor::Staff(account, responsibility.id);
                        bind_units(&mut context, &start, &session);
                        let roles = ["staff", responsibility.role.as_str()];
                        context.access = Arc::new(compile(&policy, &roles, context.mode, &context.units));
                        staff = Some(StaffAccess {
                            responsibility,
                            held,
                            start,
                        });
                    }
                    _ => {
                        // Signed in, and nothing to work on: the pages say so.
                        context.actor = Actor::Staff(account, ResponsibilityId::from_uuid(uuid::Uuid::nil()));
                        context.access = Arc::new(compile(&policy, &["staff"], None, &UnitSet::empty()));
                    }
                }
            }
        }
        Ok(SignedIn {
            session,
            staff,
            context: Arc::new(context),
        })
    }
}

fn chosen(held: &[HeldResponsibility], wanted: Option<ResponsibilityId>) -> Option<&HeldResponsibility> {
    held.iter()
        .find(|one| Some(one.id) == wanted)
        .or_else(|| held.first())
}

// A unit chosen in the context switcher is entered only if the start grants it; else the start stands as it is.
fn bind_units(context: &mut Context, start: &Start, session: &SessionRow) {
    let mut access = Access::begin(start.clone());
    if let Some(unit) = session.current_unit_id {
        let _ = access.enter_single(unit);
    }
    context.mode = Some(access.mode());
    context.units = if access.mode() == AccessMode::A {
        UnitSet::empty()
    } else {
        access.units()
    };
    context.current_unit = access.current();
}

impl Refresh for Gate {
    fn refresh<'a>(
        &'a self,
        _: &'a Db,
        stale: &'a Context,
    ) -> Pin<Box<dyn Future<Output = Result<Context>> + Send + 'a>> {
        Box::pin(async move {
            let session = stale.session.ok_or(Error::Stale)?;
            let known = self
                .sessions
                .iter()
                .find(|(key, value)| key.0 == stale.tenant && value.session.id == session)
                .map(|(key, _)| *key)
                .ok_or(Error::SignInNeeded)?;
            self.sessions.invalidate(&known);
            let fresh = self
                .signed_in(known.0, known.1)
                .await?
                .ok_or(Error::SignInNeeded)?;
            let mut context = fresh.context.as_ref().clone();
            context.trace.clone_from(&stale.trace);
            context.tracking = stale.tracking;
            Ok(context)
        })
    }
}
