//! Accounts: who may see and change them, facts, closing, and nobody of another tenant.

use super::world::{ADMINISTRATOR, AUDITOR, CITIZEN, OFFICER, REASON, STRANGER, World, done, fill};

#[tokio::test]
async fn people_are_found_by_name_without_marks_and_by_responsibility() {
    let world = World::new().await;
    let mut an = world.administrator().await;
    let all = an.get("/admin/people?lang=vi").await;
    assert_eq!(all.status, 200);
    assert!(all.has(OFFICER) && all.has(AUDITOR) && !all.has(CITIZEN) && !all.has("zoriana"));
    let found = an.get("/admin/people?q=nguyen").await;
    assert!(found.has(OFFICER) && !found.has(AUDITOR), "{}", found.words());
    let none = an.get("/admin/people?q=%25").await;
    assert!(!none.has(OFFICER), "a sign of patterns is a sign like any other");
    let auditors = world.responsibility("kiem-toan");
    let held = an.get(&format!("/admin/people?responsibility={auditors}")).await;
    assert!(held.has(AUDITOR) && !held.has(OFFICER), "{}", held.words());
    assert!(!an.get("/admin/people?standing=closed").await.has(OFFICER));
    assert_eq!(an.get("/admin/people?page=9999999999").await.status, 200);
}

#[tokio::test]
async fn an_auditor_reads_and_nobody_else_comes_in() {
    let world = World::new().await;
    let person = world.person(OFFICER);
    let pages = [
        "/admin/people".to_owned(),
        person.clone(),
        "/admin/responsibilities".into(),
        "/admin/profiles".into(),
        "/admin/options".into(),
        "/admin/history".into(),
    ];
    let mut auditor = world.server.signed_in("an-binh", AUDITOR).await;
    let mut officer = world.server.signed_in("an-binh", OFFICER).await;
    let mut citizen = world.server.signed_in("an-binh", CITIZEN).await;
    let mut stranger = world.server.signed_in("zoriana", STRANGER).await;
    for path in &pages {
        for language in ["vi", "uk", "zh", "en"] {
            let page = auditor.get(&format!("{path}?lang={language}")).await;
            assert_eq!(page.status, 200, "{path}: {}", page.words());
            assert!(!page.has("⟦"), "{path} {language}: {}", page.words());
        }
        assert_eq!(officer.get(path).await.status, 403, "{path}");
        assert_eq!(citizen.get(path).await.status, 404, "{path}");
    }
    assert!(
        !auditor.get(&person).await.has("/close"),
        "an auditor is offered no change"
    );
    assert_eq!(stranger.get(&person).await.status, 404);
    // She may open a form, since she may read; what it would do is refused.
    let form = auditor.get(&format!("{person}/close")).await;
    let answer = auditor.submit(&form, &[("reason", REASON)]).await;
    assert_eq!(answer.status, 403);
    assert_eq!(
        world.text(&format!(
            "select closed_at is null from account where email = '{OFFICER}'"
        )),
        "true"
    );
    let citizen_page = world.person(CITIZEN);
    let mut an = world.administrator().await;
    assert_eq!(
        an.get(&citizen_page).await.status,
        404,
        "a citizen is nobody's staff"
    );
}

#[tokio::test]
async fn facts_change_with_their_reason_and_bad_ones_come_back_as_they_were_typed() {
    let world = World::new().await;
    let mut an = world.administrator().await;
    let (person, facts) = (world.person(OFFICER), format!("{}/facts", world.person(OFFICER)));
    let wrong = fill(
        &mut an,
        &facts,
        &[("name", ""), ("language", "tlh"), ("reason", "x")],
    )
    .await;
    assert_eq!(wrong.status, 422);
    assert!(
        wrong.has("id=\"name-error\"")
            && wrong.has("id=\"language-error\"")
            && wrong.has("id=\"reason-error\"")
    );
    assert!(
        wrong.has(">\nx</textarea>") || wrong.has("x</textarea>"),
        "the reason is kept"
    );
    let page = done(
        &mut an,
        &facts,
        &[
            ("name", "Nguyễn Anh Tú <b>"),
            ("language", "en"),
            ("reason", REASON),
        ],
    )
    .await;
    assert!(
        page.has("Nguyễn Anh Tú &lt;b&gt;") && page.has(REASON),
        "{}",
        page.words()
    );
    assert_eq!(page.path, person);
    let change = an
        .get(
            &page
                .links()
                .into_iter()
                .find(|link| link.starts_with("/admin/history/"))
                .unwrap(),
        )
        .await;
    assert!(
        change.has(REASON) && change.has("Nguyễn Anh Tú &lt;b&gt;") && change.has("English"),
        "{}",
        change.words()
    );
}

