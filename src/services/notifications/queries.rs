//! SQL of notices and attempts.

use diesel::dsl::max;
use diesel::prelude::*;
use serde_json::Value;
use uuid::Uuid;

use crate::authority::people::rules::reachable;
use crate::kernel::clock::Instant;
use crate::kernel::error::{Error, Result};
use crate::kernel::ids::{
    AccountId, DossierId, EventId, NotificationId, OperatingUnitId, ProcedureVersionId,
};
use crate::platform::door::Sql;
use crate::platform::schema::{account, dossier, notification, notification_attempt};

use super::model::Notice;

type Columns = (
    (Uuid, Uuid, String, String, String),
    (Option<Uuid>, Option<String>, Option<Uuid>, Option<Uuid>),
    (
        String,
        Value,
        String,
        Instant,
        Option<Instant>,
        Option<Instant>,
        Option<Instant>,
    ),
);

macro_rules! notices {
    () => {
        notification::table
            .inner_join(
                account::table.on(account::tenant_id
                    .eq(notification::tenant_id)
                    .and(account::id.eq(notification::account_id))),
            )
            .left_join(
                dossier::table.on(dossier::tenant_id
                    .eq(notification::tenant_id)
                    .and(dossier::id.nullable().eq(notification::dossier_id))),
            )
            .select((
                (
                    notification::id,
                    account::id,
                    account::display_name,
                    account::email,
                    notification::language,
                ),
                (
                    dossier::id.nullable(),
                    dossier::number.nullable(),
                    dossier::procedure_version_id.nullable(),
                    dossier::operating_unit_id.nullable(),
                ),
                (
                    notification::template,
                    notification::arguments,
                    notification::message_id,
                    notification::created_at,
                    notification::sent_at,
                    notification::given_up_at,
                    notification::read_at,
                ),
            ))
    };
}

fn notice_of((who, about, what): Columns) -> Result<Notice> {
    Ok(Notice {
        id: NotificationId::from_uuid(who.0),
        account_id: AccountId::from_uuid(who.1),
        name: who.2,
        email: who.3,
        language: who.4.parse().map_err(Error::internal)?,
        dossier_id: about.0.map(DossierId::from_uuid),
        dossier_number: about.1,
        procedure_version_id: about.2.map(ProcedureVersionId::from_uuid),
        operating_unit_id: about.3.map(OperatingUnitId::from_uuid),
        template: what.0,
        arguments: what.1,
        message_id: what.2,
        created_at: what.3,
        sent_at: what.4,
        given_up_at: what.5,
        read_at: what.6,
    })
}

/// A notice.
///
/// # Errors
/// When the database fails.
pub fn notice(sql: &mut Sql, id: NotificationId) -> Result<Option<Notice>> {
    let row: Option<Columns> = notices!()
        .filter(notification::id.eq(id.uuid()))
        .first(sql.conn())
        .optional()?;
    row.map(notice_of).transpose()
}

/// A person's notices, newest first.
///
/// # Errors
/// When the database fails.
pub fn of_account(sql: &mut Sql, of: AccountId, limit: i64) -> Result<Vec<Notice>> {
    let rows: Vec<Columns> = notices!()
        .filter(notification::account_id.eq(of.uuid()))
        .order(notification::created_at.desc())
        .limit(limit)
        .load(sql.conn())?;
    rows.into_iter().map(notice_of).collect()
}

/// How many notices a person has not read.
///
/// # Errors
/// When the database fails.
pub fn unread(sql: &mut Sql, of: AccountId) -> Result<i64> {
    Ok(notification::table
        .filter(notification::account_id.eq(of.uuid()))
        .filter(notification::read_at.is_null())
        .count()
        .get_result(sql.conn())?)
}

/// Marks every notice of a person as read.
///
/// # Errors
/// When the database fails.
pub fn mark_read(sql: &mut Sql, of: AccountId, now: Instant) -> Result<()> {
    diesel::update(
        notification::table
            .filter(notification::account_id.eq(of.uuid()))
            .filter(notification::read_at.is_null()),
    )
    .set(notification::read_at.eq(now))
    .execute(sql.conn())?;
    Ok(())
}

