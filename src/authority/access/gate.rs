//! The one place where contexts are made: for the public, for whoever is signed in, and for parts of the system.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use chrono::NaiveDate;
use chrono_tz::Tz;
use moka::sync::Cache;

use crate::authority::people::acts::OpenSession;
use crate::authority::people::{SessionRow, queries as people};
use crate::kernel::access::{Access, AccessMode, Directory, Start, StartError, UnitSet, start};
use crate::kernel::context::{AccessSet, Actor, Context};
use crate::kernel::error::{Error, Result};
use crate::kernel::ids::{AccountId, BusinessGroupId, ResponsibilityId, SessionId, TenantId};
use crate::platform::door::{Db, Refresh, Sql, Whole};

use super::compile::compile;
use super::model::{HeldResponsibility, SeparatedDuty, lines_on};
use super::policy::{Policy, PolicyLine};
use super::queries;
use super::roles::RoleTemplates;
use super::standing::{Day, Standing};

/// How long a tenant's zone may be used before it is read again.
const ZONE_SECONDS_MAX: u64 = 60;

/// How long an access set may be used without asking the database whether its session still exists. Every transaction
/// asks anyway; this bounds pages that need none.
const SESSION_SECONDS_MAX: u64 = 30;

/// What a staff member may work on, and why.
#[derive(Debug, Clone)]
pub struct StaffAccess {
    /// The responsibility worked under.
    pub responsibility: HeldResponsibility,
    /// Every responsibility she could choose, her own before those lent to her.
    pub held: Vec<HeldResponsibility>,
    /// What the responsibility opened: mode, units, and by which option.
    pub start: Start,
    /// The employee's business group, whatever the responsibility; for whoever is tied to none, the responsibility's.
    pub group: BusinessGroupId,
}

/// Somebody who is signed in.
#[derive(Debug)]
pub struct SignedIn {
    /// The session and account.
    pub session: SessionRow,
    /// What a staff member may work on; `None` for citizens.
    pub staff: Option<StaffAccess>,
    /// Why a staff member has nothing to work on, for each responsibility she holds.
    pub closed: Vec<(HeldResponsibility, StartError)>,
    /// What a transaction of hers is bound to.
    pub context: Arc<Context>,
    digest: [u8; 32],
}

/// Makes contexts, and remembers the compiled ones.
#[derive(Clone)]
pub struct Gate {
    db: Db,
    templates: Arc<RoleTemplates>,
    base: Arc<Policy>,
    system: Arc<AccessSet>,
    public: Arc<AccessSet>,
    zones: Cache<TenantId, Tz>,
    policies: Cache<(TenantId, i64, NaiveDate), Arc<Policy>>,
    sessions: Cache<(TenantId, [u8; 32]), Arc<SignedIn>>,
}

/// By what a session is found.
#[derive(Clone, Copy)]
enum Key {
    Digest([u8; 32]),
    Session(SessionId),
}

