//! Whether a paper is genuine: where the QR code of a result leads, for anybody who is shown one.
//!
//! The page tells what to compare with the paper in hand, and nothing about the person it is for. Nothing is uploaded: the
//! file we keep is read again each time and compared with the digest that was noted when it was made.

use std::sync::Arc;

use actix_web::http::StatusCode;
use actix_web::web;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::kernel::error::{Error, Result};
use crate::kernel::ids::DocumentId;
use crate::services::papers::acts::VerifyPaper;
use crate::services::papers::{Genuine, proof_of_code};
use crate::surfaces::web::fields::{Field, FieldKind};
use crate::surfaces::web::limits::Limited;
use crate::surfaces::web::{Answer, Visit};

use super::views::{GenuinePaper, Verified, Verify};

/// Longer entries are nobody's code.
const ENTRY_CHARACTERS_MAX: usize = 80;

/// The code as typed.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    code: Option<String>,
}

/// `GET /verify`: for whoever cannot scan; the code leads to the address that the QR code holds.
pub async fn form(visit: Visit, asked: web::Query<Asked>) -> Answer {
    let Some(typed) = asked.code.as_deref().map(str::trim) else {
        return visit.page("portal/verify.html", "", &ask(&visit, "", None));
    };
    if typed.is_empty() {
        return asked_again(&visit, "", "portal-verify-enter");
    }
    match code_of(typed) {
        Some(id) => Ok(visit.see(&format!("/verify/{id}"))),
        None => asked_again(&visit, typed, "portal-verify-no-code"),
    }
}

fn asked_again(visit: &Visit, typed: &str, problem: &str) -> Answer {
    visit.page_with(
        StatusCode::UNPROCESSABLE_ENTITY,
        "portal/verify.html",
        "",
        &ask(visit, typed, Some(problem)),
    )
}

fn ask(visit: &Visit, typed: &str, problem: Option<&str>) -> Verify {
    let mut code = Field::new(FieldKind::Text, "code", visit.text("portal-verify-code"));
    code.hint = Some(visit.text("portal-verify-code-hint"));
    code.value = typed.chars().take(ENTRY_CHARACTERS_MAX).collect();
    code.autocomplete = Some("off".into());
    code.error = problem.map(|key| visit.text(key));
    let fields = vec![code];
    Verify {
        errors: Field::errors(&fields),
        fields,
    }
}

/// People copy codes with spaces, and in capitals.
fn code_of(typed: &str) -> Option<DocumentId> {
    let plain: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
    plain.parse::<Uuid>().ok().map(DocumentId::from_uuid)
}

/// `GET /verify/{document}`: as slow to guess as tracking.
pub async fn paper(visit: Visit, code: super::Segment) -> Answer {
    visit.limit(Limited::Track)?;
    let found = match code_of(&code) {
        Some(id) => find(&visit, id).await?,
        None => None,
    };
    let view = match found {
        Some(found) => Verified {
            paper: Some(genuine(&visit, found).await?),
        },
        None => Verified { paper: None },
    };
    let status = if view.paper.is_some() {
        StatusCode::OK
    } else {
        StatusCode::NOT_FOUND
    };
    visit.page_with(status, "portal/verify-result.html", "", &view)
}

/// Whoever asks, asks as the public: what she may see besides must not change the answer.
async fn find(visit: &Visit, id: DocumentId) -> Result<Option<Genuine>> {
    let mut context = visit.state.gate.public(visit.tenant.id);
    context.tracking = Some(proof_of_code(id));
    context.trace.clone_from(&visit.context.trace);
    let asked = visit
        .state
        .db
        .in_tenant(&Arc::new(context), move |tx| {
            Ok(tx.authorise::<VerifyPaper>(id)?.into_subject())
        })
        .await;
    match asked {
        Ok(found) => Ok(Some(found)),
        Err(Error::NotFound) => Ok(None),
        Err(other) => Err(other),
    }
}

async fn genuine(visit: &Visit, found: Genuine) -> Result<GenuinePaper> {
    let shelf = visit.state.library.shelf(&visit.tenant).await?;
    let is_intact = match visit.state.blobs.bytes(&found.blob_key).await {
        Ok(file) => Sha256::digest(&file).as_slice() == found.sha256.as_slice(),
        Err(Error::NotFound) => false,
        Err(other) => return Err(other),
    };
    let unit = shelf
        .units
        .get(&found.operating_unit_id)
        .map(|unit| visit.say(&unit.name).to_owned());
    Ok(GenuinePaper {
        kind: found.kind.word(),
        number: found.number,
        heading: found.heading,
        procedure: found.procedure,
        unit: unit.filter(|unit| *unit != found.body),
        body: found.body,
        issued_at: found.numbered_at,
        digest: found
            .sha256
            .chunks(4)
            .map(|four| four.iter().map(|byte| format!("{byte:02x}")).collect())
            .collect(),
        is_intact,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_as_people_copy_it() {
        let id = Uuid::now_v7();
        let spaced = format!(" {} ", id.to_string().to_uppercase().replace('-', " - "));
        assert_eq!(code_of(&spaced), Some(DocumentId::from_uuid(id)));
        for other in ["", "H99.01-261122-0001", "../../etc/passwd"] {
            assert_eq!(code_of(other), None);
        }
    }
}
