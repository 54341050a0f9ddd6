//! Applies a tenant's code: makes the database say what the folder says, or says what that would change.
//!
//! Everything happens in one transaction of the tenant, under the same row security and the same policy as everything else
//! (`tenant.apply`): all or nothing. What the platform shows of the tenant (names, hosts, settings) is kept in that
//! transaction as a card, which the platform takes over right after it; were the process killed between the two, the next
//! node that looks for changed tenants takes it over, within a second. Applying the same code again changes nothing and
//! says so.
//!
//! [`plan`] runs the very statements of [`apply`] and takes them back, so that the two cannot disagree, and what the
//! database would refuse is refused by the plan already.
//!
//! What somebody changed by another way since the last application (drift) is not changed back unless told so: take it
//! over with an export, or apply over it.
//!
//! What the code no longer has is closed from today: units, halls and entities end, staff accounts are closed,
//! procedures are suspended; what nothing rests on is taken away. What is in use is refused, with the count of what rests
//! on it. Nothing that history rests on is deleted. A folder in which nobody would administer any more is refused, as such a
//! change is in the browser; one that never had an administrator is applied.

mod broken;
mod days;
mod dictionaries;
mod drift;
pub(in crate::authority) mod ids;
mod links;
mod names;
mod parts;
mod plan;
mod procedures;
mod queries;
mod rows;
mod tables;
mod uses;
mod values;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde_json::Value;
use uuid::Uuid;

use self::ids::Ids;
use self::names::Names;
use self::rows::Rows;
use super::card;
use super::change::{differences, in_order, said};
use super::code::TenantCode;
use super::queries as tenancy;
use crate::authority::access::Gate;
use crate::authority::access::administration::{self, Counted, Kept};
use crate::authority::changes::{self, Origin, Reason};
use crate::kernel::clock::Instant;
use crate::kernel::error::{Error, Result};
use crate::kernel::ids::TenantId;
use crate::platform::door::{Act, Db, Granted, Sql, Whole};

pub use super::acts::{ApplyTenant, PlanTenant};
pub use super::change::{Change, Field, Mark};
pub use drift::{Drift, drift};
pub use plan::{BrokenRule, InUse, Plan, Refused, SameName, Verdict};

/// How to apply.
#[derive(Debug, Clone)]
pub struct Options {
    /// The hash of the demonstration's password, on a server that is one. Elsewhere people of the code have no password
    /// until they set one.
    pub demo_password_hash: Option<String>,
    /// The time.
    pub now: Instant,
}

/// In what manner to apply.
#[derive(Debug, Clone)]
pub struct Manner {
    /// By which way: the tenant's code, or the set-up in the browser that makes the same code page by page.
    pub origin: Origin,
    /// Change back what was changed by another way since the last application.
    pub over_drift: bool,
    /// Why, for the history; “tenant apply” when nothing is said.
    pub reason: Option<Reason>,
}

impl Default for Manner {
    fn default() -> Self {
        Self {
            origin: Origin::Code,
            over_drift: false,
            reason: None,
        }
    }
}

/// Applies `code` and says what changed. A plan that is refused says why, and nothing was changed.
///
/// # Errors
/// When the database fails or refuses a row; then nothing of the tenant was changed.
pub async fn apply(db: &Db, gate: &Gate, code: Arc<TenantCode>, options: Options) -> Result<Plan> {
    apply_as(db, gate, code, options, Manner::default()).await
}

/// Applies `code` in a manner of its own.
///
/// # Errors
/// As [`apply`].
pub async fn apply_as(
    db: &Db,
    gate: &Gate,
    code: Arc<TenantCode>,
    options: Options,
    manner: Manner,
) -> Result<Plan> {
    let context = Arc::new(gate.system(TenantId::from_uuid(code.tenant.id), "tenant.apply"));
    // Whoever finds the card changed meanwhile compares again; several at once take turns.
    for _ in 0..TURNS_MAX {
        let shown = shown_card(db, &code).await?;
        let (inside, options, manner) = (Arc::clone(&code), options.clone(), manner.clone());
        let made = db
            .in_tenant(&context, move |tx| {
                let grant = tx.authorise::<ApplyTenant>(Whole)?;
                make_tenant_so(grant, &inside, &options, &shown, Some(&manner))
            })
            .await?;
        if let Some(plan) = made {
            let id = code.tenant.id;
            db.in_platform("take over a card", move |tx| {
                tenancy::take_over(tx.sql(), Some(id))
            })
            .await?;
            return Ok(plan);
        }
    }
    Err(Error::Conflict("changed-meanwhile"))
}

/// What [`apply`] would change.
///
/// # Errors
/// As [`apply`].
pub async fn plan(db: &Db, gate: &Gate, code: Arc<TenantCode>, options: Options) -> Result<Plan> {
    let context = Arc::new(gate.system(TenantId::from_uuid(code.tenant.id), "tenant.plan"));
    for _ in 0..TURNS_MAX {
        let shown = shown_card(db, &code).await?;
        let (inside, options) = (Arc::clone(&code), options.clone());
        let made = db
            .in_tenant(&context, move |tx| {
                make_tenant_so(
                    tx.authorise::<PlanTenant>(Whole)?,
                    &inside,
                    &options,
                    &shown,
                    None,
                )
            })
            .await?;
        if let Some(plan) = made {
            return Ok(plan);
        }
    }
    Err(Error::Conflict("changed-meanwhile"))
}