#[tokio::test]
async fn a_closed_account_is_out_in_its_next_request_and_comes_back_when_it_is_opened() {
    let world = World::new().await;
    let mut an = world.administrator().await;
    let mut officer = world.server.signed_in("an-binh", OFFICER).await;
    assert_eq!(officer.get("/desk").await.status, 200);
    let person = world.person(OFFICER);
    done(&mut an, &format!("{person}/close"), &[("reason", REASON)]).await;
    let out = officer.get("/desk").await;
    assert!(matches!(out.status, 303 | 401), "{}: {}", out.status, out.words());
    let twice = an.post(&format!("{person}/close"));
    let again = an
        .send(
            twice
                .header("content-type", "application/x-www-form-urlencoded")
                .body("reason=again"),
        )
        .await;
    assert_eq!(again.status, 422, "without the form's token nothing is done");
    done(&mut an, &format!("{person}/reopen"), &[("reason", REASON)]).await;
    let mut officer = world.server.signed_in("an-binh", OFFICER).await;
    assert_eq!(officer.get("/desk").await.status, 200);
}

#[tokio::test]
async fn nobody_closes_the_last_administrator() {
    let world = World::new().await;
    let mut an = world.administrator().await;
    let own = world.person(ADMINISTRATOR);
    let refused = fill(&mut an, &format!("{own}/close"), &[("reason", REASON)]).await;
    assert_eq!(refused.status, 422);
    assert!(
        refused.has(REASON) && refused.has("role=\"alert\""),
        "{}",
        refused.words()
    );
    assert_eq!(
        world.text(&format!(
            "select closed_at is null from account where email = '{ADMINISTRATOR}'"
        )),
        "true"
    );
    assert_eq!(
        world.count("change_set where origin = 'page'"),
        0,
        "what was refused left no trace"
    );
}

#[tokio::test]
async fn an_administrator_ends_sessions() {
    let world = World::new().await;
    let mut an = world.administrator().await;
    let mut officer = world.server.signed_in("an-binh", OFFICER).await;
    assert_eq!(officer.get("/desk").await.status, 200);
    let person = world.person(OFFICER);
    done(
        &mut an,
        &person,
        &[(
            "session",
            &world.text(&format!(
                "select s.id from session s join account a on a.id = s.account_id where a.email = '{OFFICER}'"
            )),
        )],
    )
    .await;
    let out = officer.get("/desk").await;
    assert!(matches!(out.status, 303 | 401), "{}", out.status);
}

/// Rule 11: a department that ended takes nobody in, by page, sheet or past them; whoever left before stays where she was.
#[tokio::test]
async fn a_department_that_ended_takes_nobody_in() {
    let world = World::new().await;
    let mut an = world.administrator().await;
    world.execute(
        "insert into department (tenant_id, id, business_group_id, code, name, valid_to)
         select g.tenant_id, gen_random_uuid(), g.id, 'phong-cu', '{\"vi\": \"Phòng cũ\"}', current_date
         from business_group g join tenant t on t.id = g.tenant_id where t.slug = 'an-binh'",
    );
    let ended = world.text("select id from department where code = 'phong-cu'");
    let facts = format!("{}/facts", world.person(OFFICER));
    let form = an.get(&facts).await;
    assert!(!form.has("phong-cu") && !form.has("Phòng cũ"), "{}", form.words());
    assert!(!an.get("/desk/suggestions/department?q=cu").await.has("Phòng cũ"));
    for said in [ended.as_str(), "phong-cu"] {
        let answers = [
            ("name", "Nguyễn Anh Tú"),
            ("language", "vi"),
            ("department", said),
            ("reason", REASON),
        ];
        let refused = fill(&mut an, &facts, &answers).await;
        assert!(
            refused.status == 422 && refused.has("id=\"department-error\""),
            "{}",
            refused.words()
        );
    }
    // Past the pages the key refuses it.
    let put = |whom: &str| {
        use diesel::connection::SimpleConnection;
        let statement = format!("update account set department_id = '{ended}' where email = '{whom}'");
        world.server.database.superuser().batch_execute(&statement)
    };
    let refused = put(OFFICER).unwrap_err().to_string();
    assert!(
        refused.contains("rule_employee_is_of_an_open_department"),
        "{refused}"
    );
    // Whoever left stays where she was, is shown there, and comes back only to what is open.
    world.execute(&format!(
        "update account set closed_at = now() where email = '{OFFICER}'"
    ));
    put(OFFICER).unwrap();
    let person = world.person(OFFICER);
    assert!(an.get(&person).await.has("Phòng cũ"));
    let refused = fill(&mut an, &format!("{person}/reopen"), &[("reason", REASON)]).await;
    assert_eq!(refused.status, 422, "{}", refused.words());
    assert!(
        world.text(&format!(
            "select closed_at is not null from account where email = '{OFFICER}'"
        )) == "true"
    );
}
