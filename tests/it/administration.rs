//! Every page of administration in a browser, in four languages, on a telephone and on a desk: all texts are there and can be
//! read, nothing scrolls sideways, and axe has nothing to say; every form is sent without its reason, and looked at again.
//!
//! Pages are found as a person finds them, by links. A page that no link leads to, and one that is new and not on this tour, fails it.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::path::Path;

use crate::isolation::routes::routes;
use crate::journeys::people::sign_in;
use crate::people::browser::work_as_administrator;
use crate::support::browser::{Browser as Reader, Page};
use crate::support::chromium::{Browser, DESK, TELEPHONE};
use crate::support::server::{Setting, TestServer};

/// What a browser asks for that is no page: a branch of the tree and files.
const NO_PAGES: [&str; 4] = [
    "/admin/dictionaries/{code}/export",
    "/admin/organisation/branch",
    "/admin/people/sheet.csv",
    "/admin/people/sheet.xlsx",
];
/// Pages of a tenant that is not live yet, which `onboarding::browser` walks through in four languages.
const BEFORE_LIVE: [&str; 2] = ["/admin/onboarding", "/admin/onboarding/{step}"];
/// Where the tour begins: what the rail of an administrator does not name is reached from these.
const DOORS: [&str; 2] = ["/admin", "/desk/access"];
/// Pages that are many are seen once for each value of the last of these in their address: a form is the same whatever it is about.
const TELLING: [&str; 3] = ["{kind}", "{name}", "{act}"];

struct Tour {
    tenant: &'static str,
    language: &'static str,
    /// The language in which every part must have a name.
    home: &'static str,
    administrator: &'static str,
    /// Whether pages may run scripts.
    scripts: bool,
    /// The width at which axe judges.
    judged: u32,
}