/// What one look at the database gives: a session with the lines and units its access is compiled from.
struct Found {
    session: SessionRow,
    digest: [u8; 32],
    version: i64,
    day: Day,
    lines: Vec<PolicyLine>,
    duties: Vec<SeparatedDuty>,
    held: Vec<HeldResponsibility>,
    group: Option<BusinessGroupId>,
    begun: Option<(HeldResponsibility, Start)>,
    closed: Vec<(HeldResponsibility, StartError)>,
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
            zones: Cache::builder()
                .max_capacity(10_000)
                .time_to_live(Duration::from_secs(ZONE_SECONDS_MAX))
                .build(),
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
            let now = self.db.clock().now();
            let is_of_today = known.context.valid_until.is_none_or(|until| now < until);
            if is_of_today {
                return Ok((known.session.expires_at > now).then_some(known));
            }
        }
        self.read(tenant, Key::Digest(token_digest)).await
    }

    /// The day of a tenant by the clock of the database's door.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn today(&self, tenant: TenantId) -> Result<Day> {
        let zone = match self.zones.get(&tenant) {
            Some(known) => known,
            None => {
                let zone = self
                    .db
                    .in_platform("zone of a tenant", move |tx| queries::zone(tx.sql(), tenant))
                    .await?;
                self.zones.insert(tenant, zone);
                zone
            }
        };
        Ok(Day::of(self.db.clock().now(), zone))
    }

    /// What is in force in a tenant today, whoever asks.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn standing(&self, tenant: TenantId) -> Result<Standing> {
        let day = self.today(tenant).await?;
        let context = Arc::new(self.system(tenant, "gate"));
        let (version, lines) = self
            .db
            .in_tenant(&context, move |tx| {
                let mut grant = tx.authorise::<OpenSession>(Whole)?;
                let sql = grant.sql();
                Ok((queries::version(sql)?, queries::policy_lines(sql)?))
            })
            .await?;
        Ok(Standing {
            policy: self
                .policy(tenant, version, day.date, &lines_on(&lines, day.date))
                .await?,
            templates: Arc::clone(&self.templates),
            day,
        })
    }

    async fn read(&self, tenant: TenantId, key: Key) -> Result<Option<Arc<SignedIn>>> {
        let Some(found) = self.find(tenant, key).await? else {
            return Ok(None);
        };
        let signed_in = Arc::new(self.admit(tenant, found).await?);
        let key = (tenant, signed_in.digest);
        if signed_in.session.is_staff && signed_in.staff.is_none() {
            // She is told so without a transaction that would notice a change: what was just opened to her must not wait.
            self.sessions.invalidate(&key);
        } else {
            self.sessions.insert(key, Arc::clone(&signed_in));
        }
        Ok(Some(signed_in))
    }

    /// The same session as this node knows it by now: a transaction that found its access changed has read it again. It asks
    /// nobody, so that menus can follow what decides.
    #[must_use]
    pub fn latest(&self, known: &Arc<SignedIn>) -> Arc<SignedIn> {
        self.sessions
            .get(&(known.context.tenant, known.digest))
            .filter(|latest| latest.session.id == known.session.id)
            .unwrap_or_else(|| Arc::clone(known))
    }

    /// Forgets a session on this node: after it changed its context, or ended.
    pub fn forget(&self, tenant: TenantId, token_digest: [u8; 32]) {
        self.sessions.invalidate(&(tenant, token_digest));
    }

    /// The policy of a tenant under `version` on a day, from its own lines of that day.
    pub(super) async fn policy(
        &self,
        tenant: TenantId,
        version: i64,
        day: NaiveDate,
        lines: &[PolicyLine],
    ) -> Result<Arc<Policy>> {
        if lines.is_empty() {
            return Ok(Arc::clone(&self.base));
        }
        if let Some(known) = self.policies.get(&(tenant, version, day)) {
            return Ok(known);
        }
        let policy = Arc::new(Policy::build(&self.templates, lines).await?);
        self.policies.insert((tenant, version, day), Arc::clone(&policy));
        Ok(policy)
    }

    async fn find(&self, tenant: TenantId, key: Key) -> Result<Option<Found>> {
        let context = Arc::new(self.system(tenant, "gate"));
        let (day, now) = (self.today(tenant).await?, self.db.clock().now());
        self.db
            .in_tenant(&context, move |tx| {
                let mut grant = tx.authorise::<OpenSession>(Whole)?;
                let sql = grant.sql();
                let digest = match key {
                    Key::Digest(digest) => Some(digest),
                    Key::Session(id) => people::digest_of_session(sql, id)?,
                };
                let Some(digest) = digest else { return Ok(None) };
                let Some(session) = people::session_by_digest(sql, &digest, now)? else {
                    return Ok(None);
                };
                let mut found = Found {
                    version: queries::version(sql)?,
                    lines: lines_on(&queries::policy_lines(sql)?, day.date),
                    duties: queries::separated_duties(sql)?,
                    held: Vec::new(),
                    group: None,
                    begun: None,
                    closed: Vec::new(),
                    session,
                    digest,
                    day,
                };
                found.duties.retain(|duty| duty.is_in_force(day.date));
                if let (Some(account), true) = (found.session.account_id, found.session.is_staff) {
                    found.begin(sql, account)?;
                }
                Ok(Some(found))
            })
            .await
    }

    async fn admit(&self, tenant: TenantId, found: Found) -> Result<SignedIn> {
        let policy = self
            .policy(tenant, found.version, found.day.date, &found.lines)
            .await?;
        let apart =
            |set: AccessSet| Arc::new(set.keeping_apart(found.duties.iter().map(SeparatedDuty::pair)));
        let mut context = Context::bare(tenant, Actor::Anonymous);
        context.session = Some(found.session.id);
        let mut staff = None;
        match found.session.account_id {
            None => context.access = Arc::clone(&self.public),
            Some(account) => {
                context.access_version = Some(found.version);
                context.valid_until = Some(found.day.until);
                if !found.session.is_staff {
                    context.actor = Actor::Citizen(account);
                    context.access = apart(compile(&policy, &["citizen"], None, &UnitSet::empty()));
                } else if let Some((responsibility, start)) = found.begun {
                    context.actor = Actor::Staff(account, responsibility.id);
                    context.delegation = responsibility.loan.as_ref().map(|loan| loan.id);
                    bind_units(&mut context, &start, &found.session);
                    let roles = ["staff", responsibility.role.as_str()];
                    context.access = apart(compile(&policy, &roles, context.mode, &context.seen()));
                    staff = Some(StaffAccess {
                        group: found.group.unwrap_or(responsibility.group),
                        responsibility,
                        held: found.held,
                        start,
                    });
                } else {
                    // Signed in, and nothing to work on: the pages say so, and why.
                    context.actor = Actor::Staff(account, ResponsibilityId::from_uuid(uuid::Uuid::nil()));
                    context.access = apart(compile(&policy, &["staff"], None, &UnitSet::empty()));
                }
            }
        }
        Ok(SignedIn {
            session: found.session,
            digest: found.digest,
            closed: found.closed,
            staff,
            context: Arc::new(context),
        })
    }
}

