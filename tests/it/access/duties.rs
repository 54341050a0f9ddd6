//! Duties kept apart: whoever did the one to a subject may not do the other to it.

use crate::desk::world::World;

const RECEIVER: &str = "minh.tran@an-binh.example";
const BIRTH: &str = "dang-ky-khai-sinh";

#[tokio::test(flavor = "multi_thread")]
async fn who_received_may_not_assess_where_the_tenant_says_so() {
    let world = World::new().await;
    let dossier = world.submit(BIRTH, "one").await;
    let officer = world.browser(RECEIVER).await;
    let list = officer.get("/desk").await;
    let task = world.open_task(dossier.dossier_id);
    officer
        .post(&list, &format!("/desk/tasks/{task}/claim"), &[])
        .await;
    let done = officer
        .post(
            &list,
            &format!("/desk/tasks/{task}/complete"),
            &[("outcome", "accept")],
        )
        .await;
    assert_eq!(done.status, 303, "{}", done.text);

    // The next step is an assessor's, and she becomes one.
    let person = world.account(RECEIVER).await;
    world.change(&format!(
        "insert into user_task (tenant_id, id, instance_id, dossier_id, operating_unit_id, applicant_id, element, element_instance,
            name, role, actions)
         select tenant_id, gen_random_uuid(), instance_id, dossier_id, operating_unit_id, applicant_id, 'assess', 99, 'Assess',
            'assessor', '{{accept,refuse}}' from user_task where id = '{task}'"
    ));
    world.change(&format!(
        "insert into account_responsibility (tenant_id, account_id, responsibility_id)
         select tenant_id, '{person}', id from responsibility where code = 'tham-dinh-co-so'"
    ));
    world.change("update access_version set version = version + 1");
    world.work_as(RECEIVER, "tham-dinh-co-so").await;
    world.change("update access_version set version = version + 1");
    let second = world.open_task(dossier.dossier_id);

    // An administrator keeps the two apart: it holds for what was done before.
    let administrator = world.browser("an.quach@an-binh.example").await;
    world.work_as("an.quach@an-binh.example", "quan-tri").await;
    world.change("update access_version set version = version + 1");
    let page = administrator.get("/admin/policies").await;
    let kept = administrator
        .post(
            &page,
            "/admin/policies/duties",
            &[
                ("first", "dossier.assess"),
                ("second", "dossier.receive"),
                ("reason", "four eyes on every dossier"),
            ],
        )
        .await;
    assert_eq!(kept.status, 303, "{}", kept.text);
    let again = administrator
        .post(
            &page,
            "/admin/policies/duties",
            &[
                ("first", "dossier.receive"),
                ("second", "dossier.assess"),
                ("reason", "four eyes on every dossier"),
            ],
        )
        .await;
    assert!(
        again.status == 422 && again.text.contains("kept apart already"),
        "{}",
        again.text
    );
    let traceless = administrator
        .post(
            &page,
            "/admin/policies/duties",
            &[
                ("first", "dossier.read"),
                ("second", "dossier.assess"),
                ("reason", "no trace of it"),
            ],
        )
        .await;
    assert!(traceless.status == 422 && traceless.text.contains("leaves no trace"));

    let list = officer.get("/desk").await;
    let refused = officer
        .post(
            &list,
            &format!("/desk/tasks/{second}/complete"),
            &[("outcome", "accept")],
        )
        .await;
    assert_eq!(refused.status, 422, "{}", refused.text);
    assert!(
        refused
            .text
            .contains("You did “receive and check a dossier” here yourself")
            && refused.text.contains("four eyes on every dossier"),
        "the sentence names the rule: {}",
        refused.text
    );
    assert_eq!(world.count("user_task where completed_at is not null"), 1);

    // The explanation says the same.
    let number = &dossier.number;
    let told = administrator
        .get(&format!(
            "/admin/access?person={RECEIVER}&verb=dossier.assess&row={number}"
        ))
        .await;
    assert!(
        told.text.contains("Not allowed") && told.text.contains("four eyes on every dossier"),
        "{}",
        told.text
    );

    // A colleague who did not receive it may.
    let colleague = "hoa.bui@an-binh.example";
    let other = world.account(colleague).await;
    world.change(&format!(
        "insert into account_responsibility (tenant_id, account_id, responsibility_id)
         select tenant_id, '{other}', id from responsibility where code = 'tham-dinh-co-so'"
    ));
    let browser = world.browser(colleague).await;
    world.work_as(colleague, "tham-dinh-co-so").await;
    world.change("update access_version set version = version + 1");
    let list = browser.get("/desk").await;
    let done = browser
        .post(
            &list,
            &format!("/desk/tasks/{second}/complete"),
            &[("outcome", "accept")],
        )
        .await;
    assert_eq!(done.status, 303, "{}", done.text);
}
