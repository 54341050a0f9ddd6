//! One function per intention about dictionaries.

use serde_json::json;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::authority::tenancy;
use crate::kernel::clock::Instant;
use crate::kernel::error::{Error, FieldProblem, Refusal, Result};
use crate::kernel::ids::DictionaryVersionId;
use crate::kernel::locale::{Language, Localised};
use crate::platform::door::{Granted, Sql};

use super::acts::{KeepDictionaries, ReadDictionaries};
use super::model::{Contents, Edition, Item, LEVELS_MAX};
use super::queries::{self, VersionRow};
use super::rules::{self, Fault};

/// A dictionary in the list.
#[derive(Debug, Clone)]
pub struct Listed {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: Localised,
    /// Number and moment of the version in force.
    pub in_force: Option<(i32, Instant)>,
    /// How many items it has.
    pub items: i64,
    /// The number of its draft.
    pub draft: Option<i32>,
}

/// A version of a dictionary, without its items.
#[derive(Debug, Clone)]
pub struct Version {
    /// The version.
    pub id: DictionaryVersionId,
    /// 1, 2, 3 …
    pub number: i32,
    /// When it was begun, and by whom.
    pub begun: (Instant, String),
    /// When it was published, by whom and why; `None`: it is the draft.
    pub published: Option<(Instant, String, String)>,
    /// Whether it is in force.
    pub is_in_force: bool,
}

fn parsed<T: serde::de::DeserializeOwned>(value: serde_json::Value) -> Result<T> {
    serde_json::from_value(value).map_err(Error::internal)
}

/// Every dictionary, by code.
///
/// # Errors
/// When the database fails.
pub fn list(grant: &mut Granted<'_, ReadDictionaries>) -> Result<Vec<Listed>> {
    queries::list(grant.sql())?
        .into_iter()
        .map(|row| {
            Ok(Listed {
                code: row.code,
                name: parsed(row.name)?,
                in_force: row.number.zip(row.published_at),
                items: row.items,
                draft: row.draft,
            })
        })
        .collect()
}

/// The versions of a dictionary, the newest first.
///
/// # Errors
/// [`Error::NotFound`] when there is no such dictionary.
pub fn history(grant: &mut Granted<'_, ReadDictionaries>, code: &str) -> Result<Vec<Version>> {
    let sql = grant.sql();
    let (id, current) = queries::find(sql, code)?.ok_or(Error::NotFound)?;
    Ok(queries::versions(sql, id)?
        .into_iter()
        .map(|row| Version {
            id: DictionaryVersionId::from_uuid(row.id),
            number: row.number,
            is_in_force: current == Some(row.id),
            published: row.published_at.map(|at| {
                (
                    at,
                    row.published_by.unwrap_or_default(),
                    row.reason.unwrap_or_default(),
                )
            }),
            begun: (row.begun_at, row.begun_by),
        })
        .collect())
}

fn contents(sql: &mut Sql, row: &VersionRow) -> Result<Contents> {
    Ok(Contents {
        name: parsed(row.name.clone())?,
        levels: parsed(row.levels.clone())?,
        items: queries::items(sql, row.id)?,
    })
}

fn assembled(sql: &mut Sql, code: String, row: &VersionRow) -> Result<Edition> {
    Ok(Edition::new(
        DictionaryVersionId::from_uuid(row.id),
        code,
        row.number,
        contents(sql, row)?,
    ))
}

/// Every version in force, for the catalogue. The caller's own grant is what allows it: forms show these lists to everybody.
///
/// # Errors
/// When the database fails.
pub fn editions_in_force(sql: &mut Sql) -> Result<Vec<Edition>> {
    queries::in_force(sql)?
        .into_iter()
        .map(|(code, row)| assembled(sql, code, &row))
        .collect()
}

/// One version, in force or not, draft or not.
///
/// # Errors
/// [`Error::NotFound`] when the tenant has no such version.
pub fn edition(sql: &mut Sql, id: DictionaryVersionId) -> Result<Edition> {
    let (code, row) = queries::version(sql, id)?.ok_or(Error::NotFound)?;
    assembled(sql, code, &row)
}