const TURNS_MAX: usize = 5;

/// What the platform shows of the tenant, after it took over what an application before this left.
async fn shown_card(db: &Db, code: &TenantCode) -> Result<tenancy::CardNow> {
    let id = code.tenant.id;
    let wanted = card::wanted(code)?;
    db.in_platform("compare a card", move |tx| {
        tenancy::take_over(tx.sql(), Some(id))?;
        let others = tenancy::others_with(tx.sql(), id, &wanted)?;
        if !others.is_empty() {
            return Err(Error::refused(format!(
                "another tenant of this platform has {}",
                others.join(" and ")
            )));
        }
        tenancy::card_now(tx.sql(), id)
    })
    .await
}

/// The plan, made so when it is to be and nothing refuses; nothing when the card was changed since it was read.
fn make_tenant_so<A: Act>(
    mut grant: Granted<'_, A>,
    code: &TenantCode,
    options: &Options,
    shown: &tenancy::CardNow,
    manner: Option<&Manner>,
) -> Result<Option<Plan>> {
    let sql = grant.sql();
    queries::wait_for_turn(sql)?;
    if tenancy::kept_version(sql)? > shown.version {
        return Ok(None);
    }
    let ids = Ids::resolve(code, &queries::standing_codes(sql)?);
    let mut plan = Plan {
        slug: code.tenant.slug.clone(),
        over_drift: manner.is_some_and(|it| it.over_drift),
        ..Plan::default()
    };
    let rows = Rows::new(code, &ids);
    let today = options.now.with_timezone(&code.tenant.zone).date_naive();
    if manner.is_some() {
        administration::wait_for_turn(sql)?;
    }
    let administered = Kept::before(sql, today, Counted::Everybody)?;
    let (mut is_written, mut is_whole) = (false, false);
    let written = sql.try_out(|sql| {
        write(sql, &rows, options, shown, manner, &mut plan)?;
        is_written = true;
        sql.check_deferred()?;
        if let (None, Some(by)) = (&plan.broken, administered.lost(sql)?) {
            plan.broken = Some(BrokenRule {
                rule: administration::RULE.to_owned(),
                table: "responsibility".to_owned(),
                concerns: by.iter().map(|(code, _)| code.clone()).collect(),
            });
        }
        is_whole = true;
        let is_kept = manner.is_some() && !matches!(plan.verdict(), Verdict::Refused(_));
        // What only a plan wanted to know is taken back like what failed.
        if is_kept { Ok(()) } else { Err(Error::NotFound) }
    });
    if let Err(failure) = written
        && !is_whole
    {
        let (constraint, table) = broken::which(failure)?;
        let mut breaking = queries::Breaking::default();
        if is_written {
            // Written once more without asking, to look at the rows that break it.
            let looked = sql.try_out(|sql| {
                write(sql, &rows, options, shown, manner, &mut Plan::default())?;
                breaking = queries::breaking(sql, &constraint, &table)?;
                Err::<(), _>(Error::NotFound)
            });
            looked.or_else(|failure| match failure {
                Error::NotFound => Ok(()),
                other => Err(other),
            })?;
        }
        plan.broken = Some(broken::told(&constraint, table, &breaking, &ids));
    }
    Ok(Some(plan))
}

