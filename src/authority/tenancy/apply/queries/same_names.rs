//! SQL that looks for organisations of different business groups that bear one name.

use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{Array, BigInt, Bool, Text, Uuid as SqlUuid};
use uuid::Uuid;

use crate::kernel::error::Result;
use crate::platform::door::Sql;

/// The most of them that are told.
const TOLD_MAX: i64 = 200;

/// An organisation and one of another business group that bears its name.
#[derive(QueryableByName)]
pub(in super::super) struct SameNameRow {
    #[diesel(sql_type = Text)]
    pub table: String,
    #[diesel(sql_type = Text)]
    pub code: String,
    #[diesel(sql_type = Text)]
    pub name: String,
    #[diesel(sql_type = Text)]
    pub other_table: String,
    #[diesel(sql_type = Text)]
    pub other_code: String,
    #[diesel(sql_type = Text)]
    pub other_group: String,
}

/// Whether the profile "cross business group" is on at some level. A folder is applied by nobody in particular: whoever works
/// across groups will meet both names.
fn is_crossed(sql: &mut Sql) -> Result<bool> {
    #[derive(QueryableByName)]
    struct Crossed {
        #[diesel(sql_type = Bool)]
        yes: bool,
    }
    let text = "select exists (select from profile_option where name = 'cross_business_group' and value in ('on', 'yes', 'true')) as yes";
    Ok(sql_query(text).get_result::<Crossed>(sql.conn())?.yes)
}

/// Open organisations among `ids` that are called like one of another business group, in the order of their codes.
pub(in super::super) fn same_names(sql: &mut Sql, ids: &[Uuid]) -> Result<Vec<SameNameRow>> {
    if ids.is_empty() || !is_crossed(sql)? {
        return Ok(Vec::new());
    }
    // A name in two languages is told once.
    Ok(sql_query(
        "select * from (
            select distinct on (mine.organisation_id, other.organisation_id)
                   mine.kind as table, mine.code, mine.name, other.kind as other_table, other.code as other_code, g.code as other_group
            from organisation_name mine
            join organisation_name other on other.tenant_id = mine.tenant_id and other.language = mine.language
                 and other.folded = mine.folded and other.business_group_id <> mine.business_group_id and other.valid_to is null
            join business_group g on g.tenant_id = other.tenant_id and g.id = other.business_group_id
            where mine.organisation_id = any ($1) and mine.valid_to is null
            order by mine.organisation_id, other.organisation_id, mine.language) pairs
         order by code, other_code limit $2",
    )
    .bind::<Array<SqlUuid>, _>(ids)
    .bind::<BigInt, _>(TOLD_MAX)
    .load(sql.conn())?)
}
