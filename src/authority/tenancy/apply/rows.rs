//! The rows that a tenant's code stands for, table by table, as JSON objects with the columns' names.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;
use serde_json::{Value, json};
use uuid::Uuid;

use super::ids::Ids;
use super::tables::Table;
use crate::authority::tenancy::code::{Application, TenantCode};

/// The valid-from date of what the code has always had: the default of the tables.
const ALWAYS: &str = "2000-01-01";

/// The first day, as a row has it.
fn from(day: Option<NaiveDate>) -> Value {
    day.map_or_else(|| json!(ALWAYS), |day| json!(day))
}

/// Where options that are not of a person and not of a responsibility lie: ids that are the same in every tenant.
fn place_of(application: Option<Application>) -> (&'static str, Uuid) {
    match application {
        None => ("site", Uuid::nil()),
        Some(it) => ("application", Uuid::from_u128(it.number())),
    }
}

/// Makes rows of one tenant.
pub(super) struct Rows<'a> {
    pub code: &'a TenantCode,
    pub ids: &'a Ids,
    /// In which ledger each legal entity keeps its books, and the value set of that ledger.
    books: HashMap<&'a str, (&'a str, Option<&'a str>)>,
}

impl<'a> Rows<'a> {
    pub(super) fn new(code: &'a TenantCode, ids: &'a Ids) -> Self {
        let organisation = &code.organisation;
        let sets: HashMap<&str, &str> = organisation
            .ledger
            .iter()
            .map(|it| (it.code.as_str(), it.value_set.as_str()))
            .collect();
        let entities = organisation.legal_entity.iter();
        let books = entities.filter_map(|it| {
            let ledger = code.primary_ledger(&it.accounting_setup)?;
            Some((it.code.as_str(), (ledger, sets.get(ledger).copied())))
        });
        Self {
            code,
            ids,
            books: books.collect(),
        }
    }

