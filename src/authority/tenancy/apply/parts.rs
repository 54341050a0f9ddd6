//! Drift of the parts of a tenant that have no history row by row: its card (`tenant.toml`, `theme.toml`, `catalogue.toml`,
//! …), its procedures and its dictionaries. The last application noted how it left them.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::json;
use uuid::Uuid;

use super::drift::Drift;
use super::{dictionaries, procedures, queries};
use crate::authority::dictionaries::edition;
use crate::authority::tenancy::card;
use crate::authority::tenancy::change::{Field, Mark, differences};
use crate::authority::tenancy::queries::Card;
use crate::kernel::error::{Error, Result};
use crate::kernel::ids::DictionaryVersionId;
use crate::platform::door::Sql;

/// The parts at one moment.
#[derive(Deserialize)]
struct Parts {
    card: Option<Card>,
    procedures: BTreeMap<Uuid, Procedure>,
    dictionaries: BTreeMap<String, Uuid>,
}

#[derive(Deserialize, PartialEq, Eq)]
struct Procedure {
    code: String,
    version: Option<Uuid>,
    suspended: bool,
}

/// What differs from how the last application left it; nothing before the first that noted it.
pub(super) fn found(sql: &mut Sql) -> Result<Vec<Drift>> {
    let Some(found) = queries::parts(sql)? else {
        return Ok(Vec::new());
    };
    let parts = |value| serde_json::from_value::<Parts>(value).map_err(Error::internal);
    let (before, after) = (parts(found.left_as.clone())?, parts(found.are.clone())?);
    let mut all = Vec::new();
    if let Some(card) = &after.card {
        for change in card::changes(before.card.as_ref(), card) {
            let key = change.name.clone();
            all.push(by_whom(
                &found,
                change.mark,
                card::KIND,
                key,
                change.name,
                change.fields,
            ));
        }
    }
    for (id, procedure) in &after.procedures {
        let was = before.procedures.get(id);
        if was != Some(procedure) {
            all.extend(of_procedure(sql, &found, *id, was, procedure)?);
        }
    }
    for (code, version) in &after.dictionaries {
        let was = before.dictionaries.get(code);
        if was != Some(version) {
            all.extend(of_dictionary(sql, code, was, *version)?);
        }
    }
    Ok(all)
}

/// Whoever changed the card last changed what goes with it: procedures are published together with a card.
fn by_whom(
    found: &queries::Parts,
    mark: Mark,
    kind: &'static str,
    key: String,
    name: String,
    fields: Vec<Field>,
) -> Drift {
    Drift {
        mark,
        kind,
        name,
        fields,
        made_by: found.kept_by.clone(),
        made_at: found.kept_at,
        origin: found.origin.clone(),
        reason: found.reason.clone(),
        row: (kind, key),
    }
}

fn of_procedure(
    sql: &mut Sql,
    found: &queries::Parts,
    id: Uuid,
    was: Option<&Procedure>,
    is: &Procedure,
) -> Result<Option<Drift>> {
    let mut fields = Vec::new();
    let mark = match was {
        None if is.suspended => return Ok(None),
        None => Mark::Added,
        Some(was) if is.suspended && !was.suspended => Mark::Closed,
        Some(was) => {
            let mut version = |id: Option<Uuid>| -> Result<_> {
                let version = id.map(|id| queries::version(sql, id)).transpose()?;
                Ok(procedures::said(version.flatten()))
            };
            let (one, other) = (version(was.version)?, version(is.version)?);
            differences("", &one, &other, &mut fields);
            differences("code", &json!(was.code), &json!(is.code), &mut fields);
            differences(
                "suspended",
                &json!(was.suspended),
                &json!(is.suspended),
                &mut fields,
            );
            if fields.is_empty() {
                return Ok(None);
            }
            Mark::Changed
        }
    };
    Ok(Some(by_whom(
        found,
        mark,
        procedures::KIND,
        id.to_string(),
        is.code.clone(),
        fields,
    )))
}

fn of_dictionary(sql: &mut Sql, code: &str, was: Option<&Uuid>, is: Uuid) -> Result<Option<Drift>> {
    let mut contents = |id: Uuid| Ok::<_, Error>(edition(sql, DictionaryVersionId::from_uuid(id))?.contents);
    let before = was.map(|id| contents(*id)).transpose()?;
    let fields = dictionaries::fields(before.as_ref(), &contents(is)?)?;
    if was.is_some() && fields.is_empty() {
        return Ok(None);
    }
    let published = queries::published_by(sql, is)?;
    Ok(Some(Drift {
        mark: if was.is_some() { Mark::Changed } else { Mark::Added },
        kind: dictionaries::KIND,
        name: code.to_owned(),
        fields,
        made_by: published.published_by,
        made_at: published.published_at,
        origin: "page".into(),
        reason: published.reason,
        row: (dictionaries::KIND, code.to_owned()),
    }))
}
