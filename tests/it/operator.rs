//! What an operator types: the binary itself, its output and its exit code.

use std::path::Path;
use std::process::{Child, Command, Stdio};

use diesel::connection::SimpleConnection;
use onedoor::surfaces::worker::HandlerError;
use serde_json::Value;

use crate::events::proxy::Proxy;
use crate::events::world::{BOTH, Things, World};
use crate::support::TestDatabase;
use crate::support::broker::amqp_url;
use crate::support::port::free_address;
use crate::support::wait::until;

/// The binary with an environment for this database and broker.
fn onedoor(database: &TestDatabase, amqp: &str, prefix: &str, arguments: &[&str]) -> Command {
    let project = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut command = Command::new(env!("CARGO_BIN_EXE_onedoor"));
    command
        .args(arguments)
        .current_dir(project)
        .env("ONEDOOR_TENANT_URL", database.tenant_url())
        .env("ONEDOOR_PLATFORM_URL", database.platform_url())
        .env("ONEDOOR_AMQP_URL", amqp)
        .env("ONEDOOR_AMQP_PREFIX", prefix)
        .env("ONEDOOR_SMTP_URL", "smtp://127.0.0.1:1")
        .env("ONEDOOR_BLOB_DIR", env!("CARGO_TARGET_TMPDIR"))
        .env("ONEDOOR_SECRET", "a secret of tests, long enough for keys")
        .env("ONEDOOR_GATEWAY_URL", "http://127.0.0.1:1")
        .env(
            "ONEDOOR_GATEWAY_SECRET",
            "a secret shared with the gateway of tests",
        )
        .env("ONEDOOR_TENANT_CONNECTIONS", "4")
        .env("ONEDOOR_LOG", "off")
        .stdin(Stdio::null());
    command
}

/// What it printed, and whether it said that all is well.
fn said(command: &mut Command) -> (bool, String) {
    let output = command.output().unwrap();
    let text = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8(text).unwrap())
}

