//! A refund through the desk's pages: asked for at the dossier, decided by another, handed over at the cash desk.

use onedoor::authority::changes::Reason;
use onedoor::authority::organisation::Reorganise;
use onedoor::authority::organisation::change::Change;
use onedoor::authority::organisation::commands::At;
use onedoor::authority::organisation::reorganise::{self, Plan};
use onedoor::kernel::clock;
use onedoor::platform::door::Whole;

use super::world::{Browser, Page, World};
use super::{BIRTH, LAND_RECEIVER, LOCAL_CASHIER_AND_RECEIVER, LOCAL_RECEIVER};

const HEAD: &str = "son.dang@an-binh.example";
const LAND_HEAD: &str = "khanh.trinh@an-binh.example";

/// A dossier of the ward with 8,000 đồng paid in cash: its page, and the request.
pub async fn paid(world: &World) -> (String, String) {
    let dossier = world.submit(BIRTH, "one").await;
    let id = dossier.dossier_id;
    world.change(&format!(
        "insert into payment_request (tenant_id, id, dossier_id, operating_unit_id, legal_entity_id, applicant_id, source_id,
            reference, methods, net_minor, amount_minor, currency, lines)
         select tenant_id, gen_random_uuid(), id, operating_unit_id, legal_entity_id, applicant_id, gen_random_uuid(),
            number || '-1', '{{cash}}', 8000, 8000, 'VND',
            '[{{\"part\": \"net\", \"name\": {{\"en\": \"Copies\"}}, \"amount_minor\": 8000}}]'
         from dossier where id = '{id}'"
    ));
    let request = world.word("select id::text as word from payment_request");
    let cashier = cashier(world).await;
    let desk = cashier.get(&format!("/hall/cash?code={}", dossier.number)).await;
    assert_eq!(desk.status, 200, "{}", desk.text);
    let taken = cashier
        .post(&desk, &format!("/hall/cash/{request}"), &[("received", "8000")])
        .await;
    assert_eq!(taken.status, 303, "{}", taken.text);
    (format!("/desk/dossiers/{id}"), request)
}

async fn cashier(world: &World) -> Browser {
    let cashier = world.browser(LOCAL_CASHIER_AND_RECEIVER).await;
    world.work_as(LOCAL_CASHIER_AND_RECEIVER, "thu-ngan-co-so").await;
    world.change("update access_version set version = version + 1");
    cashier
}

fn key_of(form: &Page) -> String {
    let after = form.text.split("name=\"refund_key\" value=\"").nth(1).unwrap();
    after.split('"').next().unwrap().to_owned()
}

