//! The organisation by the API: read as of a day, changed by the rules of the pages, reorganised from a day.

use serde_json::{Value, json};

use super::program::{ABROAD, HOME, Program, row_counts};
use crate::isolation::lines;
use crate::support::server::TestServer;

const ADMINISTRATOR: &str = "an.quach@an-binh.example";
const CHANGES: &str = "/api/v1/organisation/changes";
const PLANS: &str = "/api/v1/reorganisations";

/// A program of the administrator's, working under the administrator's responsibility.
pub fn administrator(server: &TestServer) -> Program {
    let program = Program::of(server, ABROAD, ADMINISTRATOR);
    lines(
        &mut server.database.superuser(),
        &format!(
            "update session s set responsibility_id = r.id from responsibility r join tenant t on t.id = r.tenant_id
             where t.slug = '{ABROAD}' and r.code = 'quan-tri' and s.tenant_id = r.tenant_id and s.kind = 'token'
               and s.account_id = (select a.id from account a where a.tenant_id = t.id and a.email = '{ADMINISTRATOR}')
             returning s.id::text as line"
        ),
    );
    program
}

fn id(server: &TestServer, table: &str, code: &str) -> String {
    let found = lines(
        &mut server.database.superuser(),
        &format!(
            "select x.id::text as line from {table} x join tenant t on t.id = x.tenant_id where t.slug = '{ABROAD}' and x.code = '{code}'"
        ),
    );
    assert_eq!(found.len(), 1, "{table} {code}");
    found[0].clone()
}

