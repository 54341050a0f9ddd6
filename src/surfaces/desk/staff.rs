//! A request of somebody who works here, and the frame around every page of hers.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};

use crate::authority::access::{HeldResponsibility, SignedIn, StaffAccess};
use crate::kernel::access::{AccessMode, Level, StartError};
use crate::kernel::actions::Verb;
use crate::kernel::context::Place;
use crate::kernel::error::{Error, Refusal, Result};
use crate::kernel::ids::{AccountId, OperatingUnitId};
use crate::kernel::locale::Localised;
use crate::services::catalogue::Shelf;
use crate::services::dossiers::worklist::Asker;
use crate::surfaces::web::{Failure, Visit};

use super::context::LOAN;
use super::views::{ContextOption, Desk, MenuGroup, MenuItem};

/// The most units that are named one by one; the page of one's own access has them all.
const UNITS_NAMED_MAX: usize = 12;

/// What the context switcher posts for a responsibility.
pub(crate) fn choice(held: &HeldResponsibility) -> String {
    if held.loan.is_some() {
        format!("{LOAN}{}", held.key())
    } else {
        held.key().to_string()
    }
}

/// Why a responsibility opens nothing, for whoever has no other.
fn closed(visit: &Visit, held: &HeldResponsibility, error: &StartError) -> Refusal {
    let name: Localised = serde_json::from_value(held.name.clone()).unwrap_or_default();
    told_closed(error).with("responsibility", visit.say(&name))
}

/// Why a context cannot start, but for the name of the responsibility.
pub(crate) fn told_closed(error: &StartError) -> Refusal {
    let level = |level: Level| Refusal::text(&format!("access-level-{level}"));
    match error {
        StartError::NothingSet => Refusal::new("errors-closed-nothing-set"),
        StartError::EmptyProfile { name, level: set } => Refusal::new("errors-closed-empty-profile")
            .with("profile", name)
            .with("level", level(*set)),
        StartError::UnknownUnit { level: set, .. } => {
            Refusal::new("errors-closed-unknown-unit").with("level", level(*set))
        }
        StartError::EmptyLoan => Refusal::new("errors-closed-empty-loan"),
    }
}

/// A request of a staff member who has a responsibility to work under.
#[derive(Clone)]
pub struct Staff {
    /// The request.
    pub visit: Visit,
    /// Her account.
    pub account: AccountId,
    /// The tenant's catalogue: names of procedures, units and halls.
    pub shelf: Arc<Shelf>,
    signed_in: Arc<SignedIn>,
}

impl FromRequest for Staff {
    type Error = Failure;
    type Future = Pin<Box<dyn Future<Output = std::result::Result<Self, Failure>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move { Ok(Staff::of(Visit::extract(&request).await?).await?) })
    }
}

impl Staff {
    /// The staff member behind a request.
    ///
    /// # Errors
    /// [`Error::SignInNeeded`] when nobody is signed in, [`Error::NotFound`] for citizens: for them there is no desk;
    /// [`Error::Denied`] when she has no responsibility today.
    pub async fn of(visit: Visit) -> Result<Staff> {
        let account = visit.account()?;
        let signed_in = visit.session.clone().ok_or(Error::SignInNeeded)?;
        if !visit.is_staff() {
            return Err(Error::NotFound);
        }
        if signed_in.staff.is_none() {
            return Err(match signed_in.closed.first() {
                Some((held, error)) => Error::Refused(closed(&visit, held, error)),
                None => Error::Denied {
                    verb: Verb::ListDossiers,
                    subject: None,
                },
            });
        }
        let shelf = visit.state.library.shelf(&visit.tenant).await?;
        Ok(Staff {
            visit,
            account,
            shelf,
            signed_in,
        })
    }

    /// What she may work on, and why.
    #[must_use]
    pub fn access(&self) -> Option<&StaffAccess> {
        self.signed_in.staff.as_ref()
    }

    /// Whether a menu offers what `verb` does: by the access that the page's transaction found, not by what was known before.
    #[must_use]
    pub fn offers(&self, verb: Verb) -> bool {
        self.latest().context.access.offers(verb)
    }

    fn latest(&self) -> Arc<SignedIn> {
        self.visit.state.gate.latest(&self.signed_in)
    }

    /// Whether she may ask about others' access: everybody may about her own.
    fn reads_everybodys_access(&self) -> bool {
        let context = Arc::clone(&self.latest().context);
        context
            .access
            .permits(context.actor, Verb::ReadAccess, Place::Tenant)
    }

    /// The roles she plays: that of the responsibility she works under.
    #[must_use]
    pub fn roles(&self) -> Vec<String> {
        self.access()
            .map(|access| access.responsibility.role.clone())
            .into_iter()
            .collect()
    }

