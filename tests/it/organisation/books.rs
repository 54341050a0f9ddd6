//! Rules 5 and 6 where they meet money and documents, in a whole installation: server, relay, workers and the gateway.
//! Everything is done as people and programs do it; the rows are only read.

use std::sync::Arc;

use onedoor::authority::organisation::change::{Change, Equipment};
use onedoor::authority::tenancy::apply::{Manner, Options, apply_as, plan};
use onedoor::authority::tenancy::code::TenantCode;
use onedoor::authority::tenancy::demo::DEMO_PASSWORD;
use onedoor::authority::tenancy::export;
use onedoor::kernel::clock;
use serde_json::Value;
use uuid::Uuid;

use super::paths::office::{Came, by_page, by_program};
use crate::api::program::{CITIZEN, HOME, Program, application, token};
use crate::isolation::lines;
use crate::journeys::world::World;
use crate::support::browser::Browser;
use crate::support::wait::until;

const ADMINISTRATOR: &str = "halyna.moroz@zoriana.example";

/// Zoriana at work, with an administrator's browser and a citizen's program.
struct House {
    world: World,
    administrator: Browser,
    citizen: Program,
    sent: usize,
}

impl House {
    async fn open() -> Self {
        let world = World::new(HOME).await;
        let mut administrator = signed_in(&world, ADMINISTRATOR).await;
        administrator.get("/admin/organisation?lang=en").await;
        let citizen =
            Program::calling(world.port, HOME).with(&token(&world.database, HOME, CITIZEN, "1 day"));
        Self {
            world,
            administrator,
            citizen,
            sent: 0,
        }
    }

    fn rows(&self, query: &str) -> Vec<String> {
        lines(&mut self.world.database.superuser(), query)
    }

    fn one(&self, query: &str) -> String {
        let found = self.rows(query);
        assert_eq!(found.len(), 1, "{query}: {found:?}");
        found.into_iter().next().unwrap()
    }

    fn id(&self, table: &str, code: &str) -> Uuid {
        let query = format!("select id::text as line from {table} where code = '{code}'");
        self.one(&query).parse().unwrap()
    }

    /// Makes a change on the administrator's page.
    async fn changed(&mut self, change: Change) {
        assert_eq!(
            by_page(&mut self.administrator, &change).await,
            Came::Made,
            "{change:?}"
        );
    }

    /// The citizen's program applies for an extract, for which there is a fee and no hall.
    async fn submitted(&mut self) -> Uuid {
        self.sent += 1;
        let key = format!("books-{}", self.sent);
        let told = self
            .citizen
            .post("/api/v1/dossiers", Some(&key), &application())
            .await;
        assert_eq!(told.status, 201, "{}", told.text);
        told.json()["id"].as_str().unwrap().parse().unwrap()
    }

    /// The legal entity whose dossier it is.
    fn signer(&self, dossier: Uuid) -> String {
        self.one(&format!(
            "select e.code as line from dossier d join legal_entity e on e.id = d.legal_entity_id where d.id = '{dossier}'"
        ))
    }

    /// The citizen pays at the gateway; answers the entity of her invoice, once it is issued.
    async fn paid_and_invoiced(&self, dossier: Uuid) -> String {
        let invoice = format!(
            "select e.code as line from invoice i join legal_entity e on e.id = i.legal_entity_id where i.dossier_id = '{dossier}'"
        );
        let request = format!("select id::text as line from payment_request where dossier_id = '{dossier}'");
        until("she is asked to pay", async || !self.rows(&request).is_empty()).await;
        let mut payer = signed_in(&self.world, CITIZEN).await;
        let page = payer.get(&format!("/my/dossiers/{dossier}/pay")).await;
        assert_eq!(page.status, 200, "{}", page.words());
        let to_gateway = payer.submit(&page, &[("method", "keypay")]).await.location();
        let chosen = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .unwrap()
            .post(&to_gateway)
            .header("content-type", "application/x-www-form-urlencoded")
            .body("choice=pay")
            .send()
            .await
            .unwrap();
        assert_eq!(chosen.status(), 303);
        until("the invoice is issued", async || !self.rows(&invoice).is_empty()).await;
        self.one(&invoice)
    }

