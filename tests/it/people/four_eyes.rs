//! Whatever makes somebody an administrator waits for a second one, by whichever door it comes.

use onedoor::platform::sheets;

use super::world::{AUDITOR, OFFICER, REASON, SECOND, World, day, done};
use crate::support::browser::{Browser, Page};

const SHEET: &str = "/admin/people/sheet";

/// How many days somebody holds administration today and later, as words: first day and the day it is over.
fn administers(world: &World, email: &str) -> String {
    world.text(&format!(
        "select coalesce(string_agg(coalesce(valid_to::text, 'always'), ' ' order by valid_from), 'never')
         from account_responsibility h join account a on a.id = h.account_id join responsibility r on r.id = h.responsibility_id
         where a.email = '{email}' and r.role = 'administrator' and (valid_to is null or valid_to > (now() at time zone 'Asia/Ho_Chi_Minh')::date)"
    ))
}

fn waiting(world: &World) -> String {
    world.text(
        "select coalesce(string_agg(kind, ' ' order by id), '') from pending_act where decided_at is null",
    )
}

/// Another administrator decides what waits, having read what it is about.
async fn decide(browser: &mut Browser, about: &[&str], decision: &str) {
    let page = browser.get("/admin/policies?lang=en").await;
    for word in about {
        assert!(page.has(word), "{word} is not told: {}", page.words());
    }
    let mut form = page
        .forms()
        .into_iter()
        .find(|form| form.action.starts_with("/admin/policies/pending/"))
        .unwrap_or_else(|| panic!("nothing waits: {}", page.words()));
    form.fields.push(("decision".into(), decision.into()));
    let decided = browser.send_form(&form).await;
    assert_eq!(decided.status, 303, "{}", decided.words());
}

/// Where the only row of administration of somebody is re-dated.
async fn row_of(browser: &mut Browser, world: &World, email: &str) -> String {
    let administers = world.responsibility("quan-tri");
    browser
        .get(&world.person(email))
        .await
        .links()
        .into_iter()
        .find(|link| link.contains(&format!("/held/{administers}/")) && !link.ends_with("/end"))
        .unwrap_or_else(|| panic!("{email} holds no administration"))
}

async fn last(browser: &mut Browser, row: &str, text: &str) -> Page {
    let answers = if text.is_empty() {
        ["day", "month", "year"]
            .map(|part| (format!("last-{part}"), String::new()))
            .to_vec()
    } else {
        day("last", text)
    };
    let mut answers: Vec<(&str, &str)> = answers
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    answers.push(("reason", REASON));
    done(browser, row, &answers).await
}

/// The latest change, where it is taken back.
fn latest(world: &World, reason: &str) -> String {
    let id = world.text(&format!(
        "select id from change_set where reason = '{reason}' order by id desc limit 1"
    ));
    format!("/admin/history/{id}/undo")
}

#[tokio::test]
async fn an_administration_that_is_prolonged_waits_and_one_that_is_shortened_does_not() {
    let world = World::new().await;
    let mut an = world.administrator().await;
    an.get("/admin/people?lang=en").await;
    let soon = (chrono::Utc::now() + chrono::Duration::days(20))
        .date_naive()
        .to_string();
    let row = row_of(&mut an, &world, SECOND).await;
    last(&mut an, &row, &soon).await;
    let shortened = administers(&world, SECOND);
    assert!(shortened != "always" && shortened != "never", "{shortened}");
    assert_eq!(waiting(&world), "", "to narrow needs nobody else");

    let told = last(&mut an, &row, "").await;
    assert!(told.has("waits for a second person"), "{}", told.words());
    assert_eq!(waiting(&world), "redate-administration");
    assert_eq!(administers(&world, SECOND), shortened, "nothing is done yet");
    let mut ngan = world.server.signed_in("an-binh", SECOND).await;
    decide(
        &mut ngan,
        &["Bùi Thúy Ngân", "Change the days", REASON],
        "confirm",
    )
    .await;
    assert_eq!(administers(&world, SECOND), "always");
    assert_eq!(
        world.text("select split_part(made_by, ':', 2) from change_set order by id desc limit 1"),
        world.account(SECOND),
        "the history names who confirmed"
    );
}