    /// As a work list knows her.
    #[must_use]
    pub fn asker(&self) -> Asker {
        Asker {
            account: self.account,
            roles: self.roles(),
            now: crate::kernel::clock::now(),
        }
    }

    /// The units her work lies in now; empty when it is every unit.
    #[must_use]
    pub fn units(&self) -> Vec<OperatingUnitId> {
        self.visit.context.units.iter().collect()
    }

    /// The unit for what names none: the one she works in, or the one her responsibility begins with.
    #[must_use]
    pub fn default_unit(&self) -> Option<OperatingUnitId> {
        self.visit.context.unit_of_call(None)
    }

    /// Whether she works in `unit` now.
    #[must_use]
    pub fn works_in(&self, unit: OperatingUnitId) -> bool {
        self.visit.context.check_access(unit)
    }

    /// The name of a unit.
    #[must_use]
    pub fn unit_name(&self, unit: OperatingUnitId) -> String {
        self.shelf
            .units
            .get(&unit)
            .map(|facts| self.visit.say(&facts.name).to_owned())
            .unwrap_or_default()
    }

    /// A role in words.
    #[must_use]
    pub fn role_name(&self, role: &str) -> String {
        self.visit.text(&format!("desk-role-{role}"))
    }

    /// The frame of a page; `current` is the entry of the menu that is marked.
    #[must_use]
    pub fn desk(&self, current: &str) -> Desk {
        let mut latest = self.clone();
        latest.signed_in = self.latest();
        latest.visit.context = Arc::clone(&latest.signed_in.context);
        latest.frame(current)
    }

    fn frame(&self, current: &str) -> Desk {
        let Some(access) = self.access() else {
            return Desk {
                responsibility: String::new(),
                path: String::new(),
                contexts: Vec::new(),
                menu: Vec::new(),
                finds: false,
            };
        };
        Desk {
            responsibility: self.in_force(&access.responsibility),
            path: self.scope(),
            contexts: self.contexts(access),
            menu: self.menu(current),
            finds: self.offers(Verb::ListDossiers),
        }
    }

    /// The name of a responsibility.
    #[must_use]
    pub fn responsibility_name(&self, held: &HeldResponsibility) -> String {
        let name: Localised = serde_json::from_value(held.name.clone()).unwrap_or_default();
        self.visit.say(&name).to_owned()
    }

    /// The responsibility in force, with whose it is when it is lent.
    fn in_force(&self, held: &HeldResponsibility) -> String {
        let name = self.responsibility_name(held);
        match held.loan {
            Some(_) => format!("{name} ({})", self.role_or_loan(held)),
            None => name,
        }
    }

    /// The units in force, in words.
    fn scope(&self) -> String {
        match (self.visit.context.current_unit, self.visit.context.mode) {
            (Some(unit), _) => self.unit_name(unit),
            (None, Some(AccessMode::A)) => self.visit.text("desk-context-every-unit"),
            (None, Some(AccessMode::X) | None) => self.visit.text("desk-context-no-unit"),
            (None, _) => self.names(&self.units()),
        }
    }

    /// The names of a few units; of many how many there are.
    fn names(&self, units: &[OperatingUnitId]) -> String {
        if units.len() > UNITS_NAMED_MAX {
            return self
                .visit
                .text_with("desk-context-units", "n", &units.len().to_string());
        }
        let names: Vec<String> = units.iter().map(|unit| self.unit_name(*unit)).collect();
        names.join(", ")
    }

    /// Her responsibilities, her own before those lent to her; under the one in force also the modes and units it grants.
    fn contexts(&self, access: &StaffAccess) -> Vec<ContextOption> {
        let mut all = Vec::new();
        for held in &access.held {
            let in_force = held.key() == access.responsibility.key();
            if in_force {
                all.extend(self.places(access));
            } else {
                all.push(ContextOption {
                    id: choice(held),
                    name: self.responsibility_name(held),
                    scope: self.role_or_loan(held),
                    current: false,
                });
            }
        }
        all
    }

