//! From an empty account to a number, and after it.

use crate::support::browser::{Browser, Page};
use crate::support::server::TestServer;

/// A photograph as small as one can be.
pub fn photograph() -> Vec<u8> {
    let mut file = b"\xff\xd8\xff\xe0\x00\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0".to_vec();
    file.extend_from_slice(b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00some\xff\x00data\xff\xd9");
    file
}

/// Creates an account and answers with the browser in which it is signed in.
pub async fn registered(server: &TestServer, slug: &str, email: &str) -> Browser {
    let mut browser = server.visitor(slug);
    let page = browser.get("/register").await;
    let fields = [
        ("name", "Trần Thị Lan"),
        ("email", email),
        ("phone", "0912 345 678"),
        ("identity", ""),
        ("password", "con đường làng quê"),
    ];
    let answer = browser.submit(&page, &fields).await;
    assert_eq!(answer.status, 303, "{}", answer.words());
    browser
}

const PROCEDURE: &str = "/procedures/dang-ky-khai-sinh";

const APPLICANT: [(&str, &str); 5] = [
    ("full_name", "Trần Thị Lan"),
    ("identity_number", "079199004512"),
    ("phone", "0912345678"),
    ("email", "lan@example.org"),
    ("address", "12 Hòa Bình, phường Trung Tâm"),
];

const CHILD: [(&str, &str); 6] = [
    ("child_name", "Trần An"),
    ("child_sex", "female"),
    ("child_born_on-day", "3"),
    ("child_born_on-month", "11"),
    ("child_born_on-year", "2026"),
    ("birth_place", "Bệnh viện tỉnh"),
];

const PARENTS: [(&str, &str); 4] = [
    ("mother_name", "Trần Thị Lan"),
    ("parents_married", "no"),
    ("father_name", ""),
    ("delivery", "electronic"),
];

async fn step(browser: &mut Browser, page: &Page, fields: &[(&str, &str)]) -> Page {
    let mut all = fields.to_vec();
    all.push(("next", "1"));
    let answer = browser.submit(page, &all).await;
    assert_eq!(answer.status, 303, "{}", answer.words());
    browser.follow(answer).await
}

/// Fills in the birth registration up to the papers.
pub async fn filled(browser: &mut Browser) -> Page {
    let guide = browser.get(PROCEDURE).await;
    assert!(guide.links().contains(&format!("{PROCEDURE}/apply")));
    let page = browser.get(&format!("{PROCEDURE}/apply")).await;
    pages(browser, &page).await
}

/// Answers every page of the birth registration from its first; the page of its papers follows.
pub async fn pages(browser: &mut Browser, first: &Page) -> Page {
    let page = step(browser, first, &APPLICANT).await;
    let page = step(browser, &page, &CHILD).await;
    step(browser, &page, &PARENTS).await
}

/// Attaches what is needed; the page that follows checks the answers, or asks to sign in.
pub async fn with_papers(browser: &mut Browser, page: &Page) -> Page {
    let papers = page.form(&["birth_notification"]);
    let mut files = vec![(
        "birth_notification",
        "Giấy chứng sinh.jpg",
        "image/jpeg",
        photograph(),
    )];
    if papers.names.iter().any(|name| name == "identity_copy") {
        files.push(("identity_copy", "cccd.jpg", "image/jpeg", photograph()));
    }
    let needed: Vec<String> = papers
        .names
        .iter()
        .filter(|name| name.contains("identity"))
        .cloned()
        .collect();
    for name in &needed {
        if name != "identity_copy" {
            files.push((name.as_str(), "cccd.jpg", "image/jpeg", photograph()));
        }
    }
    let answer = browser.submit_with(page, &[("next", "1")], files).await;
    assert_eq!(answer.status, 303, "{}", answer.words());
    browser.follow(answer).await
}

/// Sends what was checked; answers with the page that tells the number.
pub async fn sent(browser: &mut Browser, check: &Page) -> Page {
    let answer = browser.submit(check, &[("declared", "1")]).await;
    assert_eq!(answer.status, 303, "{}", answer.words());
    browser.follow(answer).await
}

/// The number on the page that tells it.
pub fn number(page: &Page) -> String {
    let text = page.text();
    let (_, rest) = text
        .split_once("class=\"code num\"><bdi>")
        .unwrap_or_else(|| panic!("no number: {}", page.words()));
    rest.split('<').next().unwrap().to_owned()
}

#[tokio::test]
async fn from_an_account_to_a_number_and_back_by_tracking() {
    let server = TestServer::start().await;
    let mut lan = registered(&server, "an-binh", "lan@example.org").await;
    let papers = filled(&mut lan).await;
    let check = with_papers(&mut lan, &papers).await;
    assert!(check.path.ends_with("/check"), "{}", check.words());
    for told in ["Trần An", "Bệnh viện tỉnh", "Giấy chứng sinh.jpg"] {
        assert!(check.has(told), "{told} is not on the page that checks");
    }
    let refused = lan
        .submit(
            &check,
            &[(
                "revision",
                check
                    .form(&["revision"])
                    .fields
                    .iter()
                    .find(|(name, _)| name == "revision")
                    .unwrap()
                    .1
                    .as_str(),
            )],
        )
        .await;
    assert_eq!(refused.status, 422, "nothing is sent without a declaration");
    let receipt = sent(&mut lan, &check).await;
    let number = number(&receipt);
    assert!(number.starts_with("H99."), "{number}");

    // Pressed again, and from a second window: the same number.
    assert_eq!(self::number(&sent(&mut lan, &check).await), number);
    let list = lan.get("/my/dossiers").await;
    assert_eq!(list.text().matches(&number).count(), 1, "{}", list.words());

    let dossier = receipt.path.trim_end_matches("/sent").to_owned();
    let page = lan.get(&dossier).await;
    assert_eq!(page.status, 200);
    assert!(
        page.has("Trần An") && page.has("Bệnh viện tỉnh"),
        "{}",
        page.words()
    );
    let paper = page
        .links()
        .into_iter()
        .find(|link| link.contains("/papers/"))
        .unwrap();
    let file = lan.get(&paper).await;
    assert_eq!(file.body, photograph());
    assert!(
        file.headers["content-disposition"]
            .to_str()
            .unwrap()
            .starts_with("attachment")
    );

    // Anybody who holds the number and the digits.
    let mut anybody = server.visitor("an-binh");
    let form = anybody.get("/track").await;
    let found = anybody
        .submit(&form, &[("code", &number.to_lowercase()), ("digits", "4512")])
        .await;
    assert_eq!(found.status, 200, "{}", found.words());
    assert!(
        found.has(&number) && !found.has("Trần"),
        "a follower learns no name"
    );
    for wrong in [("digits", "4513"), ("digits", "")] {
        let found = anybody.submit(&form, &[("code", &number), wrong]).await;
        assert_eq!(found.status, 422);
        assert!(!found.has("class=\"line\""));
    }
    // The same number at another tenant is nobody's.
    let mut elsewhere = server.visitor("zoriana");
    let form = elsewhere.get("/track").await;
    assert_eq!(
        elsewhere
            .submit(&form, &[("code", &number), ("digits", "4512")])
            .await
            .status,
        422
    );
}

#[tokio::test]
async fn a_visitor_fills_in_first_and_signs_in_when_she_sends() {
    let server = TestServer::start().await;
    drop(registered(&server, "an-binh", "lan@example.org").await);
    let mut visitor = server.visitor("an-binh");
    let papers = filled(&mut visitor).await;
    let asked = with_papers(&mut visitor, &papers).await;
    assert!(asked.path.starts_with("/sign-in"), "{}", asked.path);
    let answer = visitor
        .submit(
            &asked,
            &[("login", "lan@example.org"), ("password", "con đường làng quê")],
        )
        .await;
    assert_eq!(answer.status, 303, "{}", answer.words());
    let check = visitor.follow(answer).await;
    assert!(
        check.path.ends_with("/check"),
        "{}: {}",
        check.path,
        check.words()
    );
    assert!(
        check.has("Trần An") && check.has("Giấy chứng sinh.jpg"),
        "what she prepared is hers"
    );
    assert!(number(&sent(&mut visitor, &check).await).starts_with("H99."));
}

#[tokio::test]
async fn wrong_answers_come_back_as_they_were_typed() {
    let server = TestServer::start().await;
    let mut lan = registered(&server, "an-binh", "lan@example.org").await;
    let page = lan.get(&format!("{PROCEDURE}/apply")).await;
    assert!(
        page.has("value=\"Trần Thị Lan\"") && page.has("value=\"0912345678\""),
        "what the account knows is filled in"
    );
    let mut wrong = APPLICANT.to_vec();
    wrong[1] = ("identity_number", "12 <b>34");
    wrong.push(("next", "1"));
    let answer = lan.submit(&page, &wrong).await;
    assert_eq!(answer.status, 422);
    assert_eq!(
        answer
            .form(&["identity_number"])
            .fields
            .iter()
            .find(|(name, _)| name == "identity_number")
            .unwrap()
            .1,
        "12 <b>34"
    );
    assert!(answer.has("aria-invalid=\"true\"") && answer.has("#identity_number"));
    assert!(!answer.has("12 <b>34"), "shown as text, not as a tag");

    let page = step(&mut lan, &answer, &APPLICANT).await;
    let page = step(&mut lan, &page, &CHILD).await;
    // An answer that calls for another: the parents are married, so the father is asked for.
    let mut married = PARENTS.to_vec();
    married[1] = ("parents_married", "yes");
    married.push(("next", "1"));
    let answer = lan.submit(&page, &married).await;
    assert_eq!(answer.status, 422);
    assert!(answer.has("#father_name"));
    // Kept nevertheless: another window finds it as it was typed.
    let again = lan.get(&page.path).await;
    assert!(
        again
            .form(&["mother_name"])
            .fields
            .contains(&("parents_married".into(), "yes".into()))
    );
    // A paper that is needed now.
    married[2] = ("father_name", "Lê Văn Bình");
    let papers = step(&mut lan, &again, &married[..4]).await;
    let answer = lan.submit(&papers, &[("next", "1")]).await;
    assert_eq!(answer.status, 422);
    assert!(answer.has("#birth_notification") && answer.has("#marriage_certificate"));
}
