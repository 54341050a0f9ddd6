//! A province comes aboard: from an invitation to the first test dossier, and nobody outside sees it before it is approved.

mod browser;
mod counted;

use std::path::Path;

use diesel::prelude::*;
use onedoor::authority::access::Gate;
use onedoor::authority::onboarding::{self, Identity, Invitation, identify};
use onedoor::authority::people::admin::InvitationKeys;
use onedoor::authority::tenancy::code::{TenantCode, load};
use onedoor::kernel::clock;
use onedoor::kernel::locale::{Language, Localised};
use onedoor::platform::door::Db;
use onedoor::services::workflow::definitions::ProcedureDefinitions;

use crate::portal::journey::{pages, sent, with_papers};
use crate::support::browser::{Browser, Page};
use crate::support::server::{Setting, TestServer};
use crate::support::wait::until;

const HERE: &str = "/admin/onboarding";
const PASSWORD: &str = "một mật khẩu đủ dài";

struct World {
    server: TestServer,
    db: Db,
    gate: Gate,
    link: String,
}

fn invitation() -> Invitation {
    Invitation {
        slug: "song-moi".into(),
        host: "song-moi.localhost".into(),
        name: "Tỉnh Sông Mới".into(),
        person: "Hà Thị Khởi".into(),
        email: "khoi@song-moi.example".into(),
    }
}

impl World {
    async fn new() -> Self {
        let server = TestServer::with(&["an-binh"], Setting::default()).await;
        let db = server.database.db();
        let gate = Gate::open(&db).await.unwrap();
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tenants/an-binh");
        let template = load(&folder, &ProcedureDefinitions).unwrap_or_else(|problems| panic!("\n{problems}"));
        let keys = InvitationKeys::derive("a secret of tests, long enough for keys");
        let invited = onboarding::invite(&db, &gate, &template, &invitation(), &keys, clock::now())
            .await
            .unwrap();
        let world = Self {
            server,
            db,
            gate,
            link: format!("/invitation/{}", invited.token.text()),
        };
        world.becomes("/desk", 303).await;
        world
    }

    /// Waits until the server, which looks once a second, answers this status there.
    async fn becomes(&self, path: &str, status: u16) {
        let mut browser = self.server.visitor("song-moi");
        until(&format!("{path} becomes {status}"), async || {
            browser.get(path).await.status == status
        })
        .await;
    }

    /// The first administrator, signed in by her link and working as such.
    async fn administrator(&self) -> Browser {
        let mut browser = self.server.visitor("song-moi");
        let page = browser.get(&self.link).await;
        assert_eq!(page.status, 200, "{}", page.words());
        let answer = browser
            .submit(&page, &[("password", PASSWORD), ("again", PASSWORD)])
            .await;
        assert_eq!(answer.status, 303, "{}", answer.words());
        work_as(&mut browser, "Administration").await;
        browser
    }

    fn count(&self, from: &str) -> i64 {
        #[derive(QueryableByName)]
        struct Count {
            #[diesel(sql_type = diesel::sql_types::BigInt)]
            count: i64,
        }
        diesel::sql_query(format!("select count(*) as count from {from}"))
            .get_result::<Count>(&mut self.server.database.superuser())
            .unwrap()
            .count
    }
}

/// Chooses the responsibility of this name in the switcher of the desk.
async fn work_as(browser: &mut Browser, name: &str) {
    let mut page = browser.get("/desk/own-access?lang=en").await;
    for path in [
        "/admin/organisation?lang=en",
        "/desk/dossiers?lang=en",
        "/hall/cash?lang=en",
    ] {
        if page.has("name=\"responsibility\"") {
            break;
        }
        page = browser.get(path).await;
    }
    let text = page.text();
    let chosen = text
        .split("name=\"responsibility\" value=\"")
        .skip(1)
        .find(|rest| rest.split("</button>").next().unwrap().contains(name))
        .unwrap_or_else(|| panic!("no responsibility {name}: {}", page.words()));
    let id = chosen.split('"').next().unwrap().to_owned();
    let answer = browser.submit(&page, &[("responsibility", &id)]).await;
    assert_eq!(answer.status, 303, "{}", answer.words());
}

