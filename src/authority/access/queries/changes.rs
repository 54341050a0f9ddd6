//! SQL of loans, lines, separated duties and acts that wait.

use chrono::NaiveDate;
use diesel::prelude::*;
use serde_json::Value;
use uuid::Uuid;

use crate::kernel::actions::Verb;
use crate::kernel::clock::Instant;
use crate::kernel::error::Result;
use crate::kernel::ids::{
    AccountId, BusinessGroupId, DelegationId, OperatingUnitId, PendingActId, PolicyLineId, SeparatedDutyId,
};
use crate::platform::door::Sql;
use crate::platform::schema::{
    account, account_responsibility, delegation, delegation_unit, pending_act, policy_line, responsibility,
    separated_duty,
};

use super::super::model::{NewLoan, OpenLoan, Pending};
use super::super::policy::PolicyLine;

/// The loan with this id, unless it was ended.
pub(in super::super) fn open_loan(sql: &mut Sql, id: DelegationId) -> Result<Option<OpenLoan>> {
    let lender: Option<Uuid> = delegation::table
        .filter(delegation::id.eq(id.uuid()))
        .filter(delegation::ended_at.is_null())
        .select(delegation::lender_id)
        .first(sql.conn())
        .optional()?;
    Ok(lender.map(|lender| OpenLoan {
        id,
        lender: AccountId::from_uuid(lender),
    }))
}

/// A loan as its lender or borrower reads it.
#[derive(Debug, Clone)]
pub struct LoanRow {
    /// Its id.
    pub id: DelegationId,
    /// Whose responsibility it is.
    pub lender: AccountId,
    /// Her name.
    pub lender_name: String,
    /// Who has it.
    pub borrower: AccountId,
    /// Her name.
    pub borrower_name: String,
    /// The name of the responsibility.
    pub responsibility: Value,
    /// The units; none: all that it opens.
    pub units: Vec<OperatingUnitId>,
    /// The first day.
    pub valid_from: NaiveDate,
    /// The day on which it is over.
    pub valid_to: NaiveDate,
    /// Why.
    pub reason: String,
}

/// Loans of `lender` that are not over on `day`, the nearest first.
pub(in super::super) fn loans_of(sql: &mut Sql, lender: AccountId, day: NaiveDate) -> Result<Vec<LoanRow>> {
    type Row = ((Uuid, Uuid, Uuid, NaiveDate, NaiveDate, String), String, Value);
    let rows: Vec<Row> = delegation::table
        .inner_join(
            account::table.on(account::tenant_id
                .eq(delegation::tenant_id)
                .and(account::id.eq(delegation::lender_id))),
        )
        .inner_join(
            responsibility::table.on(responsibility::tenant_id
                .eq(delegation::tenant_id)
                .and(responsibility::id.eq(delegation::responsibility_id))),
        )
        .filter(delegation::lender_id.eq(lender.uuid()))
        .filter(delegation::ended_at.is_null())
        .filter(delegation::valid_to.gt(day))
        .order((delegation::valid_from, delegation::id))
        .select((
            (
                delegation::id,
                delegation::lender_id,
                delegation::borrower_id,
                delegation::valid_from,
                delegation::valid_to,
                delegation::reason,
            ),
            account::display_name,
            responsibility::name,
        ))
        .load(sql.conn())?;
    rows.into_iter()
        .map(|((id, lender, borrower, from, to, reason), lender_name, name)| {
            let units: Vec<Uuid> = delegation_unit::table
                .filter(delegation_unit::delegation_id.eq(id))
                .select(delegation_unit::operating_unit_id)
                .load(sql.conn())?;
            let borrower_name = account::table
                .filter(account::id.eq(borrower))
                .select(account::display_name)
                .first(sql.conn())?;
            Ok(LoanRow {
                id: DelegationId::from_uuid(id),
                lender: AccountId::from_uuid(lender),
                lender_name,
                borrower: AccountId::from_uuid(borrower),
                borrower_name,
                responsibility: name,
                units: units.into_iter().map(OperatingUnitId::from_uuid).collect(),
                valid_from: from,
                valid_to: to,
                reason,
            })
        })
        .collect()
}

