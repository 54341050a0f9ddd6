//! What is taken away is gone in the next transaction on every node.

use diesel::connection::SimpleConnection;

use super::world::{OU1, RECEIVER, RECEIVING, World};

#[tokio::test]
async fn a_revocation_holds_on_every_node_in_the_next_transaction() {
    let world = World::new().await;
    let node = world.server.another_node().await;
    let number = world.dossier(OU1);
    let mut here = world.browser(RECEIVER).await;
    let mut there = crate::support::browser::Browser::new(node.port, "an-binh");
    there.cookies = here.cookies.clone();
    for browser in [&mut here, &mut there] {
        assert!(
            browser.get("/desk/dossiers").await.has(&number),
            "both nodes know her"
        );
    }
    // By the tenant's own role under a change set: the trigger raises the version, nobody tells the nodes.
    let (t, person, held) = (
        &world.tenant,
        world.account(RECEIVER),
        world.id("responsibility", RECEIVING),
    );
    let as_tenant = |statement: &str| {
        let set = format!(
            r#"{{"id":"{}","made_at":"2026-01-01T00:00:00Z","made_by":"test","origin":"page","reason":"test"}}"#,
            uuid::Uuid::now_v7()
        );
        world
            .server
            .database
            .tenant_role()
            .batch_execute(&format!(
                "begin; set local app.tenant_id = '{t}'; select set_config('app.change_set', '{set}', true); {statement}; commit"
            ))
            .unwrap();
    };
    as_tenant(&format!(
        "delete from account_responsibility where account_id = '{person}' and responsibility_id = '{held}'"
    ));
    for browser in [&mut here, &mut there] {
        let page = browser.get("/desk/dossiers").await;
        assert!(
            matches!(page.status, 403 | 404) && !page.has(&number),
            "{}",
            page.status
        );
    }
    as_tenant(&format!(
        "insert into account_responsibility (tenant_id, account_id, responsibility_id) values ('{t}', '{person}', '{held}')"
    ));
    for browser in [&mut there, &mut here] {
        assert!(browser.get("/desk/dossiers").await.has(&number), "given again");
    }
    // A change of policy through the page of one node, felt on the other.
    let mut administrator = world.browser(super::world::ADMINISTRATOR).await;
    let page = administrator.get("/admin/policies").await;
    let answer = administrator
        .submit(
            &page,
            &[
                ("role", "receiver"),
                ("verb", "dossier.list"),
                ("reach", "unit"),
                ("effect", "deny"),
                ("reason", "the list is closed for a day"),
            ],
        )
        .await;
    assert_eq!(answer.status, 303, "{}", answer.words());
    for browser in [&mut there, &mut here] {
        let page = browser.get("/desk/dossiers").await;
        assert!(
            matches!(page.status, 403 | 404) && !page.has(&number),
            "{}",
            page.status
        );
    }
}

#[tokio::test]
async fn a_menu_offers_what_the_transaction_of_its_page_found_and_nothing_older() {
    let world = World::new().await;
    let mut officer = world.browser(RECEIVER).await;
    let counter = "href=\"/desk/intake\"";
    assert!(officer.get("/desk/access").await.has(counter));
    world.change(&format!(
        "insert into policy_line (tenant_id, id, role, reach, verb, effect, valid_from)
         values ('{}', gen_random_uuid(), 'receiver', 'tenant', 'applicant.identify', 'deny', '2026-01-01')",
        world.tenant
    ));
    assert!(!officer.get("/desk/access").await.has(counter), "taken away");
    world.change("delete from policy_line");
    assert!(officer.get("/desk/access").await.has(counter), "given back");
}