fn write(
    sql: &mut Sql,
    rows: &Rows<'_>,
    options: &Options,
    shown: &tenancy::CardNow,
    manner: Option<&Manner>,
    plan: &mut Plan,
) -> Result<()> {
    let code = rows.code;
    let reason = match manner.and_then(|it| it.reason.clone()) {
        Some(reason) => reason,
        None => Reason::parse(changes::FROM_CODE).map_err(Error::internal)?,
    };
    let origin = manner.map_or(Origin::Code, |it| it.origin);
    changes::open(sql, origin, &reason, options.now)?;
    queries::defer_rules(sql)?;
    let drifted = drift::found(sql, &Names(rows.ids), origin)?;
    let mut made = Made {
        plan,
        touched: BTreeSet::new(),
        called: Vec::new(),
    };
    let wanted = card::wanted(code)?;
    let still_shown = shown.card.as_ref().map(|it| card::still_said(it, code));
    for change in card::changes(still_shown.as_ref(), &wanted) {
        made.note((card::KIND, change.name.clone()), change);
    }
    let today = options.now.with_timezone(&code.tenant.zone).date_naive();
    made.plan.broken = days::to_come(code, today);
    if made.plan.broken.is_none() {
        made.plan.broken = values::kept_by_the_closed(sql, rows)?;
    }
    let mut keys = BTreeMap::new();
    queries::join_whole_tables(sql, true)?;
    for table in tables::TABLES {
        let of_table = rows.of(table);
        let kept = Rows::keys(table, &of_table);
        if table.leaves_first {
            take_away(sql, table, &kept, rows, (today, options.now), &mut made)?;
        }
        put(sql, table, of_table, rows, &mut made)?;
        keys.insert((table.name, table.kind), kept);
    }
    queries::join_whole_tables(sql, false)?;
    for (id, change) in procedures::make_so(sql, code, rows, options.now)? {
        made.note((procedures::KIND, id), change);
    }
    for (name, change) in dictionaries::make_so(sql, code, options.now)? {
        made.note((dictionaries::KIND, name), change);
    }
    queries::join_whole_tables(sql, true)?;
    let last = &tables::PROCEDURE_UNITS;
    let of_last = rows.of(last);
    keys.insert((last.name, last.kind), Rows::keys(last, &of_last));
    put(sql, last, of_last, rows, &mut made)?;
    let resting = links::resting_on_ended(sql, rows, &made.touched)?;
    made.plan.in_use.extend(resting);
    for table in tables::in_order_of_leaving() {
        // What the code says nothing of, nothing is taken from.
        let Some(kept) = keys.get(&(table.name, table.kind)) else {
            continue;
        };
        take_away(sql, table, kept, rows, (today, options.now), &mut made)?;
    }
    queries::join_whole_tables(sql, false)?;
    if let Some(hash) = &options.demo_password_hash
        && queries::lacks_demo_password(sql)?
    {
        queries::give_demo_password(sql, hash)?;
    }
    let Made {
        plan,
        touched,
        called,
    } = made;
    plan.same_name_elsewhere = same_names(sql, &called)?;
    // Whatever changes, the card has a new version: every node reads the tenant again, and forgets its pages.
    if !plan.changes.is_empty() {
        tenancy::keep_card(sql, shown.version + 1, &wanted, origin, &reason, options.now)?;
    }
    if origin == Origin::Code && (!plan.changes.is_empty() || !drifted.is_empty()) {
        queries::see_all(sql, options.now)?;
    }
    plan.drift = drifted;
    plan.drift.retain(|it| touched.contains(&it.row));
    Ok(())
}

/// A plan in the making, with the rows it touches.
struct Made<'a> {
    plan: &'a mut Plan,
    touched: BTreeSet<(&'static str, String)>,
    /// What is new or called otherwise.
    called: Vec<Uuid>,
}

impl Made<'_> {
    fn note(&mut self, row: (&'static str, String), change: Change) {
        self.touched.insert(row);
        self.plan.changes.push(change);
    }
}

/// What is called like something in another business group now.
fn same_names(sql: &mut Sql, called: &[Uuid]) -> Result<Vec<SameName>> {
    let kind = |table: &str| {
        let known = tables::TABLES.iter().find(|it| it.name == table);
        known.map_or("organisation", |it| it.kind)
    };
    let found = queries::same_names(sql, called)?;
    Ok(found
        .into_iter()
        .map(|row| SameName {
            kind: kind(&row.table),
            code: row.code,
            name: row.name,
            other_kind: kind(&row.other_table),
            other_code: row.other_code,
            other_group: row.other_group,
        })
        .collect())
}

fn put(
    sql: &mut Sql,
    table: &tables::Table,
    wanted: Vec<Value>,
    rows: &Rows<'_>,
    made: &mut Made<'_>,
) -> Result<()> {
    let wanted = Value::from(wanted);
    let names = Names(rows.ids);
    for found in queries::differences_written(sql, table, &wanted)? {
        let name = |side: &Option<Value>| side.as_ref().and_then(|it| it.get("name")).cloned();
        if name(&found.before) != name(&found.after) {
            made.called.extend(found.row_key.parse::<Uuid>());
        }
        made.touched.insert((table.name, found.row_key));
        let mut fields = Vec::new();
        let side = |side: &Option<Value>| side.as_ref().map_or(Value::Null, |it| names.read(it));
        let (mut before, mut after) = (side(&found.before), side(&found.after));
        in_order(&mut before, table.sets);
        in_order(&mut after, table.sets);
        if found.before.is_some() {
            differences("", &before, &after, &mut fields);
        } else {
            said(&after, &mut fields);
        }
        made.plan.changes.push(Change {
            mark: if found.before.is_some() {
                Mark::Changed
            } else {
                Mark::Added
            },
            kind: table.kind,
            name: names.read_label(&found.label.unwrap_or_default()),
            fields,
        });
    }
    Ok(())
}

fn take_away(
    sql: &mut Sql,
    table: &tables::Table,
    kept: &Value,
    rows: &Rows<'_>,
    (today, now): (chrono::NaiveDate, Instant),
    made: &mut Made<'_>,
) -> Result<()> {
    for row in queries::leave(sql, table, kept, today, now)? {
        made.touched.insert((table.name, row.row_key));
        let name = Names(rows.ids).read_label(&row.label.unwrap_or_default());
        if row.left {
            made.plan.changes.push(Change {
                mark: Mark::Closed,
                kind: table.kind,
                name,
                fields: Vec::new(),
            });
        } else {
            made.plan.in_use.push(InUse {
                kind: table.kind,
                name,
                by: uses::counted(table.uses, &row.uses),
            });
        }
    }
    Ok(())
}
