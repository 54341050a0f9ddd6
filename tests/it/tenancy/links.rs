//! Links of operating units and legal entities have days: they come with the code, are told by plan and drift, and come back
//! with an export.

use chrono::NaiveDate;
use diesel::connection::SimpleConnection;
use onedoor::authority::tenancy::apply::{Refused, Verdict, drift};
use onedoor::authority::tenancy::code::{Linked, LinkedBetween, TenantCode};
use onedoor::authority::tenancy::export;

use super::{World, code};

fn day(text: &str) -> Option<NaiveDate> {
    Some(text.parse().unwrap())
}

/// The code whose unit `unit` works for `entity` between these days.
fn linked(code: &TenantCode, entity: &str, from: Option<NaiveDate>, until: Option<NaiveDate>) -> TenantCode {
    let mut code = code.clone();
    let unit = code
        .organisation
        .operating_unit
        .iter_mut()
        .find(|it| it.code == "mot-cua-co-so")
        .unwrap();
    unit.legal_entities.retain(|it| it.code() != entity);
    unit.legal_entities.push(Linked::Dated(LinkedBetween {
        code: entity.into(),
        from,
        until,
    }));
    code
}

const LINK: &str = "mot-cua-co-so xa-doi-che";

fn days(world: &World) -> String {
    world.text(
        "select concat_ws(' ', l.valid_from, l.valid_to) as value from operating_unit_legal_entity l
         join operating_unit u on u.id = l.operating_unit_id join legal_entity e on e.id = l.legal_entity_id
         where u.code = 'mot-cua-co-so' and e.code = 'xa-doi-che'",
    )
}

#[tokio::test]
async fn a_link_has_its_first_day_in_the_code_and_brings_it_back() {
    let world = World::new().await;
    let always = code("an-binh");
    world.apply(&always).await;
    assert_eq!(days(&world), "2000-01-01");
    let since = linked(&always, "xa-doi-che", day("2026-03-01"), None);
    let plan = world.apply(&since).await;
    assert_eq!(plan.changes.len(), 1, "{plan}");
    assert_eq!(
        (plan.changes[0].kind, plan.changes[0].name.as_str()),
        ("unit of a legal entity", LINK)
    );
    assert_eq!(plan.changes[0].fields[0].field, "valid_from");
    assert_eq!(days(&world), "2026-03-01");
    let again = export::export(&world.db, &world.gate, "an-binh").await.unwrap();
    let unit = again
        .organisation
        .operating_unit
        .iter()
        .find(|it| it.code == "mot-cua-co-so")
        .unwrap();
    assert!(unit.legal_entities.contains(&Linked::Dated(LinkedBetween {
        code: "xa-doi-che".into(),
        from: day("2026-03-01"),
        until: None,
    })));
    assert!(world.plan(&again).await.is_empty());

    // Another first day, set elsewhere, is drift.
    super::drift::by_page(
        &world,
        always.tenant.id,
        "update operating_unit_legal_entity set valid_from = '2026-04-01' where valid_from = '2026-03-01'",
    );
    let found = drift(&world.db, &world.gate, "an-binh").await.unwrap();
    assert_eq!(
        (found[0].name.as_str(), found[0].fields[0].field.as_str()),
        (LINK, "valid_from")
    );
    assert_eq!(
        world.plan(&since).await.verdict(),
        Verdict::Refused(Refused::Drift)
    );
}

