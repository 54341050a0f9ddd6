//! Passwords: argon2id, a few at a time.

use std::sync::Arc;

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use tokio::sync::Semaphore;

use crate::kernel::error::{Error, Result};

/// OWASP's first choice for argon2id: 19 MiB, two passes, one lane.
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;

/// Hashes and verifies, never more than a few at once: each takes 19 MiB and some 30 ms of a core.
#[derive(Clone)]
pub struct Passwords {
    permits: Arc<Semaphore>,
    // Verified when there is no such account, so that the answer takes as long as for one that exists.
    decoy: Arc<str>,
}

fn hasher() -> Result<Argon2<'static>> {
    let params = Params::new(MEMORY_KIB, PASSES, 1, None).map_err(Error::internal)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn hash_now(password: &str) -> Result<String> {
    Ok(hasher()?
        .hash_password(password.as_bytes())
        .map_err(Error::internal)?
        .to_string())
}

/// The hash of the demonstration's password, for applying demo tenants.
///
/// # Errors
/// When the hasher refuses its parameters, which a test rules out.
pub fn hash_for_demo(password: &str) -> Result<String> {
    hash_now(password)
}

impl Passwords {
    /// At most `at_once` hashes are computed at the same time; the rest wait.
    ///
    /// # Errors
    /// When the hasher refuses its parameters.
    pub fn new(at_once: usize) -> Result<Self> {
        Ok(Self {
            permits: Arc::new(Semaphore::new(at_once.max(1))),
            decoy: hash_now("no account has this")?.into(),
        })
    }

    /// The PHC text of a new password.
    ///
    /// # Errors
    /// [`Error::Internal`] when the work could not be done.
    pub async fn hash(&self, password: String) -> Result<String> {
        self.blocking(move || hash_now(&password)).await
    }

    /// Whether `password` is the one behind `stored`; a missing one is compared with a decoy and fails.
    ///
    /// # Errors
    /// [`Error::Internal`] when the work could not be done.
    pub async fn verify(&self, password: String, stored: Option<String>) -> Result<bool> {
        let decoy = Arc::clone(&self.decoy);
        self.blocking(move || {
            let text = stored.as_deref().unwrap_or(&decoy);
            let parsed = PasswordHash::new(text).map_err(Error::internal)?;
            Ok(hasher()?.verify_password(password.as_bytes(), &parsed).is_ok() && stored.is_some())
        })
        .await
    }

    async fn blocking<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let permit = Arc::clone(&self.permits)
            .acquire_owned()
            .await
            .map_err(Error::internal)?;
        tokio::task::spawn_blocking(move || {
            let _permit = permit;
            work()
        })
        .await
        .map_err(Error::internal)?
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_verifies_and_nothing_else_does() {
        let passwords = Passwords::new(2).unwrap();
        let stored = passwords.hash("một mật khẩu dài".into()).await.unwrap();
        assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert!(
            passwords
                .verify("một mật khẩu dài".into(), Some(stored.clone()))
                .await
                .unwrap()
        );
        assert!(!passwords.verify("khác".into(), Some(stored)).await.unwrap());
        assert!(
            !passwords
                .verify("no account has this".into(), None)
                .await
                .unwrap()
        );
    }
}
