//! A tenant that comes aboard stops nobody: with all of it written and nothing committed, the others read and write.

use std::sync::Arc;
use std::time::Duration;

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{Integer, Text};
use onedoor::authority::access::Gate;
use onedoor::authority::tenancy::apply::apply;

use super::{code, options};
use crate::support::server::{Setting, TestServer};
use crate::support::wait;

#[derive(QueryableByName)]
struct Waiting {
    #[diesel(sql_type = Integer)]
    pid: i32,
}

#[derive(QueryableByName)]
struct Lock {
    #[diesel(sql_type = Text)]
    lock: String,
}

#[tokio::test]
async fn a_tenant_that_joins_stops_nobody() {
    let server = TestServer::with(&["an-binh"], Setting::default()).await;
    // An application writes this table last. While somebody else holds it, the application waits there, with every lock that
    // it takes and everything that it writes.
    let mut holder = server.database.superuser();
    holder
        .batch_execute("begin; lock table tenant_seen in share mode")
        .unwrap();
    let db = server.database.db();
    let joining = tokio::spawn(async move {
        let gate = Gate::open(&db).await.unwrap();
        apply(&db, &gate, Arc::new(code("zoriana")), options()).await
    });
    let mut looking = server.database.superuser();
    let mut pid = 0;
    wait::until("the application waits at its end", async || {
        let waiting: Vec<Waiting> = sql_query(
            "select pid from pg_locks where relation = 'tenant_seen'::regclass and not granted
             and database = (select oid from pg_database where datname = current_database())",
        )
        .load(&mut looking)
        .unwrap();
        pid = waiting.first().map_or(0, |it| it.pid);
        pid != 0
    })
    .await;
    let heavy: Vec<Lock> = sql_query(
        "select relation::regclass || ' ' || mode as lock from pg_locks where pid = $1 and granted and locktype = 'relation'
         and mode not in ('AccessShareLock', 'RowShareLock', 'RowExclusiveLock')",
    )
    .bind::<Integer, _>(pid)
    .load(&mut looking)
    .unwrap();
    let heavy: Vec<String> = heavy.into_iter().map(|it| it.lock).collect();
    assert_eq!(
        heavy,
        Vec::<String>::new(),
        "an application keeps no table to itself"
    );

    let others_work = async {
        let mut lan = server.visitor("an-binh");
        let page = lan.get("/procedures/dang-ky-khai-sinh").await;
        assert_eq!(page.status, 200, "a citizen reads");
        let mut minh = server.signed_in("an-binh", "minh.tran@an-binh.example").await;
        let page = minh.get("/desk").await;
        assert_eq!(page.status, 200, "an officer lists her work: {}", page.words());
        // An administrator changes what the application writes too: people, history, the version of access.
        let mut an = server.signed_in("an-binh", "an.quach@an-binh.example").await;
        let page = an.get("/audit").await;
        let works = text(
            &server,
            "select id::text as lock from responsibility where code = 'quan-tri'",
        );
        let switched = an.submit(&page, &[("responsibility", &works)]).await;
        assert_eq!(switched.status, 303, "{}", switched.words());
        let page = an.get("/admin/people/invite").await;
        let who = [
            ("email", "moi@an-binh.example"),
            ("name", "Người Mới"),
            ("language", "vi"),
            ("reason", "Nhân sự mới"),
        ];
        let invited = an.submit(&page, &who).await;
        assert_eq!(invited.status, 303, "{}", invited.words());
        let newcomer = server.visitor("zoriana").get("/").await;
        assert_ne!(newcomer.status, 200, "who joins is not there yet");
    };
    // Whoever waited for the application would wait for ever: it ends only below.
    tokio::time::timeout(Duration::from_secs(60), others_work)
        .await
        .expect("nobody waits for the tenant that joins");
    holder.batch_execute("commit").unwrap();
    let plan = joining.await.unwrap().unwrap();
    assert!(!plan.changes.is_empty());
    assert_eq!(
        text(
            &server,
            "select string_agg(slug, ' ' order by slug) as lock from tenant"
        ),
        "an-binh zoriana"
    );
}

/// The first text that a query of the superuser answers with, as `lock`.
fn text(server: &TestServer, query: &str) -> String {
    sql_query(query)
        .get_result::<Lock>(&mut server.database.superuser())
        .unwrap()
        .lock
}
