//! One person, two accounts: connected knowingly, parted again, and nothing of one tenant is anything in another.

use crate::portal::journey::registered;
use crate::support::browser::{Browser, Form, Page};

use super::{World, path_of, path_on, way};

/// What [`registered`] registers with.
const PASSWORD: &str = "con đường làng quê";

/// From the member to the entry and back, both signed in; answers the address it arrives at and what is there.
async fn arrived(entry: &mut Browser, member: &mut Browser) -> (String, Page) {
    let begin = member.get("/entry/connect").await;
    assert_eq!(begin.status, 303, "{}", begin.words());
    let go = entry.get(&path_on("an-binh", &begin)).await;
    let path = path_of(&go.location());
    let page = member.get(&path).await;
    (path, page)
}

/// The same, on to the page that asks.
async fn asked(entry: &mut Browser, member: &mut Browser) -> Page {
    let (_, page) = arrived(entry, member).await;
    assert!(
        page.location().starts_with("/entry/connect?question="),
        "{}",
        page.location()
    );
    let page = member.follow(page).await;
    assert_eq!(page.status, 200, "{}", page.words());
    page
}

fn form_to(page: &Page, action: &str) -> Form {
    page.forms()
        .into_iter()
        .find(|form| form.action == action)
        .unwrap_or_else(|| panic!("no form to {action}: {}", page.words()))
}

fn field(form: &Form, name: &str) -> String {
    let found = form.fields.iter().find(|(field, _)| field == name);
    found.unwrap_or_else(|| panic!("no field {name}")).1.clone()
}

/// Somebody else's answer to her question: her token and her browser's secret under another account.
async fn answer_as(other: &mut Browser, token: &str, way: &str) -> u16 {
    other.cookies.insert("od_way".into(), way.into());
    let account = other.get("/my/account").await;
    let csrf = field(&form_to(&account, "/my/account/tokens"), "csrf");
    let password = url::form_urlencoded::byte_serialize(PASSWORD.as_bytes()).collect::<String>();
    let request = other
        .post("/entry/connect")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(format!("csrf={csrf}&token={token}&password={password}"));
    other.send(request).await.status
}

fn done(world: &World, verb: &str) -> i64 {
    world.count(&format!(
        "audit_entry where verb = '{verb}' and outcome = 'granted' and tenant_id = (select id from tenant where slug = 'zoriana')"
    ))
}

#[tokio::test]
async fn two_accounts_are_connected_by_whoever_owns_both_and_parted_again() {
    let world = World::new().await;
    let mut member = registered(&world.server, "zoriana", "lan.city@example.org").await;
    let mut entry = registered(&world.server, "an-binh", "lan.province@example.org").await;
    let before = member.get("/my/account?lang=en").await;
    assert!(before.has("href=\"/entry/connect\""), "{}", before.words());

    let page = asked(&mut entry, &mut member).await;
    for known in ["lan.province@example.org", "lan.city@example.org"] {
        assert!(page.has(known), "{known}: {}", page.words());
    }
    assert_eq!(world.count("entry_account"), 0, "being asked connects nothing");
    // A wrong password, or none, is told at its field, and she is still asked.
    for password in ["", "not it at all"] {
        let refused = member.submit(&page, &[("password", password)]).await;
        assert_eq!(refused.status, 422, "{}", refused.words());
        assert!(refused.has("password-error"), "{password}: {}", refused.words());
        assert!(refused.has("lan.province@example.org"), "{}", refused.words());
    }
    assert_eq!(
        (world.count("entry_account"), done(&world, "account.connect")),
        (0, 0)
    );

    let connected = member.submit(&page, &[("password", PASSWORD)]).await;
    assert_eq!(connected.location(), "/my/account", "{}", connected.words());
    assert_eq!(
        (world.count("entry_account"), done(&world, "account.connect")),
        (1, 1)
    );
    assert_eq!(
        world.count("handover"),
        0,
        "nothing of hers stays with the platform"
    );
    let page_then = member.get("/my/account").await;
    assert!(page_then.has("/my/account/entry/end"), "{}", page_then.words());
    // What was answered is over; and connected twice is connected.
    assert_eq!(member.submit(&page, &[("password", PASSWORD)]).await.status, 422);
    let (_, again) = arrived(&mut entry, &mut member).await;
    assert_eq!(again.location(), "/my/account");

    // From the entry she comes in under the account she has had here, and under no other.
    let mut fresh = world.server.visitor("zoriana");
    let arrive = way(&mut entry, &mut fresh, "/my/account").await;
    assert_eq!(fresh.get(&path_of(&arrive)).await.location(), "/my/account");
    assert!(fresh.get("/my/account").await.has("lan.city@example.org"));
    assert_eq!(
        world.count("account where email = 'lan.province@example.org'"),
        1,
        "no second account was made here"
    );
    // At another member nothing is connected: there she is who she is at the entry.
    let mut other = world.server.visitor("qinglan");
    let arrive = way(&mut entry, &mut other, "/my/account").await;
    other.get(&path_of(&arrive)).await;
    let page = other.get("/my/account").await;
    assert!(page.has("lan.province@example.org") && !page.has("lan.city@example.org"));

    // Parted, each is its own again, and what came in from the entry is out.
    let parted = member
        .send_form(&form_to(&page_then, "/my/account/entry/end"))
        .await;
    assert_eq!(parted.location(), "/my/account");
    assert_eq!(done(&world, "account.part"), 1);
    assert_eq!(fresh.get("/my/account").await.status, 303);
    assert_eq!(member.get("/my/account").await.status, 200);
    let mut later = world.server.visitor("zoriana");
    let arrive = way(&mut entry, &mut later, "/my/account").await;
    later.get(&path_of(&arrive)).await;
    let page = later.get("/my/account?lang=en").await;
    assert!(page.has("lan.province@example.org") && !page.has("lan.city@example.org"));
    // What the entry made has no password: parting it would lock her out, so nobody is offered to, nor can she.
    assert!(!page.has("/my/account/entry/end"), "{}", page.words());
    assert!(page.has("no password of its own"), "{}", page.words());
    let mut form = form_to(&page, "/my/account/tokens");
    form.action = "/my/account/entry/end".into();
    later.send_form(&form).await;
    let links = "entry_account where tenant_id = (select id from tenant where slug = 'zoriana')";
    assert_eq!(world.count(links), 1);
    // And now her account there is spoken for: she is told, and not asked.
    let (_, told) = arrived(&mut entry, &mut member).await;
    assert_eq!(told.location(), "/my/account");
    assert!(member.follow(told).await.has("already opens another account"));
    assert_eq!(world.count(links), 1);
}

