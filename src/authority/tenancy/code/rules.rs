//! The small languages and check digits of the kernel, asked in the words of a tenant's code.

use std::collections::BTreeSet;

use super::loader::{FormFacts, TenantCode};
use super::organisation::RegistrationScheme;
use super::procedure::Limit;
use super::tenant::Tenant;
use crate::kernel::expressions::Expression;
use crate::kernel::identity::{self, IdentityKind};
use crate::kernel::patterns::due::{DuePattern, parse_clock};
use crate::kernel::patterns::payment::{Part, PaymentRequestPattern};

impl RegistrationScheme {
    /// The kind of number.
    #[must_use]
    pub const fn kind(self) -> IdentityKind {
        match self {
            RegistrationScheme::Mst => IdentityKind::Mst,
            RegistrationScheme::Edrpou => IdentityKind::Edrpou,
            RegistrationScheme::Gb32100 => IdentityKind::Gb32100,
        }
    }

    /// Whether `number` is a registration number of this scheme.
    ///
    /// # Errors
    /// Why it is not.
    pub fn check(self, number: &str) -> Result<(), String> {
        identity::check(self.kind(), number)
            .map(|_| ())
            .map_err(|error| format!("registration number: {error}"))
    }
}

impl Tenant {
    /// The kind of identity number its citizens have.
    #[must_use]
    pub fn identity_kind(&self) -> Option<IdentityKind> {
        match self.country.as_str() {
            "VN" => Some(IdentityKind::Cccd),
            "UA" => Some(IdentityKind::Rnokpp),
            "CN" => Some(IdentityKind::Gb11643),
            _ => None,
        }
    }

    /// Whether `number` is an identity number of a person in the tenant's country. A country whose numbers have no rule here
    /// takes any.
    ///
    /// # Errors
    /// Why it is not.
    pub fn check_identity_number(&self, number: &str) -> Result<(), String> {
        match self.identity_kind() {
            Some(kind) => identity::check(kind, number)
                .map(|_| ())
                .map_err(|error| format!("identity number: {error}")),
            None => Ok(()),
        }
    }
}

impl Limit {
    /// Whether the time limit can be read.
    ///
    /// # Errors
    /// Why it cannot.
    pub fn check(&self) -> Result<(), String> {
        for pattern in std::iter::once(&self.due).chain(&self.extension) {
            DuePattern::parse(pattern).map_err(|error| format!("time limit “{pattern}”: {error}"))?;
        }
        match &self.cut_off {
            Some(text) => parse_clock(text)
                .map(|_| ())
                .map_err(|error| format!("cut-off “{text}”: {error}")),
            None => Ok(()),
        }
    }
}

impl TenantCode {
    /// What is wrong with a payment request: its grammar, its formulas, and the names in them. Formulas may name answers
    /// (`form.copies`), the fee schedule (`fee.page`) and what officers filled in (`step.assess.pages`).
    pub(super) fn check_payment_request(&self, request: &str, form: &FormFacts) -> Vec<String> {
        let pattern = match PaymentRequestPattern::parse(request) {
            Ok(pattern) => pattern,
            Err(error) => return vec![format!("payment request: {error}")],
        };
        let rates: BTreeSet<&str> = self.fees.rate.iter().map(|rate| rate.code.as_str()).collect();
        let formulas = [Part::Net, Part::Ship, Part::Tax]
            .into_iter()
            .filter_map(|part| pattern.formula(part));
        formulas
            .flat_map(Expression::paths)
            .filter_map(|path| unknown_name(path, form, &rates))
            .collect()
    }
}

/// Why a formula may not name `path`, if it may not.
fn unknown_name(path: &[String], form: &FormFacts, rates: &BTreeSet<&str>) -> Option<String> {
    let names: Vec<&str> = path.iter().map(String::as_str).collect();
    let known = match names.as_slice() {
        ["form", field] => form.fields.contains(*field),
        ["fee", rate] => rates.contains(rate),
        ["step", step, field] => form
            .steps
            .get(*step)
            .is_some_and(|fields| fields.contains(*field)),
        _ => false,
    };
    (!known).then(|| {
        format!(
            "the formula names “{}”; it may name form.<field>, fee.<rate> and step.<step>.<field>",
            names.join(".")
        )
    })
}