async fn step(browser: &mut Browser, name: &str, fields: &[(&str, &str)]) -> Page {
    let page = browser.get(&format!("{HERE}/{name}?lang=en")).await;
    assert_eq!(page.status, 200, "{}", page.words());
    if fields.is_empty() {
        let form = page
            .forms()
            .into_iter()
            .find(|form| form.action.starts_with(HERE))
            .unwrap();
        return browser.send_form(&form).await;
    }
    browser.submit(&page, fields).await
}

async fn units(browser: &mut Browser, name: &str, content: Vec<u8>) -> Page {
    let page = browser.get(&format!("{HERE}/organisation")).await;
    browser
        .submit_with(
            &page,
            &[],
            vec![("file", name, "application/octet-stream", content)],
        )
        .await
}

async fn undo(browser: &mut Browser) {
    let page = browser.get(HERE).await;
    let form = page
        .forms()
        .into_iter()
        .find(|form| form.action.ends_with("/undo"))
        .unwrap();
    let answer = browser.send_form(&form).await;
    assert_eq!(answer.status, 303, "{}", answer.words());
}

const UNITS: &str = "code,name_vi,name_en,number_code,parent\n\
    phuong-1,Phường Một,Ward One,P1,\n\
    phuong-2,Phường Hai,Ward Two,P2,phuong-1\n";

/// The first dossier, at the counter of the office.
async fn first_dossier(administrator: &mut Browser) {
    work_as(administrator, "Reception").await;
    let list = administrator.get("/desk/intake").await;
    assert!(list.has("/desk/intake/dang-ky-khai-sinh"), "{}", list.words());
    let page = administrator.get("/desk/intake/dang-ky-khai-sinh").await;
    let begun = administrator
        .submit(
            &page,
            &[
                ("name", "Trần Thị Lan"),
                ("phone", "0912345678"),
                ("identity", "079199004512"),
                ("enter", "1"),
            ],
        )
        .await;
    assert_eq!(begun.status, 303, "{}", begun.words());
    let first = administrator.follow(begun).await;
    let papers = pages(administrator, &first).await;
    let check = with_papers(administrator, &papers).await;
    let receipt = sent(administrator, &check).await;
    assert_eq!(receipt.status, 200, "{}", receipt.words());
}

/// Languages, zone and currency: what cannot be is told at its field, and the rest is kept.
async fn in_its_place(administrator: &mut Browser) {
    let nowhere = [
        ("languages", "vi"),
        ("home", "uk"),
        ("zone", "Asia/Nowhere"),
        ("currency", "VND"),
    ];
    let refused = step(administrator, "region", &nowhere).await;
    assert_eq!(refused.status, 422);
    for told in ["id=\"home-error\"", "id=\"zone-error\"", "value=\"Asia/Nowhere\""] {
        assert!(refused.has(told), "{told}: {}", refused.words());
    }
    let here = [
        ("languages", "vi"),
        ("languages", "en"),
        ("home", "vi"),
        ("zone", "Asia/Bangkok"),
        ("currency", "VND"),
    ];
    assert_eq!(step(administrator, "region", &here).await.status, 303);
    let page = administrator.get(&format!("{HERE}/region")).await;
    assert!(
        page.has("value=\"Asia/Bangkok\"") && page.has("Bangkok"),
        "{}",
        page.words()
    );
    let identity = administrator.get(&format!("{HERE}/identity")).await;
    assert!(
        identity.has("name-en") && !identity.has("name-uk"),
        "two languages"
    );
}

const EMBLEM: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 8 8\" onload=\"alert(1)\">\
    <path d=\"M0 0h8v8z\" fill=\"#14532d\"/></svg>";