    async fn exported(&self) -> TenantCode {
        let state = self.world.state();
        export::export(&state.db, &state.gate, HOME).await.unwrap()
    }

    async fn applied(&self, code: TenantCode) {
        let state = self.world.state();
        let manner = Manner {
            over_drift: true,
            ..Manner::default()
        };
        apply_as(&state.db, &state.gate, Arc::new(code), options(), manner)
            .await
            .unwrap();
        state.tenants.refresh(&state.db).await.unwrap();
    }

    /// Neither export nor plan finds a difference between the tenant and its code.
    async fn is_its_export(&self) {
        let (state, code) = (self.world.state(), self.exported().await);
        let found = plan(&state.db, &state.gate, Arc::new(code), options())
            .await
            .unwrap();
        assert!(found.is_empty(), "{found}");
    }
}

fn options() -> Options {
    Options {
        demo_password_hash: None,
        now: clock::now(),
    }
}

async fn signed_in(world: &World, email: &str) -> Browser {
    let mut browser = Browser::new(world.port, HOME);
    let page = browser.get("/sign-in").await;
    let answer = browser
        .submit(&page, &[("login", email), ("password", DEMO_PASSWORD)])
        .await;
    assert_eq!(answer.status, 303, "{email} cannot sign in: {}", answer.text());
    browser
}

/// Rule 6.
#[tokio::test(flavor = "multi_thread")]
async fn rule_6_the_default_entity_in_force_signs_where_none_was_given_and_what_was_signed_stays() {
    let mut house = House::open().await;
    let (unit, city, settlement) = (
        house.id("operating_unit", "reiestratory"),
        house.id("legal_entity", "zorianska-rada"),
        house.id("legal_entity", "luhova-rada"),
    );
    let named = |code: &TenantCode| code.procedures["vytiah-yedr"].facts.legal_entities.clone();
    let first = house.submitted().await;
    assert_eq!(house.signer(first), "zorianska-rada");

    house
        .changed(Change::Link {
            unit,
            entity: settlement,
        })
        .await;
    house
        .changed(Change::SetDefault {
            unit,
            entity: settlement,
        })
        .await;
    let second = house.submitted().await;
    assert_eq!(
        house.signer(second),
        "luhova-rada",
        "the default of this moment signs"
    );
    assert_eq!(
        house.signer(first),
        "zorianska-rada",
        "what was signed stays signed"
    );
    // Its invoice is issued long after the default has changed, and all the same by whose dossier it is.
    assert_eq!(house.paid_and_invoiced(first).await, "zorianska-rada");
    assert_eq!(house.paid_and_invoiced(second).await, "luhova-rada");
    let posted = "select distinct d.id || ' ' || e.code as line from journal_entry j join dossier d on d.id = j.dossier_id
         join legal_entity e on e.id = j.legal_entity_id";
    until("both payments are in the books", async || {
        house.rows(posted).len() == 2
    })
    .await;
    let mut expected = vec![format!("{first} zorianska-rada"), format!("{second} luhova-rada")];
    expected.sort();
    let mut in_books = house.rows(posted);
    in_books.sort();
    assert_eq!(in_books, expected);

    // Nobody was named, so the code names nobody.
    let mut code = house.exported().await;
    assert!(named(&code).is_empty(), "{:?}", named(&code));
    house.is_its_export().await;

    // Where somebody is named, no default comes into it.
    let facts = &mut code.procedures.get_mut("vytiah-yedr").unwrap().facts;
    facts
        .legal_entities
        .insert("reiestratory".into(), "zorianska-rada".into());
    house.applied(code).await;
    let third = house.submitted().await;
    assert_eq!(
        house.signer(third),
        "zorianska-rada",
        "who was given signs, not the default"
    );
    house.changed(Change::SetDefault { unit, entity: city }).await;
    house
        .changed(Change::SetDefault {
            unit,
            entity: settlement,
        })
        .await;
    let fourth = house.submitted().await;
    assert_eq!(house.signer(fourth), "zorianska-rada");
    assert_eq!(named(&house.exported().await)["reiestratory"], "zorianska-rada");
    house.is_its_export().await;

    // A hall has one entity: that is given with the hall, whatever the default of its unit is.
    let mut code = house.exported().await;
    let facts = &mut code.procedures.get_mut("vytiah-yedr").unwrap().facts;
    facts.legal_entities.clear();
    facts.operating_units = vec!["tsnap".into()];
    facts.halls = vec!["tsnap-luhove".into()];
    house.applied(code).await;
    let default = "select e.code as line from operating_unit u join legal_entity e on e.id = u.default_legal_entity_id where u.code = 'tsnap'";
    assert_eq!(house.one(default), "zorianska-rada");
    let fifth = house.submitted().await;
    assert_eq!(house.signer(fifth), "luhova-rada", "the hall's entity signs");
    house.is_its_export().await;
}

