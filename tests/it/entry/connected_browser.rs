//! Connecting two accounts in a browser, in four languages: asked, mistaken once, connected, and parted again.

use std::path::Path;

use onedoor::authority::entry;

use crate::journeys::world::World;
use crate::support::chromium::Browser;

#[tokio::test(flavor = "multi_thread")]
async fn in_vietnamese() {
    walk("vi", "Trần Thị Lan", true).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn in_ukrainian() {
    walk("uk", "Оксана Мандрівниця", true).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn in_chinese() {
    walk("zh", "林远行", true).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn in_english_without_scripts() {
    walk("en", "Lan Traveller", false).await;
}

const ENTRY: &str = "an-binh";
const MEMBER: &str = "zoriana";
const CONNECT: &str = "form[action=\"/entry/connect\"]";
const PART: &str = "form[action=\"/my/account/entry/end\"]";

async fn register(browser: &mut Browser, portal: &str, name: &str, email: &str, password: &str) {
    browser.open(&format!("{portal}/register?next=/my/account")).await;
    browser.enter("#name", name).await;
    browser.enter("#email", email).await;
    browser.enter("#phone", "0912345678").await;
    browser.enter("#password", password).await;
    browser
        .follow("main form .govuk-button", "form[action=\"/sign-out\"]")
        .await;
}

async fn walk(language: &str, name: &str, scripts: bool) {
    let world = World::of(&[ENTRY, MEMBER]).await;
    let state = world.state();
    entry::set_members(&state.db, ENTRY.into(), vec![MEMBER.to_owned()])
        .await
        .unwrap();
    state.tenants.refresh(&state.db).await.unwrap();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("target/journeys")
        .join(format!("connected-{language}"));
    let mut browser = Browser::start(language, scripts, &folder).await;
    let (there, here) = (world.portal_of(ENTRY), world.portal_of(MEMBER));
    for portal in [&there, &here] {
        browser.open(&format!("{portal}/?lang={language}")).await;
    }
    register(
        &mut browser,
        &there,
        name,
        "there@mail.example",
        "a password of the entry",
    )
    .await;
    register(
        &mut browser,
        &here,
        name,
        "here@mail.example",
        "a password of the member",
    )
    .await;

    // Signed in to both, she is asked with both before her; a slip is told at the field.
    browser.open(&format!("{here}/my/account")).await;
    browser.assert_scripts().await;
    browser.look("account").await;
    browser.follow("main a[href=\"/entry/connect\"]", CONNECT).await;
    let words = browser.words().await;
    assert!(
        words.contains("there@mail.example") && words.contains("here@mail.example"),
        "{words}"
    );
    browser.look("asked").await;
    browser.enter("#password", "not this one").await;
    browser.follow("main form .govuk-button", "#password-error").await;
    browser.look("mistaken").await;
    browser.enter("#password", "a password of the member").await;
    browser.follow("main form .govuk-button", PART).await;
    browser.look("connected").await;

    // Signed out here, signing in at the entry is enough: she comes in under the account of this member.
    browser
        .follow("form[action=\"/sign-out\"] button", ".who a[href=\"/sign-in\"]")
        .await;
    browser
        .open(&format!("{here}/entry/begin?entry={ENTRY}&next=/my/account"))
        .await;
    let words = browser.words().await;
    assert!(
        words.contains("here@mail.example") && !words.contains("there@mail.example"),
        "{words}"
    );
    browser
        .follow(&format!("{PART} button"), "main a[href=\"/entry/connect\"]")
        .await;
    browser.look("parted").await;
    browser.finish().await;
}
