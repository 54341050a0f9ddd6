//! The ladder against a real database: what a context sees, what is recorded, and what changes in the next transaction.

use std::collections::BTreeMap;
use std::sync::Arc;

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text, Uuid as SqlUuid};
use onedoor::kernel::access::AccessMode;
use onedoor::kernel::actions::Verb;
use onedoor::kernel::context::{AccessSet, Actor, Context, Place, Reach};
use onedoor::kernel::error::{Error, Result};
use onedoor::kernel::ids::{OperatingUnitId, TenantId};
use onedoor::platform::door::{Act, Sql, Whole};
use uuid::Uuid;

use crate::support::TestDatabase;

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    n: i64,
}

#[derive(QueryableByName, Debug)]
struct Name {
    #[diesel(sql_type = Text)]
    name: String,
}

struct ReadOrganisation;

impl Act for ReadOrganisation {
    const VERB: Verb = Verb::ReadOrganisation;
    type Key = Whole;
    type Subject = Whole;
    fn find(_: &mut Sql, _: &Whole) -> Result<Option<Whole>> {
        Ok(Some(Whole))
    }
    fn place(_: &Whole) -> Place {
        Place::Tenant
    }
}

struct SeeCounts;

impl Act for SeeCounts {
    const VERB: Verb = Verb::ReadStatistics;
    type Key = OperatingUnitId;
    type Subject = OperatingUnitId;
    fn find(sql: &mut Sql, unit: &OperatingUnitId) -> Result<Option<OperatingUnitId>> {
        let rows: Count =
            diesel::sql_query("select count(*) as n from dossier_count where operating_unit_id = $1")
                .bind::<SqlUuid, _>(unit.uuid())
                .get_result(sql.conn())?;
        Ok((rows.n > 0).then_some(*unit))
    }
    fn place(unit: &OperatingUnitId) -> Place {
        Place::Unit(*unit)
    }
}

fn reach(verb: Verb, reach: Reach) -> Arc<AccessSet> {
    Arc::new(AccessSet::new(BTreeMap::from([(verb, reach)])))
}

fn count_row(database: &TestDatabase, tenant: TenantId, unit: OperatingUnitId) {
    database
        .superuser()
        .batch_execute(&format!(
            "insert into dossier_count (tenant_id, operating_unit_id, procedure_id, month) values ('{tenant}', '{unit}', '{}', '2026-11-01')",
            Uuid::now_v7()
        ))
        .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_of_another_unit_or_tenant_is_not_found_and_a_visible_one_may_still_be_denied() {
    let database = TestDatabase::fresh();
    let db = database.db();
    let (tenant, other_tenant) = (TenantId::fresh(), TenantId::fresh());
    let (mine, theirs) = (OperatingUnitId::fresh(), OperatingUnitId::fresh());
    count_row(&database, tenant, mine);
    count_row(&database, tenant, theirs);
    let mut context = Context::bare(tenant, Actor::System("test"));
    context.mode = Some(AccessMode::S);
    context.units = [mine].into_iter().collect();
    context.access = reach(
        Verb::ReadStatistics,
        Reach {
            units: [mine].into_iter().collect(),
            ..Reach::default()
        },
    );

    let see = |context: &Context, unit| {
        let (db, context) = (db.clone(), Arc::new(context.clone()));
        async move {
            db.in_tenant(&context, move |tx| {
                tx.authorise::<SeeCounts>(unit).map(|grant| *grant.subject())
            })
            .await
        }
    };
    assert_eq!(see(&context, mine).await.unwrap(), mine);
    assert!(matches!(see(&context, theirs).await, Err(Error::NotFound)));
    let elsewhere = Context {
        tenant: other_tenant,
        ..context.clone()
    };
    assert!(matches!(see(&elsewhere, mine).await, Err(Error::NotFound)));
    let powerless = Context {
        access: Arc::default(),
        ..context.clone()
    };
    assert!(matches!(
        see(&powerless, mine).await,
        Err(Error::Denied {
            verb: Verb::ReadStatistics,
            ..
        })
    ));

    let mut eyes = database.superuser();
    let trail: Vec<Name> =
        diesel::sql_query("select outcome || ' ' || verb as name from audit_entry order by id")
            .load(&mut eyes)
            .unwrap();
    assert_eq!(
        trail.iter().map(|row| row.name.as_str()).collect::<Vec<_>>(),
        ["granted statistics.read", "denied statistics.read"]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn without_context_there_are_no_rows_even_on_a_used_connection() {
    let database = TestDatabase::fresh();
    let (tenant, unit) = (TenantId::fresh(), OperatingUnitId::fresh());
    count_row(&database, tenant, unit);
    let mut raw = database.tenant_role();
    let count = |raw: &mut PgConnection| {
        diesel::sql_query("select count(*) as n from dossier_count")
            .get_result::<Count>(raw)
            .unwrap()
            .n
    };
    assert_eq!(count(&mut raw), 0);
    raw.batch_execute(&format!(
        "begin; set local app.tenant_id = '{tenant}'; set local app.mode = 'A'"
    ))
    .unwrap();
    assert_eq!(count(&mut raw), 1);
    raw.batch_execute("commit").unwrap();
    assert_eq!(count(&mut raw), 0, "the settings ended with the transaction");
    raw.batch_execute(&format!("begin; set local app.tenant_id = '{tenant}'"))
        .unwrap();
    assert_eq!(
        count(&mut raw),
        0,
        "a tenant without a mode sees no rows of units"
    );
    raw.batch_execute("commit").unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_access_set_compiled_under_an_older_policy_is_refused_in_the_next_transaction() {
    let database = TestDatabase::fresh();
    let db = database.db();
    let tenant = TenantId::fresh();
    database
        .superuser()
        .batch_execute(&format!("insert into access_version values ('{tenant}', 5)"))
        .unwrap();
    let mut context = Context::bare(tenant, Actor::System("test"));
    context.access = reach(
        Verb::ReadOrganisation,
        Reach {
            tenant: true,
            ..Reach::default()
        },
    );
    context.access_version = Some(5);
    let context = Arc::new(context);
    let read = || db.in_tenant(&context, |tx| tx.authorise::<ReadOrganisation>(Whole).map(|_| ()));
    assert!(read().await.is_ok());
    database
        .superuser()
        .batch_execute("update access_version set version = 6")
        .unwrap();
    assert!(matches!(read().await, Err(Error::Stale)));
}