    /// The ledger in which an entity keeps its books.
    fn ledger_of(&self, entity: &str) -> Option<&'a str> {
        self.books.get(entity).map(|(ledger, _)| *ledger)
    }

    /// The value set of that ledger.
    fn value_set_of(&self, entity: &str) -> Option<&'a str> {
        self.books.get(entity).and_then(|(_, value_set)| *value_set)
    }

    pub(super) fn id(&self, kind: &str, code: &str) -> Uuid {
        self.ids.id(kind, code)
    }

    /// The named business group, or the first of the file.
    fn group(&self, named: Option<&String>) -> Option<Uuid> {
        let first = self.code.organisation.business_group.first().map(|it| &it.code);
        named.or(first).map(|code| self.id("business_group", code))
    }

    fn maybe(&self, kind: &str, code: Option<&String>) -> Option<Uuid> {
        code.map(|code| self.id(kind, code))
    }

    /// The rows of `table`, which the code decides over whole.
    pub(super) fn of(&self, table: &Table) -> Vec<Value> {
        let mut rows = match (table.name, table.kind) {
            ("business_group", _) => self.business_groups(),
            ("accounting_setup", _) => self.accounting_setups(),
            ("value_set", _) => self.value_sets(),
            ("ledger", _) => self.ledgers(),
            ("legal_entity", _) => self.legal_entities(),
            ("balancing_segment_value", _) => self.segment_values(),
            ("operating_unit", _) => self.operating_units(),
            ("operating_unit_legal_entity", _) => self.links(),
            ("cost_centre", _) => self.cost_centres(),
            ("cost_centre_value", _) => self.centre_values(),
            ("service_hall", _) => self.halls(),
            ("hall_part", _) => self.hall_parts(),
            ("department", _) => self.departments(),
            ("working_calendar", _) => self.calendar(),
            ("ledger_account", _) => self.accounts(),
            ("account", "citizen") => self.citizens(),
            ("account", _) => self.staff(),
            ("security_profile", _) => self.profiles(),
            ("security_profile_unit", _) => self.profile_units(),
            ("responsibility", _) => self.responsibilities(),
            ("account_responsibility", _) => self.held(),
            ("profile_option", _) => self.options(),
            ("policy_line", _) => self.policy(),
            ("separated_duty", _) => self.separated(),
            ("procedure_unit", _) => self.procedure_units(),
            _ => Vec::new(),
        };
        for row in &mut rows {
            row["tenant_id"] = json!(self.code.tenant.id);
        }
        rows
    }

    /// The keys alone of rows of `table`.
    pub(super) fn keys(table: &Table, rows: &[Value]) -> Value {
        rows.iter()
            .map(|row| -> Value {
                let key = table.key.iter();
                key.map(|column| ((*column).to_owned(), row[*column].clone()))
                    .collect()
            })
            .collect()
    }

    fn business_groups(&self) -> Vec<Value> {
        let groups = self.code.organisation.business_group.iter();
        groups
            .map(|it| {
                json!({
                    "id": self.id("business_group", &it.code), "code": it.code, "name": it.name, "valid_from": from(it.from),
                })
            })
            .collect()
    }

    fn accounting_setups(&self) -> Vec<Value> {
        let setups = self.code.organisation.accounting_setup.iter();
        setups
            .map(|setup| {
                let ledgers = &self.code.organisation.ledger;
                let primary = ledgers
                    .iter()
                    .find(|it| it.code == setup.primary)
                    .map(|it| &it.name);
                json!({
                    "id": self.id("accounting_setup", &setup.code), "code": setup.code,
                    "name": setup.name.as_ref().or(primary),
                })
            })
            .collect()
    }

    /// The value sets that ledgers name; one that is not described is called by its code.
    fn value_sets(&self) -> Vec<Value> {
        let ledgers = self.code.organisation.ledger.iter();
        let named: BTreeSet<&str> = ledgers.map(|it| it.value_set.as_str()).collect();
        let language = self.code.tenant.default_language;
        let described = &self.code.organisation.value_set;
        let bare = named
            .into_iter()
            .filter(|code| !described.iter().any(|it| it.code == *code));
        let bare = bare.map(|code| json!({"code": code, "name": { language.tag(): code }}));
        let described = described
            .iter()
            .map(|it| json!({"code": it.code, "name": it.name}));
        described.chain(bare).collect()
    }

    fn ledgers(&self) -> Vec<Value> {
        let mut rows = Vec::new();
        for setup in &self.code.organisation.accounting_setup {
            for code in std::iter::once(&setup.primary).chain(&setup.secondary) {
                let Some(ledger) = self.code.organisation.ledger.iter().find(|it| it.code == *code) else {
                    continue;
                };
                rows.push(json!({
                    "id": self.id("ledger", code), "accounting_setup_id": self.id("accounting_setup", &setup.code),
                    "code": code, "name": ledger.name, "currency": ledger.currency, "value_set": ledger.value_set,
                    "kind": if *code == setup.primary { "primary" } else { "secondary" },
                }));
            }
        }
        rows
    }

    fn legal_entities(&self) -> Vec<Value> {
        let tenant = &self.code.tenant;
        let entities = self.code.organisation.legal_entity.iter();
        entities
            .map(|entity| {
                let street = entity.address.0.get(&tenant.default_language);
                let mut details = json!({
                    "invoice_series": entity.invoice_series, "receipt_number": tenant.numbers.receipt,
                    "email": entity.email, "phone": entity.phone.as_ref().unwrap_or(&tenant.contact.phone),
                    "bank_account": entity.bank_account, "bank_name": entity.bank_name,
                });
                if let Some(series) = &entity.credit_note_series {
                    details["credit_note_series"] = json!(series);
                }
                json!({
                    "id": self.id("legal_entity", &entity.code), "valid_from": from(entity.from),
                    "business_group_id": self.group(entity.business_group.as_ref()),
                    "ledger_id": self.ledger_of(&entity.code).map(|ledger| self.id("ledger", ledger)),
                    "value_set": self.value_set_of(&entity.code), "code": entity.code, "name": entity.name,
                    "registration_kind": entity.registration.scheme, "registration_number": entity.registration.number,
                    "address": {
                        "street": street.map_or("", String::as_str), "city": entity.city,
                        "country": entity.country.as_ref().unwrap_or(&tenant.country), "texts": entity.address,
                    },
                    "details": details,
                })
            })
            .collect()
    }

    fn segment_values(&self) -> Vec<Value> {
        let mut rows = Vec::new();
        for entity in &self.code.organisation.legal_entity {
            for value in &entity.company_values {
                rows.push(json!({
                    "value_set": self.value_set_of(&entity.code), "value": value,
                    "legal_entity_id": self.id("legal_entity", &entity.code),
                }));
            }
        }
        rows
    }

    fn operating_units(&self) -> Vec<Value> {
        let units = self.code.organisation.operating_unit.iter();
        units
            .map(|unit| {
                json!({
                    "id": self.id("operating_unit", &unit.code), "valid_from": from(unit.from),
                    "business_group_id": self.group(unit.business_group.as_ref()),
                    "ledger_id": self.id("ledger", &unit.ledger),
                    "parent_unit_id": unit.parent.as_ref().map(|parent| self.id("operating_unit", parent)),
                    "default_legal_entity_id": self.id("legal_entity", &unit.default_legal_entity),
                    "code": unit.code, "number_code": unit.number_code, "name": unit.name,
                })
            })
            .collect()
    }

    fn links(&self) -> Vec<Value> {
        let units = self.code.organisation.operating_unit.iter();
        units
            .flat_map(|unit| {
                unit.legal_entities.iter().map(|link| {
                    let (begins, ended) = link.days();
                    json!({
                        "operating_unit_id": self.id("operating_unit", &unit.code),
                        "legal_entity_id": self.id("legal_entity", link.code()),
                        "ledger_id": self.id("ledger", &unit.ledger), "valid_from": from(begins), "valid_to": ended,
                    })
                })
            })
            .collect()
    }

    fn cost_centres(&self) -> Vec<Value> {
        let centres = self.code.organisation.cost_centre.iter();
        centres
            .map(|centre| {
                json!({
                    "id": self.id("cost_centre", &centre.code), "code": centre.code, "name": centre.name,
                    "valid_from": from(centre.from),
                    "legal_entity_id": self.id("legal_entity", &centre.legal_entity),
                    "value_set": self.value_set_of(&centre.legal_entity), "company_value": centre.company_value,
                })
            })
            .collect()
    }

    /// A cost centre of the code is a value of the segment, too, unless it says otherwise; others are listed, and so is one
    /// that bears another name than its centre.
    fn centre_values(&self) -> Vec<Value> {
        let listed: BTreeSet<(&str, &str, &str)> = self
            .code
            .organisation
            .cost_centre_value
            .iter()
            .map(|it| {
                (
                    it.value_set.as_str(),
                    it.company_value.as_str(),
                    it.value.as_str(),
                )
            })
            .collect();
        let centres = self.code.organisation.cost_centre.iter().filter(|it| {
            let set = self.value_set_of(&it.legal_entity).unwrap_or_default();
            it.segment_value && !listed.contains(&(set, it.company_value.as_str(), it.code.as_str()))
        });
        let implied = centres.map(|centre| {
            json!({
                "value_set": self.value_set_of(&centre.legal_entity), "company_value": centre.company_value,
                "value": centre.code, "name": centre.name,
            })
        });
        let listed = self
            .code
            .organisation
            .cost_centre_value
            .iter()
            .map(|it| json!(it));
        implied.chain(listed).collect()
    }

    fn halls(&self) -> Vec<Value> {
        let halls = self.code.organisation.hall.iter();
        halls
            .map(|hall| {
                let capabilities: BTreeSet<_> = hall.capabilities.iter().collect();
                json!({
                    "id": self.id("service_hall", &hall.code),
                    "ledger_id": self.ledger_of(&hall.legal_entity).map(|ledger| self.id("ledger", ledger)),
                    "legal_entity_id": self.id("legal_entity", &hall.legal_entity),
                    "operating_unit_id": self.id("operating_unit", &hall.operating_unit),
                    "cost_centre_id": self.id("cost_centre", &hall.cost_centre),
                    "code": hall.code, "name": hall.name, "address": hall.address, "hours": hall.hours,
                    "capabilities": capabilities, "valid_from": from(hall.from),
                })
            })
            .collect()
    }

    fn hall_parts(&self) -> Vec<Value> {
        let halls = self.code.organisation.hall.iter();
        let parts = halls.flat_map(|hall| hall.part.iter().map(move |part| (hall, part)));
        parts
            .map(|(hall, part)| {
                json!({
                    "id": self.id("hall_part", &format!("{} {}", hall.code, part.code)),
                    "hall_id": self.id("service_hall", &hall.code), "kind": part.kind, "code": part.code,
                    "name": part.name, "valid_from": from(part.from),
                })
            })
            .collect()
    }

    fn departments(&self) -> Vec<Value> {
        let departments = self.code.organisation.department.iter();
        departments
            .map(|department| {
                json!({
                    "id": self.id("department", &department.code), "valid_from": from(department.from),
                    "business_group_id": self.group(department.business_group.as_ref()),
                    "parent_department_id": department.parent.as_ref().map(|it| self.id("department", it)),
                    "cost_centre_id": department.cost_centre.as_ref().map(|it| self.id("cost_centre", it)),
                    "code": department.code, "name": department.name,
                })
            })
            .collect()
    }

    /// One row: the definition itself is dated, day by day and set of hours by set of hours.
    fn calendar(&self) -> Vec<Value> {
        let mut calendar = self.code.calendar.clone();
        calendar.in_order();
        vec![json!({"code": "main", "valid_from": ALWAYS, "definition": calendar})]
    }

    fn accounts(&self) -> Vec<Value> {
        let accounts = self.code.accounts.account.iter();
        accounts
            .map(|account| {
                json!({
                    "id": self.id("ledger_account", &format!("{} {}", account.ledger, account.code)),
                    "ledger_id": self.id("ledger", &account.ledger), "code": account.code, "name": account.name,
                    "kind": account.kind, "purpose": account.used_for,
                })
            })
            .collect()
    }

    fn staff(&self) -> Vec<Value> {
        let people = &self.code.people;
        let staff = people.staff.iter();
        staff
            .map(|member| {
                let department = member.department.as_ref();
                let departments = &self.code.organisation.department;
                let of_department = departments
                    .iter()
                    .find(|it| Some(&it.code) == department)
                    .and_then(|it| it.business_group.as_ref());
                json!({
                    "id": self.id("account", &member.email), "kind": "staff", "email": member.email,
                    "display_name": member.name, "language": member.language, "phone": member.phone,
                    "business_group_id": self.group(member.business_group.as_ref().or(of_department)),
                    "department_id": self.maybe("department", department),
                    "demo": member.demo_sign_in.unwrap_or(people.demo_sign_in),
                })
            })
            .collect()
    }

    fn citizens(&self) -> Vec<Value> {
        let people = &self.code.people;
        let citizens = people.citizen.iter();
        citizens
            .map(|citizen| {
                json!({
                    "id": self.id("account", &citizen.email), "kind": "citizen", "email": citizen.email,
                    "display_name": citizen.name, "language": citizen.language, "phone": citizen.phone,
                    "identity_kind": self.code.tenant.identity_kind(), "identity_number": citizen.identity_number,
                    "demo": people.demo_sign_in,
                })
            })
            .collect()
    }

    fn profiles(&self) -> Vec<Value> {
        let described = &self.code.people.security_profile;
        // A business group has a security profile of its name; where the code does not describe it, it is that of a new group.
        let bare = self.code.organisation.business_group.iter();
        let bare = bare
            .filter(|group| !described.iter().any(|it| it.code == group.code))
            .map(|group| {
                json!({
                    "id": self.id("security_profile", &group.code), "code": group.code, "name": group.name,
                    "view_all": true, "global": false, "business_group_id": self.id("business_group", &group.code),
                })
            });
        described
            .iter()
            .map(|profile| {
                json!({
                    "id": self.id("security_profile", &profile.code), "code": profile.code, "name": profile.name,
                    "view_all": profile.view_all, "global": profile.global,
                    "business_group_id": self.maybe("business_group", profile.business_group.as_ref()),
                })
            })
            .chain(bare)
            .collect()
    }

    /// A unit that is listed and is also the top of the hierarchy is one row, with what lies below it.
    fn profile_units(&self) -> Vec<Value> {
        let mut deep: BTreeMap<(&str, &str), bool> = BTreeMap::new();
        for profile in &self.code.people.security_profile {
            for unit in &profile.units {
                deep.entry((&profile.code, unit)).or_default();
            }
            if let Some(top) = &profile.hierarchy {
                deep.insert((&profile.code, top), true);
            }
        }
        deep.into_iter()
            .map(|((profile, unit), with_descendants)| {
                json!({
                    "security_profile_id": self.id("security_profile", profile),
                    "operating_unit_id": self.id("operating_unit", unit), "with_descendants": with_descendants,
                })
            })
            .collect()
    }

    fn responsibilities(&self) -> Vec<Value> {
        let responsibilities = self.code.people.responsibility.iter();
        responsibilities
            .map(|it| {
                json!({
                    "id": self.id("responsibility", &it.code), "code": it.code,
                    "business_group_id": self.group(it.business_group.as_ref()),
                    "name": it.name, "role": it.role,
                })
            })
            .collect()
    }

    fn held(&self) -> Vec<Value> {
        let staff = self.code.people.staff.iter();
        staff
            .flat_map(|member| {
                member.responsibilities.iter().map(|held| {
                    let (begins, ends) = held.days();
                    json!({
                        "account_id": self.id("account", &member.email),
                        "responsibility_id": self.id("responsibility", held.code()), "valid_from": from(begins),
                        "valid_to": ends,
                    })
                })
            })
            .collect()
    }

    fn options(&self) -> Vec<Value> {
        let people = &self.code.people;
        let mut rows = Vec::new();
        let mut of = |level: &str, id: Uuid, [profile, unit, default]: [&Option<String>; 3]| {
            let values = [
                (
                    "mo_security_profile",
                    self.maybe("security_profile", profile.as_ref()),
                ),
                ("mo_operating_unit", self.maybe("operating_unit", unit.as_ref())),
                (
                    "mo_default_operating_unit",
                    self.maybe("operating_unit", default.as_ref()),
                ),
            ];
            for (name, value) in values {
                if let Some(value) = value {
                    rows.push(json!({"name": name, "level": level, "level_id": id, "value": value}));
                }
            }
        };
        for it in &people.responsibility {
            let id = self.id("responsibility", &it.code);
            of("responsibility", id, [&it.profile, &it.unit, &it.default_unit]);
        }
        for it in &people.staff {
            of(
                "user",
                self.id("account", &it.email),
                [&it.profile, &it.unit, &it.default_unit],
            );
        }
        for it in &people.option {
            let (level, id) = place_of(it.application);
            of(level, id, [&it.profile, &it.unit, &it.default_unit]);
        }
        for it in &people.option {
            let (level, id) = place_of(it.application);
            if let Some(value) = it.cross_business_group {
                rows.push(json!({
                    "name": "cross_business_group", "level": level, "level_id": id, "value": value.to_string(),
                }));
            }
        }
        rows
    }

    fn policy(&self) -> Vec<Value> {
        let lines = self.code.people.policy.iter();
        lines
            .map(|line| {
                json!({
                    "id": self.id("policy_line", &line.called()), "role": line.role, "reach": line.reach,
                    "verb": line.verb, "effect": line.effect, "valid_from": from(line.from), "valid_to": line.until,
                })
            })
            .collect()
    }

    fn separated(&self) -> Vec<Value> {
        let duties = self.code.people.separated_duty.iter();
        duties
            .map(|duty| {
                let (first, second) = duty.in_order();
                json!({
                    "id": self.id("separated_duty", &duty.called()), "first_verb": first, "second_verb": second,
                    "reason": duty.reason, "valid_from": duty.from, "valid_to": duty.until,
                })
            })
            .collect()
    }

    /// A unit takes the dossiers of a procedure at its first hall, and signs as the hall's legal entity unless told otherwise.
    fn procedure_units(&self) -> Vec<Value> {
        let mut rows = Vec::new();
        for (code, procedure) in &self.code.procedures {
            for (at, unit) in procedure.facts.operating_units.iter().enumerate() {
                let hall = self.code.first_hall(&procedure.facts, unit);
                let entity = self.code.entity_signing(&procedure.facts, unit);
                rows.push(json!({
                    "procedure_id": self.id("procedure", code), "operating_unit_id": self.id("operating_unit", unit),
                    "legal_entity_id": entity.map(|it| self.id("legal_entity", it)),
                    "hall_id": hall.map(|it| self.id("service_hall", &it.code)), "is_default": at == 0,
                }));
            }
        }
        rows
    }
}