    /// The responsibility in force, once for each mode or unit that can be entered under it.
    fn places(&self, access: &StaffAccess) -> Vec<ContextOption> {
        let (held, start, now) = (&access.responsibility, &access.start, &self.visit.context);
        let option = |place: String, scope: String, current: bool| ContextOption {
            id: if place.is_empty() {
                choice(held)
            } else {
                format!("{}.{place}", choice(held))
            },
            name: self.responsibility_name(held),
            scope,
            current,
        };
        let units: Vec<OperatingUnitId> = start.units.iter().collect();
        let is = |mode: AccessMode| now.mode == Some(mode);
        let mut all = vec![match start.mode {
            AccessMode::A => option(
                String::new(),
                self.visit.text("desk-context-every-unit"),
                is(AccessMode::A),
            ),
            AccessMode::M => option(String::new(), self.names(&units), is(AccessMode::M)),
            AccessMode::S | AccessMode::X => option(String::new(), self.names(&units), is(AccessMode::S)),
        }];
        if start.mode == AccessMode::A && is(AccessMode::M) {
            all.push(option(AccessMode::M.letter().into(), self.names(&units), true));
        }
        if units.len() > 1 {
            let mut named: Vec<(String, OperatingUnitId)> = units
                .into_iter()
                .map(|unit| (self.unit_name(unit), unit))
                .collect();
            named.sort();
            let is_now = |unit: OperatingUnitId| now.current_unit == Some(unit);
            let shown = named
                .into_iter()
                .enumerate()
                .filter(|(at, (_, unit))| *at < UNITS_NAMED_MAX || is_now(*unit));
            all.extend(shown.map(|(_, (name, unit))| option(unit.to_string(), name, is_now(unit))));
        }
        all.push(option(
            AccessMode::X.letter().into(),
            self.visit.text("desk-context-no-unit"),
            is(AccessMode::X),
        ));
        all
    }

    fn role_or_loan(&self, held: &HeldResponsibility) -> String {
        match &held.loan {
            Some(loan) => self
                .visit
                .text_with("desk-context-lent", "lender", &loan.lender_name),
            None => self.role_name(&held.role),
        }
    }

    fn menu(&self, current: &str) -> Vec<MenuGroup> {
        let entry = |key: &'static str, icon: &'static str, url: &'static str, verb: Verb| {
            self.offers(verb).then(|| MenuItem {
                key,
                icon,
                url,
                count: 0,
                current: key == current,
            })
        };
        let group = |key: &'static str, items: Vec<Option<MenuItem>>| MenuGroup {
            key,
            items: items.into_iter().flatten().collect(),
        };
        // For whoever has dossiers a refund is work like another; at a till it comes after the till.
        let refunds = entry("refunds", "hand-coins", "/desk/refunds", Verb::ApproveRefund)
            .or_else(|| entry("refunds", "hand-coins", "/desk/refunds", Verb::RaiseRefund));
        let decides = self.offers(Verb::ListDossiers);
        let mut menu = vec![
            group(
                "work",
                vec![
                    entry("tasks", "inbox", "/desk", Verb::ListDossiers)
                        .filter(|_| self.offers(Verb::ClaimTask)),
                    entry("dossiers", "folder-open", "/desk/dossiers", Verb::ListDossiers),
                    refunds.clone().filter(|_| decides),
                    entry("incidents", "wrench", "/desk/incidents", Verb::MendIncident),
                ],
            ),
            group(
                "hall",
                vec![
                    entry("intake", "file-plus-2", "/desk/intake", Verb::IdentifyApplicant),
                    entry("cash", "banknote", "/hall/cash", Verb::TakeCash),
                    refunds.filter(|_| !decides),
                ],
            ),
            group(
                "audit",
                vec![
                    entry("dashboard", "chart-column", "/audit", Verb::ReadStatistics),
                    entry("trail", "scroll-text", "/audit/trail", Verb::ReadAudit),
                ],
            ),
            group(
                "admin",
                vec![
                    entry(
                        "organisation",
                        "network",
                        "/admin/organisation",
                        Verb::ReadOrganisation,
                    ),
                    entry(
                        "accounting",
                        "book-open",
                        "/admin/accounting",
                        Verb::ReadOrganisation,
                    ),
                    entry(
                        "reorganisations",
                        "calendar-days",
                        "/admin/reorganisations",
                        Verb::ReadOrganisation,
                    ),
                    entry("people", "users-round", "/admin/people", Verb::ReadOrganisation),
                    entry(
                        "responsibilities",
                        "shield-check",
                        "/admin/responsibilities",
                        Verb::ReadOrganisation,
                    ),
                    entry("history", "history", "/admin/history", Verb::ReadOrganisation),
                    entry(
                        "procedures",
                        "workflow",
                        "/admin/procedures",
                        Verb::ReadOrganisation,
                    ),
                    entry("policies", "shield-check", "/admin/policies", Verb::ReadAccess)
                        .filter(|_| self.reads_everybodys_access()),
                    entry("access", "circle-help", "/admin/access", Verb::ReadAccess)
                        .filter(|_| self.reads_everybodys_access()),
                    entry(
                        "onboarding",
                        "list-checks",
                        "/admin/onboarding",
                        Verb::SetUpTenant,
                    )
                    .filter(|_| self.visit.tenant.mode.is_being_set_up),
                    entry(
                        "dictionaries",
                        "layers",
                        "/admin/dictionaries",
                        Verb::ReadOrganisation,
                    ),
                ],
            ),
        ];
        menu.retain(|group| !group.items.is_empty());
        menu
    }
}