/// Rule 6: a fee is invoiced by who signs, so one who issues no invoices does not become the default where a fee is taken.
#[tokio::test(flavor = "multi_thread")]
async fn rule_6_a_default_entity_that_issues_no_invoices_does_not_come_to_sign_for_a_fee() {
    let mut house = House::open().await;
    let unit = house.id("operating_unit", "reiestratory");
    let bare = Change::AddEntity {
        group: house.id("business_group", "zoriana-ova"),
        ledger: house.id("ledger", "holovna-knyha"),
        called: super::world::called("bare"),
        registration_kind: "edrpou".into(),
        registration_number: "14360570".into(),
        value: "77".into(),
    };
    house.changed(bare).await;
    let bare = house.id("legal_entity", "bare");
    house.changed(Change::Link { unit, entity: bare }).await;
    let change = Change::SetDefault { unit, entity: bare };
    let rule = Came::Refused("rule-fee-is-signed-by-who-invoices".into());
    assert_eq!(by_page(&mut house.administrator, &change).await, rule);
    let program = Program::calling(house.world.port, HOME).with(&token(
        &house.world.database,
        HOME,
        ADMINISTRATOR,
        "1 day",
    ));
    assert_eq!(by_program(&program, "set-bare", &change).await, rule);
    let told = program
        .post(
            "/api/v1/organisation/changes",
            Some("again"),
            &serde_json::json!({"reason": "for the test", "change": change}),
        )
        .await;
    let way: Value = told.json();
    assert!(way.to_string().contains("bare"), "it says who: {way}");
    let dossier = house.submitted().await;
    assert_eq!(house.signer(dossier), "zorianska-rada");
}

impl House {
    /// Answers the citizen's number of a dossier and the request that asks her to pay.
    async fn asked_to_pay(&self, dossier: Uuid) -> (String, String) {
        let request = format!(
            "select d.number || '|' || r.id as line from payment_request r join dossier d on d.id = r.dossier_id where d.id = '{dossier}'"
        );
        until("she is asked to pay", async || !self.rows(&request).is_empty()).await;
        let (number, request) = self.one(&request).split_once('|').map(owned).unwrap();
        (number, request)
    }

    /// The cashier takes the money at the desk of a hall.
    async fn pays_cash(&self, dossier: Uuid, hall: Uuid) {
        let (number, request) = self.asked_to_pay(dossier).await;
        let mut cashier = signed_in(&self.world, CASHIER).await;
        // A hall that was just added is offered as soon as the server has looked at the catalogue again.
        let address = format!("/hall/cash?code={number}&hall={hall}&lang=en");
        let mut desk = cashier.get(&address).await;
        until("the hall is offered", async || {
            desk = cashier.get(&address).await;
            desk.status == 200
        })
        .await;
        let mut form = desk.form(&["received"]);
        assert!(form.action.contains(&request), "{}", form.action);
        form.fields.retain(|(name, _)| name != "received");
        form.fields.push(("received".into(), "200.00".into()));
        let taken = cashier.send_form(&form).await;
        assert_eq!(taken.status, 303, "{}", taken.words());
        self.posted(dossier, "payment").await;
    }