impl Found {
    /// The responsibilities of today, and the first of them that opens a unit: the chosen one if it does, else the first
    /// by code, so that one that is closed shuts nobody out of the others.
    fn begin(&mut self, sql: &mut Sql, account: AccountId) -> Result<()> {
        self.held = queries::responsibilities(sql, account, self.day.date)?;
        self.group = people::group_of(sql, account)?;
        if self.held.is_empty() {
            return Ok(());
        }
        let directory = queries::directory(sql, self.day.date)?;
        let mut candidates: Vec<&HeldResponsibility> = self.held.iter().collect();
        candidates.sort_by_key(|one| !is_chosen(one, &self.session));
        for one in candidates {
            match begin(sql, account, self.group, one, &directory)? {
                Ok(start) => {
                    self.begun = Some((one.clone(), start));
                    return Ok(());
                }
                Err(error) => self.closed.push((one.clone(), error)),
            }
        }
        Ok(())
    }
}

/// The start of a context of `account` under a responsibility. A loan opens what it would open for its lender, at the units
/// she lent.
pub(super) fn begin(
    sql: &mut Sql,
    account: AccountId,
    group: Option<BusinessGroupId>,
    held: &HeldResponsibility,
    directory: &Directory,
) -> Result<std::result::Result<Start, StartError>> {
    let (whose, group) = match &held.loan {
        Some(loan) => (loan.lender, loan.lender_group),
        None => (account, group),
    };
    let options = queries::options(sql, whose, held, group.unwrap_or(held.group))?;
    let begun = start(&options, directory);
    Ok(match &held.loan {
        Some(loan) if !loan.units.is_empty() => {
            begun.and_then(|start| start.narrowed(&loan.units).ok_or(StartError::EmptyLoan))
        }
        _ => begun,
    })
}

fn is_chosen(one: &HeldResponsibility, session: &SessionRow) -> bool {
    match session.delegation_id {
        Some(loan) => one.key() == loan.uuid(),
        None => one.loan.is_none() && Some(one.id) == session.responsibility_id,
    }
}

// What was chosen in the context switcher is entered only if the start grants it; else the start stands as it is.
fn bind_units(context: &mut Context, start: &Start, session: &SessionRow) {
    let access = Access::resume(start.clone(), session.access_mode, session.current_unit_id);
    context.mode = Some(access.mode());
    context.units = if access.mode() == AccessMode::A {
        UnitSet::empty()
    } else {
        access.units()
    };
    context.kept = access.kept();
    context.current_unit = access.current();
    context.default_unit = start.default;
}

impl Refresh for Gate {
    fn refresh<'a>(
        &'a self,
        _: &'a Db,
        stale: &'a Context,
    ) -> Pin<Box<dyn Future<Output = Result<Context>> + Send + 'a>> {
        Box::pin(async move {
            let session = stale.session.ok_or(Error::Stale)?;
            let fresh = self
                .read(stale.tenant, Key::Session(session))
                .await?
                .ok_or(Error::SignInNeeded)?;
            let mut context = fresh.context.as_ref().clone();
            context.trace.clone_from(&stale.trace);
            context.tracking = stale.tracking;
            Ok(context)
        })
    }
}
