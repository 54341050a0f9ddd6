//! Who says what: HMAC-SHA256 over what a message is for, when it was signed, and its bytes.

use std::fmt::Write;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::kernel::clock::Instant;
use crate::kernel::ids::TenantId;

/// The header with the merchant's id.
pub const MERCHANT_HEADER: &str = "Gateway-Merchant";
/// The header with the time of signing, in seconds since 1970.
pub const TIMESTAMP_HEADER: &str = "Gateway-Timestamp";
/// The header with the signature, `v1=` and hexadecimal digits.
pub const SIGNATURE_HEADER: &str = "Gateway-Signature";

/// How far the time of signing may lie from our clock, in either direction. Within it a captured message could be sent
/// again; what it says is then already known, so that nothing changes.
pub const WINDOW_SECONDS: i64 = 300;

/// What a message is for. A signature for one purpose is none for another, so that nothing we signed comes back as a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// We ask for a session.
    Open,
    /// We ask where a session stands; the signed bytes are its id.
    Status,
    /// The gateway reports.
    Callback,
    /// The gateway answers where a session stands.
    Answer,
    /// We ask for a refund.
    Refund,
    /// We ask where a refund stands; the signed bytes are its id.
    RefundStatus,
    /// The gateway reports about a refund.
    RefundCallback,
    /// The gateway answers an order or a question about a refund.
    RefundAnswer,
}

impl Purpose {
    const fn label(self) -> &'static [u8] {
        match self {
            Purpose::Open => b"open",
            Purpose::Status => b"status",
            Purpose::Callback => b"callback",
            Purpose::Answer => b"answer",
            Purpose::Refund => b"refund",
            Purpose::RefundStatus => b"refund status",
            Purpose::RefundCallback => b"refund callback",
            Purpose::RefundAnswer => b"refund answer",
        }
    }
}

/// Why a message is not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SignatureFault {
    /// A header is missing or unreadable.
    #[error("the signature is missing or cannot be read")]
    Unreadable,
    /// The signature is somebody else's.
    #[error("the signature does not hold")]
    Forged,
    /// The signature holds, but it was made too long ago or ahead of time.
    #[error("it was signed outside the time that is allowed")]
    OutsideWindow,
}

/// The key shared by the gateway and one merchant. Each tenant has its own, so that a message for one is none for another.
#[derive(Clone)]
pub struct MerchantKey(Hmac<Sha256>);

impl MerchantKey {
    /// The key of `merchant`, derived from the secret that the gateway gave this installation.
    #[must_use]
    pub fn derive(secret: &str, merchant: TenantId) -> Self {
        let mut derivation = keyed(secret.as_bytes());
        derivation.update(b"onedoor gateway merchant key");
        derivation.update(merchant.uuid().as_bytes());
        Self(keyed(&derivation.finalize().into_bytes()))
    }

    /// Signs `body` at `timestamp`, in seconds since 1970.
    #[must_use]
    pub fn sign(&self, purpose: Purpose, timestamp: i64, body: &[u8]) -> String {
        let digest = self.over(purpose, timestamp, body).finalize().into_bytes();
        digest.iter().fold(String::from("v1="), |mut text, byte| {
            // Writing to a text cannot fail.
            let _ = write!(text, "{byte:02x}");
            text
        })
    }

    /// Whether `signature` was made with this key over these bytes, at a time near `now`. The comparison takes the same
    /// time wherever the first difference is.
    ///
    /// # Errors
    /// Why it is not believed.
    pub fn verify(
        &self,
        purpose: Purpose,
        timestamp: Option<&str>,
        signature: Option<&str>,
        body: &[u8],
        now: Instant,
    ) -> Result<(), SignatureFault> {
        let timestamp: i64 = timestamp
            .and_then(|text| text.parse().ok())
            .ok_or(SignatureFault::Unreadable)?;
        let digest = signature
            .and_then(|text| text.strip_prefix("v1="))
            .and_then(bytes_of_hex)
            .ok_or(SignatureFault::Unreadable)?;
        self.over(purpose, timestamp, body)
            .verify_slice(&digest)
            .map_err(|_| SignatureFault::Forged)?;
        if timestamp.saturating_sub(now.timestamp()).saturating_abs() > WINDOW_SECONDS {
            return Err(SignatureFault::OutsideWindow);
        }
        Ok(())
    }