#[tokio::test]
async fn a_link_that_has_ended_may_be_named_and_one_that_is_to_end_is_a_reorganisation() {
    let world = World::new().await;
    let mut code = code("an-binh");
    world.apply(&code).await;
    // Nothing of the entity is left in the unit but the link.
    code.organisation.hall.retain(|it| it.code != "mot-cua-doi-che");
    for procedure in code.procedures.values_mut() {
        procedure.facts.halls.retain(|it| it != "mot-cua-doi-che");
    }
    for member in &mut code.people.staff {
        member.hall = member.hall.take().filter(|it| it != "mot-cua-doi-che");
    }
    world.apply(&code).await;
    let tomorrow = linked(&code, "xa-doi-che", None, day("2026-11-23"));
    let plan = world.apply(&tomorrow).await;
    assert_eq!(plan.verdict(), Verdict::Refused(Refused::BrokenRule));
    let broken = plan.broken.unwrap();
    assert_eq!(broken.rule, "rule-link-has-ended-by-today");
    assert_eq!(broken.concerns, ["mot-cua-co-so", "xa-doi-che", "2026-11-23"]);
    assert_eq!(days(&world), "2000-01-01");

    // Open dossiers hold it, with their count.
    world
        .database
        .superuser()
        .batch_execute(
            "insert into dossier (tenant_id, id, number, submission_key, procedure_id, procedure_version_id, operating_unit_id,
                legal_entity_id, hall_id, applicant_id, applicant_name, channel, status, tracking_digest, received_at)
             select u.tenant_id, gen_random_uuid(), 'D-' || n, n, p.id, p.current_version_id, u.id, e.id, null, a.id, 'Lan',
                'portal', 2, '', now()
             from operating_unit u, legal_entity e, procedure p, account a, generate_series(1, 2) n
             where u.code = 'mot-cua-co-so' and e.code = 'xa-doi-che' and p.code = 'dang-ky-khai-sinh'
               and a.email = 'lan.nguyen@mail.example'",
        )
        .unwrap();
    let ended = linked(&code, "xa-doi-che", None, day("2026-11-01"));
    let plan = world.apply(&ended).await;
    assert_eq!(plan.verdict(), Verdict::Refused(Refused::InUse));
    assert_eq!(
        plan.in_use[0].to_string(),
        format!("unit of a legal entity “{LINK}” cannot leave: in use by 2 open dossiers")
    );
    world
        .database
        .superuser()
        .batch_execute("update dossier set finished_at = now(), status = 9")
        .unwrap();
    assert_eq!(world.apply(&ended).await.verdict(), Verdict::Applies);
    assert_eq!(days(&world), "2000-01-01 2026-11-01");
    assert!(world.plan(&ended).await.is_empty());
    // What has ended does not come back with an export, and a code without it leaves it as it was.
    let again = export::export(&world.db, &world.gate, "an-binh").await.unwrap();
    assert!(world.plan(&again).await.is_empty());
    let unit = again
        .organisation
        .operating_unit
        .iter()
        .find(|it| it.code == "mot-cua-co-so")
        .unwrap();
    assert!(!unit.legal_entities.iter().any(|it| it.code() == "xa-doi-che"));
}

#[tokio::test]
async fn what_is_to_begin_later_is_a_reorganisation() {
    let world = World::new().await;
    let without = code("an-binh");
    world.apply(&without).await;
    let linked_from = |first: &str| {
        let mut code = without.clone();
        let units = &mut code.organisation.operating_unit;
        let unit = units.iter_mut().find(|it| it.code == "dang-ky-dat-dai").unwrap();
        unit.legal_entities.push(Linked::Dated(LinkedBetween {
            code: "xa-doi-che".into(),
            from: day(first),
            until: None,
        }));
        code
    };
    let refused = async |code: &TenantCode, table: &str, concerns: &[&str]| {
        let plan = world.apply(code).await;
        assert_eq!(plan.verdict(), Verdict::Refused(Refused::BrokenRule));
        let broken = plan.broken.unwrap();
        assert_eq!(
            (broken.rule.as_str(), broken.table.as_str()),
            ("rule-part-begins-by-today", table)
        );
        assert_eq!(broken.concerns, concerns);
        assert!(world.plan(&without).await.is_empty());
    };
    refused(
        &linked_from("2026-11-23"),
        "operating_unit_legal_entity",
        &["dang-ky-dat-dai", "xa-doi-che", "2026-11-23"],
    )
    .await;
    let mut hall = without.clone();
    hall.organisation.hall[0].from = day("2027-01-01");
    let code_of_hall = hall.organisation.hall[0].code.clone();
    refused(&hall, "service_hall", &[&code_of_hall, "2027-01-01"]).await;
    let mut department = without.clone();
    department.organisation.department[0].from = day("2027-01-01");
    let code_of_department = department.organisation.department[0].code.clone();
    refused(&department, "department", &[&code_of_department, "2027-01-01"]).await;

    // What begins today is in force, and may leave on the same day.
    let today = linked_from("2026-11-22");
    assert_eq!(world.apply(&today).await.verdict(), Verdict::Applies);
    let plan = world.apply(&without).await;
    assert_eq!(plan.verdict(), Verdict::Applies, "{plan}");
    assert!(world.plan(&without).await.is_empty());
    // It is there again when it is named again.
    assert_eq!(world.apply(&today).await.verdict(), Verdict::Applies);
    assert!(world.plan(&today).await.is_empty());
}
