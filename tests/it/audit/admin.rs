//! Organisation and procedures, to read.

use super::world::{ADMINISTRATOR, AUDITOR, JUSTICE, LAND, OFFICER, World};

#[tokio::test]
async fn the_organisation_is_a_tree_and_a_table_for_those_who_may_read_it() {
    let world = World::new().await;
    let mut administrator = world.server.signed_in("an-binh", ADMINISTRATOR).await;
    assert_eq!(
        administrator.get("/admin").await.location(),
        "/admin/organisation"
    );
    let page = administrator.get("/admin/organisation?lang=vi").await;
    assert_eq!(page.status, 200);
    assert!(page.has("ubnd-tinh") && page.has("class=\"tree\"") && !page.has("zoriana"));
    assert!(
        !page.has("hanh-chinh-tu-phap"),
        "a branch is read when it is opened"
    );
    let table = administrator.get("/admin/organisation/table").await;
    for name in [world.unit_name(JUSTICE), world.unit_name(LAND)] {
        assert!(table.has(name), "{name} stands in the table");
    }
    let mut officer = world.server.signed_in("an-binh", OFFICER).await;
    for path in [
        "/admin/organisation",
        "/admin/organisation/table",
        "/admin/accounting",
        "/admin/reorganisations",
        "/admin/procedures",
        "/admin/procedures/dang-ky-khai-sinh",
    ] {
        assert_eq!(officer.get(path).await.status, 403, "{path}");
    }
    let mut citizen = world.server.signed_in("an-binh", "lan.nguyen@mail.example").await;
    assert_eq!(citizen.get("/admin/organisation").await.status, 404);
}

#[tokio::test]
async fn every_procedure_shows_its_process_twice() {
    let world = World::new().await;
    for (slug, who) in [("an-binh", AUDITOR), ("zoriana", super::world::STRANGER)] {
        let mut reader = world.server.signed_in(slug, who).await;
        let list = reader.get("/admin/procedures").await;
        let links: Vec<String> = list
            .links()
            .into_iter()
            .filter(|link| link.starts_with("/admin/procedures/"))
            .collect();
        assert!(links.len() >= 10, "{links:?}");
        for link in links {
            for language in ["vi", "uk", "zh", "en"] {
                let page = reader.get(&format!("{link}?lang={language}")).await;
                assert_eq!(page.status, 200, "{link}");
                assert!(
                    page.has("<svg class=\"bpmn\"") && page.has("<polyline class=\"flow\""),
                    "{link} is not drawn"
                );
                assert!(
                    !page.has("⟦"),
                    "{link} {language}: a text is missing: {}",
                    page.words()
                );
            }
        }
        assert_eq!(reader.get("/admin/procedures/nothing").await.status, 404);
    }
}
