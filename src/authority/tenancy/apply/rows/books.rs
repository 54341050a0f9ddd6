//! Rows of what the books are kept with: set-ups, ledgers, value sets, values, cost centres and accounts.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{Rows, from};

impl Rows<'_> {
    pub(super) fn accounting_setups(&self) -> Vec<Value> {
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
    pub(super) fn value_sets(&self) -> Vec<Value> {
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

    pub(super) fn ledgers(&self) -> Vec<Value> {
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

    pub(super) fn segment_values(&self) -> Vec<Value> {
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

    pub(super) fn cost_centres(&self) -> Vec<Value> {
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
    pub(super) fn centre_values(&self) -> Vec<Value> {
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

    pub(super) fn accounts(&self) -> Vec<Value> {
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
}
