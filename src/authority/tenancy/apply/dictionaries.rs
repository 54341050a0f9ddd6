//! Publishes the dictionaries that say something else than the version in force. Those that the code does not have are the
//! administrators' own and stay as they are.

use crate::authority::changes::FROM_CODE;
use crate::authority::dictionaries::{Contents, contents_in_force, difference, publish_contents};
use crate::authority::tenancy::change::{Change, Field, Mark, to_json};
use crate::authority::tenancy::code::TenantCode;
use crate::kernel::clock::Instant;
use crate::kernel::error::Result;
use crate::platform::door::Sql;

pub(super) const KIND: &str = "dictionary";
/// Publishes what is new. Answers each change with the code of its dictionary.
pub(super) fn make_so(sql: &mut Sql, code: &TenantCode, now: Instant) -> Result<Vec<(String, Change)>> {
    let mut changes = Vec::new();
    for (name, contents) in &code.dictionaries {
        let before = contents_in_force(sql, name)?;
        let published = publish_contents(sql, name, contents, FROM_CODE, FROM_CODE, now)?;
        let Some((number, is_new)) = published else {
            continue;
        };
        let change = Change {
            mark: if is_new { Mark::Added } else { Mark::Changed },
            kind: KIND,
            name: if is_new {
                name.clone()
            } else {
                format!("{name} (version {number})")
            },
            fields: fields(before.as_ref(), contents)?,
        };
        changes.push((name.clone(), change));
    }
    changes.sort_by_key(|(_, change)| change.mark);
    Ok(changes)
}

/// What differs, item by item.
pub(super) fn fields(before: Option<&Contents>, after: &Contents) -> Result<Vec<Field>> {
    let told = difference(before.unwrap_or(&Contents::default()), after);
    let item = |contents: Option<&Contents>, code: &str| {
        to_json(&contents.and_then(|contents| contents.items.iter().find(|item| item.code == code)))
    };
    let mut fields = Vec::new();
    if told.head {
        fields.push(Field {
            field: "name".to_owned(),
            before: to_json(&before.map(|contents| &contents.name))?,
            after: to_json(&after.name)?,
        });
    }
    for code in told.added.iter().chain(&told.changed).chain(&told.removed) {
        fields.push(Field {
            field: format!("item.{code}"),
            before: item(before, code)?,
            after: item(Some(after), code)?,
        });
    }
    Ok(fields)
}
