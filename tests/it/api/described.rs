//! The catalogue by the API, and that the description says what the server does.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::program::{HOME, Program};
use crate::support::server::TestServer;

/// An application filled in from the procedure's own description, field by field.
pub fn filled(procedure: &Value) -> Value {
    let mut answers = serde_json::Map::new();
    for page in procedure["pages"].as_array().unwrap() {
        let own = page["fields"].as_array().into_iter().flatten();
        let sections = page["sections"].as_array().into_iter().flatten();
        let deep = sections.flat_map(|section| section["fields"].as_array().into_iter().flatten());
        for field in own
            .chain(deep)
            .filter(|field| field["required"] == true && field["visible_if"].is_null())
        {
            let answer = match field["type"].as_str().unwrap() {
                "integer" | "decimal" | "amount" => {
                    json!(field["min"].as_f64().map_or(1, |min| min as i64).max(1))
                }
                "date" => json!("2001-02-03"),
                "choice" => field["options"][0]["value"].clone(),
                "choices" => json!([field["options"][0]["value"]]),
                "yes_no" => json!(true),
                "identity" if field["identity"] == "edrpou" => json!("14360570"),
                "identity" => json!("3184710691"),
                "email" => json!("somebody@mail.example"),
                "phone" => json!("+380501234567"),
                _ => json!("Слова"),
            };
            answers.insert(field["code"].as_str().unwrap().to_owned(), answer);
        }
    }
    json!({"procedure": procedure["code"], "answers": answers})
}

#[tokio::test(flavor = "multi_thread")]
async fn the_catalogue_is_searched_and_narrowed() {
    let server = TestServer::start().await;
    let program = Program::nobody(&server, HOME);
    let all = program.get("/api/v1/procedures?limit=100").await.json();
    assert_eq!(
        all["total"].as_u64(),
        all["items"].as_array().map(|items| items.len() as u64)
    );
    for facet in all["facets"].as_array().unwrap() {
        let (parameter, value) = (
            facet["parameter"].as_str().unwrap(),
            facet["value"].as_str().unwrap(),
        );
        let narrowed = program
            .get(&format!("/api/v1/procedures?{parameter}={value}"))
            .await
            .json();
        assert_eq!(narrowed["total"], facet["count"], "{facet}");
        assert!(
            facet["name"]
                .as_str()
                .is_some_and(|name| !name.contains("portal-") && !name.contains("common-")),
            "{facet}"
        );
    }
    let first = all["items"][0]["code"].as_str().unwrap();
    let one = program.get(&format!("/api/v1/procedures/{first}")).await;
    assert_eq!(one.status, 200);
    assert_eq!(program.get("/api/v1/procedures/none").await.status, 404);
    let english = program
        .get(&format!("/api/v1/procedures/{first}?lang=en"))
        .await
        .json();
    assert_ne!(english["name"], one.json()["name"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_description_names_every_route_and_every_problem_is_explained() {
    let server = TestServer::start().await;
    let program = Program::nobody(&server, HOME);
    let description = program.get("/api/v1/openapi.json").await.json();
    let described: BTreeSet<String> = description["paths"]
        .as_object()
        .unwrap()
        .keys()
        .cloned()
        .collect();
    let source = include_str!("../../../src/surfaces/api/mod.rs");
    let routed: BTreeSet<String> = source
        .split("resource(\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .filter(|path| path.starts_with("/api/") && !path.ends_with("openapi.json"))
        .map(str::to_owned)
        .collect();
    assert_eq!(described, routed);
    for (path, operations) in description["paths"].as_object().unwrap() {
        for (method, operation) in operations.as_object().unwrap() {
            assert!(
                operation["summary"]
                    .as_str()
                    .is_some_and(|words| !words.is_empty()),
                "{method} {path} is not described"
            );
            for (status, answer) in operation["responses"].as_object().unwrap() {
                let is_problem = status.starts_with('4');
                let has_problem = answer["content"]["application/problem+json"].is_object();
                assert_eq!(is_problem, has_problem, "{method} {path} {status}");
            }
        }
    }
    for kind in onedoor::surfaces::web::PROBLEM_KINDS {
        for language in ["uk", "en"] {
            let page = program.get(&format!("/problems/{kind}?lang={language}")).await;
            assert!(
                page.status == 200 && page.text.len() > 40 && !page.text.contains("api-problem"),
                "{page:?}"
            );
        }
    }
    let wrong_method = program
        .send(program.request(reqwest::Method::DELETE, "/api/v1/dossiers"))
        .await;
    assert_eq!(wrong_method.status, 405);
    wrong_method.problem();
}
