//! Build modes: a shared entry with two members and a stranger, and portals that are elsewhere or none.

mod browser;
mod connected;
mod connected_browser;

use std::path::Path;
use std::sync::Arc;

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use onedoor::authority::access::Gate;
use onedoor::authority::entry::{self, Portal};
use onedoor::authority::tenancy::apply::{Options, apply};
use onedoor::authority::tenancy::code::load;
use onedoor::kernel::clock;
use onedoor::platform::door::Db;
use onedoor::services::workflow::definitions::ProcedureDefinitions;

use crate::portal::journey::registered;
use crate::support::browser::{Browser, Page};
use crate::support::server::{Setting, TestServer};
use crate::support::wait::until;

/// An Bình is the entry of Zoriana and Qinglan; `stranger` is nobody's member.
struct World {
    server: TestServer,
    db: Db,
}

const PROCEDURE: &str = "/procedures/reiestratsiia-fop";

impl World {
    async fn new() -> Self {
        let server = TestServer::with(&["an-binh", "zoriana", "qinglan"], Setting::default()).await;
        let db = server.database.db();
        let gate = Gate::open(&db).await.unwrap();
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tenants/zoriana");
        let mut code = load(&folder, &ProcedureDefinitions).unwrap();
        code.tenant.id = uuid::Uuid::now_v7();
        code.tenant.slug = "stranger".into();
        code.tenant.hosts = vec!["stranger.localhost".into()];
        let options = Options {
            demo_password_hash: None,
            now: clock::now(),
        };
        apply(&db, &gate, Arc::new(code), options).await.unwrap();
        entry::set_members(&db, "an-binh".into(), vec!["zoriana".into(), "qinglan".into()])
            .await
            .unwrap();
        let world = Self { server, db };
        world.served("an-binh", "/entry", 200).await;
        world
    }

    /// Waits until the server, which looks once a second, answers this status there.
    async fn served(&self, slug: &str, path: &str, status: u16) {
        let mut browser = self.server.visitor(slug);
        until(&format!("{slug}{path} becomes {status}"), async || {
            browser.get(path).await.status == status
        })
        .await;
    }

    fn count(&self, sql: &str) -> i64 {
        #[derive(QueryableByName)]
        struct Count {
            #[diesel(sql_type = diesel::sql_types::BigInt)]
            count: i64,
        }
        diesel::sql_query(format!("select count(*) as count from {sql}"))
            .get_result::<Count>(&mut self.server.database.superuser())
            .unwrap()
            .count
    }
}

/// The path of an address on a tenant's host, which must be that host.
fn path_on(slug: &str, page: &Page) -> String {
    let address = page.location();
    let (_, rest) = address
        .split_once(&format!("{slug}.localhost:"))
        .unwrap_or_else(|| panic!("{address} is not on {slug}"));
    format!("/{}", rest.split_once('/').unwrap().1)
}

/// The way from the entry to a member, one browser on both hosts; answers the address at which it arrives.
async fn way(entry: &mut Browser, member: &mut Browser, next: &str) -> String {
    let next: String = url::form_urlencoded::byte_serialize(next.as_bytes()).collect();
    let begin = member
        .get(&format!("/entry/begin?entry=an-binh&next={next}"))
        .await;
    assert_eq!(begin.status, 303, "{}", begin.words());
    let go = entry.get(&path_on("an-binh", &begin)).await;
    assert_eq!(go.status, 303, "{}", go.words());
    go.location()
}

fn path_of(address: &str) -> String {
    format!("/{}", address.splitn(4, '/').nth(3).unwrap())
}

