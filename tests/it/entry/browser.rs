//! The shared entry in a browser, in four languages: searched, signed in at once, handed over to the member's portal and back.

use std::path::Path;

use onedoor::authority::entry;

use crate::journeys::world::World;
use crate::support::chromium::Browser;

struct Reader {
    language: &'static str,
    /// Her name, as she writes it.
    name: &'static str,
    scripts: bool,
}

#[tokio::test(flavor = "multi_thread")]
async fn in_vietnamese() {
    walk(&Reader {
        language: "vi",
        name: "Trần Thị Lan",
        scripts: true,
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn in_ukrainian() {
    walk(&Reader {
        language: "uk",
        name: "Оксана Мандрівниця",
        scripts: true,
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn in_chinese() {
    walk(&Reader {
        language: "zh",
        name: "林远行",
        scripts: true,
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn in_english_without_scripts() {
    walk(&Reader {
        language: "en",
        name: "Lan Traveller",
        scripts: false,
    })
    .await;
}

const ENTRY: &str = "an-binh";
const MEMBER: &str = "zoriana";
const PROCEDURE: &str = "/procedures/reiestratsiia-fop";

/// From a search at the entry to an application at the member, and back to the entry, signing in once.
async fn walk(reader: &Reader) {
    let world = World::of(&[ENTRY, MEMBER, "qinglan"]).await;
    let state = world.state();
    let members = vec![MEMBER.to_owned(), "qinglan".to_owned()];
    entry::set_members(&state.db, ENTRY.into(), members)
        .await
        .unwrap();
    state.tenants.refresh(&state.db).await.unwrap();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("target/journeys")
        .join(format!("entry-{}", reader.language));
    let mut browser = Browser::start(reader.language, reader.scripts, &folder).await;
    let (here, there) = (world.portal_of(ENTRY), world.portal_of(MEMBER));

    browser.open(&format!("{here}/?lang={}", reader.language)).await;
    browser.assert_scripts().await;
    assert_eq!(browser.attribute("html", "lang").await, reader.language);
    browser.follow(".mast a[href=\"/entry\"]", "ul.members").await;
    browser.look("entry").await;
    search(&mut browser, "zzzz").await;
    browser.look("nothing").await;
    search(&mut browser, "ФОП").await;
    browser.look("found").await;

    // The way to the application leads past the entry's sign-in, where she has no account yet.
    let apply = format!("main a[href*=\"{MEMBER}\"][href*=\"begin\"]");
    browser.follow(&apply, "#login").await;
    assert!(browser.url().await.starts_with(&here), "{}", browser.url().await);
    browser.look("sign-in").await;
    browser.follow("main a[href^=\"/register\"]", "#email").await;
    browser.enter("#name", reader.name).await;
    browser.enter("#email", "way@mail.example").await;
    browser.enter("#phone", "0912345678").await;
    browser.enter("#password", "a long way from here").await;
    browser
        .follow("main form .govuk-button", "form[action=\"/sign-out\"]")
        .await;

    // She arrives where she wanted, signed in under her own name; and is asked for no password.
    let url = browser.url().await;
    assert!(url.starts_with(&there) && url.contains("/apply"), "{url}");
    assert_eq!(browser.one_text(".who .name bdi").await, reader.name);
    browser.look("arrived").await;

    // Back at the entry she is still signed in, and goes to the other member as easily.
    browser
        .follow(".mast a[href=\"/entry/back\"]", "ul.members")
        .await;
    assert!(browser.url().await.starts_with(&here), "{}", browser.url().await);
    assert_eq!(browser.one_text(".who .name bdi").await, reader.name);
    browser.look("back").await;
    browser.follow("ul.members a[href*=\"qinglan\"]", ".hero").await;
    let url = browser.url().await;
    assert!(url.starts_with(&world.portal_of("qinglan")), "{url}");
    assert_eq!(browser.one_text(".who .name bdi").await, reader.name);
    browser.look("other-member").await;

    // What she may see here is hers here: the account of this member's own, without a password of its own.
    browser
        .open(&format!("{}/my/account", world.portal_of("qinglan")))
        .await;
    assert!(browser.words().await.contains("way@mail.example"));
    browser.look("account-of-member").await;

    // Signing out at one member is no more than that.
    browser
        .follow("form[action=\"/sign-out\"] button", ".who a[href=\"/sign-in\"]")
        .await;
    browser.open(&format!("{there}{PROCEDURE}")).await;
    browser.one("form[action=\"/sign-out\"]").await;
    browser.look("guide-at-member").await;
    browser.finish().await;
}

async fn search(browser: &mut Browser, word: &str) {
    browser.enter("main form.search #q", word).await;
    browser
        .follow("main form.search button", "[role=status] h2")
        .await;
}
