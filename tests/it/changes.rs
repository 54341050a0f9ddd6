//! The history of configuration: nothing leaves it out, and what nothing was built upon can be taken back.

use std::path::Path;
use std::sync::Arc;

use chrono::{TimeZone, Utc};
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::Text;
use onedoor::authority::access::Gate;
use onedoor::authority::changes::{self, Filter, Origin, Reason, Undone};
use onedoor::authority::tenancy::apply::{ApplyTenant, Options, apply};
use onedoor::authority::tenancy::code::load;
use onedoor::kernel::clock::Instant;
use onedoor::kernel::error::{Error, Result};
use onedoor::kernel::ids::{ChangeSetId, TenantId};
use onedoor::platform::door::{Db, Sql, Whole};
use onedoor::services::workflow::definitions::ProcedureDefinitions;

use crate::support::TestDatabase;

fn at(hour: u32) -> Instant {
    Utc.with_ymd_and_hms(2026, 11, 22, hour, 0, 0).unwrap()
}

fn why(text: &str) -> Reason {
    Reason::parse(text).unwrap()
}

struct World {
    database: TestDatabase,
    db: Db,
    gate: Gate,
    tenant: TenantId,
}

impl World {
    /// An Bình as its code says at one o'clock.
    async fn new() -> Self {
        let database = TestDatabase::fresh();
        let db = database.db();
        let gate = Gate::open(&db).await.unwrap();
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tenants/an-binh");
        let code = load(&folder, &ProcedureDefinitions).unwrap_or_else(|problems| panic!("\n{problems}"));
        let tenant = TenantId::from_uuid(code.tenant.id);
        let options = Options {
            demo_password_hash: None,
            now: at(1),
        };
        apply(&db, &gate, Arc::new(code), options).await.unwrap();
        Self {
            database,
            db,
            gate,
            tenant,
        }
    }

    async fn within<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Sql) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let context = Arc::new(self.gate.system(self.tenant, "tenant.apply"));
        self.db
            .in_tenant(&context, move |tx| {
                work(tx.authorise::<ApplyTenant>(Whole)?.sql())
            })
            .await
    }

    /// Changes configuration by `text` at an hour.
    async fn change(&self, hour: u32, text: &'static str) -> ChangeSetId {
        self.within(move |sql| {
            let id = changes::open(sql, Origin::Page, &why("for the test"), at(hour))?;
            assert_eq!(sql_query(text).execute(sql.conn())?, 1, "{text}");
            Ok(id)
        })
        .await
        .unwrap()
    }

    async fn undo(&self, id: ChangeSetId) -> Undone {
        self.within(move |sql| changes::undo(sql, id, &why("a mistake"), at(20)))
            .await
            .unwrap()
    }

    fn text(&self, query: &str) -> String {
        #[derive(QueryableByName)]
        struct Row {
            #[diesel(sql_type = Text)]
            text: String,
        }
        sql_query(format!("select ({query})::text as text"))
            .get_result::<Row>(&mut self.database.superuser())
            .unwrap()
            .text
    }
}

const RENAME: &str = "update service_hall set name = name || '{\"vi\": \"Quầy mới\"}' where code = (select min(code) from service_hall)";

#[actix_web::test]
async fn configuration_changes_within_a_change_set_or_not_at_all() {
    let world = World::new().await;
    let refused = world
        .within(|sql| Ok(sql_query(RENAME).execute(sql.conn())?))
        .await;
    assert!(
        matches!(&refused, Err(Error::Internal(text)) if text.contains("no change set")),
        "{refused:?}"
    );
    let id = world.change(9, RENAME).await;
    let (set, rows) = world
        .within(move |sql| Ok((changes::one(sql, id)?, changes::rows(sql, id)?)))
        .await
        .unwrap();
    assert_eq!(
        (set.origin, set.reason.as_str(), set.row_count),
        (Origin::Page, "for the test", 1)
    );
    let row = &rows[0];
    assert_eq!(row.table, "service_hall");
    assert_ne!(row.before.as_ref().unwrap()["name"]["vi"], "Quầy mới");
    assert_eq!(row.after.as_ref().unwrap()["name"]["vi"], "Quầy mới");
    assert!(row.after.as_ref().unwrap().get("tenant_id").is_none());
}

