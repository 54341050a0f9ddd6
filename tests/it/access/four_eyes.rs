//! Dangerous acts wait for a second person who could do them herself.

use onedoor::authority::access::rules::locks_out;
use onedoor::kernel::actions::Verb;

use super::world::{ADMINISTRATOR, COLLEAGUE, RECEIVER, SECOND, World};
use crate::support::browser::{Browser, Page};

async fn change(browser: &mut Browser, effect: &str, verb: &str) -> Page {
    let page = browser.get("/admin/policies").await;
    browser
        .submit(
            &page,
            &[
                ("role", "receiver"),
                ("verb", verb),
                ("reach", "unit"),
                ("effect", effect),
                ("reason", "the cashier is on leave"),
            ],
        )
        .await
}

async fn decide(browser: &mut Browser, decision: &str) -> Page {
    let page = browser.get("/admin/policies").await;
    let mut form = page
        .forms()
        .into_iter()
        .find(|form| form.action.starts_with("/admin/policies/pending/"))
        .unwrap_or_else(|| panic!("nothing waits: {}", page.words()));
    form.fields.push(("decision".into(), decision.into()));
    browser.send_form(&form).await
}

fn takes_cash(access: &serde_json::Value) -> bool {
    access["verbs"]
        .as_array()
        .unwrap()
        .iter()
        .any(|reach| reach["verb"] == "payment.take_cash")
}

#[tokio::test]
async fn what_widens_waits_and_what_narrows_does_not() {
    let world = World::new().await;
    world.leave_alone();
    let program = world.program(RECEIVER);
    let mut first = world.browser(ADMINISTRATOR).await;
    let alone = change(&mut first, "allow", "payment.take_cash").await;
    assert_eq!(alone.status, 422);
    assert!(
        alone.has("Nobody else in this tenant could confirm"),
        "{}",
        alone.words()
    );

    world.give(SECOND, "quan-tri", "current_date - 1, null");
    assert_eq!(change(&mut first, "allow", "payment.take_cash").await.status, 303);
    assert!(!takes_cash(&world.access(&program).await), "it waits");
    let own = decide(&mut first, "confirm").await;
    assert!(
        own.status == 422 && own.has("somebody else must confirm it"),
        "{}",
        own.words()
    );

    let mut other = world.browser(SECOND).await;
    let page = other.get("/admin/policies").await;
    assert!(
        page.has("the cashier is on leave") && page.has("Widen the policy"),
        "{}",
        page.words()
    );
    assert_eq!(decide(&mut other, "confirm").await.status, 303);
    assert!(
        takes_cash(&world.access(&program).await),
        "in force in the next transaction"
    );
    let page = other.get("/admin/policies").await;
    assert!(
        page.has("Lately decided") && !page.has("Waiting for a second person"),
        "what is decided no longer waits: {}",
        page.words()
    );
    assert_eq!(
        world.word("select s.reason || '|' || split_part(s.made_by, ':', 2) as line from change_set s join change_row r on r.change_set_id = s.id where r.table_name = 'policy_line'"),
        format!("the cashier is on leave|{}", world.account(SECOND))
    );
    let matrix = other.get("/admin/policies?only=receiver").await;
    assert!(
        matrix.has("class=\"mark allow\""),
        "the tenant's own line is marked"
    );

    // To narrow needs nobody else.
    assert_eq!(
        change(&mut first, "template", "payment.take_cash").await.status,
        303
    );
    assert!(!takes_cash(&world.access(&program).await));
    assert_eq!(world.word("select count(*)::text as line from pending_act"), "1");
}