/// What is in force of a dictionary; nothing when there is none.
///
/// # Errors
/// When the database fails.
pub fn contents_in_force(sql: &mut Sql, code: &str) -> Result<Option<Contents>> {
    match Kept::of(sql, code)?.as_ref().and_then(Kept::in_force) {
        Some(row) => contents(sql, row).map(Some),
        None => Ok(None),
    }
}

/// A dictionary that can be changed.
struct Kept {
    id: Uuid,
    current: Option<Uuid>,
    versions: Vec<VersionRow>,
}

impl Kept {
    fn of(sql: &mut Sql, code: &str) -> Result<Option<Kept>> {
        let Some((id, current)) = queries::find(sql, code)? else {
            return Ok(None);
        };
        let versions = queries::versions(sql, id)?;
        Ok(Some(Kept {
            id,
            current,
            versions,
        }))
    }

    fn draft(&self) -> Option<&VersionRow> {
        self.versions.iter().find(|row| row.published_at.is_none())
    }

    fn in_force(&self) -> Option<&VersionRow> {
        self.versions.iter().find(|row| Some(row.id) == self.current)
    }

    fn next_number(&self) -> i32 {
        self.versions.first().map_or(1, |row| row.number + 1)
    }
}

fn draft_of(sql: &mut Sql, code: &str) -> Result<(Kept, Uuid)> {
    let kept = Kept::of(sql, code)?.ok_or(Error::NotFound)?;
    let id = kept
        .draft()
        .map(|row| row.id)
        .ok_or_else(|| Error::refused("admin-dictionary-no-draft"))?;
    Ok((kept, id))
}

fn check_head(code: Option<&str>, head: &Contents, home: Language) -> Result<()> {
    let mut problems = Vec::new();
    if code.is_some_and(|code| !rules::is_code(code)) {
        problems.push(FieldProblem::new("code", "admin-dictionary-code-wrong"));
    }
    if !head.name.has(home) {
        problems.push(FieldProblem::new(format!("name-{home}"), Fault::NoName.key()));
    } else if !rules::is_name(&head.name) {
        problems.push(FieldProblem::new(format!("name-{home}"), Fault::Name.key()));
    }
    if head.levels.len() > LEVELS_MAX || head.levels.iter().any(|level| !rules::is_name(level)) {
        problems.push(FieldProblem::new("levels", Fault::Name.key()));
    }
    if problems.is_empty() {
        Ok(())
    } else {
        Err(Refusal::of_fields(problems).into())
    }
}

/// Makes a dictionary with an empty draft.
///
/// # Errors
/// A refusal by field when the code is taken or the name does not do.
pub fn make(
    mut grant: Granted<'_, KeepDictionaries>,
    code: &str,
    head: &Contents,
    home: Language,
    who: &str,
    now: Instant,
) -> Result<()> {
    check_head(Some(code), head, home)?;
    let (sql, id) = (grant.sql(), Uuid::now_v7());
    queries::insert_dictionary(sql, id, code).map_err(|error| match error {
        Error::Conflict(_) | Error::RuleBroken { .. } => {
            Refusal::of_fields(vec![FieldProblem::new("code", "admin-dictionary-code-taken")]).into()
        }
        other => other,
    })?;
    queries::insert_draft(sql, id, DictionaryVersionId::fresh(), 1, head, who, now)
}

/// Begins a draft with what the version in force says. When there is a draft already it is kept.
///
/// # Errors
/// [`Error::NotFound`] when there is no such dictionary.
pub fn begin_draft(
    mut grant: Granted<'_, KeepDictionaries>,
    code: &str,
    who: &str,
    now: Instant,
) -> Result<()> {
    let sql = grant.sql();
    let kept = Kept::of(sql, code)?.ok_or(Error::NotFound)?;
    if kept.draft().is_some() {
        return Ok(());
    }
    let from = match kept.in_force() {
        Some(row) => contents(sql, row)?,
        None => Contents::default(),
    };
    let id = DictionaryVersionId::fresh();
    queries::insert_draft(sql, kept.id, id, kept.next_number(), &from, who, now)?;
    queries::put_items(sql, id.uuid(), &from.items)
}