/// Writes a loan with its units.
pub(in super::super) fn insert_loan(
    sql: &mut Sql,
    id: DelegationId,
    loan: &NewLoan,
    now: Instant,
) -> Result<()> {
    let tenant = sql.tenant().uuid();
    diesel::insert_into(delegation::table)
        .values((
            delegation::tenant_id.eq(tenant),
            delegation::id.eq(id.uuid()),
            delegation::lender_id.eq(loan.lender.uuid()),
            delegation::borrower_id.eq(loan.borrower.uuid()),
            delegation::responsibility_id.eq(loan.responsibility.uuid()),
            delegation::valid_from.eq(loan.from),
            delegation::valid_to.eq(loan.to),
            delegation::reason.eq(&loan.reason),
            delegation::lent_at.eq(now),
        ))
        .execute(sql.conn())?;
    let units: Vec<_> = loan
        .units
        .iter()
        .map(|unit| {
            (
                delegation_unit::tenant_id.eq(tenant),
                delegation_unit::delegation_id.eq(id.uuid()),
                delegation_unit::operating_unit_id.eq(unit.uuid()),
            )
        })
        .collect();
    diesel::insert_into(delegation_unit::table)
        .values(units)
        .execute(sql.conn())?;
    Ok(())
}

/// Ends a loan.
pub(in super::super) fn end_loan(sql: &mut Sql, id: DelegationId, now: Instant) -> Result<()> {
    diesel::update(delegation::table.filter(delegation::id.eq(id.uuid())))
        .set(delegation::ended_at.eq(now))
        .execute(sql.conn())?;
    Ok(())
}

/// The business group of an open staff account; `None` when there is no such account.
pub(in super::super) fn colleague(sql: &mut Sql, id: AccountId) -> Result<Option<Option<BusinessGroupId>>> {
    let group: Option<Option<Uuid>> = account::table
        .filter(account::id.eq(id.uuid()))
        .filter(account::kind.eq("staff"))
        .filter(account::closed_at.is_null())
        .select(account::business_group_id)
        .first(sql.conn())
        .optional()?;
    Ok(group.map(|group| group.map(BusinessGroupId::from_uuid)))
}

/// Somebody who works here, to choose from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Colleague {
    /// Her account.
    pub id: AccountId,
    /// Her name.
    pub name: String,
    /// The address she signs in with.
    pub email: String,
}

/// The first `most` open staff accounts that share a business group with `me`, but her own, whose name or address has `text` in it, as columns fold it; whoever is
/// called just so comes first, the others by name.
pub(in super::super) fn colleagues(
    sql: &mut Sql,
    (me, group): (AccountId, Option<BusinessGroupId>),
    text: &str,
    most: i64,
) -> Result<Vec<Colleague>> {
    let mut of_staff = account::table
        .filter(account::kind.eq("staff"))
        .filter(account::closed_at.is_null())
        .filter(account::id.ne(me.uuid()))
        .select((account::id, account::display_name, account::email))
        .into_boxed();
    if let Some(group) = group {
        let is_shared = account::business_group_id
            .is_null()
            .or(account::business_group_id.eq(group.uuid()));
        of_staff = of_staff.filter(is_shared);
    }
    let rows: Vec<(Uuid, String, String)> = if text.is_empty() {
        of_staff
            .order((account::display_name, account::email))
            .limit(most)
            .load(sql.conn())?
    } else {
        let escaped = text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
        let like = format!("%{escaped}%");
        let is_called = account::folded_name
            .eq(text)
            .or(account::email.eq(text).nullable());
        of_staff
            .filter(
                account::folded_name
                    .like(&like)
                    .or(account::email.like(&like).nullable()),
            )
            .order((is_called.desc(), account::display_name, account::email))
            .limit(most)
            .load(sql.conn())?
    };
    Ok(rows
        .into_iter()
        .map(|(id, name, email)| Colleague {
            id: AccountId::from_uuid(id),
            name,
            email,
        })
        .collect())
}