#[tokio::test]
async fn a_rejected_a_taken_back_and_a_late_act_change_nothing() {
    let world = World::new().await;
    let program = world.program(RECEIVER);
    let (mut first, mut other) = (world.browser(ADMINISTRATOR).await, world.browser(SECOND).await);
    change(&mut first, "allow", "payment.take_cash").await;
    assert_eq!(decide(&mut other, "reject").await.status, 303);
    change(&mut first, "allow", "payment.take_cash").await;
    assert_eq!(
        decide(&mut first, "reject").await.status,
        303,
        "her own she takes back"
    );
    change(&mut first, "allow", "payment.take_cash").await;
    let page = other.get("/admin/policies").await;
    let mut late = page
        .forms()
        .into_iter()
        .find(|form| form.action.starts_with("/admin/policies/pending/"))
        .unwrap();
    late.fields.push(("decision".into(), "confirm".into()));
    world.change("update pending_act set asked_at = now() - interval '80 hours', expires_at = now() - interval '8 hours' where decided_at is null");
    let answer = other.send_form(&late).await;
    assert!(
        answer.status == 422 && answer.has("decided or is over"),
        "{}",
        answer.words()
    );
    assert!(!takes_cash(&world.access(&program).await));
    assert_eq!(world.word("select count(*)::text as line from policy_line"), "0");
    // An officer could not have done it, so she cannot confirm it.
    change(&mut first, "allow", "payment.take_cash").await;
    let mut officer = world.browser(COLLEAGUE).await;
    let id = world
        .word("select id::text as line from pending_act where decided_at is null and expires_at > now()");
    let token = officer.get("/desk").await.forms()[0].fields[0].1.clone();
    let request = officer
        .post(&format!("/admin/policies/pending/{id}"))
        .header("content-type", "application/x-www-form-urlencoded")
        .body(format!("csrf={token}&decision=confirm"));
    assert_eq!(officer.send(request).await.status, 403);
}

#[tokio::test]
async fn the_table_itself_keeps_four_eyes() {
    let world = World::new().await;
    let (t, me) = (&world.tenant, world.account(ADMINISTRATOR));
    use diesel::connection::SimpleConnection;
    let insert = |decided_by: &str, confirmed: &str| {
        world.server.database.superuser().batch_execute(&format!(
            "insert into pending_act (tenant_id, id, kind, payload, reason, asked_by, asked_at, expires_at, decided_by, decided_at, confirmed)
             values ('{t}', gen_random_uuid(), 'policy-line', '{{}}', 'why', '{me}', now(), now() + interval '1 day', '{decided_by}', now(), {confirmed})"
        ))
    };
    let error = insert(&me, "true").unwrap_err().to_string();
    assert!(error.contains("pending_act_four_eyes"), "{error}");
    insert(&me, "false").unwrap();
    insert(&world.account(RECEIVER), "true").unwrap();
}

#[tokio::test]
async fn the_table_itself_locks_no_administrator_out_of_what_repairs_access() {
    let world = World::new().await;
    use diesel::connection::SimpleConnection;
    let forbid = |role: &str, verb: &str| {
        world.server.database.superuser().batch_execute(&format!(
            "insert into policy_line (tenant_id, id, role, reach, verb, effect)
             values ('{}', gen_random_uuid(), '{role}', 'tenant', '{verb}', 'deny')",
            world.tenant
        ))
    };
    // Pages, code and the table have one list of it.
    for role in ["administrator", "staff", "auditor"] {
        for verb in Verb::ALL.iter().copied() {
            let answer = forbid(role, verb.name());
            assert_eq!(
                answer.is_err(),
                locks_out(role, verb),
                "{role} {verb:?}: {answer:?}"
            );
            if let Err(error) = answer {
                assert!(
                    error.to_string().contains("policy_line_locks_nobody_out"),
                    "{error}"
                );
            }
        }
    }
}

#[tokio::test]
async fn an_administrators_responsibility_is_lent_only_with_a_second_administrator() {
    let world = World::new().await;
    let mut first = world.browser(ADMINISTRATOR).await;
    let page = first.get("/desk/access").await;
    let (held, borrower) = (world.id("responsibility", "quan-tri"), world.account(COLLEAGUE));
    let year = (chrono::Datelike::year(&chrono::Utc::now()) + 1).to_string();
    let today = chrono::Utc::now();
    let answer = first
        .submit(
            &page,
            &[
                ("responsibility", &held),
                ("borrower", &borrower),
                ("to-day", "1"),
                ("to-month", "1"),
                ("to-year", &year),
                ("reason", "conference"),
            ],
        )
        .await;
    assert!(answer.status == 303, "{today}: {}", answer.words());
    assert_eq!(world.word("select count(*)::text as line from delegation"), "0");
    let mut other = world.browser(SECOND).await;
    assert_eq!(decide(&mut other, "confirm").await.status, 303);
    assert_eq!(world.word("select count(*)::text as line from delegation"), "1");
}
