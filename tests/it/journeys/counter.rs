//! Somebody comes in person: the officer at the counter files for her, and she takes the receipt home.

use std::path::Path;

use crate::support::chromium::Browser;

use super::people::{fill_pages, paper, sign_in};
use super::world::World;

/// A visit to a counter.
struct Visit {
    tenant: &'static str,
    /// The language the officer reads; her tenant's own, or another it offers.
    language: &'static str,
    officer: &'static str,
    procedure: &'static str,
    person: Person,
    /// The last characters of what the person was identified by.
    digits: &'static str,
    answers: &'static [(&'static str, &'static str)],
}

enum Person {
    /// Has an account with this address.
    Known(&'static str),
    /// Has none: name and identity number.
    New(&'static str, &'static str),
}

#[tokio::test(flavor = "multi_thread")]
async fn in_vietnamese_for_somebody_without_an_account() {
    walk(&AN_BINH, true).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn in_english_without_scripts() {
    let visit = Visit {
        language: "en",
        ..AN_BINH
    };
    walk(&visit, false).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn in_ukrainian() {
    walk(&ZORIANA, true).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn in_chinese() {
    walk(&QINGLAN, true).await;
}

const AN_BINH: Visit = Visit {
    tenant: "an-binh",
    language: "vi",
    officer: "minh.tran@an-binh.example",
    procedure: "dang-ky-khai-sinh",
    person: Person::New("Đỗ Văn Tư", "001301000015"),
    digits: "0015",
    answers: &[
        ("full_name", "Đỗ Văn Tư"),
        ("address", "27 đường Hòa Bình, phường Trung Tâm"),
        ("child_name", "Đỗ An"),
        ("birth_place", "Bệnh viện tỉnh"),
        ("mother_name", "Lê Thị Mai"),
        ("father_name", "Đỗ Văn Tư"),
        ("phone", "0912345678"),
        ("child_born_on-year", "2026"),
    ],
};

/// Paid before processing.
const ZORIANA: Visit = Visit {
    tenant: "zoriana",
    language: "uk",
    officer: "olena.koval@zoriana.example",
    procedure: "reiestratsiia-mistsia-prozhyvannia",
    person: Person::Known("oksana.petrenko@mail.example"),
    digits: "2306",
    answers: &[
        ("address", "вул. Вишнева, 3, м. Зоряне"),
        ("new_address", "вул. Садова, 7, м. Зоряне"),
        ("persons", "1"),
    ],
};

/// Paid before processing.
const QINGLAN: Visit = Visit {
    tenant: "qinglan",
    language: "zh",
    officer: "zhao.peng@qinglan.example",
    procedure: "shenfenzheng",
    person: Person::Known("lin.xiaoyan@mail.example"),
    digits: "0020",
    answers: &[
        ("address", "青岚区文昌路12号"),
        ("nationality_group", "汉族"),
        ("registered_address", "青岚区文昌路12号"),
    ],
};

async fn walk(visit: &Visit, scripts: bool) {
    let world = World::new(visit.tenant).await;
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("target/journeys")
        .join(format!("counter-{}", visit.language));
    let mut browser = Browser::start(visit.language, scripts, &folder).await;
    let papers = tempfile::tempdir().unwrap();
    let file = papers.path().join("giấy-tờ.pdf");
    std::fs::write(&file, paper()).unwrap();
    let address = |path: &str| format!("{}{path}", world.portal);

    sign_in(&browser, &world.portal, visit.officer, "/desk/sign-out").await;
    browser
        .open(&address(&format!("/desk/intake?lang={}", visit.language)))
        .await;
    assert_eq!(browser.attribute("html", "lang").await, visit.language);
    browser.look("procedures").await;
    browser
        .follow(&format!("a[href=\"/desk/intake/{}\"]", visit.procedure), "#who")
        .await;
    browser.look("person").await;
    identify(&mut browser, &visit.person).await;
    let attached = fill_pages(&mut browser, "step", visit.answers, &file).await;
    assert!(attached > 0, "the form takes a paper");
    browser.look("check").await;
    browser.click("label[for=declared]").await;
    browser
        .follow("main form .acts button.govuk-button", ".slip .code")
        .await;
    browser.look("receipt").await;
    let number = browser.one_text(".slip .code").await.trim().to_owned();

    // The dossier is at the desk as any other.
    browser.open_until(&address("/desk?whose=all"), "#list").await;
    assert!(browser.words().await.contains(&number) || !visit.is_at_once_at_the_desk());
    // The person follows it from home, with what stands on her receipt.
    browser.forget().await;
    browser.open(&address(&format!("/track?code={number}"))).await;
    assert_eq!(browser.attribute("#code", "value").await, number);
    browser.enter("#digits", visit.digits).await;
    browser
        .follow("main form button.govuk-button", "a[href=\"/track\"].btn.ghost")
        .await;
    assert!(browser.words().await.contains(&number));
    browser.finish().await;
    if let Person::Known(email) = visit.person {
        world.letter_naming(email, &number).await;
    }
}

impl Visit {
    /// Whether an officer has something to do before anything was paid.
    fn is_at_once_at_the_desk(&self) -> bool {
        self.tenant == "an-binh"
    }
}

async fn identify(browser: &mut Browser, person: &Person) {
    let find = ".acts button[name=find]";
    match person {
        Person::Known(email) => {
            browser.enter("#who", email).await;
            browser.follow(find, "button[name=person]").await;
            browser.look("found").await;
            browser
                .follow(
                    "button[name=person]",
                    "main form[enctype=\"multipart/form-data\"]",
                )
                .await;
        }
        Person::New(name, number) => {
            browser.enter("#who", number).await;
            browser.follow(find, "details[open] #name").await;
            assert_eq!(browser.attribute("#identity", "value").await, *number);
            browser.look("not-found").await;
            browser.enter("#name", name).await;
            browser
                .follow("button[name=enter]", "main form[enctype=\"multipart/form-data\"]")
                .await;
        }
    }
}