#[tokio::test]
async fn the_end_of_an_administration_is_taken_back_by_two() {
    let world = World::new().await;
    world.give(AUDITOR, "quan-tri");
    let mut an = world.administrator().await;
    let row = row_of(&mut an, &world, SECOND).await;
    let why = "Nghỉ hưu từ hôm nay";
    done(&mut an, &format!("{row}/end"), &[("reason", why)]).await;
    assert_eq!(administers(&world, SECOND), "never");
    an.get("/admin/people?lang=en").await;
    let told = done(&mut an, &latest(&world, why), &[("reason", REASON)]).await;
    assert!(told.has("waits for a second person"), "{}", told.words());
    assert_eq!(
        (waiting(&world).as_str(), administers(&world, SECOND).as_str()),
        ("undo-change", "never")
    );
    let mut van = world.server.signed_in("an-binh", AUDITOR).await;
    world.switch(&mut van, "quan-tri").await;
    decide(&mut van, &[why, "Take back a change"], "confirm").await;
    assert_eq!(administers(&world, SECOND), "always");
    assert_eq!(world.count("change_set where origin = 'undo'"), 1);
}

#[tokio::test]
async fn whoever_administers_alone_gives_and_gives_back_at_once() {
    let world = World::new().await;
    world.leave_alone();
    let mut an = world.administrator().await;
    let (person, administration) = (world.person(AUDITOR), world.responsibility("quan-tri"));
    done(
        &mut an,
        &format!("{person}/give"),
        &[("responsibility", &administration), ("reason", REASON)],
    )
    .await;
    assert_eq!(
        (waiting(&world).as_str(), administers(&world, AUDITOR).as_str()),
        ("", "always")
    );
    let row = row_of(&mut an, &world, AUDITOR).await;
    let why = "Chỉ giao tạm thời";
    done(&mut an, &format!("{row}/end"), &[("reason", why)]).await;
    done(&mut an, &latest(&world, why), &[("reason", REASON)]).await;
    assert_eq!(
        (waiting(&world).as_str(), administers(&world, AUDITOR).as_str()),
        ("", "always")
    );
}

#[tokio::test]
async fn an_invitation_to_administer_goes_out_and_says_that_administration_waits() {
    let world = World::new().await;
    let mut an = world.administrator().await;
    an.get("/admin/people?lang=en").await;
    let administration = world.responsibility("quan-tri");
    let page = done(
        &mut an,
        "/admin/people/invite",
        &[
            ("email", "moi@an-binh.example"),
            ("name", "Người Mới"),
            ("responsibility", &administration),
            ("reason", REASON),
        ],
    )
    .await;
    assert!(
        page.has("once a second administrator has confirmed"),
        "{}",
        page.words()
    );
    assert_eq!(world.count("outbox where kind = 'person.invited'"), 1);
    assert_eq!(
        (
            waiting(&world).as_str(),
            administers(&world, "moi@an-binh.example").as_str()
        ),
        ("give-administration", "never")
    );
    let mut ngan = world.server.signed_in("an-binh", SECOND).await;
    decide(&mut ngan, &["Người Mới · Administration · from"], "confirm").await;
    assert_eq!(administers(&world, "moi@an-binh.example"), "always");
}

#[tokio::test]
async fn an_administrators_closed_account_is_opened_again_by_two() {
    let world = World::new().await;
    world.give(AUDITOR, "quan-tri");
    let mut an = world.administrator().await;
    let person = world.person(SECOND);
    done(&mut an, &format!("{person}/close"), &[("reason", REASON)]).await;
    done(&mut an, &format!("{person}/reopen"), &[("reason", REASON)]).await;
    let closed = || {
        world.count(&format!(
            "account where email = '{SECOND}' and closed_at is not null"
        ))
    };
    assert_eq!((waiting(&world).as_str(), closed()), ("reopen-administrator", 1));
    let mut van = world.server.signed_in("an-binh", AUDITOR).await;
    world.switch(&mut van, "quan-tri").await;
    decide(&mut van, &["Bùi Thúy Ngân"], "reject").await;
    assert_eq!((waiting(&world).as_str(), closed()), ("", 1));
    done(&mut an, &format!("{person}/reopen"), &[("reason", REASON)]).await;
    decide(&mut van, &["Bùi Thúy Ngân"], "confirm").await;
    assert_eq!(closed(), 0);
    // Whoever does not administer is let in again by one.
    let officer = world.person(OFFICER);
    done(&mut an, &format!("{officer}/close"), &[("reason", REASON)]).await;
    done(&mut an, &format!("{officer}/reopen"), &[("reason", REASON)]).await;
    assert_eq!(waiting(&world), "");
}

