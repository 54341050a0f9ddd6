//! The pages of administration over a large organisation: how long the server takes for each, and how heavy it is on the wire.
//!
//! The budget of a page is 50 ms for 95 of a hundred requests of one client, and 14 kB of compressed HTML: what a new
//! connection carries before it first waits.

use std::fmt::Write as _;
use std::sync::Arc;
use std::time::{Duration, Instant};

use diesel::prelude::*;
use diesel::sql_types::{Binary, Text, Uuid as SqlUuid};
use onedoor::authority::people::Token;
use onedoor::platform::sheets;
use uuid::Uuid;

use crate::common::size;
use crate::common::table::{Table, amount};
use crate::house::House;
use crate::load::{self, Source};
use crate::support::TestDatabase;
use crate::support::browser::Browser;

/// Who administers in the model.
const ADMINISTRATOR: &str = "an.quach@an-binh.example";
/// The responsibility under which she does.
const RESPONSIBILITY: &str = "quan-tri";
const HOST: &str = "an-binh";
/// Milliseconds within which 95 of a hundred requests are answered.
const PAGE_MS: f64 = 50.0;
/// Compressed bytes of a page.
const PAGE_BYTES: f64 = 14_000.0;

/// Asks for every page, and brings a sheet of people.
pub async fn measure(database: TestDatabase, table: &mut Table) {
    database
        .superuser()
        .batch_execute_all(&["vacuum analyze", "checkpoint"]);
    let mut house = House::over(database);
    house.serve(&["serve", "--no-workers"]).await;
    let session = sign_in(&house.database);
    let time = Duration::from_secs(size("ONEDOOR_BENCH_PAGE_SECONDS", 2) as u64);
    for (what, path) in paths(&house.database) {
        let request = request(&path, &session);
        let (status, bytes) = load::weigh(house.address, &request).await;
        if status != 200 {
            let (_, answer) = load::ask(house.address, &request).await;
            panic!("{path}: {status} {answer}");
        }
        let source: Source = Arc::new(move |into, _| into.extend_from_slice(&request));
        let round = load::run(house.address, 1, time, &source).await;
        assert!(round.failures == 0, "{path}: {:?}", round.first_failure);
        table.at_most(&format!("{what}, p95"), round.within(0.95), "ms", PAGE_MS);
        table.at_most(
            "  its weight, compressed",
            bytes as f64 / 1e3,
            "kB",
            PAGE_BYTES / 1e3,
        );
    }
    sheet(&house, &session, size("ONEDOOR_BENCH_SHEET", 2_000), table).await;
}

trait Statements {
    fn batch_execute_all(&mut self, statements: &[&str]);
}

impl Statements for PgConnection {
    fn batch_execute_all(&mut self, statements: &[&str]) {
        use diesel::connection::SimpleConnection;
        for statement in statements {
            self.batch_execute(statement).unwrap();
        }
    }
}

/// A browser's session of the administrator, working as one.
fn sign_in(database: &TestDatabase) -> String {
    let token = Token::fresh();
    diesel::sql_query(
        "insert into session (tenant_id, id, token_digest, kind, account_id, responsibility_id, expires_at) \
         select a.tenant_id, $1, $2, 'browser', a.id, r.id, now() + interval '1 day' \
         from account a join responsibility r on r.tenant_id = a.tenant_id and r.code = $4 where a.email = $3",
    )
    .bind::<SqlUuid, _>(Uuid::now_v7())
    .bind::<Binary, _>(token.digest().to_vec())
    .bind::<Text, _>(ADMINISTRATOR)
    .bind::<Text, _>(RESPONSIBILITY)
    .execute(&mut database.superuser())
    .unwrap();
    token.text()
}

fn id(database: &TestDatabase, from: &str) -> Uuid {
    diesel::select(diesel::dsl::sql::<SqlUuid>(&format!("(select id from {from})")))
        .get_result(&mut database.superuser())
        .unwrap_or_else(|error| panic!("{from}: {error}"))
}

