//! SQL of who administers, and the turn that changes of access take.

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::Uuid as SqlUuid;
use uuid::Uuid;

use crate::kernel::error::Result;
use crate::kernel::ids::{AccountId, BusinessGroupId};
use crate::platform::door::Sql;
use crate::platform::schema::{account, account_responsibility, responsibility};

use super::super::model::HeldResponsibility;
use super::held::held;

/// Makes changes of access wait for one another, until the end of the transaction: what is decided upon who administers is
/// still so when it is written. Whoever waits for the turn of the organisation as well waits for that one first.
pub(in super::super) fn lock_access(sql: &mut Sql) -> Result<()> {
    let tenant = sql.tenant().uuid();
    sql_query("select pg_advisory_xact_lock(hashtextextended('access of ' || $1::text, 0))")
        .bind::<SqlUuid, _>(tenant)
        .execute(sql.conn())?;
    Ok(())
}

/// A responsibility that administers, held by an open account.
pub(in super::super) struct HeldByOpen {
    /// By whom.
    pub account: AccountId,
    /// Her business group.
    pub group: Option<BusinessGroupId>,
    /// Whether she has a password.
    pub signs_in: bool,
    /// What, and when.
    pub held: HeldResponsibility,
}

/// Who holds a responsibility that administers, of her own: open accounts.
pub(in super::super) fn held_to_administer(sql: &mut Sql) -> Result<Vec<HeldByOpen>> {
    use account_responsibility as t;
    type Row = (
        (Uuid, Option<Uuid>, bool),
        (Uuid, String, serde_json::Value, String, Uuid),
        NaiveDate,
        Option<NaiveDate>,
    );
    let rows: Vec<Row> = t::table
        .inner_join(
            responsibility::table.on(responsibility::tenant_id
                .eq(t::tenant_id)
                .and(responsibility::id.eq(t::responsibility_id))),
        )
        .inner_join(
            account::table.on(account::tenant_id
                .eq(t::tenant_id)
                .and(account::id.eq(t::account_id))),
        )
        .filter(responsibility::role.eq("administrator"))
        .filter(account::closed_at.is_null())
        .order((responsibility::code, t::account_id, t::valid_from))
        .select((
            (
                t::account_id,
                account::business_group_id,
                account::password_hash.is_not_null(),
            ),
            (
                responsibility::id,
                responsibility::code,
                responsibility::name,
                responsibility::role,
                responsibility::business_group_id,
            ),
            t::valid_from,
            t::valid_to,
        ))
        .load(sql.conn())?;
    Ok(rows
        .into_iter()
        .map(|((account, group, signs_in), row, from, until)| HeldByOpen {
            account: AccountId::from_uuid(account),
            group: group.map(BusinessGroupId::from_uuid),
            signs_in,
            held: held(row, from, until, None),
        })
        .collect())
}
