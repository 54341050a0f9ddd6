//! What somebody changed by another way than code is told, and not changed back unless told so.

use diesel::connection::SimpleConnection;
use onedoor::authority::changes::{Origin, Reason};
use onedoor::authority::tenancy::apply::{Manner, Mark, Refused, Verdict, drift};
use onedoor::authority::tenancy::export;
use onedoor::kernel::locale::Language;
use sha2::{Digest, Sha256};

use super::{World, code};

/// Changes configuration as a page does: as the tenant role, under a change set.
pub(super) fn by_page(world: &World, tenant: uuid::Uuid, statements: &str) {
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
    assert_eq!(plan.verdict(), Verdict::Refused(Refused::Drift));
    assert!(world.rows() == before, "a refused application changed something");
    assert!(plan.to_string().contains("changed back by this one"), "{plan}");
    // What does not touch it is refused as well: the folder is applied whole or not at all.
    let manner = Manner {
        over_drift: true,
        reason: Some(Reason::parse("as decided").unwrap()),
        ..Manner::default()
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

/// What a step of the set-up in the browser applies.
fn in_the_browser() -> Manner {
    Manner {
        origin: Origin::Onboarding,
        reason: Some(Reason::parse("the look of our house").unwrap()),
        over_drift: false,
    }
}

#[tokio::test]
async fn theme_contact_procedures_and_dictionaries_drift_as_the_organisation_does() {
    let world = World::new().await;
    let code = code("an-binh");
    world.apply(&code).await;
    let drifted = async || drift(&world.db, &world.gate, "an-binh").await.unwrap();
    assert!(drifted().await.is_empty());

    let mut other = code.clone();
    other.theme.radius = 3;
    other.tenant.contact.phone = "1900 1234".into();
    let (name, procedure) = other.procedures.iter_mut().next().unwrap();
    procedure.facts.synonyms.push("another word".into());
    let name = name.clone();
    let (closed, _) = other.procedures.pop_last().unwrap();
    let dictionary = other.dictionaries.values_mut().next().unwrap();
    dictionary.items[0]
        .name
        .0
        .values_mut()
        .for_each(|it| it.push('!'));
    let item = format!("item.{}", dictionary.items[0].code);
    let plan = world.apply_as(&other, in_the_browser()).await;
    assert_eq!(plan.verdict(), Verdict::Applies);

    let found = drifted().await;
    let told = |kind: &str, name: &str| {
        let it = found.iter().find(|it| it.kind == kind && it.name == name);
        it.unwrap_or_else(|| panic!("{kind} {name} in {found:#?}"))
    };
    let theme = told("file", "theme.toml");
    assert_eq!(
        (theme.mark, theme.fields[0].field.as_str()),
        (Mark::Changed, "radius")
    );
    assert_eq!(
        (theme.origin.as_str(), theme.reason.as_str()),
        ("onboarding", "the look of our house")
    );
    assert_eq!(told("file", "tenant.toml").fields[0].field, "contact.phone");
    let changed = told("procedure", &name);
    assert_eq!(changed.fields[0].field, "definition.facts.synonyms");
    assert_eq!(told("procedure", &closed).mark, Mark::Closed);
    assert_eq!(
        told("dictionary", code.dictionaries.keys().next().unwrap()).fields[0].field,
        item
    );
    // The telephone stands on the legal entities' invoices as well, row by row.
    assert!(found.iter().any(|it| it.kind == "legal entity"));

    // A further step of the set-up sees no drift in the one before it; the code does, and changes nothing back.
    let mut further = other.clone();
    further.theme.radius = 4;
    assert_eq!(
        world.apply_as(&further, in_the_browser()).await.verdict(),
        Verdict::Applies
    );
    let before = world.rows();
    let plan = world.apply(&code).await;
    assert_eq!(plan.verdict(), Verdict::Refused(Refused::Drift));
    assert_eq!(plan.drift.len(), drifted().await.len());
    assert!(world.rows() == before, "a refused application changed something");

    // Taken over, it is the code's.
    let taken_over = export::export(&world.db, &world.gate, "an-binh").await.unwrap();
    assert_eq!(
        (taken_over.theme.radius, taken_over.tenant.contact.phone.as_str()),
        (4, "1900 1234")
    );
    assert!(!taken_over.procedures.contains_key(&closed));
    let plan = world.apply(&taken_over).await;
    assert!(plan.is_empty(), "{plan}");
    assert!(drifted().await.is_empty());
    let plan = world.apply(&code).await;
    assert_eq!(plan.verdict(), Verdict::Applies, "{plan}");
}

#[tokio::test]
async fn a_dictionary_published_in_the_browser_is_drift_with_its_publisher() {
    let world = World::new().await;
    let code = code("an-binh");
    world.apply(&code).await;
    let dictionary = code.dictionaries.keys().next().unwrap();
    let mut after = code.dictionaries[dictionary].clone();
    let food = after.items.iter_mut().find(|it| it.code == "food").unwrap();
    food.name.0.insert(Language::En, "Meals".into());
    let digest: String = Sha256::digest(serde_json::json!(after).to_string())
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    // As its page does: a draft with what is in force, one name changed, published.
    by_page(
        &world,
        code.tenant.id,
        &"insert into dictionary_version (tenant_id, id, dictionary_id, number, name, levels, begun_at, begun_by)
             select tenant_id, '01900000-0000-7000-8000-000000000001', dictionary_id, number + 1, name, levels, now(), 'An' from dictionary_version;
         insert into dictionary_item (tenant_id, version_id, code, parent_code, position, name)
             select i.tenant_id, '01900000-0000-7000-8000-000000000001', i.code, i.parent_code, i.position,
                    case when i.code = 'food' then i.name || '{\"en\": \"Meals\"}' else i.name end
             from dictionary_item i;
         update dictionary_version set published_at = now(), published_by = 'An Quach', reason = 'clearer', digest = '\\xDIGEST'
             where published_at is null;
         update dictionary set current_version_id = '01900000-0000-7000-8000-000000000001'"
            .replace("DIGEST", &digest),
    );
    let found = drift(&world.db, &world.gate, "an-binh").await.unwrap();
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!((found[0].kind, &found[0].name), ("dictionary", dictionary));
    assert_eq!(found[0].fields[0].field, "item.food");
    assert_eq!(
        (found[0].made_by.as_str(), found[0].reason.as_str()),
        ("An Quach", "clearer")
    );
    assert_eq!(
        world.apply(&code).await.verdict(),
        Verdict::Refused(Refused::Drift)
    );
    // What has nothing to do with it is refused as well; taken over, it is not.
    let taken_over = export::export(&world.db, &world.gate, "an-binh").await.unwrap();
    assert_eq!(taken_over.dictionaries[dictionary], after);
    let mut more = taken_over.clone();
    more.theme.radius = 5;
    assert_eq!(world.apply(&more).await.verdict(), Verdict::Applies);
}