    /// One asks for all of it back, another approves, and the cashier hands it over at the desk of a hall.
    async fn gives_back(&self, dossier: Uuid, hall: Uuid) {
        let (_, request) = self.asked_to_pay(dossier).await;
        let mut officer = signed_in(&self.world, OFFICER).await;
        let form = officer
            .get(&format!("/desk/refunds/raise/{request}?lang=en"))
            .await;
        assert_eq!(form.status, 200, "{}", form.words());
        let raised = officer
            .submit(&form, &[("amount", "151.40"), ("reason", "Paid twice")])
            .await;
        assert_eq!(raised.status, 303, "{}", raised.words());
        let refund = raised.location();
        let mut head = signed_in(&self.world, HEAD).await;
        let form = head.get(&refund).await;
        assert_eq!(form.status, 200, "{}", form.words());
        let approved = head.submit(&form, &[("decision", "approve")]).await;
        assert_eq!(approved.status, 303, "{}", approved.words());
        self.posted(dossier, "refund").await;
        let mut cashier = signed_in(&self.world, CASHIER).await;
        let hand_over = format!("{}?hall={hall}", refund.replace("/desk/", "/hall/cash/"));
        let question = cashier.get(&hand_over).await;
        assert_eq!(question.status, 200, "{}", question.words());
        let mut form = question
            .forms()
            .into_iter()
            .find(|form| form.is_post && form.action.contains("/hall/cash/refunds/"))
            .unwrap();
        if form.action.is_empty() {
            form.action = hand_over;
        }
        let handed = cashier.send_form(&form).await;
        assert_eq!(handed.status, 303, "{}", handed.words());
        self.posted(dossier, "refund_paid").await;
    }

    async fn posted(&self, dossier: Uuid, kind: &str) {
        let posted = format!(
            "select id::text as line from journal_entry where dossier_id = '{dossier}' and source_kind = '{kind}'"
        );
        until(&format!("{kind} is in the books"), async || {
            !self.rows(&posted).is_empty()
        })
        .await;
    }

    /// The branches of everything that was posted for a dossier.
    fn branches(&self, dossier: Uuid, kind: &str) -> Vec<String> {
        self.rows(&format!(
            "select distinct e.code || ' ' || p.balancing_value as line from posting p
             join journal_entry j on j.id = p.journal_entry_id join legal_entity e on e.id = p.legal_entity_id
             where j.dossier_id = '{dossier}' and j.source_kind = '{kind}'"
        ))
    }
}

fn owned((one, other): (&str, &str)) -> (String, String) {
    (one.to_owned(), other.to_owned())
}

const CASHIER: &str = "natalia.shevchuk@zoriana.example";
const OFFICER: &str = "olena.koval@zoriana.example";
const HEAD: &str = "andrii.melnyk@zoriana.example";
const AUDITOR: &str = "oksana.romaniuk@zoriana.example";