/// A picture, a script and a drawing too large are refused; a drawing is shown at once, with nothing in it that runs.
async fn emblem_is_brought(world: &World, administrator: &mut Browser) {
    let page = administrator.get(&format!("{HERE}/emblem?lang=en")).await;
    let nothing = vec![("file", "", "application/octet-stream", Vec::new())];
    let none = administrator.submit_with(&page, &[], nothing).await;
    assert_eq!(none.status, 422, "another's emblem is not kept");
    let script = EMBLEM.replace("<path", "<script>alert(1)</script><path");
    for (what, content, told) in [
        ("emblem.png", b"\x89PNG\r\n\x1a\n".to_vec(), "no SVG drawing"),
        ("emblem.svg", script.into_bytes(), "&lt;script&gt;"),
        ("large.svg", vec![b' '; 100_001], "too large"),
    ] {
        let file = vec![("file", what, "image/svg+xml", content)];
        let refused = administrator.submit_with(&page, &[], file).await;
        assert_eq!(refused.status, 422, "{what}");
        assert!(
            refused.has("id=\"file-error\"") && refused.has(told),
            "{what}: {}",
            refused.words()
        );
    }
    let file = vec![("file", "emblem.svg", "image/svg+xml", EMBLEM.into())];
    let kept = administrator.submit_with(&page, &[], file).await;
    assert_eq!(kept.status, 303, "{}", kept.words());
    let shown = administrator.follow(kept).await;
    assert!(
        shown.has("to 1; at least 4.5"),
        "the verdict stands beside it: {}",
        shown.words()
    );
    let text = shown.text();
    let rest = text.split_once("src=\"/emblem-").unwrap().1;
    let address = format!("/emblem-{}", rest.split('"').next().unwrap());
    let drawing = world.server.visitor("song-moi").get(&address).await;
    assert_eq!(
        drawing.text(),
        EMBLEM.replace(" onload=\"alert(1)\"", ""),
        "everybody sees it"
    );
}

/// Hours that overlap and a day that is none are told at their fields; a half Saturday and a day off are kept.
async fn works_by_its_calendar(administrator: &mut Browser) {
    let wrong = [
        ("mon", "08:00-12:00, 11:00-17:00"),
        ("off", "2026-09-31 Not a day"),
    ];
    let refused = step(administrator, "calendar", &wrong).await;
    assert_eq!(refused.status, 422);
    for told in [
        "id=\"mon-error\"",
        "id=\"off-error\"",
        "2026-09-31 Not a day",
        "value=\"08:00-12:00, 11:00-17:00\"",
    ] {
        assert!(refused.has(told), "{told}: {}", refused.words());
    }
    let right = [
        ("mon", "07:30-11:30, 13:30-17:00"),
        ("sat", "07:30-11:30"),
        ("off", "2026-09-02 Quốc khánh\n2026-11-27 Ngày truyền thống"),
        ("worked", ""),
    ];
    assert_eq!(step(administrator, "calendar", &right).await.status, 303);
    let page = administrator.get(&format!("{HERE}/calendar")).await;
    assert!(
        page.has("value=\"07:30-11:30\"") && page.has("2026-11-27 Ngày truyền thống"),
        "{}",
        page.words()
    );
}

