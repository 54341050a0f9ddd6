//! Rule 1: people are shared inside a business group and only there.

use super::world::{ADMINISTRATOR, AUDITOR, OFFICER, REASON, SECOND, World, fill};

/// An Bình with a second business group, of which the auditor is an employee, and an administrator who sees one unit only.
async fn world_of_two_groups() -> World {
    let world = World::new().await;
    let (group, bound) = (uuid::Uuid::now_v7(), world.responsibility("quan-tri"));
    world.execute(&format!(
        "insert into business_group (tenant_id, id, code, name)
         select id, '{group}', 'second', '{{\"en\": \"Second\"}}' from tenant where slug = 'an-binh';
         update account set business_group_id = '{group}', department_id = null where email = '{AUDITOR}';
         delete from account_responsibility where account_id = '{}'
            and responsibility_id <> '{bound}';
         insert into profile_option (tenant_id, name, level, level_id, value)
         select a.tenant_id, 'mo_security_profile', 'user', a.id, p.id::text
         from account a join security_profile p on p.tenant_id = a.tenant_id and p.code = 'dat-dai'
         where a.email in ('{ADMINISTRATOR}', '{AUDITOR}');
         update access_version set version = version + 1",
        world.account(ADMINISTRATOR)
    ));
    world
}

#[tokio::test]
async fn rule_1_who_keeps_one_groups_people_knows_nobody_of_another() {
    let world = world_of_two_groups().await;
    let mut an = world.server.signed_in("an-binh", ADMINISTRATOR).await;
    let list = an.get("/admin/people").await;
    assert!(list.status == 200 && list.has(OFFICER), "{}", list.words());
    let options = an.get("/admin/options").await;
    let of = |email: &str| options.has(&format!("/admin/options/user/{}/", world.account(email)));
    assert!(of(ADMINISTRATOR) && !of(AUDITOR), "{}", options.words());
    for path in [
        "/admin/people",
        "/admin/people?q=van.mai",
        "/admin/people/sheet.csv",
    ] {
        let list = an.get(path).await;
        assert!(
            list.status == 200 && !list.has(AUDITOR),
            "{path}: {}",
            list.words()
        );
    }
    // Her page, her forms and the sheet of everybody are as those of nobody.
    let person = world.person(AUDITOR);
    for path in [
        person.clone(),
        format!("{person}/give"),
        format!("{person}/facts"),
        format!("{person}/close"),
    ] {
        assert_eq!(an.get(&path).await.status, 404, "{path}");
    }
    assert_eq!(an.get(&world.person(OFFICER)).await.status, 200);
    let suggested = an.get("/desk/suggestions/borrower?q=van.mai").await;
    assert!(!suggested.has(AUDITOR), "{}", suggested.words());
    // Nor can she be brought in a second time, and her address says nothing of her.
    let taken = fill(
        &mut an,
        "/admin/people/invite",
        &[("email", AUDITOR), ("name", "Vân"), ("reason", REASON)],
    )
    .await;
    assert_eq!(taken.status, 422, "{}", taken.words());
}

#[tokio::test]
async fn rule_1_who_sees_every_unit_of_the_tenant_sees_all_its_people() {
    let world = world_of_two_groups().await;
    let mut second = world.server.signed_in("an-binh", SECOND).await;
    let list = second.get("/admin/people?q=van.mai").await;
    assert!(list.has(AUDITOR), "{}", list.words());
    assert_eq!(second.get(&world.person(AUDITOR)).await.status, 200);
    // Whom she could not lend to is not offered to her all the same.
    let suggested = second.get("/desk/suggestions/borrower?q=van.mai").await;
    assert!(!suggested.has(AUDITOR), "{}", suggested.words());
}