#[tokio::test]
async fn a_prohibition_is_taken_back_by_two() {
    let world = World::new().await;
    let mut an = world.administrator().await;
    let page = an.get("/admin/policies?lang=en").await;
    let forbidden = an
        .submit(
            &page,
            &[
                ("role", "receiver"),
                ("verb", "dossier.receive"),
                ("reach", "unit"),
                ("effect", "deny"),
                ("reason", "Tạm dừng tiếp nhận"),
            ],
        )
        .await;
    assert_eq!(forbidden.status, 303, "{}", forbidden.words());
    done(
        &mut an,
        &latest(&world, "Tạm dừng tiếp nhận"),
        &[("reason", REASON)],
    )
    .await;
    assert_eq!(
        (waiting(&world).as_str(), world.count("policy_line")),
        ("undo-change", 1)
    );
    let mut ngan = world.server.signed_in("an-binh", SECOND).await;
    decide(&mut ngan, &["Tạm dừng tiếp nhận"], "confirm").await;
    assert_eq!(world.count("policy_line"), 0);
}

async fn bring(an: &mut Browser, change: impl Fn(&mut Vec<Vec<String>>)) -> Page {
    let file = an.get(&format!("{SHEET}.csv")).await;
    let mut table: Vec<Vec<String>> = sheets::read(&file.body, &sheets::Limits::LIST)
        .unwrap()
        .into_iter()
        .map(|(_, cells)| cells)
        .collect();
    change(&mut table);
    let page = an.get(SHEET).await;
    let bytes = sheets::write_csv(&table);
    an.submit_with(&page, &[], vec![("file", "people.csv", "text/csv", bytes)])
        .await
}

#[tokio::test]
async fn a_spreadsheet_gives_prolongs_and_reopens_no_administration() {
    let world = World::new().await;
    let mut an = world.administrator().await;
    an.get(&format!("{SHEET}?lang=en")).await;
    let refused = |page: &Page, column: &str| {
        assert_eq!(page.status, 422, "{}", page.words());
        assert!(
            page.has(&format!("<td data-l=\"Column\">{column}</td>"))
                && page.has("a second administrator confirms")
                && !page.has("name=\"digest\""),
            "{}",
            page.words()
        );
    };
    let given = bring(&mut an, |table| {
        let mut more = table.iter().find(|row| row[0] == OFFICER).unwrap().clone();
        (more[5], more[6], more[7]) = ("quan-tri".into(), String::new(), String::new());
        table.push(more);
    })
    .await;
    refused(&given, "Responsibility");

    let soon = (chrono::Utc::now() + chrono::Duration::days(20))
        .date_naive()
        .to_string();
    let row = row_of(&mut an, &world, SECOND).await;
    last(&mut an, &row, &soon).await;
    let prolonged = bring(&mut an, |table| {
        for row in table.iter_mut().filter(|row| row[0] == SECOND) {
            row[7] = String::new();
        }
    })
    .await;
    refused(&prolonged, "Last day");

    done(
        &mut an,
        &format!("{}/close", world.person(SECOND)),
        &[("reason", REASON)],
    )
    .await;
    let reopened = bring(&mut an, |table| {
        for row in table.iter_mut().filter(|row| row[0] == SECOND) {
            row[4] = "open".into();
        }
    })
    .await;
    refused(&reopened, "Account");
    assert_eq!(world.count("change_set where origin = 'bulk'"), 0);
}