/// Rule 5: several values of an entity are branches that it consolidates.
#[tokio::test(flavor = "multi_thread")]
async fn rule_5_an_entity_keeps_books_by_branch_and_consolidates_them() {
    let mut house = House::open().await;
    // The extract is taken over by the service centre, which takes cash for it; no hall is named for it yet.
    let mut code = house.exported().await;
    let facts = &mut code.procedures.get_mut("vytiah-yedr").unwrap().facts;
    facts.operating_units = vec!["tsnap".into()];
    facts.fee.request = facts
        .fee
        .request
        .as_ref()
        .map(|it| it.replace("[keypay]", "[keypay] [cash]"));
    house.applied(code.clone()).await;
    // The city {01, 02} gets a third branch, with a desk of its own beside that of branch 02.
    let (city, unit) = (
        house.id("legal_entity", "zorianska-rada"),
        house.id("operating_unit", "tsnap"),
    );
    house
        .changed(Change::AddValue {
            entity: city,
            value: "04".into(),
        })
        .await;
    house
        .changed(Change::AddCentre {
            entity: city,
            value: "04".into(),
            called: super::world::called("centre-04"),
        })
        .await;
    house
        .changed(Change::AddHall {
            unit,
            entity: city,
            centre: house.id("cost_centre", "centre-04"),
            called: super::world::called("hall-04"),
            equipment: Equipment {
                capabilities: vec!["takes_cash".into()],
                ..Equipment::default()
            },
        })
        .await;
    let (second, fourth) = (
        house.id("service_hall", "tsnap-zoriane"),
        house.id("service_hall", "hall-04"),
    );

    let at_second = house.submitted().await;
    house.pays_cash(at_second, second).await;
    let at_fourth = house.submitted().await;
    house.pays_cash(at_fourth, fourth).await;
    let at_no_hall = house.submitted().await;
    house.paid_and_invoiced(at_no_hall).await;
    house.posted(at_no_hall, "payment").await;
    // Online, but for a dossier of a hall: the hall's branch.
    code = house.exported().await;
    let facts = &mut code.procedures.get_mut("vytiah-yedr").unwrap().facts;
    facts.halls = vec!["tsnap-zoriane".into()];
    house.applied(code).await;
    let online = house.submitted().await;
    house.paid_and_invoiced(online).await;
    house.posted(online, "payment").await;
    for (dossier, branch) in [
        (at_second, "zorianska-rada 02"),
        (at_fourth, "zorianska-rada 04"),
        (at_no_hall, "zorianska-rada 01"),
        (online, "zorianska-rada 02"),
    ] {
        assert_eq!(house.branches(dossier, "payment"), [branch]);
    }
    // The money goes back at another desk, and is taken back where it had come in.
    house.gives_back(at_fourth, second).await;
    for kind in ["refund", "refund_paid"] {
        assert_eq!(house.branches(at_fourth, kind), ["zorianska-rada 04"], "{kind}");
    }

    // What the auditor reads: each branch, and the city as the sum of them; every number leads to its cases.
    let mut auditor = signed_in(&house.world, AUDITOR).await;
    let sheet = auditor.get("/audit/figures.csv?by=entity&lang=en").await;
    assert_eq!(sheet.status, 200);
    let text = sheet.text();
    let lines: Vec<Vec<&str>> = text
        .lines()
        .skip(1)
        .map(|line| {
            line.rsplitn(6, ',')
                .collect::<Vec<_>>()
                .into_iter()
                .rev()
                .collect()
        })
        .collect();
    let of = |value: &str| -> Vec<&str> {
        let line = lines.iter().find(|line| line[1] == value);
        line.unwrap_or_else(|| panic!("no {value}: {text}"))[2..5].to_vec()
    };
    assert_eq!(of("01"), ["151.40", "0.00", "151.40"]);
    assert_eq!(of("02"), ["302.80", "0.00", "302.80"]);
    assert_eq!(of("04"), ["151.40", "151.40", "0.00"]);
    assert_eq!(lines.len(), 3, "{text}");
    let page = auditor.get("/audit?by=entity&lang=en").await;
    let words = page.words();
    for said in [
        "Executive Committee of Zoriane City Council₴605.60₴151.40₴454.20",
        "Branch 01₴151.40₴0.00₴151.40",
        "Branch 02 Zoriane centre₴302.80₴0.00₴302.80",
        "Branch 04 The centre-04₴151.40₴151.40₴0.00",
        "Total₴605.60₴151.40₴454.20",
    ] {
        assert!(words.contains(said), "{said}: {words}");
    }
    let text = page.text();
    let mut counted = Vec::new();
    for link in page.links().into_iter().filter(|link| link.contains("entity=")) {
        let list = auditor.get(&link).await;
        assert_eq!(list.status, 200, "{link}");
        let cases = list
            .text()
            .matches("<tr><th scope=\"row\" class=\"nw num\">")
            .count();
        counted.push((link, cases));
    }
    let cases: Vec<usize> = counted.iter().map(|(_, cases)| *cases).collect();
    assert_eq!(
        cases,
        [4, 1, 1, 2, 1, 1],
        "city, its refund, 01, 02, 04 and what went back there: {counted:?} {text}"
    );
    assert_eq!(
        auditor
            .get("/audit/cases?outcome=received&entity=zorianska-rada")
            .await
            .status,
        404
    );
    assert_eq!(
        auditor
            .get("/audit/cases?outcome=money&entity=nobody")
            .await
            .status,
        404
    );
}
