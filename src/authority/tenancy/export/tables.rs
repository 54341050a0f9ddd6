//! Rows of a database read as the parts of a tenant's code.

use std::collections::HashMap;

use chrono::NaiveDate;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use uuid::Uuid;

use crate::kernel::error::{Error, Result};
use crate::kernel::locale::Localised;

/// The first day of what has no other: it is not written down.
const ALWAYS: &str = "2000-01-01";

/// The rows of every table, and the code behind each id.
pub(super) struct Tables {
    rows: HashMap<String, Vec<Row>>,
    codes: HashMap<Uuid, String>,
}

impl Tables {
    /// Reads what the database gave.
    pub(super) fn read(tables: Vec<(String, Value)>) -> Result<Self> {
        let mut rows = HashMap::new();
        let mut codes = HashMap::new();
        for (name, value) in tables {
            let list: Vec<Row> = serde_json::from_value(value).map_err(Error::internal)?;
            for row in &list {
                if let (Ok(id), Ok(code)) = (
                    row.get::<Uuid>("id"),
                    row.get::<String>("code").or_else(|_| row.get("email")),
                ) {
                    codes.insert(id, code);
                }
            }
            rows.insert(name, list);
        }
        Ok(Self { rows, codes })
    }

    /// The rows of a table.
    pub(super) fn of(&self, table: &str) -> &[Row] {
        self.rows.get(table).map_or(&[], Vec::as_slice)
    }

    /// Whether a table has something in force of this code.
    pub(super) fn has(&self, table: &str, code: &str) -> bool {
        let mut rows = self.of(table).iter();
        rows.any(|row| row.get::<String>("code").is_ok_and(|it| it == code))
    }

    /// Each row of a table made into something.
    pub(super) fn each<T>(&self, table: &str, make: impl Fn(&Row) -> Result<T>) -> Result<Vec<T>> {
        self.of(table).iter().map(make).collect()
    }

    /// The code of what a column refers to.
    pub(super) fn code(&self, row: &Row, column: &str) -> Result<String> {
        self.maybe(row, column)?
            .ok_or_else(|| Error::Internal(format!("{column} refers to nothing that is in force")))
    }

    /// The code of what a column refers to, when it refers to something that is in force.
    pub(super) fn maybe(&self, row: &Row, column: &str) -> Result<Option<String>> {
        let id: Option<Uuid> = row.get(column)?;
        Ok(id.and_then(|id| self.codes.get(&id).cloned()))
    }

    /// The rows of a table that refer to an id.
    pub(super) fn to<'a>(
        &'a self,
        table: &str,
        column: &'static str,
        id: Uuid,
    ) -> impl Iterator<Item = &'a Row> {
        self.of(table)
            .iter()
            .filter(move |row| row.get::<Uuid>(column).is_ok_and(|it| it == id))
    }
}

/// A row by column.
#[derive(Deserialize)]
#[serde(transparent)]
pub(super) struct Row(serde_json::Map<String, Value>);

impl Row {
    /// A column read as a type.
    pub(super) fn get<T: DeserializeOwned>(&self, column: &str) -> Result<T> {
        let value = self.0.get(column).unwrap_or(&Value::Null);
        T::deserialize(value).map_err(|error| Error::Internal(format!("column {column}: {error}")))
    }

    /// A member of a column that holds an object.
    pub(super) fn member<T: DeserializeOwned>(&self, column: &str, member: &str) -> Result<T> {
        let value = self
            .0
            .get(column)
            .and_then(|it| it.get(member))
            .unwrap_or(&Value::Null);
        T::deserialize(value).map_err(|error| Error::Internal(format!("column {column}.{member}: {error}")))
    }

    /// The id.
    pub(super) fn id(&self) -> Result<Uuid> {
        self.get("id")
    }

    /// The name.
    pub(super) fn name(&self) -> Result<Localised> {
        self.get("name")
    }

    /// The first day, unless it has always been.
    pub(super) fn from(&self) -> Result<Option<NaiveDate>> {
        let day: NaiveDate = self.get("valid_from")?;
        Ok((day.to_string() != ALWAYS).then_some(day))
    }
}
