//! An administrator in her browser, and what the database says afterwards.

use diesel::prelude::*;
use diesel::sql_types::Text;

use crate::support::browser::{Browser, Page};
use crate::support::server::TestServer;

pub const ADMINISTRATOR: &str = "an.quach@an-binh.example";
/// The second administrator.
pub const SECOND: &str = "ngan.bui@an-binh.example";
pub const AUDITOR: &str = "van.mai@an-binh.example";
pub const OFFICER: &str = "tu.nguyen@an-binh.example";
pub const CITIZEN: &str = "lan.nguyen@mail.example";
pub const STRANGER: &str = "oksana.romaniuk@zoriana.example";

/// A reason that says something.
pub const REASON: &str = "Theo quyết định phân công mới";

pub struct World {
    pub server: TestServer,
}

#[derive(QueryableByName)]
struct One {
    #[diesel(sql_type = Text)]
    text: String,
}

impl World {
    pub async fn new() -> Self {
        Self {
            server: TestServer::start().await,
        }
    }

    /// The administrator, working as one: she audits too, and that comes first in the order of codes.
    pub async fn administrator(&self) -> Browser {
        let mut an = self.server.signed_in("an-binh", ADMINISTRATOR).await;
        self.switch(&mut an, "quan-tri").await;
        an
    }

    /// Leaves the first administrator alone.
    pub fn leave_alone(&self) {
        self.execute(&format!(
            "delete from account_responsibility where account_id = '{}'; update access_version set version = version + 1",
            self.account(SECOND)
        ));
    }

    /// Gives somebody a responsibility from today on, past the pages.
    pub fn give(&self, email: &str, code: &str) {
        self.execute(&format!(
            "insert into account_responsibility (tenant_id, account_id, responsibility_id)
             select a.tenant_id, a.id, r.id from account a join responsibility r on r.tenant_id = a.tenant_id and r.code = '{code}'
             where a.email = '{email}'; update access_version set version = version + 1"
        ));
    }

    /// Chooses a responsibility in the switcher of the desk.
    pub async fn switch(&self, browser: &mut Browser, code: &str) {
        let page = browser.get("/audit").await;
        let chosen = self.responsibility(code);
        let switched = browser.submit(&page, &[("responsibility", &chosen)]).await;
        assert_eq!(switched.status, 303, "{}", switched.words());
    }

    /// The first text that a query of the superuser answers with.
    pub fn text(&self, query: &str) -> String {
        diesel::sql_query(format!("select ({query})::text as text"))
            .get_result::<One>(&mut self.server.database.superuser())
            .unwrap_or_else(|error| panic!("{query}: {error}"))
            .text
    }

    pub fn execute(&self, statement: &str) {
        use diesel::connection::SimpleConnection;
        self.server.database.superuser().batch_execute(statement).unwrap();
    }

    pub fn count(&self, from: &str) -> i64 {
        self.text(&format!("select count(*) from {from}"))
            .parse()
            .unwrap()
    }

    /// The id of somebody's account.
    pub fn account(&self, email: &str) -> String {
        self.text(&format!("select id from account where email = '{email}'"))
    }

    /// The id of a responsibility of An Bình.
    pub fn responsibility(&self, code: &str) -> String {
        self.text(&format!(
            "select r.id from responsibility r join tenant t on t.id = r.tenant_id where t.slug = 'an-binh' and r.code = '{code}'"
        ))
    }

    /// The address of somebody's page.
    pub fn person(&self, email: &str) -> String {
        format!("/admin/people/{}", self.account(email))
    }
}

/// A day in the three parts of a form's field.
pub fn day(name: &str, text: &str) -> Vec<(String, String)> {
    let [year, month, day] = text.split('-').collect::<Vec<_>>()[..] else {
        panic!("{text} is no day")
    };
    [("day", day), ("month", month), ("year", year)]
        .into_iter()
        .map(|(part, value)| (format!("{name}-{part}"), value.to_owned()))
        .collect()
}

/// Opens a form, fills it in and sends it.
pub async fn fill(browser: &mut Browser, path: &str, answers: &[(&str, &str)]) -> Page {
    let page = browser.get(path).await;
    assert_eq!(page.status, 200, "{path}: {}", page.words());
    browser.submit(&page, answers).await
}

/// The same for a form that does what it says: it leads on.
pub async fn done(browser: &mut Browser, path: &str, answers: &[(&str, &str)]) -> Page {
    let answer = fill(browser, path, answers).await;
    assert_eq!(answer.status, 303, "{path} was refused: {}", answer.words());
    browser.follow(answer).await
}
