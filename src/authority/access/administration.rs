//! Who administers: what no change may take away from everybody.
//!
//! Somebody administers on the days on which an open account of hers holds a responsibility that administers, and the
//! responsibility opens at least one operating unit, as the start of a context computes it: without a unit no page and no
//! program lets her in. A way of change that could end that waits for the turn of changes of access, notes who administers before it ([`Kept::before`]) and refuses what
//! leaves fewer days with an administrator ([`Kept::check`]); where nobody administered before, nothing is kept.

use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;

use crate::authority::people::admin::rules::{Cover, Span};
use crate::kernel::access::start;
use crate::kernel::error::{Error, FieldProblem, Refusal, Result};
use crate::kernel::ids::AccountId;
use crate::kernel::locale::Localised;
use crate::platform::door::Sql;

use super::queries;

/// The rule, as texts and plans call it.
pub const RULE: &str = "rule-administrator-remains";

/// The most responsibilities that a refusal names.
const NAMED_MAX: usize = 5;

/// Somebody who holds a responsibility that administers.
#[derive(Debug, Clone)]
pub(in crate::authority) struct Administers {
    /// Her open account.
    pub account: AccountId,
    /// The responsibility's code.
    pub code: String,
    /// Its name.
    pub name: Localised,
    /// When she holds it.
    pub span: Span,
    /// Whether she has a password.
    pub signs_in: bool,
    /// Whether it opens a unit for her.
    pub opens: bool,
}

/// Whose administration counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::authority) enum Counted {
    /// Of whoever has a password: what is done in the browser or by a program is to be mended there.
    WhoSignsIn,
    /// Of every open account: a folder may hand over to somebody who has yet to set her password.
    Everybody,
}

/// Makes changes of access wait for one another, until the end of the transaction.
///
/// # Errors
/// When the database fails.
pub(in crate::authority) fn wait_for_turn(sql: &mut Sql) -> Result<()> {
    queries::lock_access(sql)
}

/// Everybody who holds a responsibility that administers, on whatever day, and whether it opens a unit on `day`.
///
/// # Errors
/// When the database fails.
pub(in crate::authority) fn who_administers(sql: &mut Sql, day: NaiveDate) -> Result<Vec<Administers>> {
    let all = queries::held_to_administer(sql)?;
    if all.is_empty() {
        return Ok(Vec::new());
    }
    let directory = queries::directory(sql, day)?;
    let of_their_own: BTreeSet<AccountId> = queries::with_own_options(sql)?.into_iter().collect();
    // Whoever has no option of her own begins as everybody of her group does.
    let mut known = HashMap::new();
    let mut found = Vec::with_capacity(all.len());
    for one in all {
        let group = one.group.unwrap_or(one.held.group);
        let own = of_their_own.contains(&one.account).then_some(one.account);
        let key = (one.held.id, group, own);
        let opens = match known.get(&key) {
            Some(opens) => *opens,
            None => {
                let options = queries::options(sql, one.account, &one.held, group)?;
                let opens = start(&options, &directory).is_ok();
                known.insert(key, opens);
                opens
            }
        };
        found.push(Administers {
            account: one.account,
            code: one.held.code,
            name: serde_json::from_value(one.held.name).map_err(Error::internal)?,
            span: Span {
                from: one.held.valid_from,
                until: one.held.valid_to,
            },
            signs_in: one.signs_in,
            opens,
        });
    }
    Ok(found)
}

/// Who administered before a change.
#[derive(Debug)]
pub(in crate::authority) struct Kept {
    day: NaiveDate,
    counted: Counted,
    cover: Cover,
    /// By which responsibilities: code and name.
    by: Vec<(String, Localised)>,
}

impl Kept {
    /// Notes who administers from `day` on; what is to be kept waits for its turn first ([`wait_for_turn`]).
    ///
    /// # Errors
    /// When the database fails.
    pub fn before(sql: &mut Sql, day: NaiveDate, counted: Counted) -> Result<Self> {
        let mut by: Vec<(String, Localised)> = Vec::new();
        let now = counting(sql, day, counted)?;
        for one in &now {
            if one.span.until.is_none_or(|until| day < until) && by.iter().all(|(code, _)| *code != one.code)
            {
                by.push((one.code.clone(), one.name.clone()));
            }
        }
        Ok(Self {
            day,
            counted,
            cover: Cover::of(now.iter().map(|one| one.span), day),
            by,
        })
    }

    /// The responsibilities by which somebody administered before the change and nobody does on some day after it; none when
    /// there is an administrator on every day on which there was one.
    ///
    /// # Errors
    /// When the database fails.
    pub fn lost(&self, sql: &mut Sql) -> Result<Option<&[(String, Localised)]>> {
        if self.by.is_empty() {
            return Ok(None);
        }
        let after = counting(sql, self.day, self.counted)?;
        let after = Cover::of(after.iter().map(|one| one.span), self.day);
        Ok(self.cover.shrinks_to(after).map(|_| self.by.as_slice()))
    }

    /// Refuses a change that took the last administration away.
    ///
    /// # Errors
    /// The refusal, with the responsibilities that would open nothing; when the database fails.
    pub fn check(&self, sql: &mut Sql) -> Result<()> {
        let Some(by) = self.lost(sql)? else {
            return Ok(());
        };
        let mut refusal = Refusal::new(RULE);
        refusal.fields = by
            .iter()
            .take(NAMED_MAX)
            .map(|(code, name)| {
                FieldProblem::new("", "rule-way-responsibility")
                    .with("code", code)
                    .with_name(name)
            })
            .collect();
        Err(refusal.into())
    }
}

fn counting(sql: &mut Sql, day: NaiveDate, counted: Counted) -> Result<Vec<Administers>> {
    let mut all = who_administers(sql, day)?;
    all.retain(|one| one.opens && (one.signs_in || counted == Counted::Everybody));
    Ok(all)
}