#[tokio::test]
async fn the_question_is_one_accounts_in_one_browser_and_opens_nothing() {
    let world = World::new().await;
    let mut member = registered(&world.server, "zoriana", "lan.city@example.org").await;
    let mut entry = registered(&world.server, "an-binh", "lan.province@example.org").await;
    let (path, page) = arrived(&mut entry, &mut member).await;
    assert_eq!(member.get(&path).await.status, 422, "the way was taken once");
    let page = member.follow(page).await;
    let token = field(&form_to(&page, "/entry/connect"), "token");
    let way_cookie = member.cookies["od_way"].clone();

    // Another account, at this member and at another, even with the secret of her browser.
    for slug in ["zoriana", "qinglan"] {
        let mut other = registered(&world.server, slug, "lan.elsewhere@example.org").await;
        assert_eq!(answer_as(&mut other, &token, &way_cookie).await, 422, "{slug}");
    }
    // Her own account in a browser that did not set out.
    let mut elsewhere = world.server.visitor("zoriana");
    elsewhere
        .cookies
        .insert("od_session".into(), member.cookies["od_session"].clone());
    let shown = elsewhere.get(&format!("/entry/connect?question={token}")).await;
    assert_eq!(shown.status, 422);
    assert_eq!(answer_as(&mut elsewhere, &token, "another").await, 422);
    // It is no hand-over: nobody arrives with it.
    let mut thief = world.server.visitor("zoriana");
    thief.cookies.insert("od_way".into(), way_cookie);
    assert_eq!(
        thief.get(&format!("/entry/arrive?token={token}")).await.status,
        422
    );
    assert!(!thief.cookies.contains_key("od_session"));
    assert_eq!(world.count("entry_account"), 0);

    // She answers herself, or lets it pass.
    diesel::connection::SimpleConnection::batch_execute(
        &mut world.server.database.superuser(),
        "update handover set expires_at = expires_at - interval '600 seconds'",
    )
    .unwrap();
    assert_eq!(member.submit(&page, &[("password", PASSWORD)]).await.status, 422);
    assert_eq!(world.count("entry_account"), 0);
}

#[tokio::test]
async fn the_password_is_not_guessed_in_a_browser_that_was_left_open() {
    let world = World::new().await;
    let mut member = registered(&world.server, "zoriana", "lan.city@example.org").await;
    let mut entry = registered(&world.server, "an-binh", "lan.province@example.org").await;
    let page = asked(&mut entry, &mut member).await;
    let mut wrong = 0;
    while member.submit(&page, &[("password", "a guess")]).await.status == 422 {
        wrong += 1;
        assert!(wrong < 20, "nobody makes it stop");
    }
    assert_eq!(wrong, 5);
    assert_eq!(
        member.submit(&page, &[("password", PASSWORD)]).await.status,
        429,
        "the right one is not told apart"
    );
    assert_eq!(world.count("entry_account"), 0);
}

#[tokio::test]
async fn where_there_is_no_entry_nothing_is_connected() {
    let world = World::new().await;
    let mut alone = registered(&world.server, "stranger", "lan.alone@example.org").await;
    assert!(!alone.get("/my/account").await.has("/entry/connect"));
    assert_eq!(alone.get("/entry/connect").await.status, 404);
    let mut nobody = world.server.visitor("zoriana");
    assert!(
        nobody
            .get("/entry/connect")
            .await
            .location()
            .starts_with("/sign-in")
    );
}
