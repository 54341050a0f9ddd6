//! A tenant's code applied to a database: whole, twice, changed, and under row security.

mod broken;
mod command;
mod drift;
mod export;
mod fees;
mod joining;
mod kill;
mod links;
mod plan;
mod same_names;
mod schema;
mod whatever;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use chrono::{TimeZone, Utc};
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{BigInt, Text};
use onedoor::authority::access::Gate;
use onedoor::authority::people::hash_for_demo;
use onedoor::authority::tenancy::apply::{Manner, Mark, Options, Plan, apply, apply_as, plan};
use onedoor::authority::tenancy::code::{TenantCode, load};
use onedoor::authority::tenancy::demo::DEMO_PASSWORD;
use onedoor::platform::door::Db;
use onedoor::services::workflow::definitions::ProcedureDefinitions;

use crate::support::TestDatabase;
use crate::support::wait::until;

fn code(slug: &str) -> TenantCode {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tenants").join(slug);
    load(&folder, &ProcedureDefinitions).unwrap_or_else(|problems| panic!("\n{problems}"))
}

fn options() -> Options {
    Options {
        demo_password_hash: Some(hash_for_demo(DEMO_PASSWORD).unwrap()),
        now: Utc.with_ymd_and_hms(2026, 11, 22, 3, 0, 0).unwrap(),
    }
}

struct World {
    database: TestDatabase,
    db: Db,
    gate: Gate,
}

impl World {
    async fn new() -> Self {
        let database = TestDatabase::fresh();
        let db = database.db();
        let gate = Gate::open(&db).await.unwrap();
        Self { database, db, gate }
    }

    async fn apply(&self, code: &TenantCode) -> Plan {
        apply(&self.db, &self.gate, Arc::new(code.clone()), options())
            .await
            .unwrap()
    }

    async fn try_apply(&self, code: &TenantCode) -> onedoor::kernel::error::Result<Plan> {
        apply(&self.db, &self.gate, Arc::new(code.clone()), options()).await
    }

    async fn apply_as(&self, code: &TenantCode, manner: Manner) -> Plan {
        apply_as(&self.db, &self.gate, Arc::new(code.clone()), options(), manner)
            .await
            .unwrap()
    }

    /// Applies over whatever was changed by another way.
    async fn apply_over(&self, code: &TenantCode) -> Plan {
        let manner = Manner {
            over_drift: true,
            ..Manner::default()
        };
        self.apply_as(code, manner).await
    }

    /// Waits until no transaction of the tenant role is open but our own.
    async fn nobody_applies(&self) {
        let others = format!(
            "pg_stat_activity where datname = '{}' and usename = 'onedoor_tenant' and state <> 'idle'",
            self.database.name
        );
        until(
            "a killed application no longer holds its transaction",
            async || self.count(&others) == 0,
        )
        .await;
    }

    async fn plan(&self, code: &TenantCode) -> Plan {
        plan(&self.db, &self.gate, Arc::new(code.clone()), options())
            .await
            .unwrap()
    }

    /// The one text, named `value`, that a query answers.
    fn text(&self, query: &str) -> String {
        #[derive(QueryableByName)]
        struct Row {
            #[diesel(sql_type = Text)]
            value: String,
        }
        sql_query(query)
            .get_result::<Row>(&mut self.database.superuser())
            .unwrap_or_else(|error| panic!("{query}: {error}"))
            .value
    }

    /// What a query without parameters counts, past row security.
    fn count(&self, from: &str) -> i64 {
        #[derive(QueryableByName)]
        struct Count {
            #[diesel(sql_type = BigInt)]
            count: i64,
        }
        sql_query(format!("select count(*) as count from {from}"))
            .get_result::<Count>(&mut self.database.superuser())
            .unwrap()
            .count
    }

    /// Every row of every tenant table, as text, table by table.
    fn rows(&self) -> BTreeMap<String, String> {
        #[derive(QueryableByName)]
        struct Row {
            #[diesel(sql_type = Text)]
            value: String,
        }
        let mut connection = self.database.superuser();
        let tables: Vec<Row> = sql_query(
            "select table_name::text as value from information_schema.columns where table_schema = 'public' and column_name = 'tenant_id'
             and table_name not in ('audit_entry') order by 1",
        )
        .load(&mut connection)
        .unwrap();
        tables
            .into_iter()
            .map(|Row { value: table }| {
                let rows: Row = sql_query(format!(
                    "select coalesce(string_agg(t::text, chr(10) order by t::text), '') as value from {table} t"
                ))
                .get_result(&mut connection)
                .unwrap();
                (table, rows.value)
            })
            .collect()
    }
}

