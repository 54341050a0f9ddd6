//! An application that is killed anywhere has happened wholly or not at all, and the next one finishes it.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::Duration;

use onedoor::authority::tenancy::code::{Linked, LinkedBetween};
use rand::RngExt;

use super::command::command;
use super::{World, code};

const TIMES: usize = 12;

fn apply(world: &World, folder: &Path) -> Child {
    command(world, &["apply", folder.to_str().unwrap()])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// What the code decides, without what tells one run from another: times, ids of history, passwords.
fn state(world: &World) -> BTreeMap<String, String> {
    let mut rows = world.rows();
    for table in [
        "change_set",
        "change_row",
        "access_version",
        "tenant_seen",
        "tenant_card",
        "account",
        "procedure_version",
        "tenant_host",
        "dictionary",
        "dictionary_version",
        "dictionary_item",
    ] {
        rows.remove(table);
    }
    rows.insert(
        "account".into(),
        world.text("select coalesce(string_agg(email || (closed_at is null) || display_name, ' ' order by email), '') as value from account"),
    );
    rows.insert(
        "procedure".into(),
        world.text("select coalesce(string_agg(p.code || v.number || (p.suspended_at is null), ' ' order by p.code), '') as value
                    from procedure p left join procedure_version v on v.id = p.current_version_id"),
    );
    rows.insert(
        "dictionary".into(),
        world.text("select coalesce(string_agg(d.code || i.code || i.name, ' ' order by d.code, i.position), '') as value
                    from dictionary d join dictionary_item i on i.version_id = d.current_version_id"),
    );
    rows.insert(
        "card".into(),
        world.text("select coalesce(string_agg((card -> 'settings' -> 'theme')::text || (card -> 'settings' -> 'tenant' -> 'contact'), ' '), '')
                    as value from tenant_card"),
    );
    rows
}

#[tokio::test]
async fn an_application_killed_anywhere_has_happened_wholly_or_not_at_all() {
    let world = World::new().await;
    let old = code("an-binh");
    world.apply(&old).await;
    let mut new = old.clone();
    for hall in &mut new.organisation.hall {
        hall.name.0.values_mut().for_each(|name| name.push_str(" II"));
    }
    for member in &mut new.people.staff {
        member.name.push_str(" II");
    }
    new.people.staff.pop();
    new.theme.radius = 1;
    new.tenant.contact.phone.push('9');
    new.procedures.pop_last();
    for dictionary in new.dictionaries.values_mut() {
        dictionary.items.pop();
    }
    for unit in &mut new.organisation.operating_unit {
        for link in &mut unit.legal_entities {
            *link = Linked::Dated(LinkedBetween {
                code: link.code().to_owned(),
                from: chrono::NaiveDate::from_ymd_opt(2026, 3, 1),
                until: None,
            });
        }
    }
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("an-binh");
    onedoor::authority::tenancy::export::write(&new, &root).unwrap();

    let before = state(&world);
    let began = std::time::Instant::now();
    assert!(apply(&world, &root).wait().unwrap().success());
    let (whole, after) = (began.elapsed(), state(&world));
    assert!(before != after);
    world.apply_over(&old).await;
    assert!(state(&world) == before, "back where it began");

    let (mut unchanged, mut changed) = (0, 0);
    for _ in 0..TIMES {
        let mut child = apply(&world, &root);
        let at = rand::rng().random_range(0.3..1.05);
        std::thread::sleep(Duration::from_secs_f64(whole.as_secs_f64() * at));
        let _ = child.kill();
        child.wait().unwrap();
        // The server ends what the killed one had begun as soon as it sees that nobody is there.
        world.nobody_applies().await;
        let now = state(&world);
        if now == before {
            unchanged += 1;
        } else {
            assert!(now == after, "half of an application was left");
            changed += 1;
        }
        // Whoever looks next shows what was committed, and the next application finishes whatever was left.
        let tenants = onedoor::authority::tenancy::Tenants::load(&world.db)
            .await
            .unwrap();
        let radius = tenants
            .by_host("an-binh.localhost")
            .unwrap()
            .settings
            .theme
            .radius;
        assert_eq!(radius == 1, now == after, "the card says the same as the rest");
        world.apply_over(&new).await;
        assert!(state(&world) == after);
        world.apply_over(&old).await;
    }
    println!("killed {TIMES} times: {unchanged} left the old state, {changed} the new");
    assert!(unchanged > 0, "no kill came early enough to say anything");
}
