//! SQL of papers.

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable, Text};
use serde_json::Value;
use uuid::Uuid;

use super::model::{Genuine, Paper, PaperKind, Signer};
use crate::authority::people::rules::reachable;
use crate::kernel::clock::Instant;
use crate::kernel::error::{Error, Result};
use crate::kernel::ids::{AccountId, DocumentId, DossierId, OperatingUnitId};
use crate::kernel::locale::{Language, Localised};
use crate::platform::door::Sql;
use crate::platform::schema::{
    account, business_group, document, dossier_form, legal_entity, number_counter, operating_unit,
    responsibility, service_hall, user_task,
};
use crate::services::dossiers::Dossier;

/// A paper that was recorded, with its file once that is stored.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// Its id.
    pub id: DocumentId,
    /// Its dossier.
    pub dossier_id: DossierId,
    /// The unit that issued it.
    pub operating_unit_id: OperatingUnitId,
    /// Units that a step was handed to.
    pub shared_unit_ids: Vec<OperatingUnitId>,
    /// Whom it is for.
    pub applicant_id: AccountId,
    /// The kind, or the kind and what it belongs to: `receipt:<payment>`.
    pub slot: String,
    /// What it says, number included.
    pub paper: Paper,
    /// Where the blob store has the file; none before it is stored.
    pub blob_key: Option<String>,
    /// Size of the file.
    pub size_bytes: Option<i64>,
    /// When it got its number.
    pub numbered_at: Instant,
    /// When its file was stored.
    pub stored_at: Option<Instant>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = document)]
struct DocumentRow {
    id: Uuid,
    dossier_id: Uuid,
    operating_unit_id: Uuid,
    shared_unit_ids: Vec<Option<Uuid>>,
    applicant_id: Uuid,
    kind: String,
    content: Value,
    blob_key: Option<String>,
    size_bytes: Option<i64>,
    numbered_at: Instant,
    stored_at: Option<Instant>,
}

impl TryFrom<DocumentRow> for Document {
    type Error = Error;
    fn try_from(row: DocumentRow) -> Result<Document> {
        Ok(Document {
            id: DocumentId::from_uuid(row.id),
            dossier_id: DossierId::from_uuid(row.dossier_id),
            operating_unit_id: OperatingUnitId::from_uuid(row.operating_unit_id),
            shared_unit_ids: row
                .shared_unit_ids
                .into_iter()
                .flatten()
                .map(OperatingUnitId::from_uuid)
                .collect(),
            applicant_id: AccountId::from_uuid(row.applicant_id),
            slot: row.kind,
            paper: serde_json::from_value(row.content).map_err(Error::internal)?,
            blob_key: row.blob_key,
            size_bytes: row.size_bytes,
            numbered_at: row.numbered_at,
            stored_at: row.stored_at,
        })
    }
}

/// The paper, if the actor sees it.
///
/// # Errors
/// When the database fails or the record cannot be read.
pub fn document(sql: &mut Sql, id: DocumentId) -> Result<Option<Document>> {
    document::table
        .filter(document::id.eq(id.uuid()))
        .select(DocumentRow::as_select())
        .first(sql.conn())
        .optional()?
        .map(Document::try_from)
        .transpose()
}

/// The paper of this dossier in this slot.
///
/// # Errors
/// When the database fails or the record cannot be read.
pub fn in_slot(sql: &mut Sql, dossier: DossierId, slot: &str) -> Result<Option<Document>> {
    document::table
        .filter(document::dossier_id.eq(dossier.uuid()))
        .filter(document::kind.eq(slot))
        .select(DocumentRow::as_select())
        .first(sql.conn())
        .optional()?
        .map(Document::try_from)
        .transpose()
}

/// What may be told of a paper to whoever holds its code: results and refusals whose file is stored.
///
/// # Errors
/// When the database fails.
pub fn genuine(sql_: &mut Sql, id: DocumentId) -> Result<Option<Genuine>> {
    type Row = (
        String,
        Option<String>,
        Option<String>,
        String,
        String,
        Uuid,
        Instant,
        Option<String>,
        Option<Vec<u8>>,
    );
    // The record names the applicant; only what stands in the letterhead leaves the database.
    let said = |path: &'static str| sql::<Text>(path);
    let row: Option<Row> = document::table
        .filter(document::id.eq(id.uuid()))
        .filter(document::kind.eq_any([PaperKind::Result.word(), PaperKind::Refusal.word()]))
        .filter(document::stored_at.is_not_null())
        .select((
            document::kind,
            document::number,
            sql::<Nullable<Text>>("content #>> '{body,heading}'"),
            said("coalesce(content ->> 'procedure', '')"),
            said("coalesce(content #>> '{letterhead,body}', '')"),
            document::operating_unit_id,
            document::numbered_at,
            document::blob_key,
            document::sha256,
        ))
        .first(sql_.conn())
        .optional()?;
    Ok(row.map(
        |(kind, number, heading, procedure, body, unit, numbered_at, blob_key, sha256)| Genuine {
            kind: if kind == PaperKind::Refusal.word() {
                PaperKind::Refusal
            } else {
                PaperKind::Result
            },
            number,
            heading,
            procedure,
            body,
            operating_unit_id: OperatingUnitId::from_uuid(unit),
            numbered_at,
            blob_key: blob_key.unwrap_or_default(),
            sha256: sha256.unwrap_or_default(),
        },
    ))
}