#[tokio::test]
async fn a_province_comes_aboard_from_an_invitation_to_its_first_test_dossier() {
    let world = World::new().await;
    let mut administrator = world.administrator().await;
    let page = administrator.get(HERE).await;
    assert!(
        page.has("0 of 9 steps") && page.has("song-moi.localhost"),
        "{}",
        page.words()
    );

    in_its_place(&mut administrator).await;

    // A colour on which nothing could be read is refused with the verdict and the nearest that will do; all is kept.
    let pale = [
        ("name-vi", "Tỉnh Sông Mới"),
        ("phone", "1022"),
        ("brand", "#ffd400"),
        ("accent", "#e0a526"),
    ];
    let refused = step(&mut administrator, "identity", &pale).await;
    assert_eq!(refused.status, 422);
    assert!(
        refused.has("The contrast is only") && refused.has("value=\"#ffd400\""),
        "{}",
        refused.words()
    );
    let named = [
        ("name-vi", "Tỉnh Sông Mới"),
        ("name-en", "New River Province"),
        ("address", "9 đường Sông Mới"),
        ("phone", "1022"),
        ("brand", "#14532d"),
        ("accent", "#e0a526"),
    ];
    assert_eq!(step(&mut administrator, "identity", &named).await.status, 303);
    emblem_is_brought(&world, &mut administrator).await;
    let page = administrator.get(HERE).await;
    assert!(
        page.has("New River Province") && page.has("3 of 9 steps"),
        "{}",
        page.words()
    );
    assert!(page.has("#14532d"), "the look is in force at once");

    works_by_its_calendar(&mut administrator).await;
    let done = units(&mut administrator, "units.csv", UNITS.into()).await;
    assert_eq!(done.status, 303, "{}", done.words());
    assert_eq!(
        world.count("operating_unit where code like 'phuong-%' and valid_to is null"),
        2
    );

    // The step is taken back, and made again.
    undo(&mut administrator).await;
    assert_eq!(
        world.count("operating_unit where code like 'phuong-%' and valid_to is null"),
        0
    );
    assert!(administrator.get(HERE).await.has("4 of 9 steps"));
    assert_eq!(
        units(&mut administrator, "units.csv", UNITS.into()).await.status,
        303
    );

    assert_eq!(step(&mut administrator, "accounts", &[]).await.status, 303);
    let wrong = step(
        &mut administrator,
        "people",
        &[("name", "Đỗ Minh"), ("email", "khoi@song-moi.example")],
    )
    .await;
    assert_eq!(wrong.status, 422);
    assert!(
        wrong.has("id=\"email-error\"") && wrong.has("value=\"Đỗ Minh\""),
        "{}",
        wrong.words()
    );
    let person = [
        ("name", "Đỗ Minh"),
        ("email", "minh@song-moi.example"),
        ("responsibilities", "receiver"),
    ];
    assert_eq!(step(&mut administrator, "people", &person).await.status, 303);
    assert_eq!(world.count("invitation"), 2, "the second person was sent a link");
    let adopted = step(
        &mut administrator,
        "procedure",
        &[("procedure", "dang-ky-khai-sinh")],
    )
    .await;
    assert_eq!(adopted.status, 303, "{}", adopted.words());
    let early = administrator.get(HERE).await;
    assert!(
        !early.has("/admin/onboarding/ask"),
        "nothing is asked before the first dossier"
    );

    first_dossier(&mut administrator).await;
    assert_eq!(
        world.count("dossier d join tenant t on t.id = d.tenant_id where t.slug = 'song-moi'"),
        1
    );

    // Now the operator is asked; until she approves, nobody outside sees anything.
    work_as(&mut administrator, "Administration").await;
    let page = administrator.get(HERE).await;
    assert!(page.has("9 of 9 steps"), "{}", page.words());
    let form = page
        .forms()
        .into_iter()
        .find(|form| form.action.ends_with("/ask"))
        .unwrap();
    assert_eq!(administrator.send_form(&form).await.status, 303);
    let mut public = world.server.visitor("song-moi");
    assert_eq!(public.get("/search").await.status, 404);
    onboarding::approve(&world.db, &world.gate, "song-moi", clock::now())
        .await
        .unwrap();
    world.becomes("/search", 200).await;
    let home = public.get("/?lang=vi").await;
    assert!(home.has("Tỉnh Sông Mới") && home.has("9 đường Sông Mới"));
    assert!(
        !home.has("Hòa Bình") && !home.has("An Bình"),
        "nothing says where the template's authority is: {}",
        home.text()
    );
    let page = administrator.get(HERE).await;
    assert!(
        page.has("Live since") && !page.has("/admin/onboarding/undo"),
        "{}",
        page.words()
    );
    let late = step(&mut administrator, "identity", &named).await;
    assert_eq!(late.status, 422, "what is live is changed on its own pages");
}

