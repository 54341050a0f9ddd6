//! A change as the form an administrator fills in.

use onedoor::authority::organisation::change::{Called, Change, Dossiers, DossiersOfHall, Equipment, Kind};
use onedoor::kernel::locale::{Language, Localised};
use uuid::Uuid;

/// Where the form is, and its answers.
pub struct Filled {
    pub path: String,
    pub fields: Vec<(String, String)>,
}

struct Filling {
    fields: Vec<(String, String)>,
}

impl Filling {
    fn say(mut self, name: &str, value: impl ToString) -> Self {
        self.fields.push((name.to_owned(), value.to_string()));
        self
    }

    fn id(self, name: &str, id: Option<Uuid>) -> Self {
        let id = id.map(|id| id.to_string()).unwrap_or_default();
        self.say(name, id)
    }

    fn names(mut self, name: &Localised) -> Self {
        for language in Language::ALL {
            let text = name.0.get(&language).cloned().unwrap_or_default();
            self = self.say(&format!("name-{language}"), text);
        }
        self
    }

    fn called(self, called: &Called) -> Self {
        self.say("code", &called.code).names(&called.name)
    }

    fn equipment(mut self, it: &Equipment) -> Self {
        let text = |texts: &Localised| texts.0.get(&Language::Vi).cloned().unwrap_or_default();
        self = self
            .say("address", text(&it.address))
            .say("hours", text(&it.hours));
        for capability in &it.capabilities {
            self = self.say("capabilities", capability);
        }
        self
    }

    fn at(self, path: String) -> Filled {
        Filled {
            path,
            fields: self.fields,
        }
    }
}

fn of(kind: Kind, id: Uuid, act: &str) -> String {
    format!("/admin/organisation/{}/{id}/{act}", kind.word())
}

