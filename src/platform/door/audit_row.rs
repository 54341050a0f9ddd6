//! The rows of the audit trail, written by the door itself: granted acts in their own transaction, denials in one of
//! their own after it was rolled back.

use diesel::prelude::*;
use diesel::sql_types::{Array, Binary, Jsonb, Text, Timestamptz, Uuid as SqlUuid};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::kernel::actions::Verb;
use crate::kernel::clock::{self, Instant};
use crate::kernel::context::Context;
use crate::kernel::error::Result;
use crate::kernel::ids::AccountId;

use super::sql::Sql;

/// Whether policy said yes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The act was granted.
    Granted,
    /// The act was denied.
    Denied,
}

impl Outcome {
    /// As stored.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Outcome::Granted => "granted",
            Outcome::Denied => "denied",
        }
    }
}

/// One row of the trail. Its digest covers every column but the transaction id, which the database gives.
#[derive(Debug, Clone)]
pub struct AuditRow {
    /// The row's id, in order of time.
    pub id: Uuid,
    /// When, to the microsecond, as the database stores it.
    pub occurred_at: Instant,
    /// Who, as [`crate::kernel::context::Context::acting`] prints.
    pub actor: String,
    /// The verb's name.
    pub verb: &'static str,
    /// Upon what.
    pub subject: Option<Uuid>,
    /// Granted or denied.
    pub outcome: &'static str,
    /// What else is worth keeping; no personal data.
    pub detail: serde_json::Value,
    /// SHA-256 of the row.
    pub digest: Vec<u8>,
}

impl AuditRow {
    /// The row for an act of `context`'s actor.
    #[must_use]
    pub fn new(context: &Context, verb: Verb, subject: Option<Uuid>, outcome: Outcome) -> Self {
        let occurred_at = clock::to_microseconds(clock::now());
        let mut row = Self {
            id: Uuid::now_v7(),
            occurred_at,
            actor: context.acting(),
            verb: verb.name(),
            subject,
            outcome: outcome.name(),
            detail: serde_json::json!({}),
            digest: Vec::new(),
        };
        row.digest = row_digest(
            context.tenant.uuid(),
            row.id,
            row.occurred_at,
            &row.actor,
            row.verb,
            row.subject,
            row.outcome,
            &row.detail,
        );
        row
    }
}

/// The digest of a row as written and as read back by whoever verifies the trail: each column with its length before
/// it, so that no two rows can share a text.
#[must_use]
#[allow(clippy::too_many_arguments, reason = "the columns of the row, in their order")]
pub fn row_digest(
    tenant: Uuid,
    id: Uuid,
    occurred_at: Instant,
    actor: &str,
    verb: &str,
    subject: Option<Uuid>,
    outcome: &str,
    detail: &serde_json::Value,
) -> Vec<u8> {
    let mut hasher = Sha256::new();
    let mut column = |bytes: &[u8]| {
        hasher.update((bytes.len() as u64).to_be_bytes());
        hasher.update(bytes);
    };
    column(tenant.as_bytes());
    column(id.as_bytes());
    column(&occurred_at.timestamp_micros().to_be_bytes());
    column(actor.as_bytes());
    column(verb.as_bytes());
    column(subject.as_ref().map_or(&[], |id| id.as_bytes()));
    column(outcome.as_bytes());
    column(detail.to_string().as_bytes());
    hasher.finalize().to_vec()
}

#[derive(QueryableByName)]
struct Done {
    #[diesel(sql_type = Text)]
    verb: String,
}

/// Which of `verbs` an account did to a subject, under whatever responsibility.
pub(super) fn done_before(
    sql: &mut Sql,
    account: AccountId,
    subject: Uuid,
    verbs: &[&str],
) -> Result<Option<String>> {
    let tenant = sql.tenant();
    let found: Option<Done> = diesel::sql_query(
        "select verb from audit_entry where tenant_id = $1 and subject = $2 and outcome = 'granted' \
         and verb = any($3) and split_part(actor, ':', 2) = $4 and actor not like 'system:%' \
         order by occurred_at desc limit 1",
    )
    .bind::<SqlUuid, _>(tenant.uuid())
    .bind::<SqlUuid, _>(subject)
    .bind::<Array<Text>, _>(verbs)
    .bind::<Text, _>(account.to_string())
    .get_result(sql.conn())
    .optional()?;
    Ok(found.map(|done| done.verb))
}

/// Writes one row.
pub(super) fn insert(sql: &mut Sql, row: &AuditRow) -> Result<()> {
    let tenant = sql.tenant();
    diesel::sql_query(
        "insert into audit_entry (tenant_id, id, occurred_at, actor, verb, subject, outcome, detail, row_digest) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind::<SqlUuid, _>(tenant.uuid())
    .bind::<SqlUuid, _>(row.id)
    .bind::<Timestamptz, _>(row.occurred_at)
    .bind::<Text, _>(&row.actor)
    .bind::<Text, _>(row.verb)
    .bind::<diesel::sql_types::Nullable<SqlUuid>, _>(row.subject)
    .bind::<Text, _>(row.outcome)
    .bind::<Jsonb, _>(&row.detail)
    .bind::<Binary, _>(&row.digest)
    .execute(sql.conn())?;
    Ok(())
}
