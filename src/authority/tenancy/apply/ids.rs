//! Stable ids. What bears the same code in the same tenant has the same id wherever the code is applied; what already lies
//! in the database keeps the id it has, be it made here or in the browser, and keeps it when its code changes.

use std::collections::{HashMap, HashSet};

use sha2::{Digest, Sha256};
use uuid::{Builder, Uuid};

use super::queries::StandingCode;
use crate::authority::tenancy::code::TenantCode;

/// The id of what is called `code` among things of this `kind` in `tenant`: a UUID of version 8 (RFC 9562) made of the first
/// 16 bytes of a SHA-256, with lengths in front so that no two names run together.
pub(in crate::authority) fn named(tenant: Uuid, kind: &str, code: &str) -> Uuid {
    let mut hash = Sha256::new();
    hash.update(tenant.as_bytes());
    for part in [kind, code] {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part.as_bytes());
    }
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash.finalize()[..16]);
    Builder::from_custom_bytes(bytes).into_uuid()
}

/// A thing of the code.
struct Thing {
    /// The name of its table.
    kind: &'static str,
    /// Its code, as the database would find it.
    code: String,
    /// The codes it had before.
    formerly: Vec<String>,
    /// Its code, as the files and people say it.
    called: String,
}

impl Thing {
    fn new(kind: &'static str, code: &str, formerly: &[String]) -> Self {
        Self {
            kind,
            code: code.to_owned(),
            formerly: formerly.to_vec(),
            called: code.to_owned(),
        }
    }
}

/// The id of everything that the code or the database has.
pub(super) struct Ids {
    tenant: Uuid,
    of: HashMap<&'static str, HashMap<String, Uuid>>,
    names: HashMap<Uuid, String>,
}

impl Ids {
    /// Resolves the things of `code` against what stands in the database: by their code, else by a former one, else by a
    /// new id made of the code. An account of a ledger is known within its ledger.
    pub(super) fn resolve(code: &TenantCode, standing: &[StandingCode]) -> Ids {
        let mut known: HashMap<&str, HashMap<&str, Uuid>> = HashMap::new();
        for row in standing {
            known.entry(&row.kind).or_default().insert(&row.code, row.id);
        }
        let mut taken: HashSet<Uuid> = standing.iter().map(|row| row.id).collect();
        let mut ids = Ids {
            tenant: code.tenant.id,
            of: HashMap::new(),
            names: standing.iter().map(|row| (row.id, row.code.clone())).collect(),
        };
        ids.add(&known, &mut taken, things(code));
        let parts = code.organisation.hall.iter().flat_map(|hall| {
            let owner = ids.id("service_hall", &hall.code);
            let parts = hall.part.iter();
            parts
                .map(|part| Thing {
                    kind: "hall_part",
                    code: format!("{owner} {}", part.code),
                    formerly: Vec::new(),
                    called: format!("{} {}", hall.code, part.code),
                })
                .collect::<Vec<_>>()
        });
        let parts = parts.collect();
        ids.add(&known, &mut taken, parts);
        let within = |ids: &Ids, ledger: &str, code: &str| format!("{} {code}", ids.id("ledger", ledger));
        let accounts = code.accounts.account.iter().map(|account| Thing {
            kind: "ledger_account",
            code: within(&ids, &account.ledger, &account.code),
            formerly: account
                .formerly
                .iter()
                .map(|code| within(&ids, &account.ledger, code))
                .collect(),
            called: format!("{} {}", account.ledger, account.code),
        });
        let accounts = accounts.collect();
        ids.add(&known, &mut taken, accounts);
        ids
    }

    /// The ids of what stands in the database, without code beside it.
    pub(super) fn standing(standing: &[StandingCode]) -> Ids {
        Ids {
            tenant: Uuid::nil(),
            of: HashMap::new(),
            names: standing.iter().map(|row| (row.id, row.code.clone())).collect(),
        }
    }

