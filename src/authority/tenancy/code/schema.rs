//! The JSON schema of each file, by which editors complete and check it while it is written.
//!
//! The schemas are generated from the types that read the files, and lie in `docs/schema`; a test holds the two together. A file
//! names its schema in its first line: `#:schema ../../docs/schema/people.json`.

use std::collections::BTreeMap;

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema};

use super::{Accounts, Catalogue, Fees, Organisation, People, ProcedureFacts, Tenant, Theme};
use crate::authority::dictionaries::Contents;
use crate::kernel::calendar::Calendar;
use crate::kernel::locale::Localised;

/// Every file's schema as it is published, by the file's name without its ending.
pub const SCHEMAS: [(&str, &str); 11] = [
    ("accounts", include_str!("../../../../docs/schema/accounts.json")),
    ("calendar", include_str!("../../../../docs/schema/calendar.json")),
    (
        "catalogue",
        include_str!("../../../../docs/schema/catalogue.json"),
    ),
    (
        "dictionary",
        include_str!("../../../../docs/schema/dictionary.json"),
    ),
    ("fees", include_str!("../../../../docs/schema/fees.json")),
    (
        "notifications",
        include_str!("../../../../docs/schema/notifications.json"),
    ),
    (
        "organisation",
        include_str!("../../../../docs/schema/organisation.json"),
    ),
    ("people", include_str!("../../../../docs/schema/people.json")),
    (
        "procedure",
        include_str!("../../../../docs/schema/procedure.json"),
    ),
    ("tenant", include_str!("../../../../docs/schema/tenant.json")),
    ("theme", include_str!("../../../../docs/schema/theme.json")),
];

/// The schema of a file, made of the type that reads it; nothing for a name that is no file's.
#[must_use]
pub fn schema(file: &str) -> Option<Schema> {
    Some(match file {
        "accounts" => of::<Accounts>(),
        "calendar" => of::<Calendar>(),
        "catalogue" => of::<Catalogue>(),
        "dictionary" => of::<Contents>(),
        "fees" => of::<Fees>(),
        "notifications" => of::<BTreeMap<String, Localised>>(),
        "organisation" => of::<Organisation>(),
        "people" => of::<People>(),
        "procedure" => of::<ProcedureFacts>(),
        "tenant" => of::<Tenant>(),
        "theme" => of::<Theme>(),
        _ => return None,
    })
}

fn of<T: JsonSchema>() -> Schema {
    SchemaSettings::draft07()
        .into_generator()
        .into_root_schema_for::<T>()
}