#[tokio::test(flavor = "multi_thread")]
async fn an_binh_in_vietnamese() {
    go_round(&Tour {
        tenant: "an-binh",
        language: "vi",
        home: "vi",
        administrator: "an.quach@an-binh.example",
        scripts: true,
        judged: TELEPHONE,
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn zoriana_in_ukrainian() {
    go_round(&Tour {
        tenant: "zoriana",
        language: "uk",
        home: "uk",
        administrator: "dmytro.hrytsenko@zoriana.example",
        scripts: true,
        judged: DESK,
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn qinglan_in_chinese() {
    go_round(&Tour {
        tenant: "qinglan",
        language: "zh",
        home: "zh",
        administrator: "ma.chao@qinglan.example",
        scripts: true,
        judged: TELEPHONE,
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_binh_in_english_without_scripts() {
    go_round(&Tour {
        tenant: "an-binh",
        language: "en",
        home: "vi",
        administrator: "an.quach@an-binh.example",
        scripts: false,
        judged: DESK,
    })
    .await;
}

async fn go_round(tour: &Tour) {
    let server = TestServer::with(&[tour.tenant], Setting::default()).await;
    let mut reader = at_work(&server, tour).await;
    let traces = leave_traces(&mut reader, tour).await;
    let pages = pages(&mut reader, &traces).await;

    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("target/journeys")
        .join(format!("administration-{}-{}", tour.tenant, tour.language));
    let portal = format!("http://{}.localhost:{}", tour.tenant, server.port);
    let mut browser = Browser::start(tour.language, tour.scripts, &folder).await;
    sign_in(&browser, &portal, tour.administrator, "/desk/sign-out").await;
    work_as_administrator(&browser, &portal, tour.language).await;
    browser.assert_scripts().await;
    assert_eq!(browser.attribute("html", "lang").await, tour.language);
    // A form that comes back differs by its errors alone, which are drawn alike in every language: axe hears of them once.
    let refused = (tour.language == "vi").then_some(tour.judged);
    for (key, path) in &pages {
        let name = key.trim_start_matches('/').replace(['/', '{', '}'], "-");
        browser.open(&format!("{portal}{path}")).await;
        browser.one("main h1").await;
        browser.glance(&name, Some(tour.judged)).await;
        // What changes something asks why; without an answer it comes back.
        let form = "main form.card.narrow";
        if browser.has(&format!("{form} #reason")).await {
            let button = format!("{form} .acts button");
            browser.follow(&button, ".govuk-error-summary, .notice.bad").await;
            browser.glance(&format!("{name}-refused"), refused).await;
        }
    }
    browser.finish().await;
}

/// An administrator at work under the responsibility that lets her, without a script.
async fn at_work(server: &TestServer, tour: &Tour) -> Reader {
    let mut reader = server.signed_in(tour.tenant, tour.administrator).await;
    let desk = reader
        .get(&format!("/desk/access?lang={}", tour.language))
        .await
        .text();
    let offered: Vec<&str> = desk
        .split("<button name=\"responsibility\" value=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .collect();
    for one in offered {
        let page = reader.get("/desk/access").await;
        reader.submit(&page, &[("responsibility", one)]).await;
        // An auditor reads these pages too; who administers is offered what changes them.
        if reader
            .get("/admin/people")
            .await
            .has("href=\"/admin/people/invite\"")
        {
            return reader;
        }
    }
    panic!("{} administers nothing", tour.administrator)
}

/// Does what some pages are there for only afterwards: a draft, a change that may be taken back, a plan, somebody whose account is
/// closed. Answers with the pages that no link of a list leads to.
async fn leave_traces(reader: &mut Reader, tour: &Tour) -> Vec<String> {
    let name = format!("name-{}", tour.home);
    let done = |page: &Page| {
        assert_eq!(page.status, 303, "{}", page.words());
        page.location()
    };
    let list = reader.get("/admin/dictionaries").await;
    let draft = reader.submit(&list, &[("code", "tour"), (&name, "Tour")]).await;
    let form = reader.get("/admin/organisation/new/add-value-set").await;
    let set = [("code", "tour"), (name.as_str(), "Tour"), ("reason", "a tour")];
    done(&reader.submit(&form, &set).await);

    let units = reader.get("/admin/organisation/table?kind=operating-unit").await;
    let unit = units
        .links()
        .into_iter()
        .find(|link| link.contains("/operating-unit/"))
        .unwrap();
    let form = reader.get(&format!("{unit}/rename")).await;
    let later = [
        (name.as_str(), "Tour"),
        ("from-day", "31"),
        ("from-month", "12"),
        ("from-year", "2090"),
        ("reason", "a tour"),
    ];
    let preview = reader.submit(&form, &later).await;
    assert_eq!(preview.status, 200, "{}", preview.words());
    done(&reader.submit(&preview, &[("confirmed", "yes")]).await);

    let closed = close_somebody(reader).await;
    vec![done(&draft), format!("{closed}/reopen")]
}

/// Closes the account of the last in the list whom rules let go, and answers with her page.
async fn close_somebody(reader: &mut Reader) -> String {
    let people = reader.get("/admin/people").await.links();
    for person in people
        .iter()
        .filter(|link| key("/admin/people/{id}", link).is_some())
        .rev()
    {
        let form = reader.get(&format!("{person}/close")).await;
        if form.status == 200 && reader.submit(&form, &[("reason", "a tour")]).await.status == 303 {
            return person.clone();
        }
    }
    panic!("nobody's account can be closed")
}

/// One page of each kind, by its route, with the address that a link has for it.
async fn pages(reader: &mut Reader, traces: &[String]) -> BTreeMap<String, String> {
    let expected: BTreeSet<String> = routes()
        .into_iter()
        .filter(|route| route.method == "GET")
        .map(|route| route.path)
        .filter(|path| path.starts_with("/admin") || path.starts_with("/desk/access"))
        .filter(|path| !NO_PAGES.contains(&path.as_str()) && !BEFORE_LIVE.contains(&path.as_str()))
        .collect();
    let (mut found, mut seen) = (BTreeMap::new(), BTreeSet::new());
    let mut next: VecDeque<String> = DOORS.map(str::to_owned).into();
    let mut traces = traces.iter().cloned();
    while let Some(path) = next.pop_front().or_else(|| traces.next()) {
        let Some((route, key)) = expected
            .iter()
            .find_map(|route| Some((route, key(route, &path)?)))
        else {
            continue;
        };
        if found.contains_key(&key) {
            continue;
        }
        let page = reader.get(&path).await;
        let page = reader.follow(page).await;
        assert_eq!(page.status, 200, "{path}: {}", page.words());
        let bare = |link: &String| link.split(['?', '#']).next().unwrap_or_default().to_owned();
        next.extend(page.links().iter().map(bare));
        found.insert(key, path);
        seen.insert(route.clone());
    }
    let missed: Vec<_> = expected.difference(&seen).collect();
    assert!(missed.is_empty(), "no link leads to these pages: {missed:#?}");
    found
}

/// A page's address with only those parts told that make it another page; `None` where it is not of this route.
fn key(route: &str, path: &str) -> Option<String> {
    let (ours, theirs): (Vec<&str>, Vec<&str>) = (route.split('/').collect(), path.split('/').collect());
    if ours.len() != theirs.len() {
        return None;
    }
    let telling = TELLING.into_iter().rfind(|part| ours.contains(part));
    let mut key = Vec::new();
    for (ours, theirs) in ours.into_iter().zip(theirs) {
        let fits = ours == theirs || (ours.starts_with('{') && !theirs.is_empty());
        if !fits {
            return None;
        }
        key.push(if telling == Some(ours) { theirs } else { ours });
    }
    Some(key.join("/"))
}