#[tokio::test]
async fn before_it_is_approved_nobody_outside_sees_it_and_nobody_else_sets_it_up() {
    let world = World::new().await;
    let mut public = world.server.visitor("song-moi");
    assert_eq!(public.get("/").await.location(), "/desk");
    for path in ["/search", "/register", "/track", "/procedures/dang-ky-khai-sinh"] {
        assert_eq!(public.get(path).await.status, 404, "{path}");
    }
    assert!(public.get(HERE).await.location().starts_with("/sign-in"));
    // A tenant that was never invited has no checklist, not even for its administrator.
    let mut other = world
        .server
        .signed_in("an-binh", "an.quach@an-binh.example")
        .await;
    work_as(&mut other, "Administration").await;
    assert_eq!(other.get(HERE).await.status, 404);
    // The operator approves nothing that was not asked for.
    let early = onboarding::approve(&world.db, &world.gate, "song-moi", clock::now()).await;
    assert!(early.is_err());
    assert!(
        onboarding::approve(&world.db, &world.gate, "an-binh", clock::now())
            .await
            .is_err()
    );
    // A host or slug that is another's is refused, and leaves nothing behind.
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tenants/an-binh");
    let template = load(&folder, &ProcedureDefinitions).unwrap();
    let keys = InvitationKeys::derive("a secret of tests, long enough for keys");
    for (slug, host) in [
        ("song-moi", "another.localhost"),
        ("another", "an-binh.localhost"),
        ("Bad Slug", "bad.localhost"),
    ] {
        let taken = Invitation {
            slug: slug.into(),
            host: host.into(),
            ..invitation()
        };
        let refused =
            onboarding::invite(&world.db, &world.gate, &template, &taken, &keys, clock::now()).await;
        assert!(refused.is_err(), "{slug} {host}");
    }
    assert_eq!(world.count("tenant"), 2);
}

#[tokio::test]
async fn a_hostile_spreadsheet_of_units_is_refused_row_by_row_and_changes_nothing() {
    let world = World::new().await;
    let mut administrator = world.administrator().await;
    administrator.get(&format!("{HERE}?lang=en")).await;
    let many: String = std::iter::once("code,name_vi\n".to_owned())
        .chain((0..501).map(|at| format!("u{at},Đơn vị\n")))
        .collect();
    for (what, content, told) in [
        (
            "bomb.xlsx",
            crate::dictionaries::bomb(),
            "unpacks to more than 60 MB",
        ),
        ("large.csv", vec![b'a'; 5_000_001], "larger than 5 MB"),
        ("many.csv", many.into_bytes(), "At most 500 units"),
        ("noise.xlsx", b"PK\x03\x04 nothing".to_vec(), "cannot be read"),
        (
            "columns.csv",
            b"name,x\na,b\n".to_vec(),
            "These columns are missing",
        ),
        (
            "parent.csv",
            b"code,name_vi,parent\na,A,nobody\n".to_vec(),
            "no unit above it",
        ),
        (
            "twice.csv",
            b"code,name_vi,number_code\na,A,1\na,B,2\n".to_vec(),
            "there twice",
        ),
        (
            "number.csv",
            b"code,name_vi,number_code\na,A,77\nb,B,77\n".to_vec(),
            "own: 1 to 12",
        ),
        (
            "script.csv",
            b"code,name_vi\n<script>,A\n".to_vec(),
            "small letters",
        ),
    ] {
        let answer = units(&mut administrator, what, content).await;
        assert_eq!(answer.status, 422, "{what}: {}", answer.words());
        let words = answer
            .words()
            .replace([',', '\u{a0}', '\u{2068}', '\u{2069}'], "");
        assert!(words.contains(told), "{what}: {words}");
        assert!(!answer.has("<script>,"), "{what}");
    }
    assert_eq!(
        world.count("operating_unit u join tenant t on t.id = u.tenant_id where t.slug = 'song-moi'"),
        1
    );
}

#[tokio::test]
async fn every_jurisdiction_does_as_a_template() {
    let world = World::new().await;
    let keys = InvitationKeys::derive("a secret of tests, long enough for keys");
    for name in ["zoriana", "qinglan"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tenants").join(name);
        let template = load(&folder, &ProcedureDefinitions).unwrap_or_else(|problems| panic!("\n{problems}"));
        let of = Invitation {
            slug: format!("like-{name}"),
            host: format!("like-{name}.localhost"),
            ..invitation()
        };
        let invited = onboarding::invite(&world.db, &world.gate, &template, &of, &keys, clock::now()).await;
        assert!(invited.is_ok(), "{name}: {:?}", invited.err());
    }
}

