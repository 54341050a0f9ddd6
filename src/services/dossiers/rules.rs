//! Pure decisions about dossiers.

use sha2::{Digest, Sha256};

use crate::kernel::context::TrackingProof;
use crate::kernel::error::{Error, Result};

use super::model::{Dossier, Status};

/// The proof for tracking: a digest over the number, in capitals, and the last four characters of the fact the applicant
/// was told to use (her identity number, or her telephone number where she gave none).
#[must_use]
pub fn tracking_proof(number: &str, fact: &str) -> TrackingProof {
    let mut hasher = Sha256::new();
    hasher.update(number.trim().to_uppercase().as_bytes());
    hasher.update(b"\n");
    hasher.update(proof_fact(fact).as_bytes());
    TrackingProof(hasher.finalize().into())
}

/// The last four letters or digits of a fact, in capitals.
#[must_use]
pub fn proof_fact(fact: &str) -> String {
    let all: Vec<char> = fact.chars().filter(|c| c.is_alphanumeric()).collect();
    all[all.len().saturating_sub(4)..]
        .iter()
        .collect::<String>()
        .to_uppercase()
}

/// A supplement may be given while it is asked for.
///
/// # Errors
/// A refusal when it is not.
pub fn may_supplement(dossier: &Dossier) -> Result<()> {
    if dossier.status == Status::AwaitingSupplement {
        Ok(())
    } else {
        Err(Error::refused("errors-no-supplement-asked"))
    }
}

/// A dossier may be withdrawn until it is decided.
///
/// # Errors
/// A refusal when it is decided or over.
pub fn may_withdraw(dossier: &Dossier) -> Result<()> {
    if dossier.status.is_open() && dossier.decided_at.is_none() {
        Ok(())
    } else {
        Err(Error::refused("errors-too-late-to-withdraw"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_proof_forgives_case_and_spaces_and_nothing_else() {
        let proof = tracking_proof("H99.01-261122-0001", "079 199 004 512");
        assert_eq!(tracking_proof(" h99.01-261122-0001 ", "4512"), proof);
        assert_ne!(tracking_proof("H99.01-261122-0002", "4512"), proof);
        assert_ne!(tracking_proof("H99.01-261122-0001", "4513"), proof);
        assert_eq!(proof_fact("12"), "12");
    }
}
