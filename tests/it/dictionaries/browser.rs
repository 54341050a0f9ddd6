//! Dictionaries in a browser, in four languages: made from nothing, given levels, published, changed, and chosen from in a form.

use std::path::Path;

use crate::journeys::people::{fill, fill_pages, paper, sign_in, work_under};
use crate::journeys::world::World;
use crate::support::chromium::Browser;

use super::ADMINISTRATOR;

struct Reader {
    language: &'static str,
    /// What the new item of the form's dictionary is called in her language.
    pottery: &'static str,
    /// Whether pages may run scripts.
    scripts: bool,
}

#[tokio::test(flavor = "multi_thread")]
async fn in_vietnamese() {
    keep(&Reader {
        language: "vi",
        pottery: "Làm gốm",
        scripts: true,
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn in_ukrainian() {
    keep(&Reader {
        language: "uk",
        pottery: "Гончарство",
        scripts: true,
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn in_chinese() {
    keep(&Reader {
        language: "zh",
        pottery: "陶艺",
        scripts: true,
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn in_english_without_scripts() {
    keep(&Reader {
        language: "en",
        pottery: "Pottery",
        scripts: false,
    })
    .await;
}

const FORM: &str = "/procedures/dang-ky-ho-kinh-doanh/apply";
const CITIZEN: &str = "lan.nguyen@mail.example";
const LIST: &str = "/admin/dictionaries";
const WRONG: &str = ".govuk-error-summary";
const PUBLISH: &str = "form[action$=\"/publish\"]";

/// What an item is called in each of the tenant's languages.
type Names = [(&'static str, &'static str); 4];

const PAPERS: Names = [
    ("vi", "Giấy tờ"),
    ("uk", "Документи"),
    ("zh", "材料"),
    ("en", "Papers"),
];
const MISSING: Names = [
    ("vi", "Thiếu giấy tờ"),
    ("uk", "Бракує документа"),
    ("zh", "材料不全"),
    ("en", "A paper is missing"),
];
const POTTERY: Names = [
    ("vi", "Làm gốm"),
    ("uk", "Гончарство"),
    ("zh", "陶艺"),
    ("en", "Pottery"),
];

/// An administrator keeps two dictionaries; a citizen chooses from the new version.
async fn keep(reader: &Reader) {
    let world = World::new("an-binh").await;
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("target/journeys")
        .join(format!("dictionaries-{}", reader.language));
    let mut browser = Browser::start(reader.language, reader.scripts, &folder).await;
    let list = format!("{LIST}?lang={}", reader.language);
    sign_in(&browser, &world.portal, ADMINISTRATOR, "/desk/sign-out").await;
    let made = "form[action=\"/admin/dictionaries\"]";
    work_under(&browser, &world.portal, &list, made).await;
    browser.assert_scripts().await;
    assert_eq!(browser.attribute("html", "lang").await, reader.language);
    browser.look("list").await;
    make(&mut browser).await;
    fill_in(&mut browser).await;
    publish(&mut browser).await;
    change_what_a_form_offers(&mut browser, &world).await;
    choose(&mut browser, &world, reader).await;
    browser.finish().await;
}

/// A code that cannot be one first; nothing typed is lost.
async fn make(browser: &mut Browser) {
    let button = "form[action=\"/admin/dictionaries\"] .btn";
    browser.enter("#code", "Lý do!").await;
    browser.enter("#name-vi", "Lý do từ chối").await;
    browser.follow(button, WRONG).await;
    browser.one("#code-error").await;
    assert_eq!(browser.attribute("#name-vi", "value").await, "Lý do từ chối");
    browser.look("made-wrong").await;
    browser.enter("#code", "ly-do").await;
    browser.enter("#name-uk", "Причини відмови").await;
    browser.enter("#name-zh", "不予受理原因").await;
    browser.enter("#name-en", "Reasons of refusal").await;
    browser.follow(button, PUBLISH).await;
    browser.look("draft-empty").await;
}

/// Two levels and two items with every name; a bad day, a circle and an empty reason are told at their fields.
async fn fill_in(browser: &mut Browser) {
    for (level, next) in [("1", "2"), ("2", "3")] {
        for (language, name) in [("vi", "Nhóm"), ("uk", "Група"), ("zh", "类别"), ("en", "Group")] {
            let field = format!("#level{level}-{language}");
            browser.enter(&field, &format!("{name} {level}")).await;
        }
        browser
            .follow("form[action$=\"/head\"] .btn", &format!("#level{next}-vi"))
            .await;
    }
    browser.follow("a[href$=\"/draft/item\"]", "#parent").await;
    browser.look("item").await;
    browser.enter("#code", "papers").await;
    name(browser, &PAPERS).await;
    browser.follow("main form .btn", PUBLISH).await;

    browser.follow("a[href$=\"/draft/item\"]", "#parent").await;
    browser.enter("#code", "papers-missing").await;
    browser.enter("#parent", "papers-missing").await;
    name(browser, &MISSING).await;
    browser.enter("#valid-from-day", "31").await;
    browser.enter("#valid-from-month", "2").await;
    browser.enter("#valid-from-year", "2026").await;
    browser.follow("main form .btn", WRONG).await;
    browser.one("#valid-from-error").await;
    assert_eq!(browser.attribute("#valid-from-day", "value").await, "31");
    assert_eq!(
        browser.attribute("#name-zh", "value").await,
        "材料不全",
        "every name is kept"
    );
    browser.look("item-wrong-day").await;
    browser.enter("#valid-from-day", "28").await;
    browser.follow("main form .btn", "#parent-error").await;
    browser.look("item-below-itself").await;
    browser.enter("#parent", "papers").await;
    browser.follow("main form .btn", PUBLISH).await;

    browser.follow(&format!("{PUBLISH} .btn"), "#reason-error").await;
    browser.look("draft-without-reason").await;
}

/// Publishes; the page says what is in force and why.
async fn publish(browser: &mut Browser) {
    browser.enter("#reason", "12/2026").await;
    browser.follow(&format!("{PUBLISH} .btn"), "#history").await;
    let words = browser.words().await;
    assert!(
        words.contains("12/2026") && words.contains("papers-missing"),
        "{words}"
    );
    browser.look("published").await;
}

/// A new version of the dictionary that a form chooses from, with one item more.
async fn change_what_a_form_offers(browser: &mut Browser, world: &World) {
    browser.open(&format!("{}{LIST}/nganh-nghe", world.portal)).await;
    browser.look("dictionary").await;
    browser.follow("form[action$=\"/draft\"] .btn", PUBLISH).await;
    browser.look("draft").await;
    browser.follow("a[href$=\"/draft/item\"]", "#parent").await;
    browser.enter("#code", "food").await;
    browser.enter("#parent", "craft").await;
    name(browser, &POTTERY).await;
    browser.follow("main form .btn", "#code-error").await;
    browser.enter("#code", "craft-pottery").await;
    browser.follow("main form .btn", PUBLISH).await;
    browser.enter("#reason", "13/2026").await;
    browser.look("draft-with-change").await;
    browser.follow(&format!("{PUBLISH} .btn"), "#history").await;
    browser
        .follow("a[href$=\"?version=1\"]", ".head-facts, .pill.wait")
        .await;
    assert!(!browser.words().await.contains("craft-pottery"));
    browser.look("dictionary-as-it-was").await;
}

async fn name(browser: &Browser, names: &Names) {
    for (language, name) in names {
        browser.enter(&format!("#name-{language}"), name).await;
    }
}

/// A citizen is offered the new item, in her language, below the group she chose.
async fn choose(browser: &mut Browser, world: &World, reader: &Reader) {
    let papers = tempfile::tempdir().unwrap();
    let file = papers.path().join("giấy-tờ.pdf");
    std::fs::write(&file, paper()).unwrap();
    let answers = [("address", "27 đường Hòa Bình"), ("capital", "50000000")];
    let scope = "main form[enctype=\"multipart/form-data\"]";
    sign_in(browser, &world.portal, CITIZEN, "/sign-out").await;
    browser
        .open(&format!("{}{FORM}?lang={}", world.portal, reader.language))
        .await;
    fill(browser, scope, &answers, &file).await;
    browser
        .follow(&format!("{scope} .acts button[name=next]"), "#trade-1")
        .await;
    let groups = browser.one("#trade-1").await;
    groups.select_by_value("craft").await.unwrap();
    browser.follow("button[name=more]", "#trade-2").await;
    browser.look("form-levels").await;
    let trades = browser.one("#trade-2").await;
    trades.select_by_value("craft-pottery").await.unwrap();
    fill_pages(browser, "form", &answers, &file).await;
    let words = browser.words().await;
    assert!(words.contains(reader.pottery), "{words}");
    browser.look("form-check").await;
}