async fn raise(officer: &Browser, request: &str, fields: &[(&str, &str)]) -> (Page, String) {
    let path = format!("/desk/refunds/raise/{request}");
    let form = officer.get(&path).await;
    assert_eq!(form.status, 200, "{}", form.text);
    let key = key_of(&form);
    let mut all = vec![("refund_key", key.as_str())];
    all.extend(fields);
    (
        officer.post(&form, &path, &all).await,
        format!("/desk/refunds/{key}"),
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn asked_for_at_the_dossier_decided_by_another_and_handed_over_at_the_cash_desk() {
    let world = World::new().await;
    let (dossier, request) = paid(&world).await;
    let officer = world.browser(LOCAL_RECEIVER).await;
    let page = officer.get(&dossier).await;
    let raise_path = format!("/desk/refunds/raise/{request}");
    assert!(page.text.contains(&raise_path), "{}", page.text);

    let (wrong, _) = raise(&officer, &request, &[("amount", "9.000"), ("reason", " ")]).await;
    assert_eq!(wrong.status, 422, "{}", wrong.text);
    for said in [
        "At most ₫8,000 can still be given back",
        "Give a reason",
        "value=\"9.000\"",
        "href=\"#amount\"",
        "href=\"#reason\"",
    ] {
        assert!(wrong.text.contains(said), "{said}: {}", wrong.text);
    }
    let reason = "A copy too many was paid";
    let (sent, refund) = raise(&officer, &request, &[("amount", "3.000"), ("reason", reason)]).await;
    assert_eq!(
        (sent.status, sent.location.as_str()),
        (303, refund.as_str()),
        "{}",
        sent.text
    );

    let seen = officer.get(&refund).await;
    assert!(seen.text.contains(reason) && seen.text.contains("Waiting for approval"));
    assert!(
        !seen.text.contains("value=\"approve\""),
        "an officer decides nothing"
    );
    let forced = officer.post(&page, &refund, &[("decision", "approve")]).await;
    assert_eq!(forced.status, 403, "{}", forced.text);

    let head = world.browser(HEAD).await;
    let list = head.get("/desk/refunds").await;
    assert!(list.status == 200 && list.text.contains(&refund), "{}", list.text);
    let form = head.get(&refund).await;
    let speechless = head
        .post(&form, &refund, &[("decision", "refuse"), ("note", " ")])
        .await;
    assert!(speechless.status == 422 && speechless.text.contains("Give a reason"));
    let done = head.post(&form, &refund, &[("decision", "approve")]).await;
    assert_eq!(done.status, 303, "{}", done.text);
    assert!(head.get("/desk/refunds").await.text.contains("No refund waits"));

    let cashier = cashier(&world).await;
    let desk = cashier.get("/hall/cash").await;
    let hand_over = refund.replace("/desk/", "/hall/cash/");
    assert!(desk.text.contains(&hand_over), "{}", desk.text);
    let question = cashier.get(&hand_over).await;
    assert!(
        question.text.contains("Check who the receiver is"),
        "{}",
        question.text
    );
    let handed = cashier.post(&question, &hand_over, &[]).await;
    assert_eq!(handed.status, 303, "{}", handed.text);
    let again = cashier.post(&question, &hand_over, &[]).await;
    assert_eq!(again.status, 303, "a second press finds the first");
    let slip = cashier.get(&hand_over).await;
    assert!(slip.text.contains("Signature of the receiver") && !slip.text.contains("id=\"hand-over\""));
    let desk = cashier.get("/hall/cash").await;
    assert!(
        desk.text.contains("−₫3,000") && desk.text.contains("₫5,000"),
        "{}",
        desk.text
    );
    assert_eq!(world.count("outbox where kind = 'refund.paid'"), 1);
    assert_eq!(
        world.count("audit_entry where verb in ('refund.raise', 'refund.approve') and outcome = 'granted'"),
        2
    );
    let page = officer.get(&dossier).await;
    assert!(
        page.text.contains("Paid out") && page.text.contains(&raise_path),
        "5,000 are left"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_asked_does_not_decide_though_she_becomes_the_head() {
    let world = World::new().await;
    let (_, request) = paid(&world).await;
    let officer = world.browser(LOCAL_RECEIVER).await;
    let (_, refund) = raise(&officer, &request, &[("amount", "8000"), ("reason", "All of it")]).await;
    let account = world.account(LOCAL_RECEIVER).await;
    world.change(&format!(
        "insert into account_responsibility (tenant_id, account_id, responsibility_id)
         select tenant_id, '{account}', id from responsibility where code = 'phe-duyet-co-so'"
    ));
    world.work_as(LOCAL_RECEIVER, "phe-duyet-co-so").await;
    world.change("update access_version set version = version + 1");
    let page = officer.get(&refund).await;
    assert!(
        page.text.contains("You asked for this refund yourself") && !page.text.contains("value=\"approve\""),
        "{}",
        page.text
    );
    // The tenant's pair of duties speaks first; without it the rule itself does.
    let refused = officer.post(&page, &refund, &[("decision", "approve")]).await;
    assert_eq!(refused.status, 422, "{}", refused.text);
    assert!(
        refused.text.contains("You did “ask for a refund” here yourself"),
        "{}",
        refused.text
    );
    world.change("delete from separated_duty");
    world.change("update access_version set version = version + 1");
    let refused = officer.post(&page, &refund, &[("decision", "approve")]).await;
    assert_eq!(refused.status, 422, "{}", refused.text);
    assert!(
        refused.text.contains("somebody else has to decide"),
        "{}",
        refused.text
    );
    assert_eq!(
        world.count("refund where approved_at is null and refused_at is null"),
        1
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn for_another_unit_there_is_no_such_refund() {
    let world = World::new().await;
    let (_, request) = paid(&world).await;
    let officer = world.browser(LOCAL_RECEIVER).await;
    let (_, refund) = raise(&officer, &request, &[("amount", "8000"), ("reason", "All of it")]).await;
    for who in [LAND_RECEIVER, LAND_HEAD] {
        let stranger = world.browser(who).await;
        let list = stranger.get("/desk/refunds").await;
        assert_eq!(list.status, 200, "{}", list.text);
        assert!(!list.text.contains(&refund));
        assert_eq!(stranger.get(&refund).await.status, 404);
        let raise = format!("/desk/refunds/raise/{request}");
        assert_eq!(stranger.get(&raise).await.status, 404);
        let forced = stranger.post(&list, &refund, &[("decision", "approve")]).await;
        assert_eq!(forced.status, 404, "{}", forced.text);
    }
}

/// The unit of the ward becomes a part of the land office, today.
async fn merge_the_ward_into_the_land_office(world: &World) {
    let unit = |code: &str| -> uuid::Uuid {
        let query = format!("select id::text as word from operating_unit where code = '{code}'");
        world.word(&query).parse().unwrap()
    };
    let (from, into) = (unit("mot-cua-co-so"), unit("dang-ky-dat-dai"));
    let now = clock::now();
    let zone = world.tenant.zone();
    let day = now.with_timezone(&zone).date_naive();
    let plan = Plan {
        title: "One office".into(),
        reason: Reason::parse("decision 7").unwrap(),
        effective_on: day,
        changes: vec![Change::MergeUnits { from, into }],
    };
    let id = world
        .state
        .db
        .in_tenant(&world.hand(), move |tx| {
            let at = At { day, now };
            reorganise::plan(&mut tx.authorise::<Reorganise>(Whole)?, &plan, zone, at)
        })
        .await
        .unwrap();
    assert_eq!(
        world.word(&format!("select (case when applied_at is null then coalesce(refusal::text, 'waits') else 'applied' end) as word from reorganisation where id = '{id}'")),
        "applied"
    );
}

/// An officer of the land office raises a refund, which her head finds and approves; answers with its page.
async fn give_back(world: &World, officer: &Browser, request: &str) -> String {
    let (sent, refund) = raise(officer, request, &[("amount", "3.000"), ("reason", "Too much")]).await;
    assert_eq!(sent.status, 303, "{}", sent.text);
    let head = world.browser(LAND_HEAD).await;
    assert!(head.get("/desk/refunds").await.text.contains(&refund));
    let form = head.get(&refund).await;
    let done = head.post(&form, &refund, &[("decision", "approve")]).await;
    assert_eq!(done.status, 303, "{}", done.text);
    refund
}

#[tokio::test(flavor = "multi_thread")]
async fn money_of_a_unit_that_went_into_another_is_given_back_by_that_one() {
    let world = World::new().await;
    let (dossier, request) = paid(&world).await;
    let officer = world.browser(LAND_RECEIVER).await;
    let raise_path = format!("/desk/refunds/raise/{request}");
    assert_eq!(officer.get(&raise_path).await.status, 404, "it is the ward's");
    merge_the_ward_into_the_land_office(&world).await;

    let page = officer.get(&dossier).await;
    assert!(page.text.contains(&raise_path), "{}", page.text);
    give_back(&world, &officer, &request).await;
    assert_eq!(
        world.word(
            "select (r.operating_unit_id = p.operating_unit_id and r.approved_at is not null)::text as word
             from refund r join payment p on p.tenant_id = r.tenant_id and p.id = r.payment_id"
        ),
        "true",
        "what was given back is counted where the money was received"
    );
}

/// What the dossier of [`paid`] looks like once it is over, and everything of it was done.
fn finish(world: &World, dossier: &str) {
    let id = dossier.rsplit('/').next().unwrap();
    world.change(&format!(
        "update user_task set completed_at = now() where dossier_id = '{id}'"
    ));
    world.change(&format!(
        "update dossier set status = 9, decided_at = now(), finished_at = now() where id = '{id}'"
    ));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_unit_had_finished_before_it_went_into_another_is_seen_and_given_back_by_that_one() {
    let world = World::new().await;
    let (dossier, request) = paid(&world).await;
    finish(&world, &dossier);
    let officer = world.browser(LAND_RECEIVER).await;
    let raise_path = format!("/desk/refunds/raise/{request}");
    assert_eq!(officer.get(&dossier).await.status, 404, "it is the ward's");
    assert_eq!(officer.get(&raise_path).await.status, 404);
    merge_the_ward_into_the_land_office(&world).await;

    let page = officer.get(&dossier).await;
    assert_eq!(page.status, 200, "{}", page.text);
    assert!(page.text.contains(&raise_path), "{}", page.text);
    let number = world.word("select number as word from dossier");
    let found = officer.get(&format!("/desk/dossiers?q={number}")).await;
    assert_eq!((found.status, &found.location), (303, &dossier));
    let beginning = number.get(..number.len() - 1).unwrap();
    let list = officer.get(&format!("/desk/dossiers?q={beginning}")).await;
    assert!(list.status == 200 && list.text.contains(&number), "{}", list.text);
    let refund = give_back(&world, &officer, &request).await;
    assert_eq!(
        world.word(
            "select (r.operating_unit_id = d.operating_unit_id and u.valid_to is not null)::text as word
             from refund r join dossier d on d.id = r.dossier_id join operating_unit u on u.id = d.operating_unit_id"
        ),
        "true",
        "dossier and money are counted where they were"
    );
    // In a unit that took nothing over, nothing of it is seen.
    let colleague = world.browser("ha.le@an-binh.example").await;
    for path in [&dossier, &refund, &raise_path] {
        assert_eq!(colleague.get(path).await.status, 404, "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_unit_left_that_nobody_took_over_is_given_back_by_whoever_sees_everything() {
    let world = World::new().await;
    let (dossier, request) = paid(&world).await;
    finish(&world, &dossier);
    merge_the_ward_into_the_land_office(&world).await;
    // As if the ward had ended for itself.
    world.change("update operating_unit set succeeded_by = null where code = 'mot-cua-co-so'");
    let officer = world.browser(LAND_RECEIVER).await;
    assert_eq!(officer.get(&dossier).await.status, 404);
    world.change(
        "update security_profile set view_all = true where id::text in (
             select o.value from profile_option o join responsibility r on r.id = o.level_id
             join account_responsibility h on h.responsibility_id = r.id join account a on a.id = h.account_id
             where o.name = 'mo_security_profile' and a.email in ('thao.ly@an-binh.example', 'khanh.trinh@an-binh.example'))",
    );
    world.change("update access_version set version = version + 1");
    assert_eq!(officer.get(&dossier).await.status, 200);
    give_back(&world, &officer, &request).await;
}