    fn over(&self, purpose: Purpose, timestamp: i64, body: &[u8]) -> Hmac<Sha256> {
        let mut mac = self.0.clone();
        mac.update(purpose.label());
        mac.update(b"\n");
        mac.update(timestamp.to_string().as_bytes());
        mac.update(b"\n");
        mac.update(body);
        mac
    }
}

fn keyed(key: &[u8]) -> Hmac<Sha256> {
    #[allow(clippy::expect_used, reason = "HMAC takes a key of any length")]
    Hmac::new_from_slice(key).expect("HMAC takes a key of any length")
}

fn bytes_of_hex(text: &str) -> Option<Vec<u8>> {
    if text.len() != 64 || !text.is_ascii() {
        return None;
    }
    (0..text.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(text.get(at..at + 2)?, 16).ok())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::clock;

    #[test]
    fn a_signature_holds_for_its_key_purpose_time_and_bytes_only() {
        let (tenant, now) = (TenantId::fresh(), clock::now());
        let key = MerchantKey::derive("secret", tenant);
        let (stamp, body) = (now.timestamp(), b"{\"amount\":1}".as_slice());
        let signature = key.sign(Purpose::Callback, stamp, body);
        let text = stamp.to_string();
        let verify =
            |key: &MerchantKey, purpose, stamp: Option<&str>, signature: Option<&str>, body: &[u8]| {
                key.verify(purpose, stamp, signature, body, now)
            };
        let good = Some(signature.as_str());
        assert_eq!(verify(&key, Purpose::Callback, Some(&text), good, body), Ok(()));

        let forged = Err(SignatureFault::Forged);
        assert_eq!(verify(&key, Purpose::Open, Some(&text), good, body), forged);
        assert_eq!(
            verify(&key, Purpose::Callback, Some(&text), good, b"{\"amount\":2}"),
            forged
        );
        let later = (stamp + 1).to_string();
        assert_eq!(verify(&key, Purpose::Callback, Some(&later), good, body), forged);
        let other_tenant = MerchantKey::derive("secret", TenantId::fresh());
        assert_eq!(
            verify(&other_tenant, Purpose::Callback, Some(&text), good, body),
            forged
        );
        let other_secret = MerchantKey::derive("Secret", tenant);
        assert_eq!(
            verify(&other_secret, Purpose::Callback, Some(&text), good, body),
            forged
        );

        let unreadable = Err(SignatureFault::Unreadable);
        let (short, odd) = ("v1=abcd", format!("v1={}é", "a".repeat(62)));
        for (stamp, signature) in [
            (None, good),
            (Some("soon"), good),
            (Some(text.as_str()), None),
            (Some(text.as_str()), Some(&signature[3..])),
            (Some(text.as_str()), Some(short)),
            (Some(text.as_str()), Some(odd.as_str())),
        ] {
            assert_eq!(
                verify(&key, Purpose::Callback, stamp, signature, body),
                unreadable
            );
        }
    }

    #[test]
    fn an_old_or_early_signature_is_outside_the_window() {
        let now = clock::now();
        let key = MerchantKey::derive("secret", TenantId::fresh());
        for (offset, expected) in [
            (-WINDOW_SECONDS, Ok(())),
            (WINDOW_SECONDS, Ok(())),
            (-WINDOW_SECONDS - 1, Err(SignatureFault::OutsideWindow)),
            (WINDOW_SECONDS + 1, Err(SignatureFault::OutsideWindow)),
        ] {
            let stamp = now.timestamp() + offset;
            let signature = key.sign(Purpose::Callback, stamp, b"x");
            let verdict = key.verify(
                Purpose::Callback,
                Some(&stamp.to_string()),
                Some(&signature),
                b"x",
                now,
            );
            assert_eq!(verdict, expected, "{offset}");
        }
        let signature = key.sign(Purpose::Callback, i64::MIN, b"x");
        let verdict = key.verify(
            Purpose::Callback,
            Some(&i64::MIN.to_string()),
            Some(&signature),
            b"x",
            now,
        );
        assert_eq!(verdict, Err(SignatureFault::OutsideWindow));
    }
}
