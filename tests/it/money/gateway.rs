//! The real sandbox gateway over HTTP, well-behaved and not.

use std::sync::Arc;

use actix_web::{App, HttpRequest, HttpResponse, HttpServer, web};
use diesel::prelude::*;
use diesel::sql_types::Text;
use onedoor::kernel::actions::Verb;
use onedoor::kernel::clock::{self, Instant};
use onedoor::kernel::error::{Error, Result};
use onedoor::kernel::ids::TenantId;
use onedoor::kernel::locale::Language;
use onedoor::kernel::money::{Money, Tender};
use onedoor::platform::door::Db;
use onedoor::services::billing::gateway::{
    GatewayClient, GatewayError, MERCHANT_HEADER, MerchantKey, OpenSession, Purpose, Report,
    SIGNATURE_HEADER, SessionState, TIMESTAMP_HEADER,
};
use onedoor::services::billing::{OnlinePayment, PaymentRequest, Verdict, open_gateway_payment, reconcile};
use onedoor::services::ledger::{BooksKey, PostJournal, post_owed_back};
use onedoor::surfaces::callbacks::gateway::{Delivery, Merchant, answer, take, take_refund};
use onedoor::surfaces::sandbox::gateway::{GatewayOptions, start};
use serde_json::{Value, json};
use tempfile::TempDir;
use uuid::Uuid;

use super::world::{World, settings};
use crate::support::fixtures::Town;
use crate::support::port::free_address;
use crate::support::wait::until;

pub(super) const SECRET: &str = "a secret between the gateway and this installation";

/// A world with a gateway, and a portal of nothing but the route the gateway calls.
pub(super) struct Market {
    pub world: World,
    pub client: GatewayClient,
    pub portal: String,
    http: reqwest::Client,
    gateway: actix_web::dev::ServerHandle,
    data: TempDir,
}

struct Portal {
    db: Db,
    towns: [Town; 2],
}

async fn receive(
    portal: web::Data<Portal>,
    slug: web::Path<String>,
    request: HttpRequest,
    body: web::Bytes,
) -> HttpResponse {
    let town = &portal.towns[usize::from(*slug == "beta")];
    match take(
        &portal.db,
        &merchant(town),
        &Delivery::of(&request, &body),
        || Ok(()),
        clock::now(),
    )
    .await
    {
        Ok(verdict) => answer(verdict),
        Err(error) => HttpResponse::InternalServerError().body(error.to_string()),
    }
}

async fn receive_refund(
    portal: web::Data<Portal>,
    slug: web::Path<String>,
    request: HttpRequest,
    body: web::Bytes,
) -> HttpResponse {
    let town = &portal.towns[usize::from(*slug == "beta")];
    let delivery = Delivery::of(&request, &body);
    match take_refund(&portal.db, &merchant(town), &delivery, || Ok(()), clock::now()).await {
        Ok(verdict) => answer(verdict),
        Err(error) => HttpResponse::InternalServerError().body(error.to_string()),
    }
}

pub(super) fn merchant(town: &Town) -> Merchant {
    Merchant {
        context: town.system(),
        settings: settings(town),
        key: MerchantKey::derive(SECRET, town.tenant),
    }
}

fn serve_portal(world: &World, listener: std::net::TcpListener) {
    let portal = web::Data::new(Portal {
        db: world.db.clone(),
        towns: [world.alpha.clone(), world.beta.clone()],
    });
    let server = HttpServer::new(move || {
        App::new()
            .app_data(portal.clone())
            .route("/{town}/callbacks/gateway", web::post().to(receive))
            .route(
                "/{town}/callbacks/gateway/refunds",
                web::post().to(receive_refund),
            )
    })
    .workers(2)
    .disable_signals()
    .listen(listener)
    .unwrap()
    .run();
    tokio::spawn(server);
}

impl Market {
    pub fn open() -> Self {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let market = Self::with_portal_at(listener.local_addr().unwrap());
        serve_portal(&market.world, listener);
        market
    }