/// What the draft says, and what is in force beside it.
///
/// # Errors
/// [`Error::NotFound`] when there is no such dictionary; a refusal when it has no draft.
pub fn draft_contents(
    grant: &mut Granted<'_, KeepDictionaries>,
    code: &str,
) -> Result<(Edition, Option<Contents>)> {
    let sql = grant.sql();
    let (kept, _) = draft_of(sql, code)?;
    let row = kept.draft().ok_or(Error::NotFound)?;
    let draft = assembled(sql, code.to_owned(), row)?;
    let before = match kept.in_force() {
        Some(row) => Some(contents(sql, row)?),
        None => None,
    };
    Ok((draft, before))
}

/// Names the dictionary of a draft and its levels.
///
/// # Errors
/// A refusal by field when a name does not do.
pub fn set_head(
    mut grant: Granted<'_, KeepDictionaries>,
    code: &str,
    head: &Contents,
    home: Language,
) -> Result<()> {
    check_head(None, head, home)?;
    let sql = grant.sql();
    let (_, draft) = draft_of(sql, code)?;
    queries::set_head(sql, draft, head)
}

/// Adds an item to a draft, or changes the one that had the code `before`.
///
/// # Errors
/// A refusal by field when the draft would not hold together.
pub fn keep_item(
    mut grant: Granted<'_, KeepDictionaries>,
    code: &str,
    before: Option<&str>,
    item: &Item,
    home: Language,
) -> Result<()> {
    let sql = grant.sql();
    let (_, draft) = draft_of(sql, code)?;
    let mut items = queries::items(sql, draft)?;
    let place = match before {
        Some(before) => items
            .iter()
            .position(|one| one.code == before)
            .ok_or(Error::NotFound)?,
        None => items.len(),
    };
    if let Some(before) = before.filter(|before| *before != item.code) {
        for one in items
            .iter_mut()
            .filter(|one| one.parent.as_deref() == Some(before))
        {
            one.parent = Some(item.code.clone());
        }
    }
    match items.get_mut(place) {
        Some(known) => known.clone_from(item),
        None => items.push(item.clone()),
    }
    let after = Contents {
        items,
        ..Contents::default()
    };
    let problems: Vec<FieldProblem> = rules::check(&after, home)
        .into_iter()
        .filter(|(at, fault)| *at == place || matches!(fault, Fault::Deep | Fault::Twice | Fault::TooMany))
        .map(|(_, fault)| FieldProblem::new(fault.field(), fault.key()))
        .collect();
    if !problems.is_empty() {
        return Err(Refusal::of_fields(problems).into());
    }
    queries::put_item(sql, draft, before, item)
}

/// Removes an item of a draft with everything below it.
///
/// # Errors
/// [`Error::NotFound`] when the draft has no such item.
pub fn remove_item(mut grant: Granted<'_, KeepDictionaries>, code: &str, item: &str) -> Result<()> {
    let sql = grant.sql();
    let (_, draft) = draft_of(sql, code)?;
    match queries::remove_item(sql, draft, item)? {
        0 => Err(Error::NotFound),
        _ => Ok(()),
    }
}

/// Makes the items of a draft these.
///
/// # Errors
/// A refusal when they do not hold together; the caller has told why before (see [`super::from_rows`]).
pub fn put_contents(
    mut grant: Granted<'_, KeepDictionaries>,
    code: &str,
    items: Vec<Item>,
    home: Language,
) -> Result<()> {
    let sql = grant.sql();
    let (_, draft) = draft_of(sql, code)?;
    let after = Contents {
        items,
        ..Contents::default()
    };
    if let Some((_, fault)) = rules::check(&after, home).first() {
        return Err(Error::refused(fault.key()));
    }
    queries::put_items(sql, draft, &after.items)
}

/// Throws a draft away; a dictionary of which nothing was published goes with it.
///
/// # Errors
/// A refusal when there is no draft.
pub fn discard(mut grant: Granted<'_, KeepDictionaries>, code: &str) -> Result<()> {
    let sql = grant.sql();
    let (kept, draft) = draft_of(sql, code)?;
    queries::remove_draft(sql, draft)?;
    if kept.current.is_none() {
        queries::remove_dictionary(sql, kept.id)?;
    }
    Ok(())
}