/// The language a person is written to in, and whether letters reach her at all.
pub(super) fn reach(sql: &mut Sql, of: AccountId) -> Result<(String, bool)> {
    let (language, email): (String, String) = account::table
        .filter(account::id.eq(of.uuid()))
        .select((account::language, account::email))
        .first(sql.conn())?;
    Ok((language, reachable(&email).is_some()))
}

/// Writes a notice down; `None` when this event had its notice already.
pub(super) fn insert(
    sql: &mut Sql,
    (to, about): (AccountId, Option<DossierId>),
    event: EventId,
    (template, language, arguments): (&str, &str, &Value),
    host: &str,
    now: Instant,
) -> Result<Option<NotificationId>> {
    let (tenant, id) = (sql.tenant().uuid(), NotificationId::fresh());
    let written = diesel::insert_into(notification::table)
        .values((
            notification::tenant_id.eq(tenant),
            notification::id.eq(id.uuid()),
            notification::event_id.eq(event.uuid()),
            notification::account_id.eq(to.uuid()),
            notification::dossier_id.eq(about.map(DossierId::uuid)),
            notification::template.eq(template),
            notification::language.eq(language),
            notification::arguments.eq(arguments),
            notification::message_id.eq(format!("{id}@{host}")),
            notification::created_at.eq(now),
        ))
        .on_conflict((
            notification::tenant_id,
            notification::event_id,
            notification::template,
            notification::account_id,
        ))
        .do_nothing()
        .execute(sql.conn())?;
    Ok((written == 1).then_some(id))
}

/// Whether an attempt that began after `since` has no outcome yet.
pub(super) fn is_under_way(sql: &mut Sql, of: NotificationId, since: Instant) -> Result<bool> {
    let open: i64 = notification_attempt::table
        .filter(notification_attempt::notification_id.eq(of.uuid()))
        .filter(notification_attempt::ended_at.is_null())
        .filter(notification_attempt::started_at.gt(since))
        .count()
        .get_result(sql.conn())?;
    Ok(open > 0)
}

/// Notes that an attempt begins; answers its number. Two that begin at once collide on it.
pub(super) fn begin_attempt(sql: &mut Sql, of: NotificationId, now: Instant) -> Result<i32> {
    let tenant = sql.tenant().uuid();
    let last: Option<i32> = notification_attempt::table
        .filter(notification_attempt::notification_id.eq(of.uuid()))
        .select(max(notification_attempt::number))
        .first(sql.conn())?;
    let number = last.unwrap_or(0) + 1;
    diesel::insert_into(notification_attempt::table)
        .values((
            notification_attempt::tenant_id.eq(tenant),
            notification_attempt::notification_id.eq(of.uuid()),
            notification_attempt::number.eq(number),
            notification_attempt::channel.eq("email"),
            notification_attempt::started_at.eq(now),
        ))
        .execute(sql.conn())?;
    Ok(number)
}

/// Notes how an attempt ended.
pub(super) fn end_attempt(
    sql: &mut Sql,
    of: NotificationId,
    number: i32,
    (outcome, detail): (&str, Option<&str>),
    now: Instant,
) -> Result<()> {
    diesel::update(
        notification_attempt::table
            .filter(notification_attempt::notification_id.eq(of.uuid()))
            .filter(notification_attempt::number.eq(number)),
    )
    .set((
        notification_attempt::ended_at.eq(now),
        notification_attempt::outcome.eq(outcome),
        notification_attempt::detail.eq(detail.map(|text| text.chars().take(500).collect::<String>())),
    ))
    .execute(sql.conn())?;
    Ok(())
}

/// Notes that a mail server took the letter, or that sending was given up.
pub(super) fn settle(sql: &mut Sql, of: NotificationId, is_sent: bool, now: Instant) -> Result<()> {
    let (sent_at, given_up_at) = if is_sent {
        (Some(now), None)
    } else {
        (None, Some(now))
    };
    diesel::update(notification::table.filter(notification::id.eq(of.uuid())))
        .set((
            notification::sent_at.eq(sent_at),
            notification::given_up_at.eq(given_up_at),
        ))
        .execute(sql.conn())?;
    Ok(())
}
