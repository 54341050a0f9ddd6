//! Dictionaries through the front door: kept by an administrator, chosen from by a citizen, read years later as they were.

mod browser;
mod choices;
mod kept;
mod real;

use std::io::{Cursor, Write as _};

use diesel::connection::SimpleConnection;
use diesel::prelude::*;

use crate::support::browser::{Browser, Page};
use crate::support::server::TestServer;

pub const ADMINISTRATOR: &str = "an.quach@an-binh.example";
pub const OFFICER: &str = "tu.nguyen@an-binh.example";
pub const STRANGER: &str = "oksana.romaniuk@zoriana.example";

/// The administrator, working under the responsibility that lets her: she holds that of an auditor too.
pub async fn administrator(server: &TestServer) -> Browser {
    let mut browser = server.signed_in("an-binh", ADMINISTRATOR).await;
    let page = browser.get("/desk/dossiers?lang=en").await;
    let page = if page.status == 200 {
        page
    } else {
        browser.get("/admin/organisation?lang=en").await
    };
    let text = page.text();
    let chosen = text
        .split("name=\"responsibility\" value=\"")
        .skip(1)
        .find(|rest| rest.split("</button>").next().unwrap().contains("Administration"))
        .unwrap();
    let id = chosen.split('"').next().unwrap().to_owned();
    let answer = browser.submit(&page, &[("responsibility", &id)]).await;
    assert_eq!(answer.status, 303, "{}", answer.words());
    browser
}

/// Takes a spreadsheet into the draft and answers with the page that follows.
pub async fn import(browser: &mut Browser, code: &str, name: &str, content: Vec<u8>) -> Page {
    let draft = browser.get(&format!("/admin/dictionaries/{code}/draft")).await;
    assert_eq!(draft.status, 200, "{}", draft.words());
    browser
        .submit_with(
            &draft,
            &[],
            vec![("file", name, "application/octet-stream", content)],
        )
        .await
}

/// Publishes the draft.
pub async fn publish(browser: &mut Browser, code: &str, reason: &str) {
    let draft = browser.get(&format!("/admin/dictionaries/{code}/draft")).await;
    let answer = browser.submit(&draft, &[("reason", reason)]).await;
    assert_eq!(answer.status, 303, "{}", answer.words());
    assert_eq!(answer.location(), format!("/admin/dictionaries/{code}"));
}

/// Begins a draft of a published dictionary.
pub async fn begin(browser: &mut Browser, code: &str) -> Page {
    let page = browser.get(&format!("/admin/dictionaries/{code}")).await;
    let mut form = page
        .forms()
        .into_iter()
        .find(|form| form.action.ends_with("/draft"))
        .unwrap();
    form.names.clear();
    let answer = browser.send_form(&form).await;
    browser.follow(answer).await
}

#[derive(QueryableByName)]
struct Text {
    #[diesel(sql_type = diesel::sql_types::Text)]
    text: String,
}

/// One text of the database, past every rule.
pub fn text(server: &TestServer, sql: &str) -> String {
    let row: Text = diesel::sql_query(sql)
        .get_result(&mut server.database.superuser())
        .unwrap();
    row.text
}

/// What the database answers to the superuser's statement.
pub fn refused(server: &TestServer, sql: &str) -> String {
    server
        .database
        .superuser()
        .batch_execute(sql)
        .unwrap_err()
        .to_string()
}

/// A spreadsheet of a few kilobytes that unpacks to ninety megabytes.
pub fn bomb() -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    archive
        .start_file(
            "xl/worksheets/sheet1.xml",
            zip::write::SimpleFileOptions::default(),
        )
        .unwrap();
    archive.write_all(&vec![b' '; 90_000_000]).unwrap();
    archive.finish().unwrap().into_inner()
}