fn paths(database: &TestDatabase) -> Vec<(&'static str, String)> {
    let group = id(database, "business_group order by code limit 1");
    let unit = id(database, "operating_unit where code = 'unit-100'");
    let entity = id(database, "legal_entity where code = 'entity-300'");
    let hall = id(database, "service_hall where code = 'hall-1000'");
    let ledger = id(database, "ledger where kind = 'primary' limit 1");
    let person = id(database, "account where email = 'person.10000@an-binh.example'");
    let responsibility = id(database, "responsibility where code = 'work-unit-100'");
    let first = id(database, "change_set order by made_at limit 1");
    let tree = "/admin/organisation";
    let opened = format!("business-group.{group}");
    vec![
        ("tree, first level", tree.into()),
        (
            "tree, one group opened without a script",
            format!("{tree}?open={opened}"),
        ),
        (
            "tree, its 1,000 entities opened without a script",
            format!("{tree}?open={opened}&open={opened}.entities"),
        ),
        (
            "branch of 1,000 entities, for the script",
            format!("{tree}/branch?of={opened}.entities"),
        ),
        ("search that finds one", format!("{tree}/table?q=hall-1234")),
        ("search that finds thousands", format!("{tree}/table?q=a")),
        (
            "search that finds nothing",
            format!("{tree}/table?q=kh%C3%B4ng+c%C3%B3+g%C3%AC"),
        ),
        ("search by two words", format!("{tree}/table?q=legal+entity+7")),
        ("table, first page", format!("{tree}/table")),
        ("table, page 60", format!("{tree}/table?page=60")),
        ("table of halls", format!("{tree}/table?kind=hall")),
        ("business group", format!("{tree}/business-group/{group}")),
        ("legal entity", format!("{tree}/legal-entity/{entity}")),
        ("operating unit", format!("{tree}/operating-unit/{unit}")),
        ("hall", format!("{tree}/hall/{hall}")),
        ("ledger", format!("{tree}/ledger/{ledger}")),
        ("accounting set-up", "/admin/accounting".into()),
        ("people, first page", "/admin/people".into()),
        ("people, page 200", "/admin/people?page=200".into()),
        (
            "people, a search that finds one",
            "/admin/people?q=person+12345".into(),
        ),
        (
            "people, a search that finds thousands",
            "/admin/people?q=person".into(),
        ),
        (
            "people of one responsibility",
            format!("/admin/people?responsibility={responsibility}"),
        ),
        ("people of one unit", format!("/admin/people?unit={unit}")),
        ("a person", format!("/admin/people/{person}")),
        ("one's own access", "/desk/access".into()),
        (
            "colleagues, as a name is typed",
            "/desk/suggestions/borrower?q=person+12".into(),
        ),
        ("responsibilities", "/admin/responsibilities".into()),
        ("security profiles", "/admin/profiles".into()),
        ("history", "/admin/history".into()),
        ("the change that made it all", format!("/admin/history/{first}")),
    ]
}

fn request(path: &str, session: &str) -> Vec<u8> {
    let mut text = String::new();
    let _ = write!(
        text,
        "GET {path} HTTP/1.1\r\nhost: {HOST}.localhost\r\naccept-encoding: gzip, deflate, br\r\ncookie: od_session={session}\r\n\r\n"
    );
    text.into_bytes()
}

/// A sheet of so many rows: half of them other names, a quarter new people with a responsibility each (two changes a row), a
/// quarter as it stands; as many changes as rows.
async fn sheet(house: &House, session: &str, rows: usize, table: &mut Table) {
    let mut browser = Browser::new(house.address.port(), HOST);
    browser.cookies.insert("od_session".into(), session.to_owned());
    let began = Instant::now();
    let down = browser.get("/admin/people/sheet.xlsx").await;
    let downloaded = began.elapsed();
    let present = sheets::read(&down.body, &sheets::Limits::LIST).unwrap();
    let mut lines: Vec<Vec<String>> = present
        .into_iter()
        .map(|(_, cells)| cells)
        .take(rows * 3 / 4 + 1)
        .collect();
    for line in lines.iter_mut().skip(1).take(rows / 2) {
        line[1].push_str(" III");
    }
    for at in 0..rows / 4 {
        let cells = [
            format!("new.{at}@an-binh.example"),
            format!("New {at}"),
            "vi".into(),
            String::new(),
            String::new(),
            format!("work-unit-{}", 10 + at % 200),
            String::new(),
            String::new(),
        ];
        lines.push(cells.into());
    }
    let book = sheets::write_xlsx("people", &lines).unwrap();
    let page = browser.get("/admin/people/sheet").await;
    let began = Instant::now();
    let looked = browser
        .submit_with(
            &page,
            &[],
            vec![("file", "people.xlsx", "application/octet-stream", book)],
        )
        .await;
    let looking = began.elapsed();
    assert_eq!(looked.status, 200, "{}", looked.words());
    let began = Instant::now();
    let done = browser
        .submit(&looked, &[("reason", "Theo quyết định phân công mới")])
        .await;
    let doing = began.elapsed();
    assert_eq!(done.status, 303, "{}", done.words());
    let seconds = |time: Duration| amount(time.as_secs_f64() * 1e3, "ms");
    table.told(
        "sheet of everybody, downloaded",
        seconds(downloaded),
        "XLSX".into(),
    );
    table.told(
        &format!("sheet of {rows} rows, looked at"),
        seconds(looking),
        "XLSX read, compared, shown".into(),
    );
    table.told(
        "  and applied",
        seconds(doing),
        "one change set, all or nothing".into(),
    );
}
