//! The organisation as a tree and as a table, and the people in it.

use crate::authority::organisation::{
    self as authority, LegalEntity, Organisation, Person, ReadOrganisation, Unit,
};
use crate::kernel::ids::{LegalEntityId, OperatingUnitId};
use crate::platform::door::Whole;
use crate::surfaces::desk::Staff;
use crate::surfaces::web::Answer;

use super::views::{self, OrgNode, OrgRow, PersonRow};

/// A tree of units deeper than this is cut: a unit above itself would be without end.
const UNIT_DEPTH_MAX: usize = 12;
/// The deepest indentation that the style sheet knows.
const INDENT_MAX: i64 = 4;

/// `GET /admin`
pub(super) async fn first(staff: Staff) -> Answer {
    Ok(staff.visit.see("/admin/organisation"))
}

/// `GET /admin/organisation`
pub(super) async fn page(staff: Staff) -> Answer {
    let organisation = staff
        .visit
        .state
        .db
        .in_tenant(&staff.visit.context, |tx| {
            authority::read(&mut tx.authorise::<ReadOrganisation>(Whole)?)
        })
        .await?;
    let branches = Drawn {
        staff: &staff,
        of: &organisation,
    }
    .groups();
    let mut rows = Vec::new();
    branches.iter().for_each(|branch| branch.add_rows(0, &mut rows));
    let view = views::Organisation {
        desk: staff.desk("organisation"),
        roots: branches.into_iter().map(Branch::node).collect(),
        rows,
        people: organisation
            .people
            .iter()
            .map(|person| person_row(&staff, person))
            .collect(),
    };
    staff.visit.page("admin/organisation.html", "admin", &view)
}

/// A part with everything below it.
struct Branch {
    kind: &'static str,
    name: String,
    code: String,
    detail: String,
    below: Vec<Branch>,
}

impl Branch {
    fn add_rows(&self, depth: i64, rows: &mut Vec<OrgRow>) {
        rows.push(OrgRow {
            depth: depth.min(INDENT_MAX),
            kind: self.kind,
            name: self.name.clone(),
            code: self.code.clone(),
            detail: self.detail.clone(),
        });
        self.below
            .iter()
            .for_each(|branch| branch.add_rows(depth + 1, rows));
    }

    fn node(self) -> OrgNode {
        OrgNode {
            kind: self.kind,
            name: self.name,
            code: self.code,
            children: self.below.into_iter().map(Branch::node).collect(),
        }
    }
}

struct Drawn<'a> {
    staff: &'a Staff,
    of: &'a Organisation,
}

impl Drawn<'_> {
    fn say(&self, text: &crate::kernel::locale::Localised) -> String {
        self.staff.visit.say(text).to_owned()
    }

    fn groups(&self) -> Vec<Branch> {
        self.of
            .groups
            .iter()
            .map(|group| {
                let entities: Vec<&LegalEntity> = self
                    .of
                    .legal_entities
                    .iter()
                    .filter(|entity| entity.group_id == group.id)
                    .collect();
                let mut below = self.ledgers(&entities);
                below.extend(self.units(group.id, None, 0));
                Branch {
                    kind: "business-group",
                    name: self.say(&group.name),
                    code: group.code.clone(),
                    detail: String::new(),
                    below,
                }
            })
            .collect()
    }

    /// Ledgers with the legal entities that keep their books in them. A secondary ledger has none of its own.
    fn ledgers(&self, entities: &[&LegalEntity]) -> Vec<Branch> {
        self.of
            .ledgers
            .iter()
            .map(|ledger| Branch {
                kind: "ledger",
                name: self.say(&ledger.name),
                code: ledger.code.clone(),
                detail: ledger.currency.clone(),
                below: entities
                    .iter()
                    .filter(|entity| entity.ledger_id == ledger.id)
                    .map(|entity| self.entity(entity))
                    .collect(),
            })
            .collect()
    }

    fn entity(&self, entity: &LegalEntity) -> Branch {
        let centres = self
            .of
            .cost_centres
            .iter()
            .filter(|centre| centre.legal_entity_id == entity.id);
        Branch {
            kind: "legal-entity",
            name: self.say(&entity.name),
            code: entity.code.clone(),
            detail: entity.registration_number.clone(),
            below: centres
                .map(|centre| Branch {
                    kind: "cost-centre",
                    name: self.say(&centre.name),
                    code: centre.code.clone(),
                    detail: centre.company_value.clone(),
                    below: Vec::new(),
                })
                .collect(),
        }
    }

    fn units(&self, group: uuid::Uuid, above: Option<OperatingUnitId>, depth: usize) -> Vec<Branch> {
        if depth > UNIT_DEPTH_MAX {
            return Vec::new();
        }
        let units = self
            .of
            .units
            .iter()
            .filter(|unit| unit.group_id == group && unit.parent_id == above);
        units.map(|unit| self.unit(unit, depth)).collect()
    }

    fn unit(&self, unit: &Unit, depth: usize) -> Branch {
        let mut below: Vec<Branch> = self
            .of
            .halls
            .iter()
            .filter(|hall| hall.unit_id == unit.id)
            .map(|hall| Branch {
                kind: "hall",
                name: self.say(&hall.name),
                code: hall.code.clone(),
                detail: self.say(&hall.address),
                below: Vec::new(),
            })
            .collect();
        below.extend(self.units(unit.group_id, Some(unit.id), depth + 1));
        let entities: Vec<String> = unit
            .legal_entities
            .iter()
            .filter_map(|id| self.entity_name(*id))
            .collect();
        Branch {
            kind: "operating-unit",
            name: self.say(&unit.name),
            code: unit.code.clone(),
            detail: entities.join(", "),
            below,
        }
    }

    fn entity_name(&self, id: LegalEntityId) -> Option<String> {
        self.of
            .legal_entities
            .iter()
            .find(|entity| entity.id == id)
            .map(|entity| self.say(&entity.name))
    }
}

fn person_row(staff: &Staff, person: &Person) -> PersonRow {
    PersonRow {
        name: person.name.clone(),
        email: person.email.clone(),
        department: person
            .department
            .as_ref()
            .map(|name| staff.visit.say(name).to_owned())
            .unwrap_or_default(),
        responsibilities: person
            .held
            .iter()
            .map(|held| {
                format!(
                    "{} ({})",
                    staff.visit.say(&held.name),
                    staff.role_name(&held.role)
                )
            })
            .collect(),
    }
}
