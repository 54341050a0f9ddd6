//! Keys derived from the one secret of the installation, each for one purpose.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use subtle::ConstantTimeEq;

/// Derives and checks tokens.
#[derive(Clone)]
pub struct Keys {
    forgery: [u8; 32],
    visitor: [u8; 32],
    handover: [u8; 32],
}

fn mac(key: &[u8], parts: &[&[u8]]) -> [u8; 32] {
    // HMAC takes keys of any length.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else {
        return [0; 32];
    };
    for part in parts {
        mac.update(&(part.len() as u64).to_be_bytes());
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

impl Keys {
    /// Keys of an installation.
    #[must_use]
    pub fn derive(secret: &str) -> Self {
        Self {
            forgery: mac(secret.as_bytes(), &[b"onedoor forgery protection"]),
            visitor: mac(secret.as_bytes(), &[b"onedoor visitors"]),
            handover: mac(secret.as_bytes(), &[b"onedoor hand-overs"]),
        }
    }

    /// The token that forms of one session or visitor carry.
    #[must_use]
    pub fn csrf(&self, holder: &str) -> String {
        URL_SAFE_NO_PAD.encode(mac(&self.forgery, &[holder.as_bytes()]))
    }

    /// Whether a form's token is the holder's.
    #[must_use]
    pub fn is_csrf(&self, holder: &str, token: &str) -> bool {
        self.csrf(holder).as_bytes().ct_eq(token.as_bytes()).into()
    }

    /// A secret with our signature, for an address: what nobody signed is refused before anything is looked up.
    #[must_use]
    pub fn seal(&self, secret: &str) -> String {
        let seal = URL_SAFE_NO_PAD.encode(&mac(&self.handover, &[secret.as_bytes()])[..16]);
        format!("{secret}.{seal}")
    }

    /// The secret of a sealed text, if the signature is ours.
    #[must_use]
    pub fn unseal(&self, text: &str) -> Option<String> {
        let (secret, seal) = text.split_once('.')?;
        let expected = URL_SAFE_NO_PAD.encode(&mac(&self.handover, &[secret.as_bytes()])[..16]);
        bool::from(expected.as_bytes().ct_eq(seal.as_bytes())).then(|| secret.to_owned())
    }

    /// A fresh name for a visitor without a session, signed so that nobody can choose somebody else's.
    #[must_use]
    pub fn fresh_visitor(&self) -> String {
        let name = URL_SAFE_NO_PAD.encode(rand::random::<[u8; 16]>());
        let seal = URL_SAFE_NO_PAD.encode(&mac(&self.visitor, &[name.as_bytes()])[..16]);
        format!("{name}.{seal}")
    }

    /// Whether a visitor's name was given by us.
    #[must_use]
    pub fn is_visitor(&self, text: &str) -> bool {
        let Some((name, seal)) = text.split_once('.') else {
            return false;
        };
        let expected = URL_SAFE_NO_PAD.encode(&mac(&self.visitor, &[name.as_bytes()])[..16]);
        expected.as_bytes().ct_eq(seal.as_bytes()).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_belong_to_their_holder_and_installation() {
        let (ours, theirs) = (Keys::derive(&"a".repeat(32)), Keys::derive(&"b".repeat(32)));
        let token = ours.csrf("session-1");
        assert!(ours.is_csrf("session-1", &token));
        assert!(!ours.is_csrf("session-2", &token));
        assert!(!theirs.is_csrf("session-1", &token));
        let visitor = ours.fresh_visitor();
        assert!(ours.is_visitor(&visitor));
        assert!(!theirs.is_visitor(&visitor));
        assert!(!ours.is_visitor("chosen.seal"));
        let sealed = ours.seal("secret");
        assert_eq!(ours.unseal(&sealed).as_deref(), Some("secret"));
        assert_eq!(theirs.unseal(&sealed), None);
        assert_eq!(ours.unseal("secret.seal"), None);
    }
}