#[tokio::test]
async fn books_follow_another_currency_and_fees_of_the_template_become_nothing() {
    let world = World::new().await;
    let mut administrator = world.administrator().await;
    let of = "join tenant t on t.id = x.tenant_id where t.slug = 'song-moi'";
    // What the tenant's procedures will cost is in its code until they are adopted.
    let rates = format!(
        "(select jsonb_array_elements(x.code -> 'fees' -> 'rate') as rate from onboarding x {of}) as f"
    );
    let priced = format!("{rates} where (rate ->> 'amount_minor')::bigint > 0");
    let known = world.count(&rates);
    assert!(world.count(&priced) > 0, "the template has fees");
    let region = |currency: &'static str| {
        [
            ("languages", "vi"),
            ("languages", "en"),
            ("home", "vi"),
            ("zone", "Asia/Ho_Chi_Minh"),
            ("currency", currency),
        ]
    };
    let unknown = step(&mut administrator, "region", &region("XXX")).await;
    assert_eq!(unknown.status, 422);
    assert!(unknown.has("id=\"currency-error\""), "{}", unknown.words());
    // The same currency says nothing about fees.
    assert_eq!(
        step(&mut administrator, "region", &region("VND")).await.status,
        303
    );
    assert!(world.count(&priced) > 0);
    let page = administrator.get(&format!("{HERE}/region?lang=en")).await;
    assert!(page.has("fees are dropped"), "{}", page.words());
    assert_eq!(
        step(&mut administrator, "region", &region("UAH")).await.status,
        303
    );
    assert_eq!(world.count(&format!("ledger x {of} and x.currency <> 'UAH'")), 0);
    assert!(world.count(&format!("ledger x {of} and x.currency = 'UAH'")) > 0);
    assert_eq!(
        world.count(&priced),
        0,
        "an amount of one currency says nothing in another"
    );
    assert_eq!(world.count(&rates), known);
    let page = administrator.get(&format!("{HERE}/region?lang=en")).await;
    assert!(page.has("UAH"), "{}", page.words());
    // Taken back, the books and the fees are the template's.
    undo(&mut administrator).await;
    assert_eq!(world.count(&format!("ledger x {of} and x.currency <> 'VND'")), 0);
    assert!(world.count(&priced) > 0);
}

#[test]
fn the_offices_address_is_its_halls_until_the_hall_has_one_of_its_own() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tenants/an-binh");
    let mut code = load(&root, &ProcedureDefinitions).unwrap();
    let home = code.tenant.default_language;
    code.organisation.hall.truncate(1);
    code.organisation.hall[0].address = code.tenant.contact.address.clone();
    let say = |code: &mut TenantCode, address: &str| {
        let typed = Identity {
            name: code.tenant.name.clone(),
            address: address.to_owned(),
            phone: "1022".to_owned(),
            brand: "#9a1b22".to_owned(),
            accent: "#f2c14e".to_owned(),
        };
        identify(code, &typed).unwrap();
        let of = |address: &Localised| address.get(home, home).to_owned();
        (
            of(&code.tenant.contact.address),
            of(&code.organisation.hall[0].address),
        )
    };
    let both = |address: &str| (address.to_owned(), address.to_owned());
    assert_eq!(say(&mut code, "Số 2 đường Mới"), both("Số 2 đường Mới"));
    code.organisation.hall[0].address = Localised::of(home, "Số 9 đường Khác");
    let apart = ("Số 3 đường Mới".to_owned(), "Số 9 đường Khác".to_owned());
    assert_eq!(say(&mut code, "Số 3 đường Mới"), apart);
    // Sent again as it was, every language of it stays.
    code.tenant
        .contact
        .address
        .0
        .insert(Language::En, "3 New Street".into());
    let before = code.tenant.contact.address.clone();
    say(&mut code, "Số 3 đường Mới");
    assert_eq!(code.tenant.contact.address, before);
}
