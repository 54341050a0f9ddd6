//! Access in a browser, in four languages: an administrator explains, changes the policy, keeps duties apart and asks; a second
//! one decides; an officer asks about herself and lends; the history tells all of it and takes back what may be taken back.

use std::path::Path;

use chrono::{Datelike, Duration, NaiveDate, Utc};

use super::world::dossier;
use crate::isolation::lines;
use crate::journeys::people::sign_in;
use crate::people::browser::work_as_administrator;
use crate::support::chromium::Browser;
use crate::support::server::{Setting, TestServer};

struct Place {
    tenant: &'static str,
    language: &'static str,
    administrator: &'static str,
    second: &'static str,
    /// Receives dossiers in `unit`, and nowhere else.
    officer: &'static str,
    unit: &'static str,
    /// Whether pages may run scripts.
    scripts: bool,
}

#[tokio::test(flavor = "multi_thread")]
async fn an_binh_in_vietnamese() {
    journey(&Place {
        tenant: "an-binh",
        language: "vi",
        administrator: "an.quach@an-binh.example",
        second: "ngan.bui@an-binh.example",
        officer: "thao.ly@an-binh.example",
        unit: "dang-ky-dat-dai",
        scripts: true,
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn zoriana_in_ukrainian() {
    journey(&Place {
        tenant: "zoriana",
        language: "uk",
        administrator: "dmytro.hrytsenko@zoriana.example",
        second: "halyna.moroz@zoriana.example",
        officer: "ihor.kravchenko@zoriana.example",
        unit: "tsnap",
        scripts: true,
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn qinglan_in_chinese() {
    journey(&Place {
        tenant: "qinglan",
        language: "zh",
        administrator: "ma.chao@qinglan.example",
        second: "deng.rui@qinglan.example",
        officer: "wang.lei@qinglan.example",
        unit: "zonghe",
        scripts: true,
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_binh_in_english_without_scripts() {
    journey(&Place {
        tenant: "an-binh",
        language: "en",
        administrator: "an.quach@an-binh.example",
        second: "ngan.bui@an-binh.example",
        officer: "thao.ly@an-binh.example",
        unit: "dang-ky-dat-dai",
        scripts: false,
    })
    .await;
}

const REASON: &str = "QĐ 12/2026 · наказ · 令";
const CHANGE: &str = "form[action=\"/admin/policies/lines\"]";
const SEPARATE: &str = "form[action=\"/admin/policies/duties\"]";
const LEND: &str = "form[action=\"/desk/access/loans\"]";

/// Somebody at a browser.
struct Walk<'a> {
    place: &'a Place,
    portal: String,
    browser: Browser,
}

impl Walk<'_> {
    async fn open(&self, path: &str) {
        self.browser.open(&format!("{}{path}", self.portal)).await;
        self.browser.one("main h1").await;
    }

    async fn choose(&self, scope: &str, name: &str, value: &str) {
        self.browser
            .one(&format!("{scope} select[name=\"{name}\"]"))
            .await
            .select_by_value(value)
            .await
            .unwrap();
    }

    async fn day(&self, scope: &str, name: &str, day: NaiveDate) {
        self.parts(scope, name, day.day(), day.month(), day.year()).await;
    }

    async fn parts(&self, scope: &str, name: &str, day: u32, month: u32, year: i32) {
        for (part, value) in [
            ("day", day.to_string()),
            ("month", month.to_string()),
            ("year", year.to_string()),
        ] {
            self.enter(scope, &format!("{name}-{part}"), &value).await;
        }
    }

    async fn enter(&self, scope: &str, name: &str, text: &str) {
        self.browser
            .enter(&format!("{scope} input[name=\"{name}\"]"), text)
            .await;
    }

    async fn value(&self, scope: &str, name: &str) -> String {
        let field = self.browser.one(&format!("{scope} [name=\"{name}\"]")).await;
        field.prop("value").await.unwrap().unwrap_or_default()
    }

    async fn send(&self, scope: &str, expected: &str) {
        self.browser.follow(&format!("{scope} .btn"), expected).await;
    }

    async fn come_in(&self, email: &str) {
        sign_in(&self.browser, &self.portal, email, "/desk/sign-out").await;
        self.open(&format!("/desk/access?lang={}", self.place.language))
            .await;
    }
}

async fn journey(place: &Place) {
    let server = TestServer::with(&[place.tenant], Setting::default()).await;
    let one = |query: String| lines(&mut server.database.superuser(), &query).remove(0);
    let tenant = one(format!(
        "select id::text as line from tenant where slug = '{}'",
        place.tenant
    ));
    let number = dossier(&server.database, &tenant, place.unit);
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("target/journeys")
        .join(format!("access-{}-{}", place.tenant, place.language));
    let mut walk = Walk {
        place,
        portal: format!("http://{}.localhost:{}", place.tenant, server.port),
        browser: Browser::start(place.language, place.scripts, &folder).await,
    };
    sign_in(&walk.browser, &walk.portal, place.administrator, "/desk/sign-out").await;
    work_as_administrator(&walk.browser, &walk.portal, place.language).await;
    walk.browser.assert_scripts().await;
    assert_eq!(walk.browser.attribute("html", "lang").await, place.language);

    explain(&mut walk, place.unit, &number).await;
    change_the_policy(&mut walk).await;
    keep_duties_apart(&mut walk).await;
    decide_as_the_second(&mut walk).await;
    look_back(&mut walk).await;
    ask_and_lend(&mut walk, &number).await;
    let lent = one("select count(*)::text || ' ' || count(ended_at)::text as line from delegation".into());
    assert_eq!(lent, "1 1", "lent, and taken back");
    walk.browser.finish().await;
}

/// Why an officer may receive in her unit and not decide there, about a unit and about a dossier.
async fn explain(walk: &mut Walk<'_>, unit: &str, number: &str) {
    let ask = "form[action=\"/admin/access\"]";
    walk.open("/admin/access").await;
    walk.browser.look("explain").await;
    walk.enter(ask, "row", number).await;
    walk.send(ask, ".govuk-error-summary").await;
    assert_eq!(walk.value(ask, "row").await, number, "kept");
    walk.browser.look("explain-errors").await;
    // A part of a name or address means several: each is offered with the same question.
    walk.open("/admin/access").await;
    walk.enter(ask, "person", "example").await;
    walk.choose(ask, "verb", "dossier.receive").await;
    walk.choose(ask, "unit", unit).await;
    walk.send(ask, "#whom").await;
    walk.browser.look("whom").await;
    walk.browser.follow("#whom ~ ul a", ".verdict").await;
    // Her whole address means her.
    walk.enter(ask, "person", walk.place.officer).await;
    walk.send(ask, ".verdict.ok").await;
    walk.browser.look("allowed").await;
    walk.choose(ask, "verb", "dossier.decide").await;
    walk.choose(ask, "unit", "").await;
    walk.enter(ask, "row", number).await;
    walk.send(ask, ".verdict.bad").await;
    walk.browser.look("refused").await;
    walk.enter(ask, "row", "H00-NOWHERE").await;
    walk.send(ask, "#row-error").await;
    walk.enter(ask, "person", "qqqq").await;
    walk.send(ask, "#person-error").await;
    walk.browser.look("nobody").await;
}

/// Looks at the matrix, types dates that do not hold together, narrows at once, and asks for what widens.
async fn change_the_policy(walk: &mut Walk<'_>) {
    let today = Utc::now().date_naive();
    walk.open("/admin/policies").await;
    walk.browser.look("policies").await;
    walk.browser
        .follow("a[href=\"/admin/policies?only=receiver\"]", ".matrix.one")
        .await;
    walk.browser.look("one-role").await;
    walk.browser
        .follow("a[href*=\"role=receiver&verb=dossier.receive\"]", CHANGE)
        .await;
    assert_eq!(
        walk.value(CHANGE, "verb").await,
        "dossier.receive",
        "the cell is in the form"
    );
    walk.choose(CHANGE, "reach", "unit").await;
    walk.choose(CHANGE, "effect", "deny").await;
    walk.parts(CHANGE, "from", 31, 2, today.year() + 1).await;
    walk.enter(CHANGE, "reason", REASON).await;
    walk.send(CHANGE, "#from-error").await;
    walk.browser.look("no-day").await;
    walk.day(CHANGE, "from", today + Duration::days(20)).await;
    walk.day(CHANGE, "to", today + Duration::days(10)).await;
    walk.send(CHANGE, "#to-error").await;
    for (name, kept) in [
        ("role", "receiver"),
        ("verb", "dossier.receive"),
        ("reach", "unit"),
        ("effect", "deny"),
        ("reason", REASON),
    ] {
        assert_eq!(walk.value(CHANGE, name).await, kept, "{name} is kept");
    }
    walk.browser.look("ends-before").await;
    walk.day(CHANGE, "to", today + Duration::days(30)).await;
    walk.send(CHANGE, ".notice.ok").await;
    walk.browser.look("narrowed").await;
    assert!(
        walk.browser.has("#own ~ .scroll .pill.bad").await,
        "the line stands among the tenant's own"
    );

    walk.choose(CHANGE, "role", "receiver").await;
    walk.choose(CHANGE, "verb", "dossier.decide").await;
    walk.choose(CHANGE, "reach", "unit").await;
    walk.choose(CHANGE, "effect", "allow").await;
    walk.enter(CHANGE, "reason", REASON).await;
    walk.send(CHANGE, "#pending").await;
    walk.browser.look("asked").await;
    assert!(
        !walk.browser.has("button[value=\"confirm\"]").await,
        "nobody confirms her own act"
    );
}

/// Two duties are kept apart at once; to join them again is asked for.
async fn keep_duties_apart(walk: &mut Walk<'_>) {
    walk.choose(SEPARATE, "first", "dossier.assess").await;
    walk.choose(SEPARATE, "second", "dossier.assess").await;
    walk.enter(SEPARATE, "reason", REASON).await;
    walk.send(SEPARATE, "#duty-second-error").await;
    walk.browser.look("same-duty").await;
    assert_eq!(walk.value(SEPARATE, "first").await, "dossier.assess");
    walk.choose(SEPARATE, "second", "dossier.decide").await;
    walk.send(SEPARATE, ".notice.ok").await;
    walk.browser.look("apart").await;
    walk.browser.click("#duties ~ .acts-list summary").await;
    walk.enter("#duties ~ .acts-list", "reason", REASON).await;
    walk.send("#duties ~ .acts-list form", "#pending ~ .acts-list li + li")
        .await;
}

/// A second administrator confirms the one and rejects the other.
async fn decide_as_the_second(walk: &mut Walk<'_>) {
    walk.come_in(walk.place.second).await;
    walk.open("/admin/policies").await;
    walk.browser.look("second").await;
    // The newest stands first: the duties stay apart, the policy is widened.
    walk.browser
        .follow("#pending ~ .acts-list button[value=\"reject\"]", ".notice.ok")
        .await;
    walk.open("/admin/policies").await;
    walk.browser
        .follow("#pending ~ .acts-list button[value=\"confirm\"]", ".notice.ok")
        .await;
    walk.browser.look("decided").await;
    assert!(
        !walk.browser.has("button[value=\"confirm\"]").await,
        "nothing waits"
    );
    assert!(
        walk.browser.has(".matrix .mark.allow").await,
        "the matrix shows the tenant's own word"
    );
}

/// The history tells each change in the field's words; what narrowed waits when it is taken back, what widened does not.
async fn look_back(walk: &mut Walk<'_>) {
    walk.open("/admin/history?table=separated_duty").await;
    walk.browser.look("history-duties").await;
    walk.browser
        .follow("tbody a[href^=\"/admin/history/\"]", ".head-facts")
        .await;
    walk.browser.look("change-duty").await;
    walk.open("/admin/history?table=policy_line").await;
    walk.browser.look("history-lines").await;
    walk.browser
        .follow("tbody a[href^=\"/admin/history/\"]", ".head-facts")
        .await;
    walk.browser.look("change-line").await;
    walk.browser.follow("a[href$=\"/undo\"]", "#reason").await;
    walk.browser
        .follow("main form .btn.danger", "#reason-error")
        .await;
    walk.browser.look("undo-error").await;
    walk.browser.enter("#reason", REASON).await;
    walk.browser.follow("main form .btn.danger", ".notice.ok").await;
    walk.browser.look("undone").await;
    walk.open("/admin/policies").await;
    assert!(
        !walk.browser.has(".matrix .mark.allow").await,
        "what was widened is taken back at once"
    );
}

/// An officer asks about herself, and lends what she has for a few days.
async fn ask_and_lend(walk: &mut Walk<'_>, number: &str) {
    let today = Utc::now().date_naive();
    let ask = "form[action=\"/desk/access\"]";
    walk.come_in(walk.place.officer).await;
    walk.browser.look("own").await;
    walk.send(ask, "#ask-verb-error").await;
    walk.browser.look("own-error").await;
    walk.choose(ask, "verb", "dossier.decide").await;
    walk.enter(ask, "row", number).await;
    walk.send(ask, ".verdict.bad").await;
    walk.browser.look("own-refused").await;
    walk.choose(ask, "verb", "dossier.receive").await;
    walk.send(ask, ".verdict.ok").await;
    walk.browser.look("own-allowed").await;

    walk.browser
        .one(&format!("{LEND} select[name=\"responsibility\"]"))
        .await
        .select_by_index(1)
        .await
        .unwrap();
    walk.browser
        .one(&format!("{LEND} select[name=\"borrower\"]"))
        .await
        .select_by_index(1)
        .await
        .unwrap();
    walk.day(LEND, "from", today + Duration::days(5)).await;
    walk.day(LEND, "to", today + Duration::days(3)).await;
    walk.enter(LEND, "reason", REASON).await;
    walk.send(LEND, "#to-error").await;
    assert_eq!(walk.value(LEND, "reason").await, REASON, "kept");
    walk.browser.look("lend-error").await;
    walk.day(LEND, "to", today + Duration::days(9)).await;
    walk.send(LEND, ".notice.ok").await;
    walk.browser.look("lent").await;
    walk.open("/desk/access").await;
    walk.browser.click("#loans ~ .acts-list summary").await;
    walk.enter("#loans ~ .acts-list", "reason", REASON).await;
    walk.browser.look("end-loan").await;
    walk.send("#loans ~ .acts-list form", ".notice.ok").await;
}
