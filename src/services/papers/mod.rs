//! Papers the public body makes: acknowledgements, requests, refusals, results, receipts, and pictures of invoices.
//!
//! What a paper says is a plain value ([`Paper`]) that is recorded first, together with its number; the PDF is printed
//! from that record outside any transaction and stored in the blob store. Printing the same record again gives the same
//! bytes, so a killed worker repeats itself without a trace: same number, same file, same key. `templates/documents`
//! holds the layouts, `locales/*/documents.ftl` the words.

pub mod acts;
pub mod commands;
mod compose;
mod invoice;
mod layout;
mod model;
pub mod queries;
mod rules;

#[cfg(test)]
mod tests;

pub use compose::{Order, Sources, compose};
pub use rules::proof_of_code;

pub use model::{
    Applicant, Body, Genuine, HandedIn, HeadStyle, Letterhead, PaidBy, Paper, PaperKind, Proof, ReceiptLine,
    Signer, Statement,
};

use crate::platform::pdf::{PdfError, Press, Printed, Sheet};
use crate::platform::render::Texts;

/// Prints the paper. Takes tens of milliseconds of one core: call it from a blocking thread, outside any transaction.
///
/// # Errors
/// When the machine has no typefaces, or template and data do not fit.
pub fn print(
    press: &Press,
    texts: &Texts,
    paper: &Paper,
    emblem: Option<&[u8]>,
) -> Result<Printed, PdfError> {
    let kind = paper.body.kind().word();
    let laid_out = layout::lay_out(texts, paper, emblem.is_some());
    let template = paper.body.kind().layout();
    let data = serde_json::to_vec(&laid_out).map_err(|e| PdfError::Setting {
        template: template.to_owned(),
        reason: e.to_string(),
    })?;
    let number = paper.number.as_deref().unwrap_or_default();
    press.set(&Sheet {
        template,
        data,
        emblem,
        made_at: paper.made_at,
        identity: format!("{kind} {number} {}", paper.proof.address),
    })
}
