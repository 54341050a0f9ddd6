//! The administrator's pages in a browser, in four languages: every one looked at on a telephone and on a desk.

use std::path::Path;

use crate::journeys::people::sign_in;
use crate::journeys::world::World;
use crate::support::chromium::Browser;
use crate::support::wait::until;

struct Place {
    tenant: &'static str,
    language: &'static str,
    administrator: &'static str,
    /// Whether pages may run scripts.
    scripts: bool,
}

#[tokio::test(flavor = "multi_thread")]
async fn an_binh_in_vietnamese() {
    administer(&Place {
        tenant: "an-binh",
        language: "vi",
        administrator: "an.quach@an-binh.example",
        scripts: true,
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn zoriana_in_ukrainian() {
    administer(&Place {
        tenant: "zoriana",
        language: "uk",
        administrator: "dmytro.hrytsenko@zoriana.example",
        scripts: true,
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn qinglan_in_chinese() {
    administer(&Place {
        tenant: "qinglan",
        language: "zh",
        administrator: "ma.chao@qinglan.example",
        scripts: true,
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_binh_in_english_without_scripts() {
    administer(&Place {
        tenant: "an-binh",
        language: "en",
        administrator: "an.quach@an-binh.example",
        scripts: false,
    })
    .await;
}

const REASON: &str = "QĐ 12/2026 · наказ · 令";
const PASSWORD: &str = "a long sentence of mine";

/// An administrator invites somebody, who comes in by the link of her letter; gives, re-dates, looks at history and takes back.
async fn administer(place: &Place) {
    let world = World::new(place.tenant).await;
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("target/journeys")
        .join(format!("people-{}-{}", place.tenant, place.language));
    let mut browser = Browser::start(place.language, place.scripts, &folder).await;
    let at = |path: &str| format!("{}{path}", world.portal);
    sign_in(&browser, &world.portal, place.administrator, "/desk/sign-out").await;
    work_as_administrator(&browser, &world.portal, place.language).await;
    browser.assert_scripts().await;
    assert_eq!(browser.attribute("html", "lang").await, place.language);
    browser.look("people").await;

    browser.follow("a[href=\"/admin/people/invite\"]", "#email").await;
    browser.look("invite").await;
    browser.follow("main form .btn", ".govuk-error-summary").await;
    browser.look("invite-errors").await;
    let email = format!("new.person@{}.example", place.tenant);
    browser.enter("#email", &email).await;
    browser.enter("#name", "Nova Person").await;
    // Not the first of Zoriana, which administers: that would wait for the second administrator.
    choose(&browser, "#responsibility", 2).await;
    browser.enter("#reason", REASON).await;
    browser.follow("main form .btn", "#held").await;
    browser.look("person").await;
    let person = browser.url().await;

    browser.follow("a[href$=\"/give\"]", "#responsibility").await;
    choose(&browser, "#responsibility", 3).await;
    browser.enter("#from-day", "31").await;
    browser.enter("#from-month", "2").await;
    browser.enter("#reason", REASON).await;
    browser.follow("main form .btn", ".govuk-error-summary").await;
    browser.look("give-error").await;
    browser.open(&person).await;
    browser
        .follow("#held ~ .scroll a[href*=\"/held/\"]", "#last-day")
        .await;
    browser.look("redate").await;
    browser.open(&person).await;
    browser.follow("a[href$=\"/close\"]", "#reason").await;
    browser.look("close").await;

    for (path, name) in [
        ("/admin/responsibilities", "responsibilities"),
        ("/admin/responsibilities/new", "responsibility"),
        ("/admin/profiles", "profiles"),
        ("/admin/profiles/new", "profile"),
        ("/admin/options", "options"),
        (
            "/admin/options/site/00000000-0000-0000-0000-000000000000/security-profile",
            "option",
        ),
        ("/admin/people/sheet", "sheet"),
        ("/admin/history", "history"),
    ] {
        browser.open(&at(path)).await;
        browser.one("main h1").await;
        browser.look(name).await;
    }
    browser
        .follow("tbody a[href^=\"/admin/history/\"]", ".head-facts")
        .await;
    browser.look("change").await;
    browser.follow("a[href$=\"/undo\"]", "#reason").await;
    browser.enter("#reason", REASON).await;
    browser.follow("main form .btn.danger", ".notice.bad").await;
    browser.look("undo-refused").await;

    come_in(&mut browser, &world, &email).await;
    browser.finish().await;
}

/// Works as an administrator, as the switcher of the desk offers it, and opens the list of people.
pub async fn work_as_administrator(browser: &Browser, portal: &str, language: &str) {
    let invite = "a[href=\"/admin/people/invite\"]";
    let offered = browser
        .all(".menu form[action=\"/desk/context\"] button")
        .await
        .len();
    for nth in 0..offered {
        browser
            .open(&format!("{portal}/admin/people?lang={language}"))
            .await;
        if browser.has(invite).await {
            return;
        }
        browser.click(".top .menu summary").await;
        browser.all(".menu form[action=\"/desk/context\"] button").await[nth]
            .click()
            .await
            .unwrap();
        // What is opened before the choice arrived would take its place.
        until("the switcher leads to the desk", async || {
            !browser.url().await.contains("/admin/people")
        })
        .await;
    }
    browser.open(&format!("{portal}/admin/people")).await;
    assert!(browser.has(invite).await, "nobody administers here");
}

async fn choose(browser: &Browser, list: &str, nth: usize) {
    browser.one(list).await.select_by_index(nth).await.unwrap();
}

/// The invited person finds her letter, sets a password and works; the link opens nothing a second time.
async fn come_in(browser: &mut Browser, world: &World, email: &str) {
    browser.forget().await;
    let begun = std::time::Instant::now();
    let letter = loop {
        if let Some(letter) = world.letters_to(email).await.into_iter().next() {
            break letter;
        }
        assert!(begun.elapsed().as_secs() < 60, "no letter came to {email}");
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    };
    let name = letter.split("href=\"").nth(1).unwrap().split('"').next().unwrap();
    let text = reqwest::get(format!("{}{name}", world.mail))
        .await
        .unwrap()
        .text()
        .await
        .unwrap();
    let link = text
        .split_whitespace()
        .find(|word| word.contains("/invitation/"))
        .unwrap_or_else(|| panic!("no link in {text}"));
    let link = link
        .trim_start_matches("<pre>")
        .split('<')
        .next()
        .unwrap()
        .to_owned();
    browser.open(&link).await;
    browser.one("#password").await;
    browser.look("invitation").await;
    browser.enter("#password", PASSWORD).await;
    browser.enter("#again", PASSWORD).await;
    browser
        .follow("main form .govuk-button", "form[action=\"/desk/sign-out\"]")
        .await;
    browser.forget().await;
    browser.open(&link).await;
    assert!(!browser.has("#password").await, "the link opened twice");
    browser.look("invitation-over").await;
}