/// A process that ends with the test.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = (self.0.kill(), self.0.wait());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn parked_events_are_listed_shown_repaired_replayed_and_thrown_away() {
    let world = World::new();
    let things = Things::new().judged(|event| match event.data.get("mended") {
        Some(_) => Ok(()),
        None => Err(HandlerError::Permanent("the amount\nis missing".into())),
    });
    let working = world.work(BOTH, things.table());
    let events = world.append(2).await;
    until("they are parked", async || {
        let report = working.health.report();
        report
            .subscriptions
            .get("things")
            .is_some_and(|things| things.parked == 2)
    })
    .await;
    let parked = |arguments: &[&str]| {
        let arguments: Vec<&str> = ["parked"].iter().chain(arguments).copied().collect();
        said(&mut onedoor(
            &world.database,
            &amqp_url(),
            &world.broker.prefix,
            &arguments,
        ))
    };
    let (first, second) = (events[0].to_string(), events[1].to_string());

    let (well, list) = parked(&["list"]);
    assert!(well && list.lines().count() == 2, "{list}");
    assert!(
        list.contains(&first)
            && list.contains("things  1 attempts")
            && list.contains("the amount is missing")
    );
    let (_, json) = parked(&["list", "--json", "--subscription", "things"]);
    let told: Vec<Value> = json
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(told.len(), 2);
    assert_eq!(told[0]["attempts"], 1);
    assert_eq!(
        parked(&["list", "--subscription", "others"]),
        (true, "nothing is parked\n".into())
    );

    let (well, whole) = parked(&["show", &second]);
    assert!(
        well && whole.contains("\"specversion\": \"1.0\"") && whole.contains(&second),
        "{whole}"
    );
    let stranger = uuid::Uuid::now_v7().to_string();
    for command in ["show", "replay", "discard"] {
        let (well, why) = parked(&[command, &stranger]);
        assert!(
            !well && why.contains(&format!("no event {stranger} is parked")),
            "{why}"
        );
    }
    // Which ones must be said.
    assert!(!parked(&["replay"]).0 && !parked(&["discard"]).0);

    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data.json");
    std::fs::write(&data, "{ not JSON").unwrap();
    let (well, why) = parked(&["replay", &first, "--data", data.to_str().unwrap()]);
    assert!(!well && why.contains("is not JSON"), "{why}");
    std::fs::write(&data, r#"{ "mended": true }"#).unwrap();
    assert_eq!(
        parked(&["replay", &first, "--data", data.to_str().unwrap()]),
        (true, "1 event sent back\n".into())
    );
    world.until_effects(1).await;
    assert_eq!(
        parked(&["discard", &second]),
        (true, "1 event thrown away\n".into())
    );
    assert_eq!(parked(&["list"]), (true, "nothing is parked\n".into()));
    working.stop().await;
    world.assert_each_once(&events[..1]);

    let (well, why) = said(&mut onedoor(
        &world.database,
        "amqp://127.0.0.1:1/%2f",
        "x",
        &["parked", "list"],
    ));
    assert!(!well && why.contains("is RabbitMQ running"), "{why}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_relay_tells_whoever_watches_whether_it_can_work() {
    let world = World::new();
    let line = Proxy::to_url(&amqp_url()).await;
    let (sign_in, rest) = amqp_url()
        .split_once('@')
        .map(|(a, b)| (a.to_owned(), b.to_owned()))
        .unwrap();
    let amqp = format!(
        "{sign_in}@127.0.0.1:{}/{}",
        line.port,
        rest.split_once('/').unwrap().1
    );
    let address = free_address().to_string();
    let mut command = onedoor(
        &world.database,
        &amqp,
        &world.broker.prefix,
        &["relay", "--health", &address],
    );
    let relay = Running(
        command
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap(),
    );
    let asked = async |path: &str| {
        let answer = reqwest::get(format!("http://{address}{path}")).await.ok()?;
        Some((answer.status().as_u16(), answer.text().await.ok()?))
    };
    until("it is ready", async || {
        asked("/health/ready")
            .await
            .is_some_and(|(status, _)| status == 200)
    })
    .await;
    let (_, report) = asked("/health/ready").await.unwrap();
    let report: Value = serde_json::from_str(&report).unwrap();
    assert!(
        report["waiting"].is_number() && report["relay"]["state"].is_string(),
        "{report}"
    );
    // The doctor, told where it is, asks it too.
    let doctor = || {
        let mut command = onedoor(&world.database, &amqp_url(), &world.broker.prefix, &["doctor"]);
        let (_, told) = said(command.env("ONEDOOR_RELAY_HEALTH", &address));
        let line = told
            .lines()
            .find(|line| line.contains(" relay "))
            .map(str::to_owned);
        line.unwrap_or(told)
    };
    let told = doctor();
    assert!(
        told.starts_with("  ok ") && told.contains("events published"),
        "{told}"
    );

    line.cut();
    world.append(1).await;
    until("it says that the broker is away", async || {
        asked("/health/ready")
            .await
            .is_some_and(|(status, report)| status == 503 && report.contains("broker_away"))
    })
    .await;
    assert_eq!(asked("/health/live").await.unwrap().0, 200, "it runs, and waits");
    let told = doctor();
    assert!(
        told.starts_with("  WRONG ") && told.contains("relay waits for RabbitMQ"),
        "{told}"
    );
    line.restore();
    until("it is well again", async || {
        asked("/health/ready")
            .await
            .is_some_and(|(status, _)| status == 200)
    })
    .await;
    drop(relay);
    let told = doctor();
    assert!(
        told.starts_with("  WRONG ") && told.contains("is onedoor relay running there"),
        "{told}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_seals_the_trail_and_the_command_verifies_it() {
    let database = TestDatabase::fresh();
    let command = |arguments: &[&str]| onedoor(&database, &amqp_url(), &database.name, arguments);
    let verify = |arguments: &[&str]| said(&mut command(&[&["audit", "verify"], arguments].concat()));
    // Applying a tenant is an act that is recorded.
    let (well, why) = said(&mut command(&[
        "tenant",
        "apply",
        "tenants/an-binh",
        "tenants/zoriana",
    ]));
    assert!(well, "{why}");
    let (well, before) = verify(&["--tenant", "an-binh"]);
    assert!(
        well && before.starts_with("an-binh: 0 entries under 0 seals, ") && before.ends_with(": sound\n"),
        "{before}"
    );
    assert!(!before.contains(" 0 not sealed yet"), "{before}");

    let worker = Running(
        command(&["work"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap(),
    );
    until("it is sealed", async || {
        verify(&["--tenant", "an-binh"])
            .1
            .contains(" 0 not sealed yet: sound")
    })
    .await;
    drop(worker);
    let (well, sealed) = verify(&[]);
    assert!(
        well && sealed.contains("an-binh: ") && sealed.contains("zoriana: "),
        "every tenant: {sealed}"
    );
    assert!(sealed.contains("last seal 1 of "), "{sealed}");

    let mut eyes = database.superuser();
    eyes.batch_execute("update audit_entry set actor = 'citizen:somebody-else'")
        .unwrap();
    let (well, found) = verify(&["--tenant", "an-binh"]);
    assert!(
        !well && found.contains("NOT SOUND") && found.contains("is not as it was written"),
        "{found}"
    );
    let (well, why) = verify(&["--tenant", "nowhere"]);
    assert!(!well && why.contains("there is no tenant nowhere"), "{why}");
}
