//! How pages look at the organisation: a tree whose branches are read when they are opened, a table with search, a part
//! with all it hangs on, today or as of a day.

use std::collections::BTreeMap;

use uuid::Uuid;

use crate::authority::changes::{self, ChangeSet, Filter};
use crate::kernel::clock::Instant;
use crate::kernel::error::Result;
use crate::kernel::locale::Language;
use crate::platform::door::Granted;

use super::acts::ReadOrganisation;
use super::change::Kind;
use super::model::{PlanState, Planned};
use super::queries::{books, listed, look, past, plans, values};

pub use super::seen::{
    Accounting, Group, Item, LedgerLine, Listed, Offer, OwnedValue, Part, Says, Sought, Then, Wanted,
};

/// The first level of the tree: business groups and accounting set-ups.
///
/// # Errors
/// When the database fails.
pub fn roots(grant: &mut Granted<'_, ReadOrganisation>) -> Result<Vec<Item>> {
    let sql = grant.sql();
    let mut roots = look::every(sql, Kind::BusinessGroup)?;
    roots.extend(look::every(sql, Kind::AccountingSetup)?);
    Ok(roots)
}

/// What stands below a part in the tree. `most` bounds each group.
///
/// # Errors
/// When the database fails.
pub fn below(
    grant: &mut Granted<'_, ReadOrganisation>,
    kind: Kind,
    id: Uuid,
    most: i64,
) -> Result<Vec<Group>> {
    look::groups(grant.sql(), kind, id, most, true)
}

/// Everything that hung on a part then, and the balancing values that an entity owned.
///
/// # Errors
/// When the database fails.
pub fn hung(
    grant: &mut Granted<'_, ReadOrganisation>,
    kind: Kind,
    id: Uuid,
    then: Then,
    most: i64,
) -> Result<(Vec<Group>, Vec<String>)> {
    let sql = grant.sql();
    let groups = past::groups(sql, (kind, id), then, most)?;
    let values = if kind == Kind::LegalEntity {
        past::values_of(sql, id, then)?
    } else {
        Vec::new()
    };
    Ok((groups, values))
}

/// Everything that hangs on a part.
///
/// # Errors
/// When the database fails.
pub fn hanging(
    grant: &mut Granted<'_, ReadOrganisation>,
    kind: Kind,
    id: Uuid,
    most: i64,
) -> Result<Vec<Group>> {
    look::groups(grant.sql(), kind, id, most, false)
}

/// A page of the table, and how many rows there are in all.
///
/// # Errors
/// When the database fails.
pub fn table(
    grant: &mut Granted<'_, ReadOrganisation>,
    wanted: &Wanted,
    language: Language,
) -> Result<(Vec<Item>, i64)> {
    look::table(grant.sql(), wanted, language)
}

/// Parts of every kind in the order of their kinds and codes, and how many there are in all.
///
/// # Errors
/// When the database fails.
pub fn listed(grant: &mut Granted<'_, ReadOrganisation>, sought: &Sought) -> Result<(Vec<Listed>, i64)> {
    listed::rows(grant.sql(), sought)
}

/// One part, as it stands or as it stood.
///
/// # Errors
/// [`crate::kernel::error::Error::NotFound`] when there is none; when the database fails.
pub fn part(
    grant: &mut Granted<'_, ReadOrganisation>,
    kind: Kind,
    id: Uuid,
    as_of: Option<Instant>,
) -> Result<Part> {
    look::part(grant.sql(), kind, id, as_of)
}

/// The latest changes of a part, the newest first.
///
/// # Errors
/// When the database fails.
pub fn history(grant: &mut Granted<'_, ReadOrganisation>, kind: Kind, id: Uuid) -> Result<Vec<ChangeSet>> {
    changes::history(
        grant.sql(),
        &Filter {
            table: Some(kind.table().to_owned()),
            key: Some(id.to_string()),
            limit: 20,
            ..Filter::default()
        },
    )
}

/// Parts of a kind that a form offers, in the order of their codes; `condition` narrows them.
///
/// # Errors
/// When the database fails.
pub fn offered(grant: &mut Granted<'_, ReadOrganisation>, offer: Offer) -> Result<Vec<Item>> {
    look::offered(grant.sql(), offer)
}

/// The balancing values of an entity.
///
/// # Errors
/// When the database fails.
pub fn values_of(grant: &mut Granted<'_, ReadOrganisation>, entity: Uuid) -> Result<Vec<String>> {
    books::values_of(grant.sql(), entity)
}

/// The names of parts.
///
/// # Errors
/// When the database fails.
pub fn labels(
    grant: &mut Granted<'_, ReadOrganisation>,
    parts: &[(Kind, Uuid)],
) -> Result<BTreeMap<Uuid, Item>> {
    look::labels(grant.sql(), parts)
}

/// The accounting set-up, with balancing values of which `words` is part: at most `most` after the first `offset`.
///
/// # Errors
/// When the database fails.
pub fn accounting(
    grant: &mut Granted<'_, ReadOrganisation>,
    words: &str,
    offset: i64,
    most: i64,
) -> Result<Accounting> {
    let sql = grant.sql();
    let (values, value_count) = books::owned_values(sql, words, offset, most)?;
    Ok(Accounting {
        ledgers: books::ledgers(sql)?,
        value_sets: books::value_sets(sql)?,
        values,
        value_count,
        disagreements: values::disagreements(sql)?,
    })
}

/// Plans whose day is still to come.
///
/// # Errors
/// When the database fails.
pub fn plans(grant: &mut Granted<'_, ReadOrganisation>) -> Result<Vec<Planned>> {
    let mut plans = plans::all(grant.sql(), None)?;
    plans.retain(|plan| plan.state == PlanState::ToCome);
    Ok(plans)
}
