//! Applying once for each key, following it, and working on it.

use serde_json::json;

use super::program::{ABROAD, CITIZEN, HOME, OTHER_CITIZEN, Program, application, row_counts, token};
use crate::isolation::lines;
use crate::support::server::TestServer;

const DOSSIERS: &str = "/api/v1/dossiers";

#[tokio::test(flavor = "multi_thread")]
async fn an_application_is_taken_once_for_each_key() {
    let server = TestServer::start().await;
    let program = Program::of(&server, HOME, CITIZEN);
    let missing = program.post(DOSSIERS, None, &application()).await;
    assert_eq!(
        (missing.status, missing.problem().as_str()),
        (400, "api-key-missing")
    );

    let first = program.post(DOSSIERS, Some("key-00000001"), &application()).await;
    assert_eq!(first.status, 201, "{first:?}");
    let receipt = first.json();
    assert_eq!(first.header("location"), receipt["url"]);
    let before = row_counts(&server.database);

    // The same in another order of members is the same; anything else under the key is refused; a repeat writes nothing.
    let mut again = application();
    again["answers"]["copies"] = json!(1);
    let repeat = program.post(DOSSIERS, Some("key-00000001"), &again).await;
    assert_eq!((repeat.status, &repeat.json()), (201, &receipt));
    assert_eq!(repeat.header("idempotency-replayed"), "true");
    again["answers"]["copies"] = json!(2);
    let other = program.post(DOSSIERS, Some("key-00000001"), &again).await;
    assert_eq!((other.status, other.problem().as_str()), (422, "api-key-reused"));
    assert_eq!(row_counts(&server.database), before);

    // A key is its holder's: the same key of somebody else is another.
    let neighbour = Program::of(&server, HOME, OTHER_CITIZEN);
    let hers = neighbour
        .post(DOSSIERS, Some("key-00000001"), &application())
        .await;
    assert_eq!(hers.status, 201);
    assert_ne!(hers.json()["id"], receipt["id"]);

    // Many at once under one key: one dossier; whoever was not first is told so, or got the first answer.
    let calls = (0..8).map(|_| {
        let program = program.clone();
        tokio::spawn(async move { program.post(DOSSIERS, Some("key-00000002"), &application()).await })
    });
    let (mut made, mut firsts) = (std::collections::BTreeSet::new(), 0);
    for call in calls.collect::<Vec<_>>() {
        let told = call.await.unwrap();
        match told.status {
            201 => {
                made.insert(told.json()["id"].to_string());
                firsts += i32::from(told.header("idempotency-replayed") != "true");
            }
            409 => assert_eq!(told.json()["type"], "/problems/conflict"),
            _ => panic!("{told:?}"),
        }
    }
    assert_eq!((made.len(), firsts), (1, 1));
    let stored = lines(
        &mut server.database.superuser(),
        "select count(*)::text as line from dossier where channel = 'api'",
    );
    assert_eq!(stored, ["3"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_is_told_with_its_place() {
    let server = TestServer::start().await;
    let program = Program::of(&server, HOME, CITIZEN);
    let before = row_counts(&server.database);
    let post = |body| {
        let program = program.clone();
        async move { program.post(DOSSIERS, Some("key-00000001"), &body).await }
    };
    let told = post(json!({"procedure": 7, "answers": [], "more": 1})).await;
    assert_eq!((told.status, told.problem().as_str()), (422, "api-not-valid"));
    assert_eq!(told.pointers(), ["/more", "/procedure", "/answers"]);

    let mut body = application();
    body["answers"]["copies"] = json!("many");
    body["answers"]["tax_number"] = json!("1234567890");
    body["answers"]["favourite_colour"] = json!("blue");
    let told = post(body).await;
    assert_eq!(
        (told.status, told.problem().as_str()),
        (422, "errors-check-your-answers")
    );
    let pointers = told.pointers();
    for pointer in [
        "/answers/copies",
        "/answers/tax_number",
        "/answers/favourite_colour",
    ] {
        assert!(
            pointers.iter().any(|told| told == pointer),
            "{pointer} of {pointers:?}"
        );
    }
    assert!(
        told.json()["errors"]
            .as_array()
            .unwrap()
            .iter()
            .all(|error| !error["detail"].as_str().unwrap().starts_with("forms-"))
    );

    let told = post(json!({"procedure": "no-such-procedure", "answers": {}})).await;
    assert_eq!(
        (told.status, told.pointers()),
        (422, vec!["/procedure".to_owned()])
    );
    let mut body = application();
    body["unit"] = json!("no-such-unit");
    assert_eq!(post(body).await.pointers(), ["/unit"]);
    let papers = post(json!({"procedure": "reiestratsiia-zemelnoi-dilianky", "answers": {}})).await;
    assert_eq!(papers.status, 422, "{papers:?}");
    assert_eq!(row_counts(&server.database), before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dossier_is_read_by_its_applicant_and_tracked_by_whoever_holds_the_proof() {
    let server = TestServer::start().await;
    let (hers, neighbours) = (
        Program::of(&server, HOME, CITIZEN),
        Program::of(&server, HOME, OTHER_CITIZEN),
    );
    let made = hers
        .post(DOSSIERS, Some("key-00000001"), &application())
        .await
        .json();
    let (url, number) = (made["url"].as_str().unwrap(), made["number"].as_str().unwrap());

    let read = hers.get(url).await;
    assert_eq!(read.status, 200, "{read:?}");
    assert_eq!(
        (&read.json()["number"], &read.json()["answers"]["copies"]),
        (&made["number"], &json!(1))
    );
    let list = hers.get(DOSSIERS).await.json();
    assert_eq!(
        (&list["total"], &list["items"][0]["id"]),
        (&json!(1), &made["id"])
    );
    assert_eq!(neighbours.get(url).await.status, 404);
    assert_eq!(neighbours.get(DOSSIERS).await.json()["total"], 0);
    assert_eq!(
        hers.clone().at(ABROAD).get(url).await.status,
        401,
        "a token of one tenant is nothing in another"
    );
    assert_eq!(Program::nobody(&server, HOME).get(url).await.status, 401);
    let over = Program::nobody(&server, HOME).with(&token(&server.database, HOME, CITIZEN, "-1 minute"));
    let refused = over.get(url).await;
    assert_eq!(
        (refused.status, refused.header("www-authenticate")),
        (401, "Bearer")
    );
    refused.problem();

    let fact = lines(
        &mut server.database.superuser(),
        &format!(
            "select right(coalesce(identity_number, phone), 4) as line from account where email = '{CITIZEN}'"
        ),
    );
    let nobody = Program::nobody(&server, HOME);
    let track = |number: &str, proof: &str| format!("/api/v1/track?number={number}&proof={proof}");
    let tracked = nobody.get(&track(number, &fact[0])).await;
    assert_eq!(tracked.status, 200, "{tracked:?}");
    assert_eq!(tracked.json()["number"], made["number"]);
    assert!(!tracked.text.contains("Петренко") && !tracked.text.contains("applicant"));
    for (number, proof) in [
        (number, "0000"),
        (number, ""),
        ("H99.00-260101-0001", fact[0].as_str()),
    ] {
        assert_eq!(
            nobody.get(&track(number, proof)).await.status,
            404,
            "{number} {proof}"
        );
    }
    assert_eq!(
        nobody
            .clone()
            .at(ABROAD)
            .get(&track(number, &fact[0]))
            .await
            .status,
        404
    );
    assert_eq!(nobody.get("/api/v1/track").await.status, 422);
}

#[tokio::test(flavor = "multi_thread")]
async fn staff_see_and_complete_the_tasks_of_their_role_in_their_units() {
    let server = TestServer::start().await;
    let citizen = Program::of(&server, HOME, CITIZEN);
    // A procedure whose first step is an officer's: no fee before it.
    let code = "dovidka-mistse-prozhyvannia";
    let form = citizen.get(&format!("/api/v1/procedures/{code}")).await;
    assert_eq!(form.status, 200, "{form:?}");
    let made = citizen
        .post(
            DOSSIERS,
            Some("key-00000001"),
            &super::described::filled(&form.json()),
        )
        .await;
    assert_eq!(made.status, 201, "{made:?}");
    let dossier = made.json()["id"].as_str().unwrap().to_owned();

    assert_eq!(citizen.get("/api/v1/tasks").await.status, 403);
    let task = lines(
        &mut server.database.superuser(),
        &format!(
            "select id::text || ' ' || role || ' ' || operating_unit_id as line from user_task where dossier_id = '{dossier}'"
        ),
    );
    let [id, role, unit] = task[0].split(' ').collect::<Vec<_>>()[..] else {
        panic!("{task:?}")
    };
    let staff = lines(
        &mut server.database.superuser(),
        &format!(
            "select a.email || ' ' || r.role as line from account a
             join account_responsibility ar on ar.tenant_id = a.tenant_id and ar.account_id = a.id
             join responsibility r on r.tenant_id = ar.tenant_id and r.id = ar.responsibility_id
             join operating_unit u on u.tenant_id = a.tenant_id and u.id = '{unit}' where a.kind = 'staff' order by 1"
        ),
    );
    let (mut found, mut unseen) = (None, 0);
    for (email, of_role) in staff.iter().filter_map(|line| line.split_once(' ')) {
        let officer = Program::of(&server, HOME, email);
        let sees = officer.get(&format!("/api/v1/tasks/{id}")).await;
        let lists = officer.get("/api/v1/tasks").await;
        if sees.status == 200 && of_role == role && lists.text.contains(id) {
            found = Some((officer, sees.json()));
        } else if sees.status != 200 {
            unseen += 1;
            assert!(!lists.text.contains(id), "{email}: {lists:?}");
            assert_ne!(
                officer.get(&format!("/api/v1/dossiers/{dossier}")).await.status,
                200,
                "{email} reads what she does not work on"
            );
        }
    }
    let (officer, task) = found.expect("somebody does this step");
    assert!(unseen > 0, "somebody works in other units");
    let complete = format!("/api/v1/tasks/{id}/complete");
    let unknown = officer.post(&complete, None, &json!({"action": "burn"})).await;
    assert_eq!(unknown.status, 422, "{unknown:?}");
    let done = officer
        .post(&complete, None, &json!({"action": task["actions"][0]}))
        .await;
    assert_eq!(done.status, 204, "{done:?}");
    let over = officer
        .post(&complete, None, &json!({"action": task["actions"][0]}))
        .await;
    assert_eq!((over.status, over.problem().as_str()), (422, "errors-task-over"));
}