/// Every paper of a dossier whose file is stored, oldest first.
///
/// # Errors
/// When the database fails or a record cannot be read.
pub fn of_dossier(sql: &mut Sql, dossier: DossierId) -> Result<Vec<Document>> {
    document::table
        .filter(document::dossier_id.eq(dossier.uuid()))
        .filter(document::stored_at.is_not_null())
        .order(document::numbered_at.asc())
        .select(DocumentRow::as_select())
        .load(sql.conn())?
        .into_iter()
        .map(Document::try_from)
        .collect()
}

/// Takes the slot for a new paper. `None`: it is taken, by a transaction that has committed; one that is under way is
/// waited for.
///
/// # Errors
/// When the database fails.
pub fn take_slot(
    sql: &mut Sql,
    of: &Dossier,
    slot: &str,
    paper: &Paper,
    now: Instant,
) -> Result<Option<DocumentId>> {
    let id = DocumentId::fresh();
    let row = (
        document::tenant_id.eq(sql.tenant().uuid()),
        document::id.eq(id.uuid()),
        document::dossier_id.eq(of.id.uuid()),
        document::operating_unit_id.eq(of.operating_unit_id.uuid()),
        document::legal_entity_id.eq(of.legal_entity_id.uuid()),
        document::shared_unit_ids.eq(of
            .shared_unit_ids
            .iter()
            .map(|unit| Some(unit.uuid()))
            .collect::<Vec<_>>()),
        document::applicant_id.eq(of.applicant_id.uuid()),
        document::kind.eq(slot),
        document::language.eq(paper.language.tag()),
        document::content.eq(content(paper)?),
        document::numbered_at.eq(now),
    );
    let inserted = diesel::insert_into(document::table)
        .values(row)
        .on_conflict_do_nothing()
        .execute(sql.conn())?;
    Ok((inserted == 1).then_some(id))
}

/// Writes the paper down as it will be printed, with its number.
///
/// # Errors
/// When the database fails.
pub fn write_down(sql: &mut Sql, id: DocumentId, paper: &Paper) -> Result<()> {
    diesel::update(document::table.filter(document::id.eq(id.uuid())))
        .set((
            document::number.eq(&paper.number),
            document::content.eq(content(paper)?),
        ))
        .execute(sql.conn())?;
    Ok(())
}

/// The next serial of a series, from 1. The counter's row stays locked until the transaction ends, so that a number
/// that was drawn and rolled back is drawn again: no gap.
///
/// # Errors
/// When the database fails.
pub fn next_serial(sql_: &mut Sql, series: &str, owner: OperatingUnitId, period: &str) -> Result<u64> {
    let row = (
        number_counter::tenant_id.eq(sql_.tenant().uuid()),
        number_counter::series.eq(series),
        number_counter::owner.eq(owner.to_string()),
        number_counter::period.eq(period),
        number_counter::last.eq(1_i64),
    );
    let last: i64 = diesel::insert_into(number_counter::table)
        .values(row)
        .on_conflict((
            number_counter::tenant_id,
            number_counter::series,
            number_counter::owner,
            number_counter::period,
        ))
        .do_update()
        .set(number_counter::last.eq(sql::<BigInt>("number_counter.last + 1")))
        .returning(number_counter::last)
        .get_result(sql_.conn())?;
    u64::try_from(last).map_err(Error::internal)
}

/// The file that was stored for a paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredFile {
    /// Where the blob store has it.
    pub blob_key: String,
    /// Digest of the content.
    pub sha256: [u8; 32],
    /// Its size.
    pub size_bytes: i64,
}

/// Notes that the file is stored. `false`: it had been noted before.
///
/// # Errors
/// When the database fails.
pub fn mark_stored(sql: &mut Sql, id: DocumentId, file: &StoredFile, now: Instant) -> Result<bool> {
    let marked = diesel::update(
        document::table
            .filter(document::id.eq(id.uuid()))
            .filter(document::stored_at.is_null()),
    )
    .set((
        document::blob_key.eq(&file.blob_key),
        document::sha256.eq(file.sha256.as_slice()),
        document::size_bytes.eq(file.size_bytes),
        document::stored_at.eq(now),
    ))
    .execute(sql.conn())?;
    Ok(marked == 1)
}

fn content(paper: &Paper) -> Result<Value> {
    serde_json::to_value(paper).map_err(Error::internal)
}

