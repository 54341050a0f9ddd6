//! What anybody does in a browser here: sign in, and fill in a form as its questions come.

use std::path::Path;

use fantoccini::Locator;
use fantoccini::elements::Element;
use onedoor::authority::tenancy::demo::DEMO_PASSWORD;

use crate::support::chromium::Browser;
use crate::support::wait::until;

/// Signs in as somebody of the demonstration, in a browser that forgot everybody before.
pub async fn sign_in(browser: &Browser, portal: &str, email: &str, home: &str) {
    browser.forget().await;
    browser.open(&format!("{portal}/sign-in")).await;
    browser.enter("#login", email).await;
    browser.enter("#password", DEMO_PASSWORD).await;
    browser
        .follow("main form .govuk-button", &format!("form[action=\"{home}\"]"))
        .await;
}

/// Works under the first responsibility, of those that the switcher of the desk offers, under which the page at `url` has `mark`.
pub async fn work_where(browser: &Browser, url: &str, mark: &str) {
    const OFFERED: &str = ".menu form[action=\"/desk/context\"] button";
    let offered = browser.all(OFFERED).await.len();
    for nth in 0..offered {
        browser.open(url).await;
        if browser.has(mark).await {
            return;
        }
        browser.click(".top .menu summary").await;
        browser.all(OFFERED).await[nth].click().await.unwrap();
        browser.until(".top .menu summary").await;
    }
    browser.open(url).await;
    browser.one(mark).await;
}

/// Works under the first responsibility, as the switcher of the desk offers them, in which `page` has `expected`.
pub async fn work_under(browser: &Browser, portal: &str, page: &str, expected: &str) {
    let offers = ".menu form[action=\"/desk/context\"] button";
    let (own, page) = (format!("{portal}/desk/access"), format!("{portal}{page}"));
    browser.open(&own).await;
    for nth in 0..browser.all(offers).await.len() {
        browser.open(&own).await;
        browser.click(".top .menu summary").await;
        browser.all(offers).await[nth].click().await.unwrap();
        // Another responsibility begins on a page of its own.
        until("another responsibility is taken up", async || {
            browser.url().await != own
        })
        .await;
        browser.until("main").await;
        browser.open(&page).await;
        if browser.has(expected).await {
            return;
        }
    }
    browser.one(expected).await;
}

/// Answers the required questions inside `scope` that are still open, from `answers` by their name or else the first thing
/// that fits, and attaches `paper` to every place for a file that is open.
pub async fn fill(browser: &Browser, scope: &str, answers: &[(&str, &str)], paper: &Path) -> usize {
    let mut attached = 0;
    for group in browser.all(&format!("{scope} .govuk-form-group")).await {
        let is_optional = !found(&group, ".optional").await.is_empty();
        if let Some(file) = found(&group, "input[type=file]").await.first() {
            if found(&group, ".file").await.is_empty() && takes_pdf(file).await {
                file.send_keys(paper.to_str().unwrap()).await.unwrap();
                attached += 1;
            }
        } else if !is_optional {
            answer(&group, answers).await;
        }
    }
    attached
}

/// Answers every page of an application and attaches its papers, up to the check of the answers; each page is looked at under
/// `name`. Says how many files were attached.
pub async fn fill_pages(browser: &mut Browser, name: &str, answers: &[(&str, &str)], paper: &Path) -> usize {
    let mut attached = 0;
    for step in 1.. {
        assert!(step < 20, "the form does not end: {}", browser.url().await);
        if browser.has("#declared").await {
            break;
        }
        let before = browser.url().await;
        browser.look(&format!("{name}-{step}")).await;
        let scope = "main form[enctype=\"multipart/form-data\"]";
        browser.one(scope).await;
        attached += fill(browser, scope, answers, paper).await;
        let title = browser.one_text("h1").await;
        browser.click(&format!("{scope} .acts button[name=next]")).await;
        arrived_from(browser, &before, &title).await;
    }
    attached
}

/// Waits for the next page of a form; a page that comes back with problems says so here.
async fn arrived_from(browser: &Browser, before: &str, title: &str) {
    browser.until("main h1").await;
    if browser.has(".govuk-error-summary").await {
        panic!("{before} was refused:\n{}", browser.words().await);
    }
    let after = (browser.url().await, browser.one_text("h1").await);
    assert_ne!(after, (before.to_owned(), title.to_owned()), "the form goes on");
}

async fn found(group: &Element, css: &str) -> Vec<Element> {
    group.find_all(Locator::Css(css)).await.unwrap()
}

async fn takes_pdf(file: &Element) -> bool {
    file.attr("accept")
        .await
        .unwrap()
        .is_none_or(|accept| accept.contains("pdf"))
}

async fn answer(group: &Element, answers: &[(&str, &str)]) {
    let choices = found(group, "input[type=radio], input[type=checkbox]").await;
    if !choices.is_empty() {
        let open = !any_selected(&choices).await;
        if open {
            found(group, "label.govuk-radios__label, label.govuk-checkboxes__label").await[0]
                .click()
                .await
                .unwrap();
        }
        return;
    }
    if let Some(list) = found(group, "select").await.first() {
        if list.prop("value").await.unwrap().unwrap_or_default().is_empty() {
            list.select_by_index(1).await.unwrap();
        }
        return;
    }
    for field in found(group, "input:not([type=hidden]), textarea").await {
        if field.prop("value").await.unwrap().unwrap_or_default().is_empty() {
            let name = field.attr("name").await.unwrap().unwrap_or_default();
            field.send_keys(fitting(&name, answers)).await.unwrap();
        }
    }
}

async fn any_selected(choices: &[Element]) -> bool {
    for choice in choices {
        if choice.is_selected().await.unwrap() {
            return true;
        }
    }
    false
}

fn fitting<'a>(name: &str, answers: &[(&str, &'a str)]) -> &'a str {
    if let Some((_, answer)) = answers.iter().find(|(code, _)| *code == name) {
        return answer;
    }
    match name {
        _ if name.ends_with("-day") => "12",
        _ if name.ends_with("-month") => "4",
        _ if name.ends_with("-year") => "1990",
        _ => "1",
    }
}

/// A small valid PDF of one empty page.
pub fn paper() -> Vec<u8> {
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
    ];
    let mut text = String::from("%PDF-1.4\n");
    let mut offsets = Vec::new();
    for (index, object) in objects.iter().enumerate() {
        offsets.push(text.len());
        text.push_str(&format!("{} 0 obj\n{object}\nendobj\n", index + 1));
    }
    let table = text.len();
    text.push_str("xref\n0 4\n0000000000 65535 f \n");
    for offset in offsets {
        text.push_str(&format!("{offset:010} 00000 n \n"));
    }
    text.push_str(&format!(
        "trailer\n<< /Size 4 /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n"
    ));
    text.into_bytes()
}