    fn with_portal_at(portal: std::net::SocketAddr) -> Self {
        let data = TempDir::new().unwrap();
        let (url, gateway) = start_gateway(&data);
        Self {
            world: World::new(),
            client: GatewayClient::new(&url, SECRET).unwrap(),
            portal: format!("http://{portal}"),
            http: reqwest::Client::builder()
                .redirect(reqwest::redirect::Policy::none())
                .build()
                .unwrap(),
            gateway,
            data,
        }
    }

    fn order(&self, town: &str, request: &PaymentRequest, metadata: Value) -> OnlinePayment {
        OnlinePayment {
            request: request.id,
            language: Language::En,
            description: "Register a birth".into(),
            return_url: format!("{}/{town}/back", self.portal),
            callback_url: format!("{}/{town}/callbacks/gateway", self.portal),
            metadata: json!({"sandbox": metadata}),
        }
    }

    /// The page where alpha's citizen pays.
    pub async fn lead(&self, request: &PaymentRequest, metadata: Value) -> Result<String> {
        let town = &self.world.alpha;
        let citizen = town.citizen(town.citizen, &[Verb::PayRequest, Verb::ReadMoney]);
        let order = self.order("alpha", request, metadata);
        open_gateway_payment(&self.world.db, &citizen, &self.client, order).await
    }

    async fn choose(&self, page: &str, choice: &str) {
        let answer = self
            .http
            .post(page)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .body(format!("choice={choice}"))
            .send()
            .await
            .unwrap();
        assert_eq!(answer.status(), 303);
    }

    /// Verdicts in the order in which reports came.
    pub fn verdicts(&self) -> Vec<String> {
        #[derive(QueryableByName)]
        struct Row {
            #[diesel(sql_type = Text)]
            verdict: String,
        }
        let rows: Vec<Row> = diesel::sql_query("select verdict from gateway_callback order by id")
            .load(&mut self.world.rows())
            .unwrap();
        rows.into_iter().map(|row| row.verdict).collect()
    }

    /// Waits until the reports were judged like this.
    pub async fn expect(&self, verdicts: &[&str]) {
        until(&format!("the verdicts are {verdicts:?}"), async || {
            self.verdicts() == verdicts
        })
        .await;
    }

    fn payments(&self) -> i64 {
        self.world.count("payment")
    }
}

fn start_gateway(data: &TempDir) -> (String, actix_web::dev::ServerHandle) {
    let gateway = start(&GatewayOptions {
        listen: ([127, 0, 0, 1], 0).into(),
        public_url: None,
        secret: SECRET.into(),
        data_dir: data.path().to_owned(),
    })
    .unwrap();
    let handle = gateway.server.handle();
    tokio::spawn(gateway.server);
    (gateway.url, handle)
}

fn report(town: &Town, session: Uuid, reference: &str, minor: i64) -> Report {
    Report {
        merchant: town.tenant,
        session,
        reference: reference.into(),
        state: SessionState::Paid,
        amount_minor: minor,
        currency: town.currency,
        occurred_at: clock::now(),
    }
}

/// What the one session of the world is called.
fn session_of(world: &World) -> (Uuid, String) {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = diesel::sql_types::Uuid)]
        id: Uuid,
        #[diesel(sql_type = Text)]
        reference: String,
    }
    let row: Row = diesel::sql_query(
        "select id, coalesce(provider_reference, '') as reference from gateway_session order by opened_at desc limit 1",
    )
    .get_result(&mut world.rows())
    .unwrap();
    (row.id, row.reference)
}