/// Who issues the papers of a dossier.
#[derive(Debug, Clone)]
pub struct Office {
    /// The business group above the legal entity.
    pub group: Localised,
    /// The legal entity that signs.
    pub entity: Localised,
    /// Its registration number.
    pub registration: String,
    /// Its address as printed on invoices.
    pub address: Value,
    /// The operating unit's name.
    pub unit: Localised,
    /// What stands for the unit in numbers.
    pub unit_number_code: String,
    /// The hall that took the dossier in: name and address.
    pub hall: Option<(Localised, Localised)>,
}

/// Reads who issues the papers of a dossier.
///
/// # Errors
/// When the database fails or a name cannot be read.
pub fn office(sql: &mut Sql, of: &Dossier) -> Result<Office> {
    let (group_id, entity, registration, address): (Uuid, Value, String, Value) = legal_entity::table
        .filter(legal_entity::id.eq(of.legal_entity_id.uuid()))
        .select((
            legal_entity::business_group_id,
            legal_entity::name,
            legal_entity::registration_number,
            legal_entity::address,
        ))
        .first(sql.conn())?;
    let group: Value = business_group::table
        .filter(business_group::id.eq(group_id))
        .select(business_group::name)
        .first(sql.conn())?;
    let (unit, unit_number_code): (Value, String) = operating_unit::table
        .filter(operating_unit::id.eq(of.operating_unit_id.uuid()))
        .select((operating_unit::name, operating_unit::number_code))
        .first(sql.conn())?;
    let hall: Option<(Value, Value)> = match of.hall_id {
        Some(hall) => service_hall::table
            .filter(service_hall::id.eq(hall.uuid()))
            .select((service_hall::name, service_hall::address))
            .first(sql.conn())
            .optional()?,
        None => None,
    };
    let hall = match hall {
        Some((name, address)) => Some((localised(name)?, localised(address).unwrap_or_default())),
        None => None,
    };
    Ok(Office {
        group: localised(group)?,
        entity: localised(entity)?,
        registration,
        address,
        unit: localised(unit)?,
        unit_number_code,
        hall,
    })
}

fn localised(value: Value) -> Result<Localised> {
    serde_json::from_value(value).map_err(Error::internal)
}

/// The answers of the dossier's form and the versions of dictionaries they were chosen from; empty objects when it has none.
///
/// # Errors
/// When the database fails.
pub fn answers(sql: &mut Sql, dossier: DossierId) -> Result<(Value, Value)> {
    let kept = dossier_form::table
        .filter(dossier_form::dossier_id.eq(dossier.uuid()))
        .select((dossier_form::answers, dossier_form::dictionaries))
        .first(sql.conn())
        .optional()?;
    let nothing = || Value::Object(serde_json::Map::new());
    Ok(kept.unwrap_or_else(|| (nothing(), nothing())))
}

/// How the applicant can be reached: telephone and e-mail.
///
/// # Errors
/// When the database fails.
pub fn reach(sql: &mut Sql, applicant: AccountId) -> Result<(Option<String>, Option<String>)> {
    let found: Option<(Option<String>, String)> = account::table
        .filter(account::id.eq(applicant.uuid()))
        .select((account::phone, account::email))
        .first(sql.conn())
        .optional()?;
    Ok(found.map_or((None, None), |(phone, email)| {
        (phone, reachable(&email).map(str::to_owned))
    }))
}

/// Who completed the last step of the dossier that a person did, with the name of the office she did it in; a step of
/// `role` first, if there was one. None when no person has worked on it.
///
/// # Errors
/// When the database fails or a name cannot be read.
pub fn last_to_act(
    sql_: &mut Sql,
    dossier: DossierId,
    role: &str,
    language: Language,
) -> Result<Option<Signer>> {
    let steps: Vec<(Option<Uuid>, String)> = user_task::table
        .filter(user_task::dossier_id.eq(dossier.uuid()))
        .filter(user_task::completed_by.is_not_null())
        .order(user_task::completed_at.desc())
        .select((user_task::completed_by, user_task::role))
        .load(sql_.conn())?;
    let step = steps
        .iter()
        .find(|(_, done_as)| done_as == role)
        .or(steps.first());
    let Some((Some(by), done_as)) = step else {
        return Ok(None);
    };
    let name: Option<String> = account::table
        .filter(account::id.eq(*by))
        .select(account::display_name)
        .first(sql_.conn())
        .optional()?;
    let title: Option<Value> = responsibility::table
        .filter(responsibility::role.eq(done_as))
        .order(responsibility::code.asc())
        .select(responsibility::name)
        .first(sql_.conn())
        .optional()?;
    let title = title
        .map(localised)
        .transpose()?
        .map_or_else(String::new, |name| name.get(language, language).to_owned());
    Ok(name.map(|name| Signer { name, title }))
}
