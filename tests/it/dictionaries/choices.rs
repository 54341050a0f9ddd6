//! Forms choose from dictionaries, level by level and without a script; a dossier keeps the version it was filled in with.

use super::{begin, import, publish, text};
use crate::portal::journey::{photograph, registered};
use crate::support::browser::{Browser, Page};
use crate::support::server::TestServer;

const PROCEDURE: &str = "/procedures/dang-ky-ho-kinh-doanh/apply";

/// Fills in the first page and stands on the one that asks for the trade.
async fn at_trade(browser: &mut Browser) -> Page {
    let page = browser.get(&format!("{PROCEDURE}?lang=en")).await;
    let answer = browser
        .submit(
            &page,
            &[
                ("full_name", "Trần Thị Lan"),
                ("identity_number", "079199004512"),
                ("phone", "0912345678"),
                ("email", "lan@example.org"),
                ("address", "12 Hòa Bình"),
                ("next", "1"),
            ],
        )
        .await;
    assert_eq!(answer.status, 303, "{}", answer.words());
    browser.follow(answer).await
}

const OTHERS: [(&str, &str); 5] = [
    ("business_name", "Quán Lan"),
    ("business_address", "12 Hòa Bình"),
    ("capital", "50000000"),
    ("members", "1"),
    ("delivery", "electronic"),
];

fn with(trade: &[&'static str]) -> Vec<(&'static str, &'static str)> {
    let mut fields = OTHERS.to_vec();
    fields.extend(trade.iter().map(|code| ("trade", *code)));
    fields
}

#[tokio::test]
async fn levels_are_chosen_one_after_another_without_a_script() {
    let server = TestServer::start().await;
    let mut citizen = registered(&server, "an-binh", "lan.levels@example.org").await;
    let page = at_trade(&mut citizen).await;
    assert!(
        page.has("Group") && page.has("Food and drink") && !page.has("Sewing"),
        "{}",
        page.words()
    );

    // The button asks for the next list and complains about nothing else.
    let more = citizen
        .submit(&page, &[("trade", "craft"), ("more", "trade")])
        .await;
    assert_eq!(more.status, 303, "{}", more.words());
    let page = citizen.follow(more).await;
    assert!(
        page.has("Sewing") && !page.has("govuk-error-message"),
        "{}",
        page.words()
    );

    // Another group with the old trade posted along: the trades of the new group are asked for, as no mistake.
    let answer = citizen.submit(&page, &with(&["food", "craft-sewing"])).await;
    assert_eq!(answer.status, 303, "{}", answer.words());
    let page = citizen.follow(answer).await;
    assert!(
        page.has("Coffee and drinks") && !page.has("Sewing"),
        "{}",
        page.words()
    );
    assert!(!page.has("govuk-error-message"), "{}", page.words());

    // Going on without choosing is one; everything typed stays.
    let wrong = citizen.submit(&page, &with(&["food", ""])).await;
    assert_eq!(wrong.status, 422);
    assert!(
        wrong.has("Choose from the next level too") && wrong.has("Quán Lan"),
        "{}",
        wrong.words()
    );
    assert!(wrong.has("href=\"#trade-2\""), "{}", wrong.text());

    // What is offered nowhere is refused.
    let forged = citizen.submit(&wrong, &with(&["mining"])).await;
    assert_eq!(forged.status, 422, "{}", forged.words());

    let done = citizen.submit(&wrong, &with(&["food", "food-drinks"])).await;
    assert_eq!(done.status, 303, "{}", done.words());
    let next = citizen.follow(done).await;
    assert!(next.path.ends_with("/papers"), "{}", next.path);
}

#[tokio::test]
async fn a_dossier_keeps_the_version_it_was_filled_in_with() {
    let server = TestServer::start().await;
    let mut citizen = registered(&server, "an-binh", "lan.keeps@example.org").await;
    let page = at_trade(&mut citizen).await;
    let done = citizen.submit(&page, &with(&["food-drinks"])).await;
    let papers = citizen.follow(done).await;
    let form = papers.form(&["premises"]);
    let file = ("premises", "giấy tờ.jpg", "image/jpeg", photograph());
    let answer = citizen.submit_with(&papers, &[("next", "1")], vec![file]).await;
    assert_eq!(answer.status, 303, "{} {form:?}", answer.words());
    let check = citizen.follow(answer).await;
    assert!(
        check.has("Coffee and drinks, Food and drink"),
        "{}",
        check.words()
    );
    let sent = citizen.submit(&check, &[("declared", "1")]).await;
    assert_eq!(sent.status, 303, "{}", sent.words());
    let dossier = sent.location().replace("/sent", "");

    // The list changes: the item is gone, the group has another name.
    let mut administrator = super::administrator(&server).await;
    begin(&mut administrator, "nganh-nghe").await;
    let list = "code,name_vi,name_en\nfood,Ẩm thực,Cuisine\nretail,Bán lẻ,Retail\n";
    let answer = import(&mut administrator, "nganh-nghe", "new.csv", list.into()).await;
    assert_eq!(answer.status, 303, "{}", answer.words());
    publish(&mut administrator, "nganh-nghe", "Fewer trades").await;

    let page = citizen.get(&dossier).await;
    assert!(page.has("Coffee and drinks, Food and drink"), "{}", page.words());
    assert_eq!(
        text(
            &server,
            "select v.number::text || ' ' || (f.answers ->> 'trade') as text from dossier_form f
             join dictionary_version v on v.tenant_id = f.tenant_id and v.id::text = f.dictionaries ->> 'nganh-nghe'"
        ),
        "1 food-drinks"
    );

    // Whoever applies now is offered the new list, and what is no longer in it is refused to a program too.
    let mut other = registered(&server, "an-binh", "lan.after@example.org").await;
    let page = at_trade(&mut other).await;
    assert!(
        page.has("Cuisine") && !page.has("Coffee and drinks"),
        "{}",
        page.words()
    );
    let old = other.submit(&page, &with(&["food-drinks"])).await;
    assert_eq!(old.status, 422, "{}", old.words());
}
