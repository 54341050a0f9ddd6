//! Changes by programs: once for each idempotency key.
//!
//! The key is taken in the transaction of the change. Whoever comes with the same key while the first is at work waits for
//! its end, and gets its answer; a change that was refused leaves no key behind, so that a repeat is tried anew.
//! A key is remembered for [`REMEMBERED`].

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::kernel::clock::Instant;
use crate::kernel::error::{Error, Result};
use crate::platform::door::{Act, Granted};

use super::queries::calls;

pub use super::queries::calls::Call;

/// How long a key is remembered: longer than any program tries again.
pub const REMEMBERED: chrono::TimeDelta = chrono::TimeDelta::days(30);

/// An answer, and whether it is that of an earlier call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Answered<T> {
    /// What was answered.
    pub answer: T,
    /// Whether nothing was done now, because the first call with the key did it.
    pub is_repeated: bool,
}

/// Does `work` unless a call with this key did it before, and answers what it or that call came to.
///
/// # Errors
/// A refusal when the key was used for something else; what `work` says; when the database fails.
pub fn once<A: Act, T: Serialize + DeserializeOwned>(
    grant: &mut Granted<'_, A>,
    call: &Call,
    now: Instant,
    work: impl FnOnce(&mut Granted<'_, A>) -> Result<T>,
) -> Result<Answered<T>> {
    if !calls::take(grant.sql(), call, now)? {
        let (fingerprint, answer) = calls::answered(grant.sql(), call)?;
        if fingerprint != call.fingerprint {
            return Err(Error::refused("api-key-reused"));
        }
        return Ok(Answered {
            answer: serde_json::from_value(answer).map_err(Error::internal)?,
            is_repeated: true,
        });
    }
    calls::forget(grant.sql(), call, now - REMEMBERED)?;
    let answer = work(grant)?;
    let kept = serde_json::to_value(&answer).map_err(Error::internal)?;
    calls::answer(grant.sql(), call, kept)?;
    Ok(Answered {
        answer,
        is_repeated: false,
    })
}
