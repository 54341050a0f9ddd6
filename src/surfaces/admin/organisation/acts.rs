//! What can be done with a part: for each act the questions that are asked, and the change that the answers make.

use serde_json::Value;
use uuid::Uuid;

use crate::authority::organisation::change::{
    Called, Change, Dossiers, DossiersOfHall, EntityCard, Equipment, Kind,
};
use crate::authority::organisation::look::{Offer, Part};
use crate::authority::people::rules::parse_email;
use crate::authority::tenancy::code::Tenant;
use crate::kernel::error::FieldProblem;
use crate::kernel::locale::Localised;
use crate::surfaces::web::PostedForm;

use super::super::form::{posted_names, values};

/// Capabilities of a hall, in the order in which they are offered.
pub(super) const CAPABILITIES: [&str; 4] = [
    "receives_dossiers",
    "issues_tickets",
    "takes_cash",
    "prints_results",
];

/// A question of a form. The name is also the tail of its label, `admin-ask-…`.
#[derive(Debug, Clone, Copy)]
pub(super) enum Ask {
    /// A new code.
    Code(&'static str),
    /// A name in each language of the tenant.
    Names,
    /// One line.
    Text(&'static str),
    /// A part that must be chosen.
    Part(&'static str, Offer),
    /// A part that may be chosen.
    PartOrNone(&'static str, Offer),
    /// Any of several parts.
    Parts(&'static str, Offer),
    /// One of the values of the entity that the form is about.
    OwnValue,
    /// One of a few words, each the tail of a text `admin-choice-…`.
    Words(&'static str, &'static [&'static str]),
    /// Any of a hall's capabilities.
    Capabilities,
    /// Address and hours in the tenant's own language.
    Place,
    /// Where a legal entity is, and what its invoices bear.
    Card,
    /// A value set.
    ValueSet,
    /// A currency.
    Currency,
}

/// The acts of a part, in the order in which its page offers them.
pub(super) const fn of_kind(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::BusinessGroup => &["rename", "add-entity", "add-unit", "add-department", "close"],
        Kind::LegalEntity => &[
            "rename",
            "describe",
            "add-value",
            "move-value",
            "drop-value",
            "add-centre",
            "move-entity",
            "close",
        ],
        Kind::OperatingUnit => &[
            "rename",
            "put-under",
            "link",
            "unlink",
            "set-default",
            "add-hall",
            "split",
            "merge",
            "close",
        ],
        Kind::ServiceHall => &["rename", "equip", "move-hall", "add-part", "close"],
        Kind::HallPart | Kind::CostCentre => &["rename", "close"],
        Kind::Department => &["rename", "put-under", "charge", "close"],
        Kind::Ledger => &["rename"],
        Kind::AccountingSetup => &["rename", "add-secondary-ledger"],
    }
}

/// Acts of no part.
pub(super) const NEW: [&str; 5] = [
    "add-group",
    "add-setup",
    "add-value-set",
    "add-centre-value",
    "add-missing",
];

/// Whether an act may be planned for a later day, and is shown before it is done.
pub(super) fn is_planned(act: &str) -> bool {
    matches!(
        act,
        "rename"
            | "put-under"
            | "link"
            | "unlink"
            | "set-default"
            | "split"
            | "merge"
            | "close"
            | "move-hall"
            | "move-entity"
            | "charge"
            | "move-value"
    )
}

/// Whether an act takes something away.
pub(super) fn is_danger(act: &str) -> bool {
    matches!(act, "close" | "merge" | "unlink" | "drop-value")
}

/// The ledger of a part.
pub(super) fn ledger_of(part: &Part) -> Option<Uuid> {
    part.row.get("ledger_id")?.as_str()?.parse().ok()
}

/// The questions of an act; `None` when the part has no such act. A hall moves inside its ledger, or to the one that was
/// `chosen` first: its lists then offer what fits.
pub(super) fn questions(act: &str, part: Option<&Part>, chosen: Option<Uuid>) -> Option<Vec<Ask>> {
    let Some(part) = part else {
        return Some(match act {
            "add-group" | "add-value-set" => vec![Ask::Code("code"), Ask::Names],
            "add-setup" => vec![
                Ask::Code("code"),
                Ask::Names,
                Ask::Code("ledger-code"),
                Ask::Currency,
                Ask::ValueSet,
            ],
            "add-centre-value" => vec![
                Ask::ValueSet,
                Ask::Text("company-value"),
                Ask::Code("code"),
                Ask::Names,
            ],
            "add-missing" => Vec::new(),
            _ => return None,
        });
    };
    if !of_kind(part.kind).contains(&act) {
        return None;
    }
    let id = part.id;
    let ledger = chosen.or_else(|| ledger_of(part)).unwrap_or_default();
    Some(match (act, part.kind) {
        ("rename", _) => vec![Ask::Names],
        ("close", Kind::OperatingUnit) => vec![Ask::PartOrNone("dossiers-to", Offer::UnitsBeside(id))],
        ("close", _) => Vec::new(),
        ("add-entity", _) => vec![
            Ask::Part("ledger", Offer::PrimaryLedgers),
            Ask::Code("code"),
            Ask::Names,
            Ask::Words("registration-kind", &["mst", "edrpou", "gb32100"]),
            Ask::Text("registration-number"),
            Ask::Text("value"),
        ],
        ("add-unit", _) => vec![
            Ask::Part("entity", Offer::Every(Kind::LegalEntity)),
            Ask::Code("code"),
            Ask::Names,
            Ask::Text("number-code"),
            Ask::PartOrNone("above", Offer::UnitsOfGroup(id)),
        ],
        ("add-department", _) => vec![
            Ask::Code("code"),
            Ask::Names,
            Ask::PartOrNone("above", Offer::DepartmentsOfGroup(id)),
            Ask::PartOrNone("centre", Offer::CentresOfGroup(id)),
        ],
        ("describe", _) => vec![Ask::Card],
        ("add-value", _) => vec![Ask::Text("value")],
        ("drop-value", _) => vec![Ask::OwnValue],
        ("move-value", _) => vec![Ask::OwnValue, Ask::Part("to", Offer::EntitiesBeside(id))],
        ("add-centre", _) => vec![Ask::OwnValue, Ask::Code("code"), Ask::Names],
        ("move-entity", _) => vec![Ask::Part("ledger", Offer::PrimaryLedgers)],
        ("put-under", Kind::Department) => vec![Ask::PartOrNone("above", Offer::DepartmentsAbove(id))],
        ("put-under", _) => vec![Ask::PartOrNone("above", Offer::UnitsAbove(id))],
        ("link", _) => vec![Ask::Part("entity", Offer::EntitiesToLink(id))],
        ("unlink" | "set-default", _) => vec![Ask::Part("entity", Offer::LinkedEntities(id))],
        ("add-hall", _) => vec![
            Ask::Part("entity", Offer::LinkedEntities(id)),
            Ask::Part("centre", Offer::CentresOfUnit(id)),
            Ask::Code("code"),
            Ask::Names,
            Ask::Place,
            Ask::Capabilities,
        ],
        ("split", _) => vec![
            Ask::Code("code"),
            Ask::Names,
            Ask::Text("number-code"),
            Ask::Part("entity", Offer::LinkedEntities(id)),
            Ask::Parts("halls", Offer::HallsOf(id)),
            Ask::Words("dossiers", &["with-halls", "stay", "move"]),
        ],
        ("merge", _) => vec![Ask::Part("into", Offer::UnitsBeside(id))],
        ("equip", _) => vec![Ask::Place, Ask::Capabilities],
        ("move-hall", _) => vec![
            Ask::Part("unit", Offer::UnitsOfLedger(ledger)),
            Ask::Part("entity", Offer::EntitiesOfLedger(ledger)),
            Ask::Part("centre", Offer::CentresOfLedger(ledger)),
            Ask::Words("dossiers", &["with-hall", "stay"]),
        ],
        ("add-part", _) => vec![
            Ask::Words("part", &["window", "area"]),
            Ask::Code("code"),
            Ask::Names,
        ],
        ("charge", _) => vec![Ask::PartOrNone("centre", Offer::CentresOfDepartment(id))],
        ("add-secondary-ledger", _) => vec![Ask::Code("code"), Ask::Names, Ask::Currency, Ask::ValueSet],
        _ => return None,
    })
}

/// The answers of a form, with what is missing noted.
struct Answers<'a> {
    form: &'a PostedForm,
    tenant: &'a Tenant,
    problems: Vec<FieldProblem>,
}

impl Answers<'_> {
    fn text(&mut self, name: &str) -> String {
        let text = self.form.text(name).to_owned();
        if text.is_empty() {
            self.problems
                .push(FieldProblem::new(name, "forms-problem-missing"));
        }
        text
    }

    fn id_or_none(&mut self, name: &str) -> Option<Uuid> {
        let text = self.form.text(name);
        let id = text.parse().ok();
        if id.is_none() && !text.is_empty() {
            self.problems
                .push(FieldProblem::new(name, "forms-problem-not-an-option"));
        }
        id
    }

    fn id(&mut self, name: &str) -> Uuid {
        match self.id_or_none(name) {
            Some(id) => id,
            None => {
                if self.form.text(name).is_empty() {
                    self.problems
                        .push(FieldProblem::new(name, "forms-problem-missing"));
                }
                Uuid::nil()
            }
        }
    }

    fn names(&mut self) -> Localised {
        let names = posted_names(self.form);
        if names.0.is_empty() {
            let field = format!("name-{}", self.tenant.default_language);
            self.problems
                .push(FieldProblem::new(field, "forms-problem-missing"));
        }
        names
    }

    fn called(&mut self) -> Called {
        Called {
            code: self.text("code"),
            name: self.names(),
        }
    }

    /// What was typed in the tenant's own language, beside what stands in others.
    fn beside(&self, name: &str, before: Option<&Value>) -> Localised {
        let mut texts: Localised = before
            .and_then(|it| serde_json::from_value(it.clone()).ok())
            .unwrap_or_default();
        let typed = self.form.text(name).to_owned();
        if typed.is_empty() {
            texts.0.remove(&self.tenant.default_language);
        } else {
            texts.0.insert(self.tenant.default_language, typed);
        }
        texts
    }

    fn card(&mut self, before: &Part) -> EntityCard {
        let at = |column: &str, member: &str| before.row.get(column).and_then(|it| it.get(member));
        // Nothing of it must be said: a body that issues no invoices may have an address, or none.
        let said = |name: &str| self.form.text(name).to_owned();
        let typed = said("email");
        let email = parse_email(&typed).unwrap_or_default();
        if email.is_empty() && !typed.is_empty() {
            self.problems
                .push(FieldProblem::new("email", "forms-problem-not-email"));
        }
        EntityCard {
            address: self.beside("address", at("address", "texts")),
            city: self.form.text("city").to_owned(),
            country: self.tenant.country.clone(),
            invoice_series: self.form.text("invoice-series").to_owned(),
            email,
            phone: self.tenant.contact.phone.clone(),
            bank_account: self.form.text("bank-account").to_owned(),
            bank_name: self.beside("bank-name", at("details", "bank_name")),
        }
    }

    fn equipment(&mut self, before: Option<&Part>) -> Equipment {
        let stands = |name: &str| before.and_then(|part| part.row.get(name));
        Equipment {
            address: self.beside("address", stands("address")),
            hours: self.beside("hours", stands("hours")),
            capabilities: values(self.form, "capabilities").map(str::to_owned).collect(),
        }
    }
}

/// The change that the answers make.
///
/// # Errors
/// What is missing, field by field.
pub(super) fn change(
    act: &str,
    part: Option<&Part>,
    form: &PostedForm,
    tenant: &Tenant,
) -> Result<Change, Vec<FieldProblem>> {
    let mut of = Answers {
        form,
        tenant,
        problems: Vec::new(),
    };
    let wanted = match part {
        None => made_new(act, &mut of),
        Some(part) => made_of(act, part, &mut of),
    };
    if of.problems.is_empty() {
        Ok(wanted)
    } else {
        Err(of.problems)
    }
}

fn made_new(act: &str, of: &mut Answers<'_>) -> Change {
    match act {
        "add-group" => Change::AddGroup { called: of.called() },
        "add-value-set" => Change::AddValueSet { called: of.called() },
        "add-setup" => {
            let called = of.called();
            Change::AddSetup {
                ledger: Called {
                    code: of.text("ledger-code"),
                    name: called.name.clone(),
                },
                called,
                currency: of.text("currency"),
                value_set: of.text("value-set"),
            }
        }
        "add-centre-value" => Change::AddCentreValue {
            value_set: of.text("value-set"),
            company_value: of.text("company-value"),
            called: of.called(),
        },
        _ => Change::AddMissingCentres,
    }
}

fn made_of(act: &str, part: &Part, of: &mut Answers<'_>) -> Change {
    let id = part.id;
    match (act, part.kind) {
        ("rename", kind) => Change::Rename {
            kind,
            id,
            name: of.names(),
        },
        ("add-entity", _) => Change::AddEntity {
            group: id,
            ledger: of.id("ledger"),
            called: of.called(),
            registration_kind: of.text("registration-kind"),
            registration_number: of.text("registration-number"),
            value: of.text("value"),
        },
        ("add-unit", _) => Change::AddUnit {
            group: id,
            parent: of.id_or_none("above"),
            entity: of.id("entity"),
            called: of.called(),
            number_code: of.text("number-code"),
        },
        ("add-department", _) => Change::AddDepartment {
            group: id,
            parent: of.id_or_none("above"),
            centre: of.id_or_none("centre"),
            called: of.called(),
        },
        ("describe", _) => Change::DescribeEntity {
            entity: id,
            card: of.card(part),
        },
        ("add-value", _) => Change::AddValue {
            entity: id,
            value: of.text("value"),
        },
        ("drop-value", _) => Change::DropValue {
            entity: id,
            value: of.text("value"),
        },
        ("move-value", _) => Change::MoveValue {
            from: id,
            value: of.text("value"),
            to: of.id("to"),
        },
        ("add-centre", _) => Change::AddCentre {
            entity: id,
            value: of.text("value"),
            called: of.called(),
        },
        ("move-entity", _) => Change::MoveEntity {
            entity: id,
            ledger: of.id("ledger"),
        },
        ("put-under", Kind::Department) => Change::PutDepartmentUnder {
            department: id,
            parent: of.id_or_none("above"),
        },
        ("put-under", _) => Change::PutUnitUnder {
            unit: id,
            parent: of.id_or_none("above"),
        },
        ("link", _) => Change::Link {
            unit: id,
            entity: of.id("entity"),
        },
        ("unlink", _) => Change::Unlink {
            unit: id,
            entity: of.id("entity"),
        },
        ("set-default", _) => Change::SetDefault {
            unit: id,
            entity: of.id("entity"),
        },
        ("add-hall", _) => Change::AddHall {
            unit: id,
            entity: of.id("entity"),
            centre: of.id("centre"),
            called: of.called(),
            equipment: of.equipment(None),
        },
        ("split", _) => Change::SplitUnit {
            from: id,
            called: of.called(),
            number_code: of.text("number-code"),
            entity: of.id("entity"),
            halls: values(of.form, "halls")
                .filter_map(|hall| hall.parse().ok())
                .collect(),
            dossiers: match of.text("dossiers").as_str() {
                "stay" => Dossiers::Stay,
                "move" => Dossiers::Move,
                _ => Dossiers::WithHalls,
            },
        },
        ("merge", _) => Change::MergeUnits {
            from: id,
            into: of.id("into"),
        },
        ("equip", _) => Change::EquipHall {
            hall: id,
            equipment: of.equipment(Some(part)),
        },
        ("move-hall", _) => Change::MoveHall {
            hall: id,
            unit: of.id("unit"),
            entity: of.id("entity"),
            centre: of.id("centre"),
            dossiers: Some(match of.text("dossiers").as_str() {
                "stay" => DossiersOfHall::Stay,
                _ => DossiersOfHall::WithHall,
            }),
        },
        ("add-part", _) => Change::AddPart {
            hall: id,
            part: of.text("part"),
            called: of.called(),
        },
        ("charge", _) => Change::ChargeDepartment {
            department: id,
            centre: of.id_or_none("centre"),
        },
        ("add-secondary-ledger", _) => Change::AddSecondaryLedger {
            setup: id,
            ledger: of.called(),
            currency: of.text("currency"),
            value_set: of.text("value-set"),
        },
        (_, kind) => Change::Close {
            kind,
            id,
            dossiers_to: of.id_or_none("dossiers-to"),
        },
    }
}
