//! A request of somebody who works here, and the frame around every page of hers.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};

use crate::authority::access::{HeldResponsibility, SignedIn, StaffAccess};
use crate::kernel::access::AccessMode;
use crate::kernel::actions::Verb;
use crate::kernel::error::{Error, Result};
use crate::kernel::ids::{AccountId, OperatingUnitId};
use crate::kernel::locale::Localised;
use crate::services::catalogue::Shelf;
use crate::services::dossiers::worklist::Asker;
use crate::surfaces::web::{Failure, Visit};

use super::views::{ContextOption, Desk, MenuGroup, MenuItem};

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
            return Err(Error::Denied {
                verb: Verb::ListDossiers,
                subject: None,
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

    fn access(&self) -> Option<&StaffAccess> {
        self.signed_in.staff.as_ref()
    }

    /// Whether a menu offers what `verb` does.
    #[must_use]
    pub fn offers(&self, verb: Verb) -> bool {
        self.visit.context.access.offers(verb)
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
        self.visit
            .context
            .current_unit
            .or_else(|| self.access()?.start.default)
    }

    /// Whether she works in `unit` now.
    #[must_use]
    pub fn works_in(&self, unit: OperatingUnitId) -> bool {
        self.visit.context.mode == Some(AccessMode::A) || self.visit.context.units.contains(unit)
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
        let Some(access) = self.access() else {
            return Desk {
                responsibility: String::new(),
                path: String::new(),
                contexts: Vec::new(),
                menu: Vec::new(),
            };
        };
        Desk {
            responsibility: self.responsibility_name(&access.responsibility),
            path: self.scope(),
            contexts: self.contexts(access),
            menu: self.menu(current),
        }
    }

    fn responsibility_name(&self, held: &HeldResponsibility) -> String {
        let name: Localised = serde_json::from_value(held.name.clone()).unwrap_or_default();
        self.visit.say(&name).to_owned()
    }

    /// The units in force, in words.
    fn scope(&self) -> String {
        match (self.visit.context.current_unit, self.visit.context.mode) {
            (Some(unit), _) => self.unit_name(unit),
            (None, Some(AccessMode::A)) => self.visit.text("desk-context-every-unit"),
            (None, _) => self.names(&self.units()),
        }
    }

    fn names(&self, units: &[OperatingUnitId]) -> String {
        let names: Vec<String> = units.iter().map(|unit| self.unit_name(*unit)).collect();
        names.join(", ")
    }

    /// Her responsibilities; under the one in force also each unit it opens, to work in that one alone.
    fn contexts(&self, access: &StaffAccess) -> Vec<ContextOption> {
        let chosen_unit = self
            .signed_in
            .session
            .current_unit_id
            .filter(|unit| access.start.grants(*unit));
        let mut all = Vec::new();
        for held in &access.held {
            let name = self.responsibility_name(held);
            let in_force = held.id == access.responsibility.id;
            let several = in_force && access.start.units.len() > 1;
            let opened: Vec<OperatingUnitId> = access.start.units.iter().collect();
            all.push(ContextOption {
                id: held.id.to_string(),
                name: name.clone(),
                scope: match (in_force, access.start.mode) {
                    (false, _) => self.role_name(&held.role),
                    (true, AccessMode::A) => self.visit.text("desk-context-every-unit"),
                    (true, _) => self.names(&opened),
                },
                current: in_force && (!several || chosen_unit.is_none()),
            });
            if several {
                all.extend(opened.into_iter().map(|unit| ContextOption {
                    id: format!("{}.{unit}", held.id),
                    name: name.clone(),
                    scope: self.unit_name(unit),
                    current: chosen_unit == Some(unit),
                }));
            }
        }
        all
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
        let mut menu = vec![
            group(
                "work",
                vec![
                    entry("tasks", "inbox", "/desk", Verb::ListDossiers)
                        .filter(|_| self.offers(Verb::ClaimTask)),
                    entry("dossiers", "folder-open", "/desk/dossiers", Verb::ListDossiers),
                    entry("incidents", "wrench", "/desk/incidents", Verb::MendIncident),
                ],
            ),
            group(
                "hall",
                vec![entry("cash", "banknote", "/hall/cash", Verb::TakeCash)],
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
                        "procedures",
                        "workflow",
                        "/admin/procedures",
                        Verb::ReadOrganisation,
                    ),
                ],
            ),
        ];
        menu.retain(|group| !group.items.is_empty());
        menu
    }
}