#[tokio::test]
async fn a_second_application_changes_nothing_and_says_so() {
    let world = World::new().await;
    let code = code("an-binh");
    let first = world.apply(&code).await;
    assert_eq!(
        first.names("procedure", Mark::Added).len(),
        code.procedures.len(),
        "{first}"
    );
    assert_eq!(first.names("hall", Mark::Added).len(), 4);
    let before = world.rows();
    let second = world.apply(&code).await;
    assert!(second.is_empty(), "{second}");
    assert_eq!(second.to_string(), "an-binh: no change\n");
    assert!(world.rows() == before, "a row changed");
}

#[tokio::test]
async fn a_change_is_applied_alone_and_an_old_version_stays_as_it_was() {
    let world = World::new().await;
    let mut code = code("an-binh");
    world.apply(&code).await;
    let name = code.procedures.keys().next().unwrap().clone();
    code.procedures.get_mut(&name).unwrap().facts.limit.due = "+12 00:00".into();
    let summary = world.apply(&code).await;
    assert_eq!(
        summary.names("procedure", Mark::Changed),
        [format!("{name} (version 2)")]
    );
    assert_eq!(summary.changes.len(), 1, "{summary}");
    assert_eq!(world.count("procedure_version v join procedure p on p.id = v.procedure_id where v.number = 2 and p.current_version_id = v.id"), 1);
    assert_eq!(
        world.count("procedure_version where number = 1"),
        i64::try_from(code.procedures.len()).unwrap()
    );
}

#[tokio::test]
async fn what_the_code_no_longer_has_is_closed_and_comes_back_with_it() {
    let world = World::new().await;
    let whole = code("an-binh");
    world.apply(&whole).await;
    let mut less = whole.clone();
    let procedure = less.procedures.pop_first().unwrap().0;
    let member = less.people.staff.pop().unwrap().email;
    let version = "access_version, generate_series(1, version)";
    let before = world.count(version);
    let summary = world.apply(&less).await;
    assert_eq!(summary.names("procedure", Mark::Closed), [procedure.as_str()]);
    assert_eq!(summary.names("person", Mark::Closed), [member.as_str()]);
    assert_eq!(world.count("procedure where suspended_at is not null"), 1);
    assert_eq!(world.count("account where closed_at is not null"), 1);
    assert!(world.count(version) > before, "access sets are stale");
    let summary = world.apply(&whole).await;
    assert_eq!(
        summary.names("procedure", Mark::Changed),
        [format!("{procedure} (version 1)")]
    );
    assert_eq!(summary.names("person", Mark::Changed), [member]);
    assert_eq!(world.count("procedure where suspended_at is not null"), 0);
    assert_eq!(world.count("account where closed_at is not null"), 0);
}

#[tokio::test]
async fn a_change_reaches_every_node_by_the_version_of_the_card() {
    let world = World::new().await;
    let mut code = code("an-binh");
    world.apply(&code).await;
    let tenants = onedoor::authority::tenancy::Tenants::load(&world.db)
        .await
        .unwrap();
    let before = tenants.by_host("an-binh.localhost").unwrap().version;
    assert_eq!(tenants.refresh(&world.db).await.unwrap(), 0);
    code.organisation.hall[0].capabilities.clear();
    code.tenant.hosts = vec!["dichvu.an-binh.localhost".into()];
    world.apply(&code).await;
    assert_eq!(tenants.refresh(&world.db).await.unwrap(), 1);
    assert!(tenants.by_host("an-binh.localhost").is_none());
    assert!(tenants.by_host("dichvu.an-binh.localhost").unwrap().version > before);
}

#[tokio::test]
async fn three_tenants_live_side_by_side() {
    let world = World::new().await;
    let codes = ["an-binh", "zoriana", "qinglan"].map(code);
    for code in &codes {
        assert!(!world.apply(code).await.is_empty());
    }
    for code in &codes {
        assert!(world.apply(code).await.is_empty(), "{} changed", code.tenant.slug);
        let own = |table: &str| world.count(&format!("{table} where tenant_id = '{}'", code.tenant.id));
        assert!(own("legal_entity") >= 3 && own("operating_unit") >= 3 && own("procedure") >= 10);
        assert_eq!(own("service_hall"), 4);
        assert!(own("account") >= 14);
        assert_eq!(
            world.count(&format!(
                "ledger where tenant_id = '{}' and kind = 'primary'",
                code.tenant.id
            )),
            1
        );
        let spanning = format!(
            "(select operating_unit_id from operating_unit_legal_entity where tenant_id = '{}' group by 1 having count(*) > 1) x",
            code.tenant.id
        );
        assert_eq!(world.count(&spanning), 1, "one unit works for two legal entities");
    }
    assert_eq!(world.count("account where demo and password_hash is null"), 0);
}