#[tokio::test]
async fn the_entry_searches_every_member_and_nobody_else() {
    let world = World::new().await;
    let mut visitor = world.server.visitor("an-binh");
    let page = visitor.get("/entry?lang=en").await;
    assert!(
        page.has("zoriana.localhost") && page.has("qinglan.localhost"),
        "{}",
        page.text()
    );
    assert!(
        !page.has("stranger.localhost"),
        "a stranger's catalogue is not the entry's"
    );
    for (query, host) in [("земельної", "zoriana.localhost"), ("护照", "qinglan.localhost")] {
        let query: String = url::form_urlencoded::byte_serialize(query.as_bytes()).collect();
        let found = visitor.get(&format!("/entry?q={query}")).await;
        assert!(
            found
                .links()
                .iter()
                .any(|link| link.contains(host) && link.contains("/procedures/")),
            "{host}: {:?}",
            found.links()
        );
    }
    // A member and a stranger are no entries.
    for slug in ["zoriana", "stranger"] {
        assert_eq!(
            world.server.visitor(slug).get("/entry").await.status,
            404,
            "{slug}"
        );
    }
    assert!(
        visitor.get("/").await.has("href=\"/entry\""),
        "the first page leads to it"
    );
}

#[tokio::test]
async fn whoever_signed_in_once_arrives_with_a_session_of_the_members_own() {
    let world = World::new().await;
    let mut entry = registered(&world.server, "an-binh", "lan.way@example.org").await;
    let mut member = world.server.visitor("zoriana");
    let arrive = way(&mut entry, &mut member, "/my/account").await;
    assert!(arrive.contains("zoriana.localhost"), "{arrive}");
    let arrived = member.get(&path_of(&arrive)).await;
    assert_eq!(
        (arrived.status, arrived.location().as_str()),
        (303, "/my/account")
    );
    let account = member.get("/my/account").await;
    assert!(account.has("lan.way@example.org"), "{}", account.words());

    // Each session is one tenant's own: the cookie of one opens nothing at the other.
    let mut thief = world.server.visitor("an-binh");
    thief.cookies.clone_from(&member.cookies);
    assert_eq!(thief.get("/my/account").await.status, 303);
    let mut thief = world.server.visitor("qinglan");
    thief.cookies.clone_from(&member.cookies);
    assert_eq!(thief.get("/my/account").await.status, 303);

    // The second time she is the same person there.
    let mut again = world.server.visitor("zoriana");
    let arrive = way(&mut entry, &mut again, "/my/dossiers").await;
    assert_eq!(again.get(&path_of(&arrive)).await.location(), "/my/dossiers");
    assert_eq!(world.count("account where email = 'lan.way@example.org'"), 2);
    assert_eq!(world.count("entry_account"), 1);
    assert_eq!(
        world.count("handover"),
        0,
        "nothing of hers stays with the platform"
    );
}

#[tokio::test]
async fn a_hand_over_works_once_for_one_tenant_in_one_browser_for_a_minute() {
    let world = World::new().await;
    let mut entry = registered(&world.server, "an-binh", "lan.once@example.org").await;
    let mut member = world.server.visitor("zoriana");
    let path = path_of(&way(&mut entry, &mut member, "/").await);

    // Another browser, another member, the entry itself, a stranger: none of them is let in, and it stays good for her.
    for slug in ["zoriana", "qinglan", "an-binh", "stranger"] {
        let mut other = world.server.visitor(slug);
        if slug != "zoriana" {
            other.cookies.clone_from(&member.cookies);
        }
        let refused = other.get(&path).await;
        assert_eq!(refused.status, 422, "{slug}");
        assert!(!other.cookies.contains_key("od_session"), "{slug}");
    }
    // A token that we did not sign is nothing.
    let forged = path.replace("token=", "token=x");
    assert_eq!(member.get(&forged).await.status, 422);
    assert_eq!(member.get(&path).await.status, 303);
    assert!(member.cookies.contains_key("od_session"));
    // Once.
    let session = member.cookies.remove("od_session").unwrap();
    assert_eq!(member.get(&path).await.status, 422);
    assert!(!member.cookies.contains_key("od_session") && !session.is_empty());

    // A minute.
    let path = path_of(&way(&mut entry, &mut member, "/").await);
    world
        .server
        .database
        .superuser()
        .batch_execute("update handover set expires_at = expires_at - interval '60 seconds'")
        .unwrap();
    assert_eq!(member.get(&path).await.status, 422);
    assert!(!member.cookies.contains_key("od_session"));
}

