//! Rate limits by tenant and network address, one bucket for each kind of act that costs us or others something.

use std::collections::HashMap;
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::Arc;

use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use crate::kernel::error::{Error, Result};
use crate::kernel::ids::TenantId;

/// What is limited.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Limited {
    /// Signing in and registering.
    SignIn,
    /// Tracking without signing in: slow enough that numbers and proofs cannot be guessed.
    Track,
    /// Submitting.
    Submit,
    /// Uploading.
    Upload,
    /// Calls of the API.
    Api,
}

impl Limited {
    const ALL: [Limited; 5] = [
        Limited::SignIn,
        Limited::Track,
        Limited::Submit,
        Limited::Upload,
        Limited::Api,
    ];

    /// Acts a minute from one address; a whole town hall may sit behind one.
    const fn per_minute(self) -> u32 {
        match self {
            Limited::SignIn => 60,
            Limited::Track => 120,
            Limited::Submit => 120,
            Limited::Upload => 240,
            Limited::Api => 1_200,
        }
    }
}

type Limiter = DefaultKeyedRateLimiter<(TenantId, IpAddr)>;

/// The buckets of this node.
#[derive(Clone)]
pub struct Limits {
    limiters: Arc<HashMap<Limited, Limiter>>,
}

impl Limits {
    /// Limits multiplied by `factor`: 1 in service, more where one address plays many people, as a load test does.
    #[must_use]
    pub fn times(factor: u32) -> Self {
        let limiters = Limited::ALL
            .into_iter()
            .map(|limited| {
                let rate = NonZeroU32::new(limited.per_minute().saturating_mul(factor.max(1)))
                    .unwrap_or(NonZeroU32::MIN);
                (limited, RateLimiter::keyed(Quota::per_minute(rate)))
            })
            .collect();
        Self {
            limiters: Arc::new(limiters),
        }
    }

    /// Takes one act out of the bucket.
    ///
    /// # Errors
    /// [`Error::TooMany`] when it is empty.
    pub fn take(&self, limited: Limited, tenant: TenantId, address: IpAddr) -> Result<()> {
        let Some(limiter) = self.limiters.get(&limited) else {
            return Ok(());
        };
        limiter
            .check_key(&(tenant, address))
            .map_err(|not_until| Error::TooMany {
                retry_after_seconds: not_until
                    .wait_time_from(DefaultClock::default().now())
                    .as_secs()
                    .max(1),
            })
    }

    /// Forgets addresses that have full buckets again. Called now and then, so that memory stays bounded.
    pub fn sweep(&self) {
        for limiter in self.limiters.values() {
            limiter.retain_recent();
            limiter.shrink_to_fit();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_address_does_not_spend_anothers_bucket() {
        let limits = Limits::times(1);
        let tenant = TenantId::fresh();
        let (here, there) = (IpAddr::from([10, 0, 0, 1]), IpAddr::from([10, 0, 0, 2]));
        for _ in 0..Limited::SignIn.per_minute() {
            limits.take(Limited::SignIn, tenant, here).unwrap();
        }
        assert!(matches!(
            limits.take(Limited::SignIn, tenant, here),
            Err(Error::TooMany { .. })
        ));
        assert!(limits.take(Limited::SignIn, tenant, there).is_ok());
        assert!(limits.take(Limited::SignIn, TenantId::fresh(), here).is_ok());
    }
}
