//! What handlers share. Made once, where the parts are wired.

use std::sync::Arc;

use crate::authority::access::Gate;
use crate::authority::people::Passwords;
use crate::authority::tenancy::Tenants;
use crate::platform::blob::Blobs;
use crate::platform::config::Config;
use crate::platform::door::Db;
use crate::platform::render::Renderer;
use crate::services::billing::gateway::GatewayClient;
use crate::services::catalogue::Library;

use super::brand::Brands;
use super::kept::KeptPages;
use super::keys::Keys;
use super::limits::Limits;
use super::unread::Unread;

/// The parts that handlers use.
#[derive(Clone)]
pub struct State {
    /// The environment's settings.
    pub config: Arc<Config>,
    /// The way to the database.
    pub db: Db,
    /// Who is who.
    pub gate: Gate,
    /// The tenants by host.
    pub tenants: Tenants,
    /// The catalogues.
    pub library: Library,
    /// Files.
    pub blobs: Blobs,
    /// Pages and letters.
    pub renderer: Arc<Renderer>,
    /// Password hashing.
    pub passwords: Passwords,
    /// Rate limits.
    pub limits: Limits,
    /// Derived keys.
    pub keys: Keys,
    /// Tenants' brands.
    pub brands: Brands,
    /// Pages that are the same for every visitor.
    pub kept: KeptPages,
    /// How many notices wait to be read.
    pub unread: Unread,
    /// The payment gateway.
    pub gateway: GatewayClient,
}
