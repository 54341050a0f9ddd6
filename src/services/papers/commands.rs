//! One function per intention. Each takes its grant.
//!
//! A paper is made in three steps, so that no transaction waits for typesetting and no number is lost or given twice:
//!
//! ```text
//! TX 1   record        takes the dossier's slot for this kind, draws the number, writes down what the paper says
//! then   print, put    no transaction: typesetting, and the file into the blob store under a key made of the paper's id
//! TX 2   mark_stored   notes digest and size; `paper.made` leaves
//! ```
//!
//! Killed after TX 1: `record` finds the slot taken and hands out the same paper with the same number; printing it
//! gives the same bytes, and the store overwrites the file with itself. Killed after the file was put: the same. Killed
//! after TX 2: `record` says that the file is stored, and there is nothing left to do. Rolled back: neither the slot nor
//! the number was ever taken. Two workers at once: the second waits on the slot, then finds it taken.

use serde_json::json;
use sha2::{Digest, Sha256};

use super::acts::{MakePaper, StorePaper};
use super::compose::{self, Order, Sources};
use super::model::{Paper, PaperKind};
use super::queries::{self, Document, Office, StoredFile};
use crate::kernel::clock::Instant;
use crate::kernel::error::{Error, Result};
use crate::kernel::ids::{DocumentId, TenantId};
use crate::kernel::patterns::number::{self, NumberPattern};
use crate::platform::door::{Granted, Sql};
use crate::platform::outbox::{self, Event};
use crate::services::dossiers::Dossier;

/// A paper that is on record.
#[derive(Debug, Clone, PartialEq)]
pub struct Recorded {
    /// Its id.
    pub id: DocumentId,
    /// What to print.
    pub paper: Paper,
    /// Where to put the file.
    pub blob_key: String,
    /// The file is stored already; there is nothing left to do.
    pub is_stored: bool,
}

/// Records a paper of the dossier, or finds the one that was recorded before: a dossier has one of each kind, and one
/// receipt for each payment.
///
/// # Errors
/// When the tenant's number pattern cannot be used, or the database fails.
pub fn record(
    mut grant: Granted<'_, MakePaper>,
    sources: &Sources<'_>,
    order: &Order,
    now: Instant,
) -> Result<Recorded> {
    let (dossier, sql) = grant.parts();
    let slot = order.slot();
    if let Some(document) = queries::in_slot(sql, dossier.id, &slot)? {
        return Ok(recorded(sql.tenant(), document));
    }
    let (mut paper, office) = compose::compose(sql, dossier, sources, order, now)?;
    let Some(id) = queries::take_slot(sql, dossier, &slot, &paper, now)? else {
        let document =
            queries::in_slot(sql, dossier.id, &slot)?.ok_or(Error::Conflict("the paper was just made"))?;
        return Ok(recorded(sql.tenant(), document));
    };
    if let Some(pattern) = number_pattern(sources, order.kind()) {
        paper.number = Some(draw_number(sql, dossier, &office, sources, &pattern, now)?);
    }
    if matches!(order.kind(), PaperKind::Result | PaperKind::Refusal) {
        paper.proof = compose::verify(sources.origin, id);
    }
    queries::write_down(sql, id, &paper)?;
    Ok(Recorded {
        id,
        paper,
        blob_key: blob_key(sql.tenant(), id),
        is_stored: false,
    })
}

fn recorded(tenant: TenantId, document: Document) -> Recorded {
    Recorded {
        id: document.id,
        is_stored: document.stored_at.is_some(),
        blob_key: document.blob_key.unwrap_or_else(|| blob_key(tenant, document.id)),
        paper: document.paper,
    }
}

/// Where the file of a paper lies: the same for every attempt to make it.
#[must_use]
pub fn blob_key(tenant: TenantId, document: DocumentId) -> String {
    format!("{tenant}/documents/{document}.pdf")
}

/// The pattern of the paper's own number; papers about the dossier itself bear the dossier's number.
fn number_pattern(sources: &Sources<'_>, kind: PaperKind) -> Option<String> {
    let usual = &sources.settings.tenant.numbers.result;
    match kind {
        PaperKind::Result => Some(sources.facts.result.number.as_ref().unwrap_or(usual).clone()),
        PaperKind::Refusal => Some(usual.clone()),
        PaperKind::Acknowledgement
        | PaperKind::Supplement
        | PaperKind::Receipt
        | PaperKind::Invoice
        | PaperKind::CreditNote => None,
    }
}

/// Draws from the unit's series. Papers of one pattern share a series: a refusal takes the number after a result's.
fn draw_number(
    sql: &mut Sql,
    of: &Dossier,
    office: &Office,
    sources: &Sources<'_>,
    pattern: &str,
    now: Instant,
) -> Result<String> {
    let pattern = NumberPattern::parse(pattern).map_err(Error::internal)?;
    let day = number::local_date(now, sources.settings.tenant.zone);
    let serial = queries::next_serial(
        sql,
        &format!("paper {}", pattern.text()),
        of.operating_unit_id,
        &pattern.series_key(day),
    )?;
    pattern
        .render(day, &office.unit_number_code, serial)
        .map_err(Error::internal)
}

/// What to note of a file that was put into the store.
///
/// # Errors
/// When the file is larger than any number of the database, which no paper is.
pub fn stored_file(blob_key: String, pdf: &[u8]) -> Result<StoredFile> {
    Ok(StoredFile {
        blob_key,
        sha256: Sha256::digest(pdf).into(),
        size_bytes: i64::try_from(pdf.len()).map_err(Error::internal)?,
    })
}

/// Notes that the file is stored, and tells the rest of the system. Noting it again changes nothing and tells nobody.
///
/// # Errors
/// When the database fails.
pub fn mark_stored(mut grant: Granted<'_, StorePaper>, file: &StoredFile, now: Instant) -> Result<()> {
    let (document, sql) = grant.parts();
    if queries::mark_stored(sql, document.id, file, now)? {
        let data = json!({
            "document_id": document.id, "dossier_id": document.dossier_id, "kind": document.slot,
            "operating_unit_id": document.operating_unit_id, "applicant_id": document.applicant_id,
        });
        let made = Event {
            kind: "paper.made",
            subject: document.dossier_id.uuid(),
            data,
        };
        outbox::append(sql, &[made])?;
    }
    Ok(())
}
