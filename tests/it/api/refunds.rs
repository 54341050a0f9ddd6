//! Refunds by the API: asked for by one program, decided by another person's, and by nobody else's.

use diesel::connection::SimpleConnection;
use reqwest::Method;
use serde_json::{Value, json};
use uuid::Uuid;

use super::program::{ABROAD, CITIZEN, HOME, Program, Told, application};
use crate::isolation::lines;
use crate::support::server::TestServer;

const RECEIVER: &str = "olena.koval@zoriana.example";
const HEAD: &str = "andrii.melnyk@zoriana.example";

/// A request of 50.00 hryvnias that was paid online for a citizen's dossier.
async fn paid(server: &TestServer) -> String {
    let citizen = Program::of(server, HOME, CITIZEN);
    let made = citizen
        .post("/api/v1/dossiers", Some("key-00000001"), &application())
        .await;
    assert_eq!(made.status, 201, "{made:?}");
    let mut rows = server.database.superuser();
    rows.batch_execute(
        "insert into payment_request (tenant_id, id, dossier_id, operating_unit_id, legal_entity_id, applicant_id, source_id,
            reference, methods, net_minor, amount_minor, currency, lines, paid_at)
         select tenant_id, gen_random_uuid(), id, operating_unit_id, legal_entity_id, applicant_id, gen_random_uuid(),
            number || '-1', '{keypay}', 5000, 5000, 'UAH',
            '[{\"part\": \"net\", \"name\": {\"en\": \"Extract\"}, \"amount_minor\": 5000}]', now()
         from dossier;
         insert into payment (tenant_id, id, payment_request_id, dossier_id, operating_unit_id, legal_entity_id, applicant_id,
            method, provider, provider_reference, amount_minor, currency, receipt_number)
         select tenant_id, gen_random_uuid(), id, dossier_id, operating_unit_id, legal_entity_id, applicant_id, 'gateway',
            'gateway', 'ref-1', amount_minor, currency, 'R-1' from payment_request",
    )
    .unwrap();
    lines(&mut rows, "select id::text as line from payment_request").remove(0)
}

async fn put(program: &Program, refund: Uuid, body: &Value) -> Told {
    let request = program
        .request(Method::PUT, &format!("/api/v1/refunds/{refund}"))
        .header("content-type", "application/json")
        .body(body.to_string());
    program.send(request).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_asks_another_persons_decides_and_the_askers_may_not() {
    let server = TestServer::start().await;
    let request = paid(&server).await;
    let (receiver, head) = (
        Program::of(&server, HOME, RECEIVER),
        Program::of(&server, HOME, HEAD),
    );
    let refund = Uuid::now_v7();
    let asked = |amount: &str, reason: &str| json!({"payment_request_id": request, "amount": amount, "reason": reason});
    let wrong = put(&receiver, refund, &asked("50.01", " ")).await;
    assert_eq!((wrong.status, wrong.problem().as_str()), (422, "api-not-valid"));
    assert_eq!(wrong.pointers(), ["/amount", "/reason"]);

    let good = asked("20.50", "paid twice for one page");
    let raised = put(&receiver, refund, &good).await;
    assert_eq!(raised.status, 201, "{raised:?}");
    assert_eq!(
        (
            raised.json()["state"].as_str(),
            raised.json()["amount_minor"].as_i64()
        ),
        (Some("waiting"), Some(2_050))
    );
    assert_eq!(
        put(&receiver, refund, &good).await.json()["id"],
        raised.json()["id"]
    );
    let other = put(&receiver, refund, &asked("20.51", "paid twice for one page")).await;
    assert_eq!(other.problem(), "errors-refund-key-used");

    let decide = format!("/api/v1/refunds/{refund}/decide");
    let approve = json!({"decision": "approve"});
    assert_eq!(receiver.post(&decide, None, &approve).await.status, 403);
    // She becomes head of the unit, and still may not decide this one.
    server
        .database
        .superuser()
        .batch_execute(&format!(
            "insert into account_responsibility (tenant_id, account_id, responsibility_id)
             select a.tenant_id, a.id, r.id from account a join responsibility r on r.tenant_id = a.tenant_id
             where a.email = '{RECEIVER}' and r.code = 'kerivnyk-tsnap';
             update session set responsibility_id = (select id from responsibility where code = 'kerivnyk-tsnap')
             where account_id = (select id from account where email = '{RECEIVER}');
             update access_version set version = version + 1"
        ))
        .unwrap();
    let own = receiver.post(&decide, None, &approve).await;
    assert_eq!(
        (own.status, own.problem().as_str()),
        (422, "errors-duties-kept-apart")
    );

    let waiting = head.get("/api/v1/refunds").await.json();
    assert_eq!(
        (waiting["total"].as_i64(), waiting["items"][0]["id"].as_str()),
        (Some(1), Some(refund.to_string().as_str()))
    );
    let decided = head.post(&decide, None, &approve).await;
    assert_eq!(
        (decided.status, decided.json()["state"].as_str()),
        (200, Some("at-gateway")),
        "{decided:?}"
    );
    assert_eq!(head.post(&decide, None, &approve).await.status, 200);
    let late = head
        .post(&decide, None, &json!({"decision": "refuse", "note": "no"}))
        .await;
    assert_eq!(late.problem(), "errors-refund-decided");
    assert_eq!(head.get("/api/v1/refunds?list=approved").await.json()["total"], 1);

    let citizen = Program::of(&server, HOME, CITIZEN);
    assert_eq!(citizen.get("/api/v1/refunds").await.status, 403);
    let path = format!("/api/v1/refunds/{refund}");
    for stranger in [
        Program::of(&server, ABROAD, "minh.tran@an-binh.example"),
        Program::of(&server, HOME, "taras.lysenko@zoriana.example"),
    ] {
        assert_eq!(stranger.get(&path).await.status, 404);
        assert_eq!(
            stranger.get("/api/v1/refunds?list=approved").await.json()["total"],
            0
        );
    }
}
