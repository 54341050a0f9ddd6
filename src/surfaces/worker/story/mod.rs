//! The story of the system: which event leads to which command.
//!
//! Read [`table`] from top to bottom. Each line is a queue of its own, so that a mail server that does not answer holds up
//! no payment. Handlers only join services that must not know one another: one transaction, one event in, zero or more out.

mod counts;
mod fees;
mod money;
mod notices;
mod papers;
mod process;
mod refunds;
pub mod reorganisations;
pub mod silence;
pub mod timers;

use std::sync::Arc;

use crate::authority::tenancy::{Tenant, Tenants};
use crate::kernel::clock::{self, Instant};
use crate::kernel::error::{Error, Result};
use crate::kernel::ids::{DossierId, ProcedureVersionId, TenantId};
use crate::platform::blob::Blobs;
use crate::platform::config::Config;
use crate::platform::door::TenantTx;
use crate::platform::mail::Mailer;
use crate::platform::pdf::Press;
use crate::platform::render::Renderer;
use crate::services::billing::gateway::GatewayClient;
use crate::services::catalogue::{Library, Procedure, Shelf};
use crate::services::workflow::commands::Engine;
use crate::services::workflow::programs::Programs;

use super::Subscriber;

/// What handlers need besides the transaction.
#[derive(Clone)]
pub struct Story {
    /// The tenants.
    pub tenants: Tenants,
    /// Their catalogues.
    pub library: Library,
    /// Compiled processes.
    pub programs: Programs,
    /// Where papers are set.
    pub press: Arc<Press>,
    /// Words and letters.
    pub renderer: Arc<Renderer>,
    /// Files.
    pub blobs: Blobs,
    /// The mail server.
    pub mailer: Mailer,
    /// The payment gateway.
    pub gateway: GatewayClient,
    /// The environment's settings.
    pub config: Arc<Config>,
}

/// The table of subscriptions.
#[must_use]
pub fn table(story: &Story) -> Vec<Subscriber> {
    vec![
        // A person or the world did something, and the process moves on.
        Subscriber::inside(process::Advance(story.clone())),
        // The process wants money: a request is made, and it waits until that is paid.
        Subscriber::inside(fees::RaiseFees(story.clone())),
        // Money came, or went back: the books say so. What came is invoiced.
        Subscriber::inside(money::PostPayments),
        Subscriber::inside(money::IssueInvoices(story.clone())),
        // The process wants a paper: it is numbered, printed, stored, and the process goes on.
        Subscriber::outside(papers::MakePapers(story.clone())),
        // Money came: its receipt is printed, and its invoice.
        Subscriber::outside(papers::receipts(story.clone())),
        Subscriber::outside(papers::invoices(story.clone())),
        // Money goes back: the credit note is issued and printed, and the gateway is told to give it back.
        Subscriber::inside(refunds::IssueCreditNotes(story.clone())),
        Subscriber::outside(papers::credit_notes(story.clone())),
        Subscriber::outside(refunds::TellGateway(story.clone())),
        // Something happened that a person should know: it is written down once, and sent.
        Subscriber::inside(notices::WriteNotices(story.clone())),
        Subscriber::outside(notices::SendNotices(story.clone())),
        // Whatever happened is counted.
        Subscriber::inside(counts::Count(story.clone())),
    ]
}

impl Story {
    fn tenant(&self, id: TenantId) -> Result<Arc<Tenant>> {
        // A tenant that joined a moment ago is known within a second; the event comes back.
        self.tenants
            .by_id(id)
            .ok_or_else(|| Error::Unavailable("the tenant is not known here yet".into()))
    }

    fn shelf(&self, tx: &mut TenantTx) -> Result<(Arc<Tenant>, Arc<Shelf>)> {
        let tenant = self.tenant(tx.context().tenant)?;
        let shelf = self.library.shelf_within(tx, &tenant)?;
        Ok((tenant, shelf))
    }

    fn version(&self, tx: &mut TenantTx, id: ProcedureVersionId) -> Result<Arc<Procedure>> {
        self.library.version_within(tx, id)
    }

    /// Runs `work` with an engine that knows the tenant's calendar.
    fn with_engine<T>(
        &self,
        tenant: &Tenant,
        shelf: &Shelf,
        now: Instant,
        work: impl FnOnce(&Engine<'_>) -> T,
    ) -> T {
        let zone = tenant.zone();
        work(&Engine {
            programs: &self.programs,
            now,
            due: &|limit, from| shelf.step_due(limit, from, zone),
        })
    }

    fn origin(&self, tenant: &Tenant) -> String {
        self.config.public_url(tenant.host(), "")
    }
}

/// The dossier that most events are about.
#[derive(serde::Deserialize)]
struct OfDossier {
    dossier_id: DossierId,
}

fn now() -> Instant {
    clock::to_microseconds(clock::now())
}
