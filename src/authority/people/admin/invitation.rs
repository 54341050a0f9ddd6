//! The secret of an invitation: derived, so that no event, no table and no log has to carry it.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::authority::people::Token;
use crate::kernel::ids::{InvitationId, TenantId};

/// Derives the secrets of invitations from the one secret of the installation.
///
/// The page that invites stores a digest of the secret, the worker that writes the letter derives the same secret again
/// from the invitation's id: a letter that is sent twice carries the same link.
#[derive(Clone)]
pub struct InvitationKeys {
    secret: Vec<u8>,
}

impl InvitationKeys {
    /// The keys of an installation.
    #[must_use]
    pub fn derive(secret: &str) -> Self {
        Self {
            secret: secret.as_bytes().to_vec(),
        }
    }

    /// The secret of an invitation.
    #[must_use]
    pub fn token(&self, tenant: TenantId, invitation: InvitationId) -> Token {
        // HMAC takes keys of any length; were it otherwise, a secret that nobody knows would be given out.
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&self.secret) else {
            return Token::fresh();
        };
        mac.update(b"onedoor invitations");
        mac.update(tenant.uuid().as_bytes());
        mac.update(invitation.uuid().as_bytes());
        Token::of(mac.finalize().into_bytes().into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_of_one_invitation_in_one_tenant_of_one_installation() {
        let (ours, theirs) = (InvitationKeys::derive("a"), InvitationKeys::derive("b"));
        let (tenant, id) = (TenantId::fresh(), InvitationId::fresh());
        assert!(ours.token(tenant, id) == ours.token(tenant, id));
        assert!(ours.token(tenant, id) != theirs.token(tenant, id));
        assert!(ours.token(tenant, id) != ours.token(TenantId::fresh(), id));
        assert!(ours.token(tenant, id) != ours.token(tenant, InvitationId::fresh()));
    }
}