/// The form of a change.
#[allow(
    clippy::too_many_lines,
    reason = "one arm for each kind of change, in the order of the model"
)]
pub fn filled(change: &Change) -> Filled {
    use Kind::{BusinessGroup, Department, LegalEntity, OperatingUnit, ServiceHall};
    let form = Filling { fields: Vec::new() };
    let new = |act: &str| format!("/admin/organisation/new/{act}");
    match change {
        Change::AddGroup { called } => form.called(called).at(new("add-group")),
        Change::AddValueSet { called } => form.called(called).at(new("add-value-set")),
        Change::AddSetup {
            called,
            ledger,
            currency,
            value_set,
        } => form
            .called(called)
            .say("ledger-code", &ledger.code)
            .say("currency", currency)
            .say("value-set", value_set)
            .at(new("add-setup")),
        Change::AddSecondaryLedger {
            setup,
            ledger,
            currency,
            value_set,
        } => form
            .called(ledger)
            .say("currency", currency)
            .say("value-set", value_set)
            .at(of(Kind::AccountingSetup, *setup, "add-secondary-ledger")),
        Change::AddEntity {
            group,
            ledger,
            called,
            registration_kind,
            registration_number,
            value,
        } => form
            .say("ledger", ledger)
            .called(called)
            .say("registration-kind", registration_kind)
            .say("registration-number", registration_number)
            .say("value", value)
            .at(of(BusinessGroup, *group, "add-entity")),
        Change::AddUnit {
            group,
            parent,
            entity,
            called,
            number_code,
        } => form
            .say("entity", entity)
            .called(called)
            .say("number-code", number_code)
            .id("above", *parent)
            .at(of(BusinessGroup, *group, "add-unit")),
        Change::AddHall {
            unit,
            entity,
            centre,
            called,
            equipment,
        } => form
            .say("entity", entity)
            .say("centre", centre)
            .called(called)
            .equipment(equipment)
            .at(of(OperatingUnit, *unit, "add-hall")),
        Change::AddPart { hall, part, called } => {
            form.say("part", part)
                .called(called)
                .at(of(ServiceHall, *hall, "add-part"))
        }
        Change::AddCentre {
            entity,
            value,
            called,
        } => form
            .say("value", value)
            .called(called)
            .at(of(LegalEntity, *entity, "add-centre")),
        Change::AddDepartment {
            group,
            parent,
            centre,
            called,
        } => form
            .called(called)
            .id("above", *parent)
            .id("centre", *centre)
            .at(of(BusinessGroup, *group, "add-department")),
        Change::Rename { kind, id, name } => form.names(name).at(of(*kind, *id, "rename")),
        Change::PutUnitUnder { unit, parent } => {
            form.id("above", *parent)
                .at(of(OperatingUnit, *unit, "put-under"))
        }
        Change::PutDepartmentUnder { department, parent } => {
            form.id("above", *parent)
                .at(of(Department, *department, "put-under"))
        }
        Change::ChargeDepartment { department, centre } => {
            form.id("centre", *centre)
                .at(of(Department, *department, "charge"))
        }
        Change::Link { unit, entity } => form.say("entity", entity).at(of(OperatingUnit, *unit, "link")),
        Change::Unlink { unit, entity } => form.say("entity", entity).at(of(OperatingUnit, *unit, "unlink")),
        Change::SetDefault { unit, entity } => {
            form.say("entity", entity)
                .at(of(OperatingUnit, *unit, "set-default"))
        }
        Change::AddValue { entity, value } => {
            form.say("value", value).at(of(LegalEntity, *entity, "add-value"))
        }
        Change::MoveValue { from, value, to } => {
            form.say("value", value)
                .say("to", to)
                .at(of(LegalEntity, *from, "move-value"))
        }
        Change::DropValue { entity, value } => {
            form.say("value", value)
                .at(of(LegalEntity, *entity, "drop-value"))
        }
        Change::MoveEntity { entity, ledger } => {
            form.say("ledger", ledger)
                .at(of(LegalEntity, *entity, "move-entity"))
        }
        Change::MoveHall {
            hall,
            unit,
            entity,
            centre,
            dossiers,
        } => form
            .say("unit", unit)
            .say("entity", entity)
            .say("centre", centre)
            .say(
                "dossiers",
                match dossiers {
                    Some(DossiersOfHall::Stay) => "stay",
                    _ => "with-hall",
                },
            )
            .at(of(ServiceHall, *hall, "move-hall")),
        Change::EquipHall { hall, equipment } => {
            form.equipment(equipment).at(of(ServiceHall, *hall, "equip"))
        }
        Change::AddCentreValue {
            value_set,
            company_value,
            called,
        } => form
            .say("value-set", value_set)
            .say("company-value", company_value)
            .called(called)
            .at(new("add-centre-value")),
        Change::DescribeEntity { entity, card } => {
            let text = |texts: &Localised| texts.0.get(&Language::Vi).cloned().unwrap_or_default();
            form.say("address", text(&card.address))
                .say("city", &card.city)
                .say("invoice-series", &card.invoice_series)
                .say("email", &card.email)
                .say("bank-account", &card.bank_account)
                .say("bank-name", text(&card.bank_name))
                .at(of(LegalEntity, *entity, "describe"))
        }
        Change::AddMissingCentres => form.at(new("add-missing")),
        Change::Close {
            kind,
            id,
            dossiers_to,
        } => {
            let form = match kind {
                OperatingUnit => form.id("dossiers-to", *dossiers_to),
                _ => form,
            };
            form.at(of(*kind, *id, "close"))
        }
        Change::MergeUnits { from, into } => form.say("into", into).at(of(OperatingUnit, *from, "merge")),
        Change::SplitUnit {
            from,
            called,
            number_code,
            entity,
            halls,
            dossiers,
        } => {
            let mut form = form
                .called(called)
                .say("number-code", number_code)
                .say("entity", entity)
                .say(
                    "dossiers",
                    match dossiers {
                        Dossiers::Stay => "stay",
                        Dossiers::WithHalls => "with-halls",
                        Dossiers::Move => "move",
                    },
                );
            for hall in halls {
                form = form.say("halls", hall);
            }
            form.at(of(OperatingUnit, *from, "split"))
        }
    }
}