fn wanted(change: Value) -> Value {
    json!({"reason": "decision 12", "change": change})
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_read_page_by_page_by_id_by_words_and_as_of_a_day() {
    let server = TestServer::start().await;
    let program = administrator(&server);
    let whole = program.get("/api/v1/organisation?limit=100").await;
    assert_eq!(whole.status, 200, "{whole:?}");
    let all = whole.json()["items"].as_array().unwrap().clone();
    assert_eq!(whole.json()["total"].as_u64(), u64::try_from(all.len()).ok());
    let kinds: std::collections::BTreeSet<&str> = all.iter().filter_map(|it| it["kind"].as_str()).collect();
    assert!(kinds.len() >= 8, "{kinds:?}");
    let mut paged = Vec::new();
    while paged.len() < all.len() {
        let page = program
            .get(&format!("/api/v1/organisation?limit=7&offset={}", paged.len()))
            .await
            .json();
        paged.extend(page["items"].as_array().unwrap().clone());
    }
    assert_eq!(paged, all, "the pages are the whole");

    let unit = id(&server, "operating_unit", "mot-cua-co-so");
    let one = program
        .get(&format!("/api/v1/organisation/operating_unit/{unit}"))
        .await;
    let told = one.json();
    assert_eq!(told["code"], "mot-cua-co-so");
    assert!(
        told["legal_entity_ids"]
            .as_array()
            .unwrap()
            .contains(&told["default_legal_entity_id"]),
        "{told}"
    );
    let tag = one.header("etag").to_owned();
    let known = program
        .request(
            reqwest::Method::GET,
            &format!("/api/v1/organisation/operating_unit/{unit}"),
        )
        .header("if-none-match", &tag);
    assert_eq!(program.send(known).await.status, 304);
    let entity = id(&server, "legal_entity", "phuong-trung-tam");
    let entity = program
        .get(&format!("/api/v1/organisation/legal_entity/{entity}"))
        .await
        .json();
    assert!(
        !entity["company_values"].as_array().unwrap().is_empty(),
        "{entity}"
    );

    // A change does not reach back: yesterday reads as it was.
    let renamed = json!({"change": "rename", "kind": "operating_unit", "id": unit, "name": {"vi": "Tên mới", "en": "New name"}});
    let done = program.post(CHANGES, Some("k-1"), &wanted(renamed)).await;
    assert_eq!(done.status, 200, "{done:?}");
    let after = program
        .get(&format!("/api/v1/organisation/operating_unit/{unit}"))
        .await;
    assert_eq!(after.json()["name"]["en"], "New name");
    assert_ne!(after.header("etag"), tag);
    lines(
        &mut server.database.superuser(),
        "update change_set set made_at = made_at - case when origin = 'code' then interval '9 days' else interval '0' end returning '' as line",
    );
    let yesterday = (chrono::Utc::now() - chrono::Duration::days(2)).date_naive();
    let before = program
        .get(&format!(
            "/api/v1/organisation/operating_unit/{unit}?on={yesterday}"
        ))
        .await
        .json();
    assert_eq!(before["name"], told["name"]);
    assert_eq!(before["legal_entity_ids"], told["legal_entity_ids"]);
    let found = program
        .get("/api/v1/organisation?q=new%20NAME&kind=operating_unit")
        .await
        .json();
    assert_eq!(
        (found["total"].as_u64(), found["items"][0]["id"].as_str()),
        (Some(1), Some(unit.as_str()))
    );
    let then = program
        .get(&format!("/api/v1/organisation?q=new%20NAME&on={yesterday}"))
        .await
        .json();
    assert_eq!(then["total"], 0, "{then}");
    let accounting = program.get("/api/v1/organisation/accounting").await.json();
    assert_eq!(
        accounting["values"]
            .as_array()
            .map(Vec::len)
            .and_then(|n| u64::try_from(n).ok()),
        accounting["value_count"].as_u64()
    );
    for wrong in ["kind=planet", "on=yesterday", "limit=many", "on=9999999-01-01"] {
        let told = program.get(&format!("/api/v1/organisation?{wrong}")).await;
        assert_eq!(
            (told.status, told.problem().as_str()),
            (422, "api-query-not-valid"),
            "{wrong}"
        );
    }
    assert_eq!(
        program
            .get(&format!("/api/v1/organisation/service_hall/{unit}"))
            .await
            .status,
        404
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_is_made_once_under_its_key_and_can_be_taken_back() {
    let server = TestServer::start().await;
    let program = administrator(&server);
    let group = id(&server, "business_group", "ubnd-tinh");
    let add = json!({"change": "add_department", "group": group, "parent": null, "centre": null,
        "called": {"code": "phong-moi", "name": {"vi": "Phòng mới"}}});
    let missing = program.post(CHANGES, None, &wanted(add.clone())).await;
    assert_eq!(
        (missing.status, missing.problem().as_str()),
        (400, "api-key-missing")
    );
    let made = program.post(CHANGES, Some("k-1"), &wanted(add.clone())).await;
    assert_eq!(made.status, 201, "{made:?}");
    assert_eq!(made.header("location"), made.json()["made"]["url"]);
    let there = program.get(made.header("location")).await.json();
    assert_eq!(there["code"], "phong-moi");
    let before = row_counts(&server.database);
    let repeat = program.post(CHANGES, Some("k-1"), &wanted(add.clone())).await;
    assert_eq!((repeat.status, repeat.json()), (201, made.json()));
    assert_eq!(repeat.header("idempotency-replayed"), "true");
    let mut other = wanted(add.clone());
    other["reason"] = json!("decision 13");
    let other = program.post(CHANGES, Some("k-1"), &other).await;
    assert_eq!((other.status, other.problem().as_str()), (422, "api-key-reused"));
    let after = row_counts(&server.database);
    let outside_audit = |rows: &[String]| -> Vec<String> {
        rows.iter()
            .filter(|row| !row.starts_with("audit"))
            .cloned()
            .collect()
    };
    assert_eq!(
        outside_audit(&after),
        outside_audit(&before),
        "a repeat changes nothing"
    );

    // A key is remembered for thirty days; the next call forgets what is older, and nothing else.
    for (key, days) in [("k-29", 29), ("k-31", 31)] {
        lines(
            &mut server.database.superuser(),
            &format!(
                "insert into organisation_call (tenant_id, account_id, key, fingerprint, made_at, answer)
                 select tenant_id, account_id, '{key}', fingerprint, made_at - interval '{days} days', answer
                 from organisation_call where key = 'api:k-1' returning key as line"
            ),
        );
    }

    // Many at once under one key: one change, and everybody has its answer.
    let close = json!({"change": "close", "kind": "department", "id": made.json()["made"]["id"], "dossiers_to": null});
    let calls: Vec<_> = (0..8)
        .map(|_| {
            let (program, body) = (program.clone(), wanted(close.clone()));
            tokio::spawn(async move { program.post(CHANGES, Some("k-2"), &body).await })
        })
        .collect();
    let mut answers = Vec::new();
    for call in calls {
        let told = call.await.unwrap();
        assert_eq!(told.status, 200, "{told:?}");
        answers.push((told.json(), told.header("idempotency-replayed") == "true"));
    }
    assert_eq!(answers.iter().filter(|(_, repeated)| !repeated).count(), 1);
    assert!(answers.iter().all(|(answer, _)| *answer == answers[0].0));
    let remembered = lines(
        &mut server.database.superuser(),
        "select key as line from organisation_call order by key",
    );
    assert_eq!(remembered, ["api:k-1", "api:k-2", "k-29"]);

    // The history knows where it came from; taking the close back opens it again.
    let origin = lines(
        &mut server.database.superuser(),
        "select origin || ' ' || reason as line from change_set where origin <> 'code' order by id desc limit 1",
    );
    assert_eq!(origin, ["api decision 12"]);
    let url = format!("{CHANGES}/{}/undo", answers[0].0["change_id"].as_str().unwrap());
    let undone = program.post(&url, None, &json!({"reason": "a mistake"})).await;
    assert_eq!(undone.status, 200, "{undone:?}");
    assert_eq!(
        program.get(made.header("location")).await.json()["valid_to"],
        Value::Null
    );
    let again = program.post(&url, None, &json!({"reason": "a mistake"})).await;
    assert_eq!(
        (again.status, again.problem().as_str()),
        (422, "admin-problem-undone-before")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_names_the_rule_and_the_rows_in_the_way() {
    let server = TestServer::start().await;
    let program = administrator(&server);
    let ward = id(&server, "legal_entity", "phuong-trung-tam");
    let land = id(&server, "legal_entity", "so-nong-nghiep-moi-truong");
    let unit = id(&server, "operating_unit", "mot-cua-co-so");
    let value = lines(
        &mut server.database.superuser(),
        &format!(
            "select value as line from balancing_segment_value where legal_entity_id = '{land}' limit 1"
        ),
    )
    .remove(0);
    let mut step = 0;
    let mut refused = async |change: Value, language: &str| {
        step += 1;
        let told = program
            .post(
                &format!("{CHANGES}?lang={language}"),
                Some(&format!("k-{step}")),
                &wanted(change),
            )
            .await;
        assert_eq!(told.status, 422, "{told:?}");
        told
    };
    let taken = json!({"change": "add_value", "entity": ward, "value": value});
    let told = refused(taken.clone(), "en").await;
    assert_eq!(told.problem(), "rule-value-belongs-to-one-entity");
    let problem = told.json();
    assert!(
        problem["detail"]
            .as_str()
            .unwrap()
            .contains("belongs to one legal entity at most"),
        "{problem}"
    );
    assert_eq!(problem["errors"][0]["pointer"], "");
    assert_eq!(problem["errors"][0]["code"], "rule-way-legal-entity");
    assert!(
        problem["errors"][0]["detail"]
            .as_str()
            .unwrap()
            .contains("so-nong-nghiep-moi-truong"),
        "{problem}"
    );
    let vietnamese = refused(taken, "vi").await.json();
    assert_ne!(vietnamese["detail"], problem["detail"]);
    assert_eq!(vietnamese["code"], problem["code"]);
    let in_use = json!({"change": "close", "kind": "operating_unit", "id": unit, "dossiers_to": null});
    assert_eq!(refused(in_use, "en").await.problem(), "rule-in-use");
    // What is wrong with a member is told at its place.
    let group = id(&server, "business_group", "ubnd-tinh");
    let called = json!({"code": "Bad Code", "name": {}});
    let told = refused(
        json!({"change": "add_department", "group": group, "called": called}),
        "en",
    )
    .await;
    assert_eq!(told.pointers(), ["/change/called/code", "/change/called/name"]);
    for wrong in [
        json!({"change": "explode"}),
        json!({"change": "link", "unit": unit}),
        json!({"change": "add_value", "entity": ward, "value": "a\u{0}b"}),
        json!(7),
    ] {
        let told = refused(wrong, "uk").await;
        assert_eq!(
            (told.problem().as_str(), told.pointers()),
            ("api-not-valid", vec!["/change".to_owned()])
        );
    }
    let grunt = json!({"reason": "x", "change": {"change": "add_missing_centres"}});
    let told = program.post(CHANGES, Some("k-x"), &grunt).await;
    assert_eq!((told.status, told.pointers()), (422, vec!["/reason".to_owned()]));
    let nothing = json!({"change": "link", "unit": uuid::Uuid::new_v4(), "entity": ward});
    let told = program.post(CHANGES, Some("k-y"), &wanted(nothing)).await;
    assert_eq!(
        (told.status, told.problem().as_str(), told.pointers()),
        (422, "rule-part-is-there", vec!["/change/unit".to_owned()])
    );
}

/// An id of nothing is named at its member, whatever the change; so is another tenant's.
#[tokio::test(flavor = "multi_thread")]
async fn what_a_change_names_and_is_not_there_is_told_at_its_member() {
    let server = TestServer::start().await;
    let program = administrator(&server);
    let group = id(&server, "business_group", "ubnd-tinh");
    let unit = id(&server, "operating_unit", "mot-cua-co-so");
    let ward = id(&server, "legal_entity", "phuong-trung-tam");
    let department = id(&server, "department", "phong-hanh-chinh-tu-phap");
    let abroad = lines(
        &mut server.database.superuser(),
        "select c.id::text as line from cost_centre c join tenant t on t.id = c.tenant_id where t.slug = 'zoriana' limit 1",
    )
    .remove(0);
    let none = uuid::Uuid::now_v7();
    let called = json!({"code": "moi", "name": {"vi": "Mới"}});
    for (nth, (change, members)) in [
        (json!({"change": "add_department", "group": none, "called": called}), vec!["group"]),
        (json!({"change": "add_department", "group": group, "parent": none, "centre": abroad, "called": called}), vec!["parent", "centre"]),
        (json!({"change": "charge_department", "department": department, "centre": none}), vec!["centre"]),
        (json!({"change": "charge_department", "department": department, "centre": abroad}), vec!["centre"]),
        (json!({"change": "put_department_under", "department": department, "parent": none}), vec!["parent"]),
        (json!({"change": "merge_units", "from": none, "into": unit}), vec!["from"]),
        (json!({"change": "merge_units", "from": unit, "into": none}), vec!["into"]),
        (json!({"change": "close", "kind": "operating_unit", "id": unit, "dossiers_to": none}), vec!["dossiers_to"]),
        (json!({"change": "split_unit", "from": unit, "called": called, "number_code": "99", "entity": ward, "halls": [none], "dossiers": "stay"}), vec!["halls"]),
        (json!({"change": "add_unit", "group": group, "parent": ward, "entity": ward, "called": called, "number_code": "99"}), vec!["parent"]),
        (json!({"change": "add_hall", "unit": unit, "entity": ward, "centre": none, "called": called, "equipment": {"address": {}, "hours": {}, "capabilities": []}}), vec!["centre"]),
        (json!({"change": "add_part", "hall": none, "part": "window", "called": called}), vec!["hall"]),
        (json!({"change": "move_value", "from": ward, "value": "45", "to": none}), vec!["to"]),
        (json!({"change": "move_entity", "entity": ward, "ledger": none}), vec!["ledger"]),
        (json!({"change": "rename", "kind": "department", "id": unit, "name": {"vi": "Mới"}}), vec!["id"]),
    ]
    .into_iter()
    .enumerate()
    {
        let told = program
            .post(CHANGES, Some(&format!("none-{nth}")), &wanted(change.clone()))
            .await;
        let pointers: Vec<String> = members.iter().map(|member| format!("/change/{member}")).collect();
        assert_eq!(
            (told.status, told.problem().as_str(), told.pointers()),
            (422, "rule-part-is-there", pointers),
            "{change}: {}",
            told.text
        );
    }
    // What is there, and hangs on another: no member is wrong by itself.
    let change = json!({"change": "add_setup", "called": {"code": "s-9", "name": {"vi": "Sổ chín"}}, "ledger": {"code": "l-9", "name": {"vi": "Sổ cái chín"}}, "currency": "VND", "value_set": "no-such-set"});
    let told = program.post(CHANGES, Some("no-set"), &wanted(change)).await;
    assert_eq!(
        (told.status, told.problem().as_str()),
        (422, "rule-part-is-there"),
        "{}",
        told.text
    );
}

/// The worked example "two business groups both name 'Tax hall', cross-group on: allowed, with a warning", by a program.
#[tokio::test(flavor = "multi_thread")]
async fn worked_example_of_two_groups_that_both_name_a_tax_hall_by_a_program() {
    let server = TestServer::start().await;
    let program = administrator(&server);
    let first = id(&server, "business_group", "ubnd-tinh");
    let made = async |key: &str, change: Value| {
        let told = program.post(CHANGES, Some(key), &wanted(change)).await;
        assert!(matches!(told.status, 200 | 201), "{told:?}");
        told.json()
    };
    let named = |code: &str, name: &str| json!({"code": code, "name": {"vi": name}});
    let tax = |group: &str, code: &str, name: &str| json!({"change": "add_department", "group": group, "called": named(code, name)});
    made(
        "g-2",
        json!({"change": "add_group", "called": named("nhom-hai", "Nhóm hai")}),
    )
    .await;
    let second = id(&server, "business_group", "nhom-hai");
    made("d-1", tax(&first, "thue-1", "Sảnh thuế")).await;
    let off = made("d-2", tax(&second, "thue-2", "Sảnh thuế")).await;
    assert_eq!(off["same_name_elsewhere"], json!([]), "the profile is off");
    lines(
        &mut server.database.superuser(),
        "insert into profile_option (tenant_id, name, level, level_id, value)
         select r.tenant_id, 'cross_business_group', 'responsibility', r.id, 'true' from responsibility r
         join tenant t on t.id = r.tenant_id and t.slug = 'an-binh' where r.role = 'administrator' returning name as line",
    );
    let warned = json!([{"kind": "department", "code": "thue-1"}]);
    made(
        "g-3",
        json!({"change": "add_group", "called": named("nhom-ba", "Nhóm ba")}),
    )
    .await;
    let third = id(&server, "business_group", "nhom-ba");
    let other = made("d-3", tax(&third, "khac-3", "Việc khác")).await;
    assert_eq!(other["same_name_elsewhere"], json!([]));
    let thue_2 = id(&server, "department", "thue-2");
    let rename =
        |name: &str| json!({"change": "rename", "kind": "department", "id": thue_2, "name": {"vi": name}});
    let done = made("r-1", rename("sảnh  THUẾ")).await;
    assert_eq!(done["same_name_elsewhere"], warned, "allowed, with a warning");
    let done = made("r-2", rename("Tên riêng")).await;
    assert_eq!(done["same_name_elsewhere"], json!([]));
    // A plan for a later day warns when it is made, and when it is edited.
    let tomorrow = (chrono::Utc::now() + chrono::Duration::days(2)).date_naive();
    let body = json!({"title": "a plan", "reason": "for the test", "effective_on": tomorrow, "changes": [rename("Sảnh thuế")]});
    let planned = program.post(PLANS, Some("p-1"), &body).await;
    assert_eq!(planned.status, 201, "{planned:?}");
    let planned = planned.json();
    assert_eq!(planned["same_name_elsewhere"], warned);
    let edit = json!({"add": [tax(&third, "thue-3", "Sảnh thuế")]});
    let path = format!("{PLANS}/{}/edit", planned["id"].as_str().unwrap());
    let edited = program.post(&path, Some("e-1"), &edit).await.json();
    assert_eq!(edited["changes"].as_array().map(Vec::len), Some(2), "{edited}");
    assert!(
        !edited["same_name_elsewhere"].as_array().unwrap().is_empty(),
        "{edited}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reorganisation_is_tried_planned_cancelled_and_done_today() {
    let server = TestServer::start().await;
    let program = administrator(&server);
    let unit = id(&server, "operating_unit", "dang-ky-dat-dai");
    let rename =
        json!({"change": "rename", "kind": "operating_unit", "id": unit, "name": {"vi": "Văn phòng mới"}});
    let close = json!({"change": "close", "kind": "operating_unit", "id": unit});
    let before = row_counts(&server.database);
    let tried = program
        .post(
            &format!("{PLANS}/preview?lang=en"),
            None,
            &json!({"effective_on": "2999-01-01", "changes": [rename, close, rename]}),
        )
        .await;
    assert_eq!(tried.status, 200, "{tried:?}");
    let told = tried.json();
    assert_eq!(told["possible"], false);
    assert_eq!(
        told["steps"].as_array().map(Vec::len),
        Some(2),
        "after a refused step nothing is tried: {told}"
    );
    assert_eq!(told["steps"][1]["refusal"]["code"], "rule-in-use");
    assert!(
        !told["steps"][0]["touches"].as_array().unwrap().is_empty(),
        "{told}"
    );
    assert_eq!(
        told["touches"], told["steps"][0]["touches"],
        "who is touched by several steps counts once"
    );
    let outside_audit = |rows: Vec<String>| -> Vec<String> {
        rows.into_iter().filter(|row| !row.starts_with("audit")).collect()
    };
    assert_eq!(
        outside_audit(row_counts(&server.database)),
        outside_audit(before),
        "nothing is left of a preview"
    );
    let plan = |on: &str, changes: Value| json!({"title": "New office", "reason": "decision 7", "effective_on": on, "changes": changes});
    let impossible = program
        .post(PLANS, Some("k-1"), &plan("2999-01-01", json!([close])))
        .await;
    assert_eq!(
        (impossible.status, impossible.problem().as_str()),
        (422, "rule-in-use")
    );
    // Which of several changes is refused is pointed to, and within it the member that is wrong.
    let second = program
        .post(PLANS, Some("k-6"), &plan("2999-01-01", json!([rename, close])))
        .await;
    let pointers = second.pointers();
    assert_eq!(second.problem(), "rule-in-use");
    assert!(
        !pointers.is_empty() && pointers.iter().all(|to| to == "/changes/1"),
        "{second:?}"
    );
    let nowhere = json!({"change": "rename", "kind": "operating_unit", "id": unit, "name": {"vi": " "}});
    let unnamed = program
        .post(PLANS, Some("k-7"), &plan("2999-01-01", json!([rename, nowhere])))
        .await;
    assert_eq!(
        (unnamed.status, unnamed.pointers()),
        (422, vec!["/changes/1/name".to_owned()])
    );
    let past = program
        .post(PLANS, Some("k-2"), &plan("2020-01-01", json!([rename])))
        .await;
    assert_eq!(
        (past.status, past.pointers()),
        (422, vec!["/effective_on".to_owned()])
    );
    let planned = program
        .post(PLANS, Some("k-3"), &plan("2999-01-01", json!([rename])))
        .await;
    assert_eq!(planned.status, 201, "{planned:?}");
    let repeat = program
        .post(PLANS, Some("k-3"), &plan("2999-01-01", json!([rename])))
        .await;
    assert_eq!(repeat.json(), planned.json());
    let url = planned.header("location").to_owned();
    let kept = program.get(&url).await.json();
    assert_eq!(
        (kept["state"].as_str(), &kept["changes"][0]),
        (Some("to_come"), &rename)
    );
    assert_eq!(
        program.get(PLANS).await.json()["items"].as_array().map(Vec::len),
        Some(1)
    );
    assert_eq!(
        program
            .post(&format!("{url}/cancel"), None, &json!({}))
            .await
            .status,
        204
    );
    assert_eq!(program.get(&url).await.json()["state"], "cancelled");
    let late = program
        .post(&format!("{url}/edit"), Some("k-5"), &json!({"title": "Later"}))
        .await;
    assert_eq!(late.status, 404, "{late:?}");
    assert_eq!(
        program
            .post(&format!("{url}/cancel"), None, &json!({}))
            .await
            .status,
        404
    );
    let today = chrono::Utc::now()
        .with_timezone(&chrono_tz::Asia::Ho_Chi_Minh)
        .date_naive()
        .to_string();
    let done = program
        .post(PLANS, Some("k-4"), &plan(&today, json!([rename])))
        .await;
    assert_eq!(done.status, 201, "{done:?}");
    let applied = program.get(done.header("location")).await.json();
    assert_eq!(applied["state"], "applied");
    assert!(applied["change_id"].is_string(), "{applied}");
    let there = program
        .get(&format!("/api/v1/organisation/operating_unit/{unit}"))
        .await
        .json();
    assert_eq!(there["name"]["vi"], "Văn phòng mới");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plan_to_come_is_edited_whole_or_not_at_all_and_once_for_its_key() {
    let server = TestServer::start().await;
    let program = administrator(&server);
    let unit = id(&server, "operating_unit", "mot-cua-co-so");
    let rename =
        |to: &str| json!({"change": "rename", "kind": "operating_unit", "id": unit, "name": {"vi": to}});
    let close = json!({"change": "close", "kind": "operating_unit", "id": unit});
    let (first, second, third) = (rename("Một"), rename("Hai"), rename("Ba"));
    let plan = json!({"title": "New office", "reason": "decision 7", "effective_on": "2999-01-01", "changes": [first, second]});
    let planned = program.post(PLANS, Some("k-1"), &plan).await;
    let url = planned.header("location").to_owned();
    let edit = format!("{url}/edit");

    let wanted = json!({"title": "A newer office", "add": [third], "leave_out": [first]});
    let edited = program.post(&edit, Some("k-2"), &wanted).await;
    assert_eq!(edited.status, 200, "{edited:?}");
    let told = edited.json();
    assert_eq!(
        (&told["title"], &told["changes"]),
        (&json!("A newer office"), &json!([second, third]))
    );
    let again = program.post(&edit, Some("k-2"), &wanted).await;
    assert_eq!(
        (again.status, again.header("idempotency-replayed")),
        (200, "true"),
        "{again:?}"
    );
    assert_eq!(
        again.json()["changes"],
        json!([second, third]),
        "it is edited once"
    );

    // What a rule refuses, what is not in the plan, and what would leave nothing: all of the edit is as if it had not been.
    let refused = program
        .post(&edit, Some("k-3"), &json!({"title": "No office", "add": [close]}))
        .await;
    assert_eq!((refused.status, refused.problem().as_str()), (422, "rule-in-use"));
    assert!(
        refused.pointers().iter().all(|to| to == "/add/0") && !refused.pointers().is_empty(),
        "{refused:?}"
    );
    let missing = json!({"title": "No office", "leave_out": [first]});
    assert_eq!(program.post(&edit, Some("k-4"), &missing).await.status, 404);
    let nothing = program
        .post(&edit, Some("k-5"), &json!({"leave_out": [second, third]}))
        .await;
    assert_eq!(
        (nothing.status, nothing.problem().as_str()),
        (422, "rule-plan-has-steps")
    );
    let untitled = program.post(&edit, Some("k-6"), &json!({"title": " "})).await;
    assert_eq!(
        (untitled.status, untitled.pointers()),
        (422, vec!["/title".to_owned()])
    );
    let unknown = json!({"changes": [third], "add": 7});
    let unknown = program.post(&edit, Some("k-7"), &unknown).await;
    assert_eq!(unknown.status, 422, "{unknown:?}");
    assert!(unknown.pointers().contains(&"/add".to_owned()), "{unknown:?}");
    let kept = program.get(&url).await.json();
    assert_eq!(
        (&kept["title"], &kept["changes"]),
        (&told["title"], &told["changes"])
    );

    let officer = Program::of(&server, ABROAD, "minh.tran@an-binh.example");
    let auditor = Program::of(&server, ABROAD, "van.mai@an-binh.example");
    for who in [&officer, &auditor] {
        let denied = who.post(&edit, Some("k-8"), &json!({"title": "Mine"})).await;
        assert_eq!(denied.status, 403, "{denied:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn without_the_administrators_responsibility_nothing_is_read_or_changed() {
    let server = TestServer::start().await;
    let keeper = administrator(&server);
    let unit = id(&server, "operating_unit", "mot-cua-co-so");
    let rename =
        wanted(json!({"change": "rename", "kind": "operating_unit", "id": unit, "name": {"vi": "Khác"}}));
    let plan = json!({"title": "x", "reason": "decision 7", "effective_on": "2999-01-01", "changes": [rename["change"]]});
    let reads = [
        "/api/v1/organisation".to_owned(),
        "/api/v1/organisation/accounting".to_owned(),
        format!("/api/v1/organisation/operating_unit/{unit}"),
        PLANS.to_owned(),
    ];
    let writes = [
        (CHANGES.to_owned(), rename.clone()),
        (PLANS.to_owned(), plan.clone()),
        (format!("{PLANS}/preview"), json!({"changes": [rename["change"]]})),
    ];
    let nobody = Program::nobody(&server, ABROAD);
    let officer = Program::of(&server, ABROAD, "minh.tran@an-binh.example");
    let citizen = Program::of(&server, ABROAD, "lan.nguyen@mail.example");
    for (who, status) in [(&nobody, 401), (&officer, 403), (&citizen, 403)] {
        for path in &reads {
            assert_eq!(who.get(path).await.status, status, "{path}");
        }
        for (path, body) in &writes {
            assert_eq!(who.post(path, Some("k-1"), body).await.status, status, "{path}");
        }
    }
    // An auditor reads and does not write.
    let auditor = Program::of(&server, ABROAD, "van.mai@an-binh.example");
    for path in &reads {
        assert_eq!(auditor.get(path).await.status, 200, "{path}");
    }
    for (path, body) in &writes {
        assert_eq!(auditor.post(path, Some("k-1"), body).await.status, 403, "{path}");
    }
    // The administrator of another tenant finds nothing of this one's, by no way.
    let stranger = Program::of(&server, HOME, "dmytro.hrytsenko@zoriana.example");
    lines(
        &mut server.database.superuser(),
        "update session s set responsibility_id = r.id from responsibility r
         where r.role = 'administrator' and r.tenant_id = s.tenant_id and s.kind = 'token' and s.account_id in
             (select account_id from account_responsibility ar where ar.tenant_id = r.tenant_id and ar.responsibility_id = r.id)
         returning '' as line",
    );
    assert_eq!(
        stranger
            .get(&format!("/api/v1/organisation/operating_unit/{unit}"))
            .await
            .status,
        404
    );
    let told = stranger.post(CHANGES, Some("k-1"), &rename).await;
    assert_eq!(
        (told.status, told.problem().as_str(), told.pointers()),
        (422, "rule-part-is-there", vec!["/change/id".to_owned()])
    );
    let moved = keeper.clone().at(HOME);
    assert_eq!(moved.get("/api/v1/organisation").await.status, 401);
    assert_eq!(keeper.post(CHANGES, Some("k-1"), &rename).await.status, 200);
    let change = lines(
        &mut server.database.superuser(),
        "select id::text as line from change_set where origin = 'api'",
    )
    .remove(0);
    for who in [&auditor, &officer] {
        let undo = who
            .post(
                &format!("{CHANGES}/{change}/undo"),
                None,
                &json!({"reason": "why not"}),
            )
            .await;
        assert_eq!(undo.status, 403);
    }
    let undo = stranger
        .post(
            &format!("{CHANGES}/{change}/undo"),
            None,
            &json!({"reason": "why not"}),
        )
        .await;
    assert_eq!(undo.status, 404);
}
