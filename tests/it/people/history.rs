//! The history of every change, and the way back.

use super::world::{OFFICER, REASON, STRANGER, World, done, fill};

const RENAMED: &str = "Nguyễn Anh Tú";

/// Renames the officer; answers with the address of the change.
async fn rename(world: &World, an: &mut crate::support::browser::Browser, name: &str) -> String {
    done(
        an,
        &format!("{}/facts", world.person(OFFICER)),
        &[("name", name), ("reason", REASON)],
    )
    .await;
    format!(
        "/admin/history/{}",
        world.text("select id from change_set order by id desc limit 1")
    )
}

#[tokio::test]
async fn every_change_is_told_in_words_with_who_and_why() {
    let world = World::new().await;
    let mut an = world.administrator().await;
    let change = rename(&world, &mut an, RENAMED).await;
    for language in ["vi", "uk", "zh", "en"] {
        let page = an.get(&format!("{change}?lang={language}")).await;
        assert!(
            page.has(REASON) && page.has("Quách Thế An") && page.has(RENAMED),
            "{}",
            page.words()
        );
        assert!(page.has("Nguyễn Văn Tú"), "as it was: {}", page.words());
        assert!(!page.has("⟦") && !page.has("display_name"), "{}", page.words());
    }
    let list = an.get("/admin/history?lang=en").await;
    assert!(
        list.has(REASON) && list.has("Quách Thế An") && list.has(&change),
        "{}",
        list.words()
    );
    assert!(
        !an.get("/admin/history?table=department&origin=page")
            .await
            .has(&change)
    );
    assert!(
        an.get("/admin/history?table=account&origin=page&who=quach")
            .await
            .has(&change)
    );
    assert!(!an.get("/admin/history?until=2020-01-01").await.has(&change));
    // A page of it, and what was there before.
    for at in 0..55 {
        rename(&world, &mut an, &format!("Tú {at}")).await;
    }
    let first = an.get("/admin/history?origin=page").await;
    let older = first
        .links()
        .into_iter()
        .find(|link| link.contains("before="))
        .expect("a second page");
    let second = an.get(&older).await;
    assert!(second.has(&change) && !first.has(&change), "{}", second.words());
    let mut stranger = world.server.signed_in("zoriana", STRANGER).await;
    assert_eq!(stranger.get(&change).await.status, 404);
    assert!(!stranger.get("/admin/history").await.has(REASON));
}

#[tokio::test]
async fn a_change_that_nothing_was_built_upon_is_taken_back_by_a_change_of_its_own() {
    let world = World::new().await;
    let mut an = world.administrator().await;
    let first = rename(&world, &mut an, RENAMED).await;
    let refused = fill(&mut an, &format!("{first}/undo"), &[("reason", "")]).await;
    assert!(refused.status == 422 && refused.has("id=\"reason-error\""));
    let page = done(&mut an, &format!("{first}/undo"), &[("reason", "Nhầm người")]).await;
    assert!(page.has("Nhầm người") && page.has(&first), "{}", page.words());
    assert_eq!(
        world.text(&format!(
            "select display_name from account where email = '{OFFICER}'"
        )),
        "Nguyễn Văn Tú"
    );
    let page = an.get(&first).await;
    assert!(
        !page.links().contains(&format!("{first}/undo")),
        "it is offered once"
    );
    // And the way back can itself be taken back.
    let back = format!(
        "/admin/history/{}",
        world.text("select id from change_set order by id desc limit 1")
    );
    done(&mut an, &format!("{back}/undo"), &[("reason", REASON)]).await;
    assert_eq!(
        world.text(&format!(
            "select display_name from account where email = '{OFFICER}'"
        )),
        RENAMED
    );
}

#[tokio::test]
async fn what_is_in_the_way_is_named() {
    let world = World::new().await;
    let mut an = world.administrator().await;
    let first = rename(&world, &mut an, RENAMED).await;
    rename(&world, &mut an, "Tú Nguyễn").await;
    let refused = fill(&mut an, &format!("{first}/undo?lang=en"), &[("reason", REASON)]).await;
    assert_eq!(refused.status, 422);
    assert!(
        refused.has("Tú Nguyễn") && refused.has("role=\"alert\"") && refused.has(REASON),
        "{}",
        refused.words()
    );
    assert_eq!(
        world.text(&format!(
            "select display_name from account where email = '{OFFICER}'"
        )),
        "Tú Nguyễn"
    );
    // A responsibility that somebody holds by now.
    let whole = world.text("select p.id from security_profile p join tenant t on t.id = p.tenant_id where t.slug = 'an-binh' and p.code = 'toan-tinh'");
    done(
        &mut an,
        "/admin/responsibilities/new",
        &[
            ("code", "giam-sat"),
            ("name-vi", "Giám sát"),
            ("role", "auditor"),
            ("profile", &whole),
            ("reason", REASON),
        ],
    )
    .await;
    let made = format!(
        "/admin/history/{}",
        world.text("select id from change_set order by id desc limit 1")
    );
    let watches = world.responsibility("giam-sat");
    done(
        &mut an,
        &format!("{}/give", world.person(OFFICER)),
        &[("responsibility", &watches), ("reason", REASON)],
    )
    .await;
    let refused = fill(&mut an, &format!("{made}/undo"), &[("reason", REASON)]).await;
    assert!(
        refused.status == 422 && refused.has("account_responsibility"),
        "{}",
        refused.words()
    );
    assert_eq!(world.count("responsibility where code = 'giam-sat'"), 1);
    // An account that was made stays.
    done(
        &mut an,
        "/admin/people/invite",
        &[
            ("email", "moi@an-binh.example"),
            ("name", "Người Mới"),
            ("language", "vi"),
            ("reason", REASON),
        ],
    )
    .await;
    let invited = format!(
        "/admin/history/{}",
        world.text("select id from change_set order by id desc limit 1")
    );
    let refused = fill(&mut an, &format!("{invited}/undo"), &[("reason", REASON)]).await;
    assert_eq!(refused.status, 422, "{}", refused.words());
    assert_eq!(world.count("account where email = 'moi@an-binh.example'"), 1);
}

#[tokio::test]
async fn every_table_and_column_of_the_history_has_a_name_in_the_words_of_the_field() {
    let world = World::new().await;
    // What is computed from other columns tells nothing more; a password is not told at all.
    let kept = world.text(
        "select string_agg(distinct c.table_name || '.' || c.column_name, ' ') from information_schema.columns c
         join pg_trigger t on t.tgname = 'keep_deletes' and t.tgrelid = c.table_name::regclass
         where c.table_schema = 'public' and c.is_generated = 'NEVER'
         and c.column_name not in ('tenant_id', 'id', 'registered_at', 'demo', 'password_hash')",
    );
    assert!(
        kept.contains("delegation.lender_id") && kept.contains("separated_duty.first_verb"),
        "{kept}"
    );
    let mut missing = std::collections::BTreeSet::new();
    for language in ["vi", "uk", "zh", "en"] {
        let file =
            std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("locales/{language}/admin.ftl"));
        let texts = std::fs::read_to_string(file).unwrap();
        for (table, column) in kept.split(' ').map(|name| name.split_once('.').unwrap()) {
            for key in [format!("admin-table-{table}"), format!("admin-column-{column}")] {
                let key = key.replace('_', "-");
                if !texts.contains(&format!("\n{key} = ")) {
                    missing.insert(format!("{language}: {key}"));
                }
            }
        }
    }
    assert!(missing.is_empty(), "{missing:?}");
}
