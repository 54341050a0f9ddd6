//! Notices: what she was also told by e-mail.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use crate::kernel::clock;
use crate::kernel::ids::ProcedureVersionId;
use crate::services::catalogue::Procedure;
use crate::services::notifications::acts::ReadNotices;
use crate::services::notifications::{Notice as Stored, letter, queries};
use crate::surfaces::web::{Answer, PostedForm, Visit};

use super::views::{Notice, Notices};

/// How many are shown; older ones say nothing that the dossiers do not.
const SHOWN_MAX: i64 = 100;

/// `GET /my/notices`
pub async fn list(visit: Visit) -> Answer {
    let account = visit.account()?;
    let stored = visit
        .state
        .db
        .in_tenant(&visit.context, move |tx| {
            queries::of_account(tx.authorise::<ReadNotices>(account)?.sql(), account, SHOWN_MAX)
        })
        .await?;
    let mut procedures: HashMap<ProcedureVersionId, std::sync::Arc<Procedure>> = HashMap::new();
    for version in stored.iter().filter_map(|notice| notice.procedure_version_id) {
        if let Entry::Vacant(missing) = procedures.entry(version) {
            missing.insert(visit.state.library.version(visit.tenant.id, version).await?);
        }
    }
    let shown = |notice: &Stored| {
        let procedure = notice
            .procedure_version_id
            .and_then(|version| procedures.get(&version));
        let facts = procedure.map(|procedure| &procedure.facts);
        let words = letter::words(
            &visit.state.renderer,
            &visit.tenant,
            facts,
            notice,
            visit.language,
        );
        Notice {
            title: words.subject,
            text: words.text,
            at: notice.created_at,
            url: notice.dossier_id.map(|dossier| format!("/my/dossiers/{dossier}")),
            unread: notice.read_at.is_none(),
        }
    };
    let view = Notices {
        any_unread: stored.iter().any(|notice| notice.read_at.is_none()),
        notices: stored.iter().map(shown).collect(),
        pager: None,
    };
    visit.page("portal/notices.html", "", &view)
}

/// `POST /my/notices/read`
pub async fn read(visit: Visit, _form: PostedForm) -> Answer {
    let account = visit.account()?;
    visit
        .state
        .db
        .in_tenant(&visit.context, move |tx| {
            queries::mark_read(tx.authorise::<ReadNotices>(account)?.sql(), account, clock::now())
        })
        .await?;
    visit.state.unread.forget(visit.tenant.id, account);
    Ok(visit.see("/my/notices"))
}
