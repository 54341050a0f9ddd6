//! The rows that a tenant's code stands for, table by table, as JSON objects with the columns' names.

mod books;
mod organisation;
mod people;

use std::collections::HashMap;

use chrono::NaiveDate;
use serde_json::{Value, json};
use uuid::Uuid;

use super::ids::Ids;
use super::tables::Table;
use crate::authority::tenancy::code::TenantCode;

/// The valid-from date of what the code has always had: the default of the tables.
const ALWAYS: &str = "2000-01-01";

/// The first day, as a row has it.
fn from(day: Option<NaiveDate>) -> Value {
    day.map_or_else(|| json!(ALWAYS), |day| json!(day))
}

/// Texts as a form keeps them: without white space around them, and without languages that say nothing.
fn tidy(row: &mut Value) {
    for column in ["name", "address", "hours"] {
        let Some(texts) = row.get_mut(column).and_then(Value::as_object_mut) else {
            continue;
        };
        // The address of an entity is more than texts; those lie deeper.
        let texts = match texts.get_mut("texts") {
            Some(within) => within.as_object_mut(),
            None => Some(texts),
        };
        let Some(texts) = texts else { continue };
        texts.retain(|_, text| text.as_str().is_none_or(|text| !text.trim().is_empty()));
        for text in texts.values_mut() {
            let trimmed = text.as_str().map(str::trim).map(Value::from);
            if let Some(trimmed) = trimmed {
                *text = trimmed;
            }
        }
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
            tidy(row);
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

    /// One row: the definition itself is dated, day by day and set of hours by set of hours.
    fn calendar(&self) -> Vec<Value> {
        let mut calendar = self.code.calendar.clone();
        calendar.in_order();
        vec![json!({"code": "main", "valid_from": ALWAYS, "definition": calendar})]
    }

    /// A unit takes the dossiers of a procedure at its first hall. As whom it signs is written only where it was given: all else
    /// is found when a document arises.
    fn procedure_units(&self) -> Vec<Value> {
        let mut rows = Vec::new();
        for (code, procedure) in &self.code.procedures {
            for (at, unit) in procedure.facts.operating_units.iter().enumerate() {
                let hall = self.code.first_hall(&procedure.facts, unit);
                let entity = procedure.facts.legal_entities.get(unit);
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