/// How many open accounts but one that can sign in (as far as a hundred) have a responsibility of their own with one of `roles` on `day`.
pub(in super::super) fn others_with_roles(
    sql: &mut Sql,
    roles: &[&str],
    but: AccountId,
    day: NaiveDate,
) -> Result<i64> {
    let accounts: Vec<Uuid> = account_responsibility::table
        .inner_join(
            responsibility::table.on(responsibility::tenant_id
                .eq(account_responsibility::tenant_id)
                .and(responsibility::id.eq(account_responsibility::responsibility_id))),
        )
        .inner_join(
            account::table.on(account::tenant_id
                .eq(account_responsibility::tenant_id)
                .and(account::id.eq(account_responsibility::account_id))),
        )
        .filter(responsibility::role.eq_any(roles))
        .filter(account::closed_at.is_null())
        .filter(account::password_hash.is_not_null())
        .filter(account::id.ne(but.uuid()))
        .filter(account_responsibility::valid_from.le(day))
        .filter(
            account_responsibility::valid_to
                .is_null()
                .or(account_responsibility::valid_to.gt(day)),
        )
        .select(account::id)
        .distinct()
        .limit(100)
        .load(sql.conn())?;
    Ok(i64::try_from(accounts.len()).unwrap_or(i64::MAX))
}

/// Writes a line.
pub(in super::super) fn insert_line(
    sql: &mut Sql,
    id: PolicyLineId,
    line: &PolicyLine,
    from: NaiveDate,
    to: Option<NaiveDate>,
) -> Result<()> {
    let tenant = sql.tenant().uuid();
    diesel::insert_into(policy_line::table)
        .values((
            policy_line::tenant_id.eq(tenant),
            policy_line::id.eq(id.uuid()),
            policy_line::role.eq(&line.role),
            policy_line::reach.eq(line.reach.name()),
            policy_line::verb.eq(line.verb.name()),
            policy_line::effect.eq(if line.allows { "allow" } else { "deny" }),
            policy_line::valid_from.eq(from),
            policy_line::valid_to.eq(to),
        ))
        .execute(sql.conn())?;
    Ok(())
}

/// Ends a line on a day.
pub(in super::super) fn end_line(sql: &mut Sql, id: PolicyLineId, on: NaiveDate) -> Result<()> {
    diesel::update(policy_line::table.filter(policy_line::id.eq(id.uuid())))
        .set(policy_line::valid_to.eq(on))
        .execute(sql.conn())?;
    Ok(())
}

/// Takes away a line that has not begun.
pub(in super::super) fn delete_line(sql: &mut Sql, id: PolicyLineId) -> Result<()> {
    diesel::delete(policy_line::table.filter(policy_line::id.eq(id.uuid()))).execute(sql.conn())?;
    Ok(())
}

/// Writes a pair of duties kept apart.
pub(in super::super) fn insert_duty(
    sql: &mut Sql,
    id: SeparatedDutyId,
    (first, second): (Verb, Verb),
    reason: &str,
    from: NaiveDate,
) -> Result<()> {
    let tenant = sql.tenant().uuid();
    diesel::insert_into(separated_duty::table)
        .values((
            separated_duty::tenant_id.eq(tenant),
            separated_duty::id.eq(id.uuid()),
            separated_duty::first_verb.eq(first.name()),
            separated_duty::second_verb.eq(second.name()),
            separated_duty::reason.eq(reason),
            separated_duty::valid_from.eq(from),
        ))
        .execute(sql.conn())?;
    Ok(())
}

/// Ends a pair on a day; one that had not begun then is taken away.
pub(in super::super) fn end_duty(sql: &mut Sql, id: SeparatedDutyId, on: NaiveDate) -> Result<()> {
    let this = separated_duty::table.filter(separated_duty::id.eq(id.uuid()));
    diesel::delete(this.filter(separated_duty::valid_from.ge(on))).execute(sql.conn())?;
    diesel::update(this)
        .set(separated_duty::valid_to.eq(on))
        .execute(sql.conn())?;
    Ok(())
}

