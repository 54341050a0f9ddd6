//! What somebody changed by another way than code is told, and not changed back unless told so.

use diesel::connection::SimpleConnection;
use onedoor::authority::changes::Reason;
use onedoor::authority::tenancy::apply::{Manner, Mark, drift};
use onedoor::authority::tenancy::export;

use super::{World, code};

/// Changes configuration as a page does: as the tenant role, under a change set.
fn by_page(world: &World, tenant: uuid::Uuid, statements: &str) {
    let opened = format!(
        "{{\"id\": \"{}\", \"made_at\": \"2026-11-22T04:00:00Z\", \"made_by\": \"staff:somebody\", \"origin\": \"page\", \"reason\": \"a new sign\", \"undoes_id\": null}}",
        uuid::Uuid::now_v7()
    );
    world
        .database
        .tenant_role()
        .batch_execute(&format!(
            "begin; set local app.tenant_id = '{tenant}'; set local app.mode = 'A';
             select set_config('app.change_set', '{opened}', true); {statements}; commit"
        ))
        .unwrap();
}

const SIGN: &str =
    "update service_hall set name = name || '{\"en\": \"By the park\"}' where code = 'mot-cua-doi-che'";

#[tokio::test]
async fn what_the_browser_changed_is_told_and_refused_until_told_otherwise() {
    let world = World::new().await;
    let code = code("an-binh");
    world.apply(&code).await;
    assert!(drift(&world.db, &world.gate, "an-binh").await.unwrap().is_empty());
    by_page(&world, code.tenant.id, SIGN);
    by_page(
        &world,
        code.tenant.id,
        "update department set name = name || '{\"en\": \"Twice\"}' where code = (select min(code) from department)",
    );
    by_page(
        &world,
        code.tenant.id,
        "update department set name = (select before -> 'name' from change_row where table_name = 'department' order by position desc limit 1) where code = (select min(code) from department)",
    );
    let found = drift(&world.db, &world.gate, "an-binh").await.unwrap();
    assert_eq!(found.len(), 1, "what was changed and changed back is no drift");
    assert_eq!(
        (found[0].kind, found[0].name.as_str(), found[0].mark),
        ("hall", "mot-cua-doi-che", Mark::Changed)
    );
    assert_eq!(found[0].fields[0].field, "name.en");
    assert_eq!(
        (found[0].made_by.as_str(), found[0].reason.as_str()),
        ("staff:somebody", "a new sign")
    );

    let before = world.rows();
    let plan = world.apply(&code).await;
    assert_eq!(plan.drift, found);
    assert!(world.rows() == before, "a refused application changed something");
    assert!(plan.to_string().contains("changed back by this one"), "{plan}");
    // What does not touch it is refused as well: the folder is applied whole or not at all.
    let manner = Manner {
        over_drift: true,
        reason: Some(Reason::parse("as decided").unwrap()),
    };
    let plan = world.apply_as(&code, manner).await;
    assert_eq!(plan.names("hall", Mark::Changed), ["mot-cua-doi-che"]);
    assert!(drift(&world.db, &world.gate, "an-binh").await.unwrap().is_empty());
    assert_eq!(
        world.count("change_set where origin = 'code' and reason = 'as decided'"),
        1
    );
    assert!(world.plan(&code).await.is_empty());
}

#[tokio::test]
async fn what_is_taken_over_into_the_code_is_no_longer_drift() {
    let world = World::new().await;
    let code = code("an-binh");
    world.apply(&code).await;
    by_page(&world, code.tenant.id, SIGN);
    by_page(
        &world,
        code.tenant.id,
        "delete from account_responsibility where account_id = (select id from account where email = 'nga.ho@an-binh.example')",
    );
    assert_eq!(drift(&world.db, &world.gate, "an-binh").await.unwrap().len(), 3);
    let taken_over = export::export(&world.db, &world.gate, "an-binh").await.unwrap();
    let plan = world.apply(&taken_over).await;
    assert!(plan.is_empty(), "{plan}");
    assert!(drift(&world.db, &world.gate, "an-binh").await.unwrap().is_empty());
    // From now on it is the code's: taking it away again is a plan like any other.
    let plan = world.apply(&code).await;
    assert!(plan.drift.is_empty());
    assert_eq!(plan.names("hall", Mark::Changed), ["mot-cua-doi-che"]);
    assert_eq!(plan.names("responsibility of a person", Mark::Added).len(), 2);
}
