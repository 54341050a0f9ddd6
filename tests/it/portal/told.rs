//! What an applicant is told before she sends: what it costs, and what is still to be done.

use super::journey::registered;
use crate::support::browser::{Browser, Page};
use crate::support::server::{Setting, TestServer};

async fn guide(server: &TestServer, tenant: &str, procedure: &str) -> String {
    let page = server
        .visitor(tenant)
        .get(&format!("/procedures/{procedure}"))
        .await;
    assert_eq!(page.status, 200, "{}: {}", page.path, page.words());
    page.words()
}

#[tokio::test]
async fn a_fee_that_depends_on_answers_is_told_from_its_least() {
    let server = TestServer::with(&["an-binh", "zoriana", "qinglan"], Setting::default()).await;
    for (tenant, procedure, told) in [
        // So much for each person, copy, square metre and month.
        ("zoriana", "reiestratsiia-mistsia-prozhyvannia", "Від 49,95"),
        ("an-binh", "xac-nhan-tinh-trang-hon-nhan", "Từ 3.000"),
        // Exchanged for 20, replaced for 40, and 10 more for a temporary one.
        ("qinglan", "shenfenzheng", "20.00 起"),
        // Officers count the pages.
        ("an-binh", "chung-thuc-ban-sao", "Từ 2.000"),
        // One amount for everybody stays one amount.
        ("an-binh", "chung-thuc-hop-dong-dong-san", "50.000"),
    ] {
        let page = guide(&server, tenant, procedure).await;
        assert!(page.contains(told), "{procedure}: {page}");
    }
    let page = guide(&server, "an-binh", "chung-thuc-hop-dong-dong-san").await;
    assert!(!page.contains("Từ 50.000"), "{page}");
    // A guide dog costs nothing: a least of nothing would promise that to everybody.
    let page = guide(&server, "qinglan", "quanlei-zhunyang").await;
    assert!(page.contains("按办件核算"), "{page}");
}

const STATUS: &str = "/procedures/xac-nhan-tinh-trang-hon-nhan/apply";

/// The words of the step that papers are attached at.
fn papers_step(page: &Page) -> String {
    let steps = page.text();
    let of_papers = steps
        .split("<li")
        .find(|item| item.contains("Giấy tờ kèm theo"))
        .unwrap_or_else(|| panic!("no step of papers: {}", page.words()));
    of_papers.to_owned()
}

async fn through(browser: &mut Browser, mut page: Page) -> Page {
    while !page.path.ends_with("/papers") {
        let form = page.form(&["next"]);
        let own: Vec<(&str, &str)> = [
            ("identity_number", "079199004512"),
            ("address", "12 Hòa Bình"),
            ("marital_status", "single"),
            ("purpose", "marriage"),
            ("copies", "2"),
            ("delivery", "electronic"),
            ("next", "1"),
        ]
        .into_iter()
        .filter(|(name, _)| *name == "next" || form.names.iter().any(|known| known == name))
        .collect();
        let answer = browser.submit(&page, &own).await;
        assert_eq!(answer.status, 303, "{}: {}", page.path, answer.words());
        page = browser.follow(answer).await;
    }
    page
}

#[tokio::test]
async fn papers_that_may_be_left_out_are_done_once_they_were_gone_through() {
    let server = TestServer::start().await;
    let mut lan = registered(&server, "an-binh", "lan@example.org").await;
    let page = lan.get(STATUS).await;
    let papers = through(&mut lan, page).await;
    let draft = papers.path.trim_end_matches("/papers").to_owned();
    let first = lan.get(&draft).await;
    let resumed = lan.follow(first).await;
    assert!(
        resumed.path.ends_with("/papers"),
        "she is asked for papers before the check: {}",
        resumed.path
    );
    let known = lan.get(&format!("{draft}/pages/status")).await;
    assert!(papers_step(&known).contains("Chưa nhập"), "{}", known.words());
    // Two copies cost twice as much as one, and are no longer "from".
    assert!(known.words().contains("6.000"), "{}", known.words());
    assert!(!known.words().contains("Từ 3.000"), "{}", known.words());

    let answer = lan.submit(&papers, &[("next", "1")]).await;
    let check = lan.follow(answer).await;
    assert!(check.path.ends_with("/check"), "{}", check.path);
    assert!(papers_step(&check).contains("Đã xong"), "{}", check.words());
    // Papers are changed from here as answers are.
    assert!(check.links().contains(&format!("{draft}/papers")));
}