/// Publishes the draft: it is in force from the next request on, and never changes again.
///
/// # Errors
/// A refusal when there is no draft, no reason, no item, or nothing that differs from what is in force.
pub fn publish(
    mut grant: Granted<'_, KeepDictionaries>,
    code: &str,
    reason: &str,
    home: Language,
    who: &str,
    now: Instant,
) -> Result<i32> {
    let sql = grant.sql();
    let (kept, id) = draft_of(sql, code)?;
    let row = kept.draft().ok_or(Error::NotFound)?;
    let after = contents(sql, row)?;
    let problem =
        |field: &str, key: &str| Err(Refusal::of_fields(vec![FieldProblem::new(field, key)]).into());
    if reason.trim().is_empty() || reason.chars().count() > 500 {
        return problem("reason", "admin-dictionary-reason-needed");
    }
    if after.items.is_empty() {
        return problem("reason", "admin-dictionary-publish-empty");
    }
    if let Some((_, fault)) = rules::check(&after, home).first() {
        return problem("reason", fault.key());
    }
    let digest = digest(&after);
    if kept
        .in_force()
        .is_some_and(|row| row.digest.as_deref() == Some(digest.as_slice()))
    {
        return problem("reason", "admin-dictionary-publish-same");
    }
    let number = row.number;
    queries::publish(sql, kept.id, id, &digest, who, reason.trim(), now)?;
    tenancy::catalogue_changes(sql)?;
    Ok(number)
}

/// Publishes contents that came whole, such as a tenant's code, unless they are in force already. A draft that somebody has
/// begun stays, behind the new version. Answers the number published and whether the dictionary is new.
///
/// # Errors
/// When the database fails.
pub fn publish_contents(
    sql: &mut Sql,
    code: &str,
    contents: &Contents,
    who: &str,
    reason: &str,
    now: Instant,
) -> Result<Option<(i32, bool)>> {
    let digest = digest(contents);
    let (id, number, is_new) = match Kept::of(sql, code)? {
        Some(kept)
            if kept
                .in_force()
                .is_some_and(|row| row.digest.as_deref() == Some(digest.as_slice())) =>
        {
            return Ok(None);
        }
        Some(kept) => {
            if let Some(draft) = kept.draft() {
                // Two drafts cannot stand beside each other: what somebody prepared becomes the newest again.
                let prepared = self::contents(sql, draft)?;
                let (begun_at, begun_by) = (draft.begun_at, draft.begun_by.clone());
                queries::remove_draft(sql, draft.id)?;
                let number = draft.number;
                let new = put_version(sql, kept.id, number, contents, who, now)?;
                queries::publish(sql, kept.id, new, &digest, who, reason, now)?;
                let again = DictionaryVersionId::fresh();
                queries::insert_draft(sql, kept.id, again, number + 1, &prepared, &begun_by, begun_at)?;
                queries::put_items(sql, again.uuid(), &prepared.items)?;
                return Ok(Some((number, false)));
            }
            (kept.id, kept.next_number(), false)
        }
        None => {
            let id = Uuid::now_v7();
            queries::insert_dictionary(sql, id, code)?;
            (id, 1, true)
        }
    };
    let version = put_version(sql, id, number, contents, who, now)?;
    queries::publish(sql, id, version, &digest, who, reason, now)?;
    Ok(Some((number, is_new)))
}

fn put_version(
    sql: &mut Sql,
    dictionary: Uuid,
    number: i32,
    contents: &Contents,
    who: &str,
    now: Instant,
) -> Result<Uuid> {
    let id = DictionaryVersionId::fresh();
    queries::insert_draft(sql, dictionary, id, number, contents, who, now)?;
    queries::put_items(sql, id.uuid(), &contents.items)?;
    Ok(id.uuid())
}

fn digest(contents: &Contents) -> [u8; 32] {
    Sha256::digest(json!(contents).to_string().as_bytes()).into()
}