async fn deliver(world: &World, to: &Town, signed_by: &Town, report: &Report, stamp: Instant) -> Verdict {
    let body = serde_json::to_vec(report).unwrap();
    let timestamp = stamp.timestamp();
    let signature = MerchantKey::derive(SECRET, signed_by.tenant).sign(Purpose::Callback, timestamp, &body);
    let delivery = Delivery {
        timestamp: Some(&timestamp.to_string()),
        signature: Some(&signature),
        body: &body,
    };
    take(&world.db, &merchant(to), &delivery, || Ok(()), clock::now())
        .await
        .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_citizen_pays_at_the_gateway_and_her_request_is_settled_once() {
    let market = Market::open();
    let request = market.world.due(&market.world.alpha).await;
    let page = market.lead(&request, Value::Null).await.unwrap();
    assert_eq!(
        market.lead(&request, Value::Null).await.unwrap(),
        page,
        "a second click leads to the same page"
    );
    assert_eq!(market.world.count("gateway_session"), 1);

    let html = market.http.get(&page).send().await.unwrap().text().await.unwrap();
    assert!(
        html.contains("75,000") && html.contains(&request.reference) && html.contains("Register a birth")
    );
    let answer = market
        .http
        .post(&page)
        .header("Content-Type", "application/x-www-form-urlencoded")
        .body("choice=pay")
        .send()
        .await
        .unwrap();
    assert_eq!(
        answer.headers()["location"],
        format!("{}/alpha/back", market.portal)
    );
    market.expect(&["settled"]).await;

    let data = &market.world.events("payment.recorded")[0];
    assert_eq!(
        (data["method"].as_str(), data["amount_minor"].as_i64()),
        (Some("gateway"), Some(75_000))
    );
    assert_eq!(
        serde_json::from_value::<Tender>(data["method"].clone()).unwrap(),
        Tender::Gateway
    );
    assert_eq!(market.world.count("gateway_session where end_reason = 'paid'"), 1);
    assert_eq!(
        market
            .world
            .count("dossier where status = 2 and paid_at is not null"),
        1
    );

    market.choose(&page, "pay").await;
    let again = market.lead(&request, Value::Null).await;
    assert!(matches!(again, Err(Error::Refused(refusal)) if refusal.code == "errors-payment-already-made"));
    assert_eq!((market.payments(), market.verdicts().len()), (1, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn repeated_forged_and_stale_callbacks_change_nothing_twice() {
    let market = Market::open();
    let world = &market.world;
    let request = world.due(&world.alpha).await;
    let orders = json!({"repeat": 2, "forge": true, "stale_seconds": 301, "at_once": "pay"});
    market.lead(&request, orders).await.unwrap();
    market
        .expect(&["forged", "late", "settled", "repeated", "repeated"])
        .await;
    assert_eq!(
        (market.payments(), world.events("payment.recorded").len()),
        (1, 1)
    );
    assert_eq!(
        world.count("number_counter where series = 'receipt' and last = 1"),
        1
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_report_arriving_many_times_at_once_settles_once() {
    let market = Market::open();
    let world = &market.world;
    let request = world.due(&world.alpha).await;
    market.lead(&request, Value::Null).await.unwrap();
    let (session, reference) = session_of(world);
    let report = report(&world.alpha, session, &reference, 75_000);
    let deliveries = (0..8).map(|_| deliver(world, &world.alpha, &world.alpha, &report, clock::now()));
    let verdicts = futures_util::future::join_all(deliveries).await;
    assert_eq!(
        verdicts
            .iter()
            .filter(|verdict| **verdict == Verdict::Settled)
            .count(),
        1
    );
    assert_eq!(
        verdicts
            .iter()
            .filter(|verdict| **verdict == Verdict::Repeated)
            .count(),
        7
    );
    assert_eq!(market.payments(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_about_other_money_or_another_reference_is_kept_and_not_believed() {
    let market = Market::open();
    let world = &market.world;
    let town = &world.alpha;
    let request = world.due(town).await;
    market.lead(&request, Value::Null).await.unwrap();
    let (session, reference) = session_of(world);
    let good = report(town, session, &reference, 75_000);
    for (wrong, expected) in [
        (
            Report {
                amount_minor: 74_999,
                ..good.clone()
            },
            Verdict::Mismatched,
        ),
        (
            Report {
                currency: onedoor::kernel::money::Currency::Eur,
                ..good.clone()
            },
            Verdict::Mismatched,
        ),
        (
            Report {
                reference: "another".into(),
                ..good.clone()
            },
            Verdict::Mismatched,
        ),
        (
            Report {
                session: Uuid::now_v7(),
                ..good.clone()
            },
            Verdict::Unknown,
        ),
        (
            Report {
                merchant: TenantId::fresh(),
                ..good.clone()
            },
            Verdict::Unknown,
        ),
        (
            Report {
                state: SessionState::Pending,
                ..good.clone()
            },
            Verdict::Pending,
        ),
    ] {
        assert_eq!(
            deliver(world, town, town, &wrong, clock::now()).await,
            expected,
            "{wrong:?}"
        );
    }
    let garbage = Delivery {
        timestamp: None,
        signature: Some("v1=00"),
        body: b"\0<script>",
    };
    let verdict = take(&world.db, &merchant(town), &garbage, || Ok(()), clock::now())
        .await
        .unwrap();
    assert_eq!(verdict, Verdict::Forged);
    let full = take(
        &world.db,
        &merchant(town),
        &garbage,
        || {
            Err(Error::TooMany {
                retry_after_seconds: 1,
            })
        },
        clock::now(),
    )
    .await;
    assert!(matches!(full, Err(Error::TooMany { .. })));
    assert_eq!((market.payments(), world.count("gateway_callback")), (0, 7));
    assert_eq!(
        deliver(world, town, town, &good, clock::now()).await,
        Verdict::Settled
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tenants_session_is_nothing_at_another_tenants_host() {
    let market = Market::open();
    let world = &market.world;
    let (alpha, beta) = (&world.alpha, &world.beta);
    let request = world.due(alpha).await;
    market.lead(&request, Value::Null).await.unwrap();
    let (session, reference) = session_of(world);
    let of_alpha = report(alpha, session, &reference, 75_000);
    let as_beta = Report {
        merchant: beta.tenant,
        ..of_alpha.clone()
    };
    assert_eq!(
        deliver(world, beta, alpha, &of_alpha, clock::now()).await,
        Verdict::Forged
    );
    assert_eq!(
        deliver(world, beta, beta, &of_alpha, clock::now()).await,
        Verdict::Unknown
    );
    assert_eq!(
        deliver(world, beta, beta, &as_beta, clock::now()).await,
        Verdict::Unknown
    );
    assert_eq!(
        deliver(world, alpha, beta, &of_alpha, clock::now()).await,
        Verdict::Forged
    );
    assert_eq!(market.payments(), 0);
    assert_eq!(
        world.count(&format!("gateway_callback where tenant_id = '{}'", beta.tenant)),
        3
    );

    let order = market.order("beta", &request, Value::Null);
    for stranger in [
        beta.citizen(alpha.citizen, &[Verb::PayRequest]),
        alpha.citizen(alpha.other_citizen, &[Verb::PayRequest]),
        beta.system(),
    ] {
        let led = open_gateway_payment(&world.db, &stranger, &market.client, order.clone()).await;
        assert!(matches!(led, Err(Error::NotFound)), "{led:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn money_that_comes_after_cash_is_owed_back_once_and_posted() {
    let market = Market::open();
    let world = &market.world;
    let town = &world.alpha;
    let request = world.due(town).await;
    let page = market.lead(&request, json!({"repeat": 1})).await.unwrap();
    let cashier = super::world::cashier(town);
    world
        .pay_cash(town, &cashier, town.civil.hall, request.id, 75_000)
        .await
        .unwrap();
    market.choose(&page, "pay").await;
    market.expect(&["needs_refund", "repeated"]).await;
    assert_eq!(market.payments(), 1);
    let owed = world.events("payment.refund_needed");
    assert_eq!((owed.len(), owed[0]["amount_minor"].as_i64()), (1, Some(75_000)));

    let callback: Uuid = serde_json::from_value(owed[0]["gateway_callback_id"].clone()).unwrap();
    let key = BooksKey {
        legal_entity: town.city,
        unit: town.civil.id,
    };
    let (dossier, money) = (request.dossier, Money::new(75_000, town.currency));
    let posted = world
        .db
        .in_tenant(&town.system(), move |tx| {
            let day = clock::now().date_naive();
            post_owed_back(
                &mut tx.authorise::<PostJournal>(key)?,
                callback,
                dossier,
                money,
                day,
            )
        })
        .await
        .unwrap();
    assert_eq!(posted.len(), 2);
    assert_eq!(world.count("posting p join ledger_account a on a.id = p.ledger_account_id where a.purpose = 'refund_payable' and p.amount_minor = -75000"), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_declines_can_pay_again_in_a_new_session() {
    let market = Market::open();
    let request = market.world.due(&market.world.alpha).await;
    let first = market.lead(&request, Value::Null).await.unwrap();
    market.choose(&first, "decline").await;
    market.expect(&["declined"]).await;
    let second = market.lead(&request, json!({"at_once": "pay"})).await.unwrap();
    assert_ne!(first, second);
    market.expect(&["declined", "settled"]).await;
    assert_eq!((market.payments(), market.world.count("gateway_session")), (1, 2));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_callback_that_never_comes_is_asked_for() {
    let market = Market::open();
    let world = &market.world;
    let town = &world.alpha;
    let request = world.due(town).await;
    let page = market.lead(&request, Value::Null).await.unwrap();
    let (system, settings) = (town.system(), Arc::new(settings(town)));
    let ask = |seconds: i64| {
        reconcile(
            &world.db,
            &system,
            &market.client,
            &settings,
            clock::now() + chrono::Duration::seconds(seconds),
        )
    };
    assert_eq!(ask(30).await.unwrap().asked, 0, "not so soon");
    let pending = ask(61).await.unwrap();
    assert_eq!((pending.asked, pending.settled, pending.ended), (1, 0, 0));
    market.choose(&page, "pay_silent").await;
    assert_eq!(ask(70).await.unwrap().asked, 0, "not again at once");
    let settled = ask(130).await.unwrap();
    assert_eq!((settled.asked, settled.settled, settled.ended), (1, 1, 1));
    assert_eq!(ask(600).await.unwrap().asked, 0, "the session is over");
    assert_eq!(market.verdicts(), ["settled"]);
    assert_eq!(world.count("gateway_callback where source = 'status'"), 1);
    assert_eq!(market.payments(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_gateway_that_is_away_is_called_again_under_the_same_session() {
    let market = Market::open();
    let world = &market.world;
    let town = &world.alpha;
    let request = world.due(town).await;
    let nobody = free_address();
    let away = GatewayClient::new(&format!("http://{nobody}"), SECRET).unwrap();
    let citizen = town.citizen(town.citizen, &[Verb::PayRequest]);
    let order = market.order("alpha", &request, Value::Null);
    let failed = open_gateway_payment(&world.db, &citizen, &away, order).await;
    assert!(matches!(failed, Err(Error::Unavailable(_))));
    let (session, reference) = session_of(world);
    assert!(reference.is_empty());

    let settings = Arc::new(settings(town));
    let later = |minutes: i64| clock::now() + chrono::Duration::minutes(minutes);
    let soon = reconcile(&world.db, &town.system(), &market.client, &settings, later(2))
        .await
        .unwrap();
    assert_eq!(
        (soon.asked, soon.ended),
        (1, 0),
        "the gateway does not know it; it may yet be opened"
    );
    market.lead(&request, Value::Null).await.unwrap();
    assert_eq!(session_of(world).0, session);

    let lost = world.due(town).await;
    let order = market.order("alpha", &lost, Value::Null);
    assert!(
        open_gateway_payment(&world.db, &citizen, &away, order)
            .await
            .is_err()
    );
    world.execute("update gateway_session set asked_at = null");
    let much_later = reconcile(&world.db, &town.system(), &market.client, &settings, later(120))
        .await
        .unwrap();
    // One was never opened; the other has run out by the installation's clock, not by the gateway's.
    assert_eq!((much_later.asked, much_later.ended), (2, 1));
    assert_eq!(world.count("gateway_session where end_reason = 'unknown'"), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_gateway_that_was_restarted_makes_the_callbacks_it_owes() {
    let address = free_address();
    let market = Market::with_portal_at(address);
    let request = market.world.due(&market.world.alpha).await;
    let page = market.lead(&request, Value::Null).await.unwrap();
    market.choose(&page, "pay").await;
    market.gateway.stop(false).await;
    let (_, _again) = start_gateway(&market.data);
    serve_portal(&market.world, std::net::TcpListener::bind(address).unwrap());
    market.expect(&["settled"]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_gateway_believes_only_what_is_signed_and_opens_a_session_once() {
    let market = Market::open();
    let town = &market.world.alpha;
    let order = OpenSession {
        session: Uuid::now_v7(),
        merchant: town.tenant,
        amount_minor: 5_000,
        currency: town.currency,
        reference: "H99-1".into(),
        description: "A certificate".into(),
        language: Language::Vi,
        return_url: "http://localhost/back".into(),
        callback_url: "http://localhost/callbacks".into(),
        metadata: Value::Null,
    };
    let opened = market.client.open(&order).await.unwrap();
    assert_eq!(market.client.open(&order).await.unwrap(), opened);
    let dearer = OpenSession {
        amount_minor: 6_000,
        ..order.clone()
    };
    assert!(
        matches!(market.client.open(&dearer).await, Err(GatewayError::Refused(text)) if text.contains("422"))
    );
    let stranger =
        GatewayClient::new(opened.pay_url.split("/pay/").next().unwrap(), "another secret").unwrap();
    assert!(matches!(stranger.open(&order).await, Err(GatewayError::Refused(text)) if text.contains("401")));
    assert!(matches!(
        stranger.status(town.tenant, order.session).await,
        Err(GatewayError::Refused(_))
    ));
    assert_eq!(
        market
            .client
            .status(market.world.beta.tenant, order.session)
            .await,
        Ok(None)
    );
    let (status, _) = market
        .client
        .status(town.tenant, order.session)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        (status.state, status.amount_minor),
        (SessionState::Pending, 5_000)
    );

    let base = opened.pay_url.split("/pay/").next().unwrap();
    for (path, body) in [("/sessions", "{}".to_owned()), ("/sessions", "[".repeat(5_000))] {
        let answer = market
            .http
            .post(format!("{base}{path}"))
            .header(MERCHANT_HEADER, town.tenant.to_string())
            .header(TIMESTAMP_HEADER, clock::now().timestamp().to_string())
            .header(SIGNATURE_HEADER, "v1=00")
            .body(body)
            .send()
            .await
            .unwrap();
        assert_eq!(answer.status(), 401);
    }
    let huge = market
        .http
        .post(format!("{base}/sessions"))
        .body("x".repeat(100_000))
        .send()
        .await
        .unwrap();
    assert_eq!(huge.status(), 413);
    let page = market
        .http
        .get(format!("{}?lang=vi", opened.pay_url))
        .send()
        .await
        .unwrap();
    let policy = page.headers()["content-security-policy"]
        .to_str()
        .unwrap()
        .to_owned();
    assert!(policy.contains("default-src 'none'") && policy.contains("form-action 'self' http://localhost"));
    assert!(page.text().await.unwrap().contains("<html lang=\"vi\">"));
    assert_eq!(
        market
            .http
            .get(format!("{base}/pay/nothing"))
            .send()
            .await
            .unwrap()
            .status(),
        404
    );
}
