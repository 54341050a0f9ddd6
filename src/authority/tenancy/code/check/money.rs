//! `accounts.toml`, `fees.toml` and the invoice series of `organisation.toml`.

use std::collections::{BTreeMap, BTreeSet};

use super::super::accounts::{AccountKind, AccountUse};
use super::Check;
use super::tenant::is_email;

/// What a primary ledger in which invoices are booked needs, and the kind of account it must be.
const NEEDED: [(AccountUse, AccountKind); 7] = [
    (AccountUse::Cash, AccountKind::Asset),
    (AccountUse::Bank, AccountKind::Asset),
    (AccountUse::GatewayClearing, AccountKind::Asset),
    (AccountUse::Receivable, AccountKind::Asset),
    (AccountUse::FeeRevenue, AccountKind::Revenue),
    (AccountUse::ChargeRevenue, AccountKind::Revenue),
    (AccountUse::RefundPayable, AccountKind::Liability),
];

pub(super) fn check(check: &mut Check<'_>) {
    accounts(check);
    rates(check);
    series(check);
}

fn accounts(check: &mut Check<'_>) {
    const FILE: &str = "accounts.toml";
    let ledgers: BTreeSet<String> = check
        .code
        .organisation
        .ledger
        .iter()
        .map(|it| it.code.clone())
        .collect();
    let mut codes = BTreeSet::new();
    let mut uses: BTreeMap<(&str, AccountUse), (&str, AccountKind)> = BTreeMap::new();
    for account in &check.code.accounts.account {
        check.known(FILE, &account.code, "ledger", &account.ledger, &ledgers);
        if !codes.insert((&account.ledger, &account.code)) {
            check.note(
                FILE,
                &[&account.code, &account.code],
                format!("account “{}” is there twice", account.code),
            );
        }
        if let Some(used_for) = account.used_for
            && let Some((other, _)) = uses.insert((&account.ledger, used_for), (&account.code, account.kind))
        {
            check.note(
                FILE,
                &[&account.code],
                format!("“{other}” has the same use in ledger “{}”", account.ledger),
            );
        }
    }
    for setup in &check.code.organisation.accounting_setup {
        // Books of bodies that issue no invoices are never written in: their chart of accounts may come later.
        let mut entities = check.code.organisation.legal_entity.iter();
        let has_invoices = entities.any(|it| it.accounting_setup == setup.code && it.issues_invoices());
        for (needed, kind) in NEEDED {
            match uses.get(&(setup.primary.as_str(), needed)) {
                None if !has_invoices => {}
                None => check.note(
                    FILE,
                    &[],
                    format!("ledger “{}” has no account for {needed:?}", setup.primary),
                ),
                Some((code, is)) if *is != kind => {
                    check.note(
                        FILE,
                        &[code],
                        format!("account “{code}” is used for {needed:?} and must be {kind:?}"),
                    );
                }
                Some(_) => {}
            }
        }
    }
}

fn rates(check: &mut Check<'_>) {
    const FILE: &str = "fees.toml";
    let bases: BTreeSet<String> = check
        .code
        .catalogue
        .legal_basis
        .iter()
        .map(|it| it.code.clone())
        .collect();
    let mut seen = BTreeSet::new();
    for rate in &check.code.fees.rate {
        let is_name = rate.code.starts_with(|c: char| c.is_ascii_lowercase())
            && rate
                .code
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
        if !is_name {
            check.note(
                FILE,
                &[&rate.code],
                format!("“{}” cannot be named in a formula: use a-z, 0-9 and _", rate.code),
            );
        }
        if !seen.insert((&rate.code, rate.from)) {
            check.note(
                FILE,
                &[&rate.code],
                format!("rate “{}” is there twice from {}", rate.code, rate.from),
            );
        }
        if rate.amount_minor < 0 {
            check.note(FILE, &[&rate.code], format!("rate “{}” is negative", rate.code));
        }
        if let Some(basis) = &rate.basis {
            check.known(FILE, &rate.code, "legal basis", basis, &bases);
        }
    }
}

/// Each legal entity that issues invoices has a series of its own that says the year, so that no number is given twice,
/// and says where questions about them are written to.
fn series(check: &mut Check<'_>) {
    const FILE: &str = "organisation.toml";
    let mut seen = BTreeSet::new();
    let entities = check.code.organisation.legal_entity.iter();
    let all = entities.filter(|it| it.issues_invoices()).flat_map(|entity| {
        std::iter::once(&entity.invoice_series)
            .chain(&entity.credit_note_series)
            .map(move |series| (entity, series.as_str()))
    });
    for (entity, series) in all {
        let plain = series.replace("{YYYY}", "").replace("{YY}", "");
        if plain == series || plain.contains(['{', '}']) || !series.chars().all(|c| c.is_ascii_graphic()) {
            check.note(
                FILE,
                &[&entity.code, series],
                format!("series “{series}” needs {{YY}} or {{YYYY}} and no other braces"),
            );
        }
        if !seen.insert(series) {
            check.note(
                FILE,
                &[&entity.code, series],
                format!("series “{series}” is there twice: each legal entity has its own, and its credit notes another or none"),
            );
        }
    }
    for entity in &check.code.organisation.legal_entity {
        if !entity.issues_invoices() && entity.credit_note_series.is_some() {
            check.note(
                FILE,
                &[&entity.code, "credit_note_series"],
                format!(
                    "“{}” has a series for credit notes and none for invoices",
                    entity.code
                ),
            );
        }
        if (entity.issues_invoices() || !entity.email.is_empty()) && !is_email(&entity.email) {
            check.note(
                FILE,
                &[&entity.code, &entity.email],
                format!("“{}” is not an e-mail address", entity.email),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::NEEDED;
    use crate::authority::organisation::BOOKED_FOR;

    #[test]
    fn browser_and_code_ask_for_the_same_accounts() {
        let needed = NEEDED.map(|(needed, _)| serde_json::to_value(needed).unwrap());
        assert_eq!(needed.to_vec(), BOOKED_FOR.map(serde_json::Value::from).to_vec());
    }
}