#[tokio::test]
async fn nobody_is_handed_over_without_signing_in_or_to_who_is_no_member() {
    let world = World::new().await;
    let mut visitor = world.server.visitor("an-binh");
    let mut member = world.server.visitor("zoriana");
    let begin = member
        .get(&format!("/entry/begin?entry=an-binh&next={PROCEDURE}"))
        .await;
    let go = visitor.get(&path_on("an-binh", &begin)).await;
    assert!(go.location().starts_with("/sign-in?next="), "{}", go.location());
    let mut entry = registered(&world.server, "an-binh", "lan.no@example.org").await;
    let digest = "ab".repeat(32);
    for to in ["stranger", "an-binh", "nobody"] {
        let page = entry.get(&format!("/entry/go?to={to}&browser={digest}")).await;
        assert_eq!(page.status, 404, "{to}");
    }
    let mut stranger = world.server.visitor("stranger");
    assert_eq!(stranger.get("/entry/begin?entry=an-binh").await.status, 404);
    // An address elsewhere is never where she ends.
    let mut member = world.server.visitor("zoriana");
    let arrive = way(&mut entry, &mut member, "https://evil.example/").await;
    assert_eq!(member.get(&path_of(&arrive)).await.location(), "/");
    // Who leaves the entry is let in no more, even with a token from before.
    let mut late = world.server.visitor("qinglan");
    let path = path_of(&way(&mut entry, &mut late, "/").await);
    entry::set_members(&world.db, "an-binh".into(), vec!["zoriana".into()])
        .await
        .unwrap();
    assert_eq!(late.get(&path).await.status, 422);
}

#[tokio::test]
async fn an_account_registered_at_the_member_itself_is_not_opened_by_an_address() {
    let world = World::new().await;
    registered(&world.server, "zoriana", "lan.own@example.org").await;
    let mut entry = registered(&world.server, "an-binh", "lan.own@example.org").await;
    let mut member = world.server.visitor("zoriana");
    let arrive = way(&mut entry, &mut member, "/my/dossiers").await;
    let arrived = member.get(&path_of(&arrive)).await;
    assert!(
        arrived.location().starts_with("/sign-in?next="),
        "{}",
        arrived.location()
    );
    assert!(!member.cookies.contains_key("od_session"));
    let page = member.follow(arrived).await;
    assert!(page.has("notice"), "{}", page.words());
}

#[tokio::test]
async fn a_portal_can_be_elsewhere_or_none_while_desks_and_programs_stay() {
    let world = World::new().await;
    entry::set_portal(
        &world.db,
        "zoriana".into(),
        Portal::Elsewhere("https://portal.example/services".into()),
    )
    .await
    .unwrap();
    entry::set_portal(&world.db, "qinglan".into(), Portal::None)
        .await
        .unwrap();
    world.served("qinglan", "/search", 404).await;
    let mut elsewhere = world.server.visitor("zoriana");
    for path in ["/", "/search?q=x", PROCEDURE, "/my/dossiers", "/register"] {
        let page = elsewhere.get(path).await;
        assert_eq!(
            (page.status, page.location().as_str()),
            (303, "https://portal.example/services"),
            "{path}"
        );
    }
    let mut none = world.server.visitor("qinglan");
    assert_eq!(none.get("/").await.location(), "/desk");
    for path in ["/search", "/register", "/track", "/entry/begin?entry=an-binh"] {
        assert_eq!(none.get(path).await.status, 404, "{path}");
    }
    for browser in [&mut elsewhere, &mut none] {
        assert_eq!(browser.get("/sign-in").await.status, 200);
        assert_eq!(browser.get("/api/v1/procedures").await.status, 200);
        assert!(browser.get("/desk").await.location().starts_with("/sign-in"));
    }
    let refused = entry::set_portal(
        &world.db,
        "zoriana".into(),
        Portal::Elsewhere("javascript:alert(1)".into()),
    )
    .await;
    assert!(refused.is_err());
    entry::set_portal(&world.db, "qinglan".into(), Portal::Full)
        .await
        .unwrap();
    world.served("qinglan", "/search", 200).await;
}