    /// What has no row of its own code takes that of a former one; then what has one takes it, unless it was taken, because
    /// the code was handed on; what is left is new.
    fn add(
        &mut self,
        known: &HashMap<&str, HashMap<&str, Uuid>>,
        taken: &mut HashSet<Uuid>,
        things: Vec<Thing>,
    ) {
        let standing = |kind: &str, code: &str| known.get(kind)?.get(code).copied();
        let mut claimed = HashSet::new();
        let mut left = Vec::new();
        for thing in things {
            match standing(thing.kind, &thing.code) {
                None => {
                    let former = thing.formerly.iter().find_map(|code| standing(thing.kind, code));
                    match former.filter(|id| claimed.insert(*id)) {
                        Some(id) => self.set(thing, id),
                        None => left.push(thing),
                    }
                }
                Some(_) => left.push(thing),
            }
        }
        for thing in left {
            let own = standing(thing.kind, &thing.code).into_iter();
            let former = thing
                .formerly
                .iter()
                .filter_map(|code| standing(thing.kind, code));
            let found = own.chain(former).find(|id| !claimed.contains(id));
            let id = found.unwrap_or_else(|| self.fresh(thing.kind, &thing.called, taken));
            claimed.insert(id);
            taken.insert(id);
            self.set(thing, id);
        }
    }

    fn set(&mut self, thing: Thing, id: Uuid) {
        self.names.insert(id, thing.called.clone());
        self.of.entry(thing.kind).or_default().insert(thing.called, id);
    }

    /// The id made of this name, or of the name with a number where a thing that was renamed still has it.
    fn fresh(&self, kind: &str, called: &str, taken: &HashSet<Uuid>) -> Uuid {
        let first = named(self.tenant, kind, called);
        let others = (2..).map(|number: u32| named(self.tenant, kind, &format!("{called} #{number}")));
        std::iter::once(first)
            .chain(others)
            .find(|id| !taken.contains(id))
            .unwrap_or(first)
    }

    /// The id of what is called `code` among things of this `kind`.
    pub(super) fn id(&self, kind: &str, code: &str) -> Uuid {
        self.of
            .get(kind)
            .and_then(|codes| codes.get(code))
            .copied()
            .unwrap_or_else(|| named(self.tenant, kind, code))
    }

    /// The code behind an id.
    pub(super) fn name(&self, id: Uuid) -> Option<&str> {
        self.names.get(&id).map(String::as_str)
    }
}

fn things(code: &TenantCode) -> Vec<Thing> {
    let (organisation, people) = (&code.organisation, &code.people);
    let mut all = Vec::new();
    macro_rules! add {
        ($kind:literal, $list:expr, $code:ident) => {
            all.extend(
                $list
                    .iter()
                    .map(|it| Thing::new($kind, &it.$code, &it.formerly)),
            );
        };
    }
    add!("business_group", organisation.business_group, code);
    add!("accounting_setup", organisation.accounting_setup, code);
    add!("ledger", organisation.ledger, code);
    add!("legal_entity", organisation.legal_entity, code);
    add!("operating_unit", organisation.operating_unit, code);
    add!("cost_centre", organisation.cost_centre, code);
    add!("service_hall", organisation.hall, code);
    add!("department", organisation.department, code);
    add!("account", people.staff, email);
    add!("security_profile", people.security_profile, code);
    let bare = organisation.business_group.iter();
    let bare = bare.filter(|group| !people.security_profile.iter().any(|it| it.code == group.code));
    all.extend(bare.map(|group| Thing::new("security_profile", &group.code, &group.formerly)));
    add!("responsibility", people.responsibility, code);
    let lines = people.policy.iter();
    all.extend(lines.map(|it| Thing::new("policy_line", &it.called(), &[])));
    let duties = people.separated_duty.iter();
    all.extend(duties.map(|it| Thing::new("separated_duty", &it.called(), &[])));
    let citizens = people.citizen.iter();
    all.extend(citizens.map(|it| Thing::new("account", &it.email, &[])));
    let procedures = code.procedures.iter();
    all.extend(procedures.map(|(name, it)| Thing::new("procedure", name, &it.facts.formerly)));
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_name_has_the_same_id_and_another_has_another() {
        let tenant = Uuid::from_u128(7);
        assert_eq!(named(tenant, "hall", "a"), named(tenant, "hall", "a"));
        assert_ne!(named(tenant, "hall", "a"), named(Uuid::from_u128(8), "hall", "a"));
        assert_ne!(named(tenant, "hall", "ab"), named(tenant, "halla", "b"));
        assert_eq!(named(tenant, "hall", "a").get_version_num(), 8);
    }
}
