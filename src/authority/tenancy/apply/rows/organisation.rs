//! Rows of business groups, entities, units, halls and departments.

use serde_json::{Value, json};

use super::{Rows, from};
use std::collections::BTreeSet;

impl Rows<'_> {
    pub(super) fn business_groups(&self) -> Vec<Value> {
        let groups = self.code.organisation.business_group.iter();
        groups
            .map(|it| {
                json!({
                    "id": self.id("business_group", &it.code), "code": it.code, "name": it.name, "valid_from": from(it.from),
                })
            })
            .collect()
    }

    pub(super) fn legal_entities(&self) -> Vec<Value> {
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

    pub(super) fn operating_units(&self) -> Vec<Value> {
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

    pub(super) fn links(&self) -> Vec<Value> {
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

    pub(super) fn halls(&self) -> Vec<Value> {
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

    pub(super) fn hall_parts(&self) -> Vec<Value> {
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

    pub(super) fn departments(&self) -> Vec<Value> {
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
}