#[actix_web::test]
async fn every_row_that_a_tenants_code_makes_is_in_its_history() {
    let world = World::new().await;
    // Whoever adds a kept table to the code's tables is asked here as well.
    let tables = world.text(
        "select string_agg(tgrelid::regclass::text, ' ' order by tgrelid::regclass::text) from pg_trigger where tgname = 'keep_inserts'",
    );
    assert!(tables.split(' ').count() >= 20, "{tables}");
    for table in tables.split(' ') {
        let counted = if table == "account" {
            "account where kind = 'staff'"
        } else {
            table
        };
        let standing = world.text(&format!("select count(*) from {counted}"));
        let as_of = table.to_owned();
        let told = world
            .within(move |sql| changes::as_of(sql, &as_of, at(23)))
            .await
            .unwrap();
        assert_eq!(told.len().to_string(), standing, "{table}");
    }
    let secrets =
        world.text("select count(*) from change_row where coalesce(before, after) ? 'password_hash'");
    assert_eq!(secrets, "0");
}

#[actix_web::test]
async fn the_past_is_read_as_it_stood() {
    let world = World::new().await;
    world.change(9, RENAME).await;
    let mut names = Vec::new();
    for hour in [0, 5, 10] {
        let halls = world
            .within(move |sql| changes::as_of(sql, "service_hall", at(hour)))
            .await
            .unwrap();
        names.push(halls.iter().any(|hall| hall["name"]["vi"] == "Quầy mới"));
        assert_eq!(halls.is_empty(), hour == 0);
    }
    assert_eq!(names, [false, false, true]);
}

#[actix_web::test]
async fn a_change_is_taken_back_once_and_only_while_nothing_was_built_upon_it() {
    let world = World::new().await;
    let name = "select name ->> 'vi' from service_hall order by code limit 1";
    let before = world.text(name);
    let first = world.change(9, RENAME).await;
    let second = world
        .change(
            10,
            "update service_hall set hours = '{}' where code = (select min(code) from service_hall)",
        )
        .await;
    assert!(matches!(world.undo(first).await, Undone::ChangedSince(rows) if rows.len() == 1));
    assert_eq!(world.text(name), "Quầy mới");

    let Undone::Done(by) = world.undo(second).await else {
        panic!("the latest change can be taken back")
    };
    assert_eq!(world.undo(second).await, Undone::Before(by));
    // What took it back is a later change of the same row all the same, and can itself be taken back.
    assert!(matches!(world.undo(first).await, Undone::ChangedSince(_)));
    assert_eq!(world.text(name), "Quầy mới");
    assert_ne!(before, "Quầy mới");
}

#[actix_web::test]
async fn what_others_rest_on_is_not_taken_back() {
    let world = World::new().await;
    let made = world
        .change(
            9,
            "insert into department (tenant_id, id, business_group_id, code, name)
             select tenant_id, gen_random_uuid(), id, 'archive', '{\"vi\": \"Lưu trữ\"}' from business_group limit 1",
        )
        .await;
    world
        .change(
            10,
            "update account set department_id = (select id from department where code = 'archive')
             where id = (select id from account where kind = 'staff' order by email limit 1)",
        )
        .await;
    let Undone::RestedOn(constraint) = world.undo(made).await else {
        panic!("somebody works there")
    };
    assert_eq!(constraint, "rule_employee_is_of_the_departments_group");
    let sets = world
        .within(|sql| {
            changes::history(
                sql,
                &Filter {
                    limit: 10,
                    table: Some("department".into()),
                    ..Filter::default()
                },
            )
        })
        .await
        .unwrap();
    assert_eq!(sets.len(), 2, "the refused way back left no trace");
    assert_eq!(sets[0].id, made);
}

#[actix_web::test]
async fn a_change_of_access_makes_compiled_access_stale() {
    let world = World::new().await;
    let version = "select version from access_version";
    let before: i64 = world.text(version).parse().unwrap();
    world.change(9, RENAME).await;
    assert_eq!(
        world.text(version),
        before.to_string(),
        "a hall's name decides nothing"
    );
    world
        .change(10, "delete from account_responsibility where account_id = (select min(account_id::text)::uuid from account_responsibility)")
        .await;
    assert_eq!(world.text(version), (before + 1).to_string());
}
