//! Stable ids: what bears the same code in the same tenant has the same id wherever the code is applied.

use sha2::{Digest, Sha256};
use uuid::{Builder, Uuid};

/// The id of what is called `code` among things of this `kind` in `tenant`: a UUID of version 8 (RFC 9562) made of the first
/// 16 bytes of a SHA-256, with lengths in front so that no two names run together.
pub(super) fn named(tenant: Uuid, kind: &str, code: &str) -> Uuid {
    let mut hash = Sha256::new();
    hash.update(tenant.as_bytes());
    for part in [kind, code] {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part.as_bytes());
    }
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash.finalize()[..16]);
    Builder::from_custom_bytes(bytes).into_uuid()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_name_has_the_same_id_and_another_has_another() {
        let tenant = Uuid::from_u128(7);
        assert_eq!(named(tenant, "hall", "a"), named(tenant, "hall", "a"));
        assert_ne!(named(tenant, "hall", "a"), named(Uuid::from_u128(8), "hall", "a"));
        assert_ne!(named(tenant, "hall", "ab"), named(tenant, "halla", "b"));
        assert_eq!(named(tenant, "hall", "a").get_version_num(), 8);
    }
}