/// Writes an act that waits.
#[allow(clippy::too_many_arguments, reason = "the columns of the row, in their order")]
pub(in super::super) fn insert_pending(
    sql: &mut Sql,
    id: PendingActId,
    kind: &str,
    payload: &Value,
    reason: &str,
    asked_by: AccountId,
    asked_at: Instant,
    expires_at: Instant,
) -> Result<()> {
    let tenant = sql.tenant().uuid();
    diesel::insert_into(pending_act::table)
        .values((
            pending_act::tenant_id.eq(tenant),
            pending_act::id.eq(id.uuid()),
            pending_act::kind.eq(kind),
            pending_act::payload.eq(payload),
            pending_act::reason.eq(reason),
            pending_act::asked_by.eq(asked_by.uuid()),
            pending_act::asked_at.eq(asked_at),
            pending_act::expires_at.eq(expires_at),
        ))
        .execute(sql.conn())?;
    Ok(())
}

type PendingColumns = (
    Uuid,
    String,
    Value,
    String,
    (Uuid, String),
    Instant,
    Instant,
    Option<Instant>,
    Option<bool>,
);

fn pending_row(row: PendingColumns) -> Pending {
    let (id, kind, payload, reason, (asked_by, asked_by_name), asked_at, expires_at, decided_at, confirmed) =
        row;
    Pending {
        id: PendingActId::from_uuid(id),
        kind,
        payload,
        reason,
        asked_by: AccountId::from_uuid(asked_by),
        asked_by_name,
        asked_at,
        expires_at,
        decided: decided_at.zip(confirmed),
    }
}

/// Acts that waited since `since`, the newest first.
pub(in super::super) fn pending_acts(sql: &mut Sql, since: Instant) -> Result<Vec<Pending>> {
    load_pending(sql, None, Some(since))
}

/// The act with this id.
pub(in super::super) fn pending_act(sql: &mut Sql, id: PendingActId) -> Result<Option<Pending>> {
    Ok(load_pending(sql, Some(id), None)?.pop())
}

fn load_pending(sql: &mut Sql, id: Option<PendingActId>, since: Option<Instant>) -> Result<Vec<Pending>> {
    let mut query = pending_act::table
        .inner_join(
            account::table.on(account::tenant_id
                .eq(pending_act::tenant_id)
                .and(account::id.eq(pending_act::asked_by))),
        )
        .order(pending_act::id.desc())
        .select((
            pending_act::id,
            pending_act::kind,
            pending_act::payload,
            pending_act::reason,
            (pending_act::asked_by, account::display_name),
            pending_act::asked_at,
            pending_act::expires_at,
            pending_act::decided_at,
            pending_act::confirmed,
        ))
        .limit(200)
        .into_boxed();
    if let Some(id) = id {
        query = query.filter(pending_act::id.eq(id.uuid()));
    }
    if let Some(since) = since {
        query = query.filter(pending_act::asked_at.ge(since));
    }
    let rows: Vec<PendingColumns> = query.load(sql.conn())?;
    Ok(rows.into_iter().map(pending_row).collect())
}

/// Decides an act that nobody decided yet; answers whether it was so.
pub(in super::super) fn decide_pending(
    sql: &mut Sql,
    id: PendingActId,
    by: AccountId,
    confirmed: bool,
    now: Instant,
) -> Result<bool> {
    let changed = diesel::update(
        pending_act::table
            .filter(pending_act::id.eq(id.uuid()))
            .filter(pending_act::decided_at.is_null())
            .filter(pending_act::expires_at.gt(now)),
    )
    .set((
        pending_act::decided_by.eq(by.uuid()),
        pending_act::decided_at.eq(now),
        pending_act::confirmed.eq(confirmed),
    ))
    .execute(sql.conn())?;
    Ok(changed == 1)
}
