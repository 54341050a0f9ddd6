//! The desk over HTTP: officers find, take and decide what is theirs, and nobody else's exists for them.

mod intake;
mod refunds;
mod units;
pub mod world;

use world::World;

const LOCAL_RECEIVER: &str = "minh.tran@an-binh.example";
const LOCAL_COLLEAGUE: &str = "hoa.bui@an-binh.example";
const LOCAL_CASHIER_AND_RECEIVER: &str = "nga.ho@an-binh.example";
const PROVINCIAL_CASHIER: &str = "kim.do@an-binh.example";
const LAND_RECEIVER: &str = "thao.ly@an-binh.example";
const BIRTH: &str = "dang-ky-khai-sinh";

#[tokio::test(flavor = "multi_thread")]
async fn an_officer_finds_takes_and_accepts_what_is_hers() {
    let world = World::new().await;
    let dossier = world.submit(BIRTH, "one").await;
    let officer = world.browser(LOCAL_RECEIVER).await;
    let list = officer.get("/desk").await;
    assert_eq!(list.status, 200, "{}", list.text);
    assert!(list.text.contains(&dossier.number), "{}", list.text);
    let path = format!("/desk/dossiers/{}", dossier.dossier_id);
    let task = world.open_task(dossier.dossier_id);

    let taken = officer
        .post(&list, &format!("/desk/tasks/{task}/claim"), &[])
        .await;
    assert_eq!(
        (taken.status, taken.location.as_str()),
        (303, path.as_str()),
        "{}",
        taken.text
    );
    let page = officer.get(&path).await;
    assert_eq!(page.status, 200, "{}", page.text);
    assert!(
        page.text.contains("value=\"accept\"") && page.text.contains("Nguyễn Thị Lan"),
        "{}",
        page.text
    );

    let complete = format!("/desk/tasks/{task}/complete");
    let speechless = officer
        .post(&page, &complete, &[("outcome", "refuse"), ("note", " ")])
        .await;
    assert_eq!(speechless.status, 422, "a refusal needs a reason");
    let done = officer
        .post(&page, &complete, &[("outcome", "accept"), ("note", "")])
        .await;
    assert_eq!(
        (done.status, done.location.as_str()),
        (303, path.as_str()),
        "{}",
        done.text
    );
    assert_eq!(
        world.word("select outcome as word from user_task where completed_at is not null"),
        "accept"
    );
    assert_eq!(world.count("outbox where kind = 'workflow.task_completed'"), 1);

    let again = officer.post(&page, &complete, &[("outcome", "accept")]).await;
    assert_eq!(again.status, 409);
    assert!(again.text.contains("already done"), "{}", again.text);
    assert_eq!(world.count("outbox where kind = 'workflow.task_completed'"), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_colleague_who_is_slower_is_told_so() {
    let world = World::new().await;
    let dossier = world.submit(BIRTH, "one").await;
    let (first, second) = (
        world.browser(LOCAL_RECEIVER).await,
        world.browser(LOCAL_COLLEAGUE).await,
    );
    let claim = format!("/desk/tasks/{}/claim", world.open_task(dossier.dossier_id));
    let (seen, list) = (second.get("/desk").await, first.get("/desk").await);
    assert_eq!(first.post(&list, &claim, &[]).await.status, 303);
    let late = second.post(&seen, &claim, &[]).await;
    assert_eq!(late.status, 409);
    assert!(
        late.text.contains("A colleague has taken this task"),
        "{}",
        late.text
    );
    assert!(
        !second.get("/desk").await.text.contains(&dossier.number),
        "it is no longer hers to do"
    );
    assert!(second.get("/desk?whose=all").await.text.contains(&dossier.number));
    assert!(first.get("/desk?whose=mine").await.text.contains(&dossier.number));
    assert!(!first.get("/desk?whose=free").await.text.contains(&dossier.number));
}

#[tokio::test(flavor = "multi_thread")]
async fn for_another_unit_the_dossier_does_not_exist() {
    let world = World::new().await;
    let dossier = world.submit(BIRTH, "one").await;
    let stranger = world.browser(LAND_RECEIVER).await;
    let list = stranger.get("/desk?whose=all").await;
    assert_eq!(list.status, 200, "{}", list.text);
    assert!(!list.text.contains(&dossier.number));
    let missing = stranger
        .get(&format!("/desk/dossiers/{}", dossier.dossier_id))
        .await;
    let invented = stranger
        .get(&format!("/desk/dossiers/{}", uuid::Uuid::now_v7()))
        .await;
    assert_eq!(
        (missing.status, invented.status),
        (404, 404),
        "seen and invented look the same"
    );
    for query in [dossier.number.as_str(), "nguyen thi lan"] {
        let query: String = url::form_urlencoded::byte_serialize(query.as_bytes()).collect();
        let found = stranger.get(&format!("/desk/search?q={query}")).await;
        assert_eq!(found.status, 200);
        assert!(
            !found
                .text
                .contains(&format!("/desk/dossiers/{}", dossier.dossier_id))
        );
    }
    let task = world.open_task(dossier.dossier_id);
    for act in ["claim", "release", "complete"] {
        let refused = stranger
            .post(
                &list,
                &format!("/desk/tasks/{task}/{act}"),
                &[("outcome", "accept")],
            )
            .await;
        assert_eq!(refused.status, 404, "{act}");
    }
    assert_eq!(
        world
            .rows_seen_by(
                LAND_RECEIVER,
                &["dossier", "dossier_form", "dossier_log", "user_task"]
            )
            .await,
        [0; 4]
    );
    assert_ne!(
        world
            .rows_seen_by(LOCAL_RECEIVER, &["dossier", "user_task"])
            .await,
        [0; 2]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cashier_decides_nothing_until_she_works_as_a_receiver() {
    let world = World::new().await;
    let dossier = world.submit(BIRTH, "one").await;
    let nga = world.browser(LOCAL_CASHIER_AND_RECEIVER).await;
    world.work_as(LOCAL_CASHIER_AND_RECEIVER, "thu-ngan-co-so").await;
    let home = nga.get("/desk").await;
    assert_eq!((home.status, home.location.as_str()), (303, "/hall/cash"));
    let cash = nga.get("/hall/cash").await;
    assert_eq!(cash.status, 200, "{}", cash.text);
    let task = world.open_task(dossier.dossier_id);
    let path = format!("/desk/dossiers/{}", dossier.dossier_id);
    assert_eq!(nga.get(&path).await.status, 403);
    let refused = nga
        .post(
            &cash,
            &format!("/desk/tasks/{task}/complete"),
            &[("outcome", "accept")],
        )
        .await;
    assert_eq!(refused.status, 403);
    assert_eq!(world.count("user_task where completed_at is not null"), 0);

    let receiver = world.word("select id::text as word from responsibility where code = 'tiep-nhan-co-so'");
    let switched = nga
        .post(&cash, "/desk/context", &[("responsibility", &receiver)])
        .await;
    assert_eq!(switched.status, 303, "{}", switched.text);
    assert!(
        nga.get("/desk").await.text.contains(&dossier.number),
        "the next request sees it"
    );
    assert_eq!(nga.get("/hall/cash").await.status, 403);

    world.change(
        "update account_responsibility r set valid_to = current_date from responsibility p, account a
         where p.id = r.responsibility_id and p.code = 'tiep-nhan-co-so' and a.id = r.account_id and a.email like 'nga.ho@%'",
    );
    world.change("update access_version set version = version + 1");
    let after = nga.get(&path).await;
    assert_ne!(
        after.status, 200,
        "a responsibility that was taken away is gone in the next request"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn every_count_is_the_length_of_its_list() {
    let world = World::new().await;
    for key in 0..7 {
        world.submit(BIRTH, &format!("key-{key}")).await;
    }
    // Two overdue, one due soon, one with the clock standing, three with time.
    let nth = |n: u8| format!("(select id from dossier order by number offset {n} limit 1)");
    world.change(&format!(
        "update dossier set due_at = now() - interval '3 days' where id in ({}, {})",
        nth(0),
        nth(1)
    ));
    world.change(&format!(
        "update dossier set due_at = now() + interval '3 hours' where id = {}",
        nth(2)
    ));
    world.change(&format!(
        "update dossier set due_at = now() - interval '1 day', status = 4 where id = {}",
        nth(3)
    ));
    world.change(&format!(
        "update dossier set due_at = now() + interval '9 days' where id in ({}, {}, {})",
        nth(4),
        nth(5),
        nth(6)
    ));
    let officer = world.browser(LOCAL_RECEIVER).await;
    for (due, expected) in [
        ("", 7),
        ("overdue", 2),
        ("soon", 1),
        ("on-time", 3),
        ("paused", 1),
    ] {
        let page = officer.get(&format!("/desk?due={due}")).await;
        assert_eq!(
            page.text.matches("<tr><th scope=\"row\"").count(),
            expected,
            "{due}"
        );
        let told = if expected == 1 {
            "1 dossier".to_owned()
        } else {
            format!("{expected} dossiers")
        };
        assert!(page.text.contains(&told), "{due}");
    }
    let page = officer
        .get("/desk?q=NGUYEN&channel=portal&received=today&role=receiver&procedure=dang-ky-khai-sinh")
        .await;
    assert_eq!(
        page.text.matches("<tr><th scope=\"row\"").count(),
        7,
        "{}",
        page.text
    );
    assert_eq!(
        officer
            .get("/desk?channel=counter")
            .await
            .text
            .matches("<tr><th scope=\"row\"")
            .count(),
        0
    );
    assert_eq!(
        officer
            .get("/desk?page=99")
            .await
            .text
            .matches("<tr><th scope=\"row\"")
            .count(),
        7
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cashier_is_told_at_which_other_desk_something_is_due() {
    let world = World::new().await;
    let dossier = world.submit(BIRTH, "one").await;
    world.change(&format!(
        "insert into payment_request (tenant_id, id, dossier_id, operating_unit_id, legal_entity_id, applicant_id, source_id,
                                      reference, methods, net_minor, amount_minor, currency)
         select tenant_id, gen_random_uuid(), id, operating_unit_id, legal_entity_id, applicant_id, gen_random_uuid(),
                'R-1', '{{cash}}', 15000, 15000, 'VND' from dossier where number = '{}'",
        dossier.number
    ));
    // She works at the provincial centre and for the local desks; the request is a local desk's.
    let cashier = world.browser(PROVINCIAL_CASHIER).await;
    let page = cashier.get(&format!("/hall/cash?code={}", dossier.number)).await;
    assert_eq!(page.status, 200, "{}", page.text);
    let local = world.word("select id::text as word from service_hall where code = 'mot-cua-trung-tam'");
    let hint = page.text.split("It is due at:").nth(1);
    let hint = hint
        .and_then(|after| after.split("</p>").next())
        .unwrap_or_default();
    assert!(
        hint.contains(&format!("hall={local}")) && hint.contains(&dossier.number),
        "{}",
        page.text
    );
    let unknown = cashier.get("/hall/cash?code=H00-000000-0000").await;
    assert!(!unknown.text.contains("It is due at:"), "{}", unknown.text);
    let elsewhere = world.browser(LOCAL_CASHIER_AND_RECEIVER).await;
    world.work_as(LOCAL_CASHIER_AND_RECEIVER, "thu-ngan-co-so").await;
    let here = elsewhere
        .get(&format!("/hall/cash?code={}", dossier.number))
        .await;
    assert!(here.text.contains("name=\"payment_key\""), "{}", here.text);
    assert!(!here.text.contains("It is due at:"), "{}", here.text);
}
