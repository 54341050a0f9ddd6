//! Looks at everything the server depends on.

use std::net::SocketAddr;
use std::time::Duration;

use chrono::Utc;
use diesel::prelude::*;
use serde_json::Value;

use super::{RELAY_HEALTH, WORK_HEALTH};
use crate::app;
use crate::kernel::error::{Error, Result};
use crate::platform::blob::Blobs;
use crate::platform::broker::{Broker, BrokerConfig, Topology};
use crate::platform::config::Config;
use crate::platform::door::Db;
use crate::platform::mail::Mailer;
use crate::platform::migrate;

/// How far the clocks of server and database may be apart, in seconds.
const CLOCKS_APART_SECONDS_MAX: i64 = 5;

/// How long a process may take to say how it is.
const HEALTH_WAIT_MAX: Duration = Duration::from_secs(5);

/// Processes of this installation that run by themselves. Those whose address is not known are not asked.
#[derive(clap::Args)]
pub(super) struct Elsewhere {
    /// Where `onedoor work` answers; without it, it is not asked.
    #[arg(long, value_name = "ADDRESS", env = WORK_HEALTH)]
    work: Option<SocketAddr>,
    /// Where `onedoor relay` answers; without it, it is not asked.
    #[arg(long, value_name = "ADDRESS", env = RELAY_HEALTH)]
    relay: Option<SocketAddr>,
}

struct Report {
    wrong: usize,
}

impl Report {
    fn say(&mut self, what: &str, found: Result<String, String>) {
        match found {
            Ok(text) => println!("  ok     {what:<12} {text}"),
            Err(text) => {
                self.wrong += 1;
                println!("  WRONG  {what:<12} {text}");
            }
        }
    }
}

/// Checks database, roles, migrations, broker, blob store, mail, fonts and clock, and the processes that run elsewhere.
pub(super) async fn run(config: Config, elsewhere: &Elsewhere) -> Result<()> {
    let mut report = Report { wrong: 0 };
    database(&mut report, &config).await;
    roles(&mut report, &config);
    report.say("broker", broker(&config).await);
    report.say("files", files(&config).await);
    report.say("mail", mail(&config).await);
    report.say("pages", parts(&config).await);
    for (name, address) in [("work", elsewhere.work), ("relay", elsewhere.relay)] {
        if let Some(address) = address {
            report.say(name, health(name, address).await);
        }
    }
    if report.wrong == 0 {
        println!("everything this server depends on is there");
        Ok(())
    } else {
        Err(Error::Unavailable(format!(
            "{} of the things this server depends on are not as they should be",
            report.wrong
        )))
    }
}

async fn database(report: &mut Report, config: &Config) {
    let platform = match Db::connect(&config.db()) {
        Ok(db) => {
            db.in_platform("doctor", |tx| {
                let now: chrono::DateTime<Utc> =
                    diesel::select(diesel::dsl::now.into_sql::<diesel::sql_types::Timestamptz>())
                        .get_result(tx.sql().conn())?;
                Ok(now)
            })
            .await
        }
        Err(error) => Err(error),
    };
    match platform {
        Ok(at) => {
            report.say("database", Ok("answers".into()));
            let apart = (Utc::now() - at).num_seconds().abs();
            let verdict = if apart <= CLOCKS_APART_SECONDS_MAX {
                Ok(format!("{apart} s apart from the database's"))
            } else {
                Err(format!(
                    "{apart} s apart from the database's: set the time of one of the machines (for example with chrony)"
                ))
            };
            report.say("clock", verdict);
        }
        Err(error) => report.say(
            "database",
            Err(format!(
                "{error}: is PostgreSQL running, and is ONEDOOR_PLATFORM_URL right?"
            )),
        ),
    }
}

fn roles(report: &mut Report, config: &Config) {
    let Some(owner) = &config.owner_url else {
        report.say(
            "migrations",
            Err("ONEDOOR_OWNER_URL is not set, so they cannot be looked at".into()),
        );
        return;
    };
    match migrate::state(owner) {
        Ok(state) => {
            let pending = state.pending;
            report.say(
                "migrations",
                if pending == 0 {
                    Ok("all applied".into())
                } else {
                    Err(format!("{pending} not applied: run onedoor migrate"))
                },
            );
            for problem in &state.role_problems {
                report.say("roles", Err(problem.clone()));
            }
            if state.role_problems.is_empty() {
                report.say(
                    "roles",
                    Ok("the runtime roles own nothing and cannot bypass row security".into()),
                );
            }
        }
        Err(error) => report.say("migrations", Err(error.to_string())),
    }
}

async fn broker(config: &Config) -> Result<String, String> {
    let mut settings = BrokerConfig::new(config.amqp_url.clone());
    settings.prefix.clone_from(&config.amqp_prefix);
    let broker = Broker::new(
        settings,
        Topology {
            subscriptions: Vec::new(),
        },
        "doctor",
    );
    let reached = tokio::time::timeout(Duration::from_secs(5), broker.try_channel()).await;
    match reached {
        Ok(Ok(_)) => Ok("answers".into()),
        Ok(Err(error)) => Err(format!("{error}: is RabbitMQ running, and is ONEDOOR_AMQP_URL right? Events wait meanwhile")),
        Err(_) => Err("does not answer within 5 s: is RabbitMQ running, and is ONEDOOR_AMQP_URL right? Events wait meanwhile".into()),
    }
}

async fn files(config: &Config) -> Result<String, String> {
    let probe = async {
        let blobs = Blobs::in_folder(&config.blob_dir)?;
        let key = "doctor/probe";
        blobs.put(key, b"probe".to_vec()).await?;
        let same = blobs.bytes(key).await? == b"probe".as_slice();
        blobs.remove(key).await?;
        Ok::<bool, Error>(same)
    };
    match probe.await {
        Ok(true) => Ok(format!(
            "{} takes files and gives them back",
            config.blob_dir.display()
        )),
        Ok(false) => Err(format!(
            "{} gives back something else than it was given",
            config.blob_dir.display()
        )),
        Err(error) => Err(format!(
            "{error}: make {} writable, or set ONEDOOR_BLOB_DIR",
            config.blob_dir.display()
        )),
    }
}

async fn mail(config: &Config) -> Result<String, String> {
    let mailer = Mailer::at(&config.smtp_url).map_err(|error| error.to_string())?;
    if mailer.answers().await {
        Ok("the server answers".into())
    } else {
        Err("the server does not answer: is ONEDOOR_SMTP_URL right? Letters are tried again meanwhile".into())
    }
}

async fn parts(config: &Config) -> Result<String, String> {
    let state = app::open(config.clone())
        .await
        .map_err(|error| format!("{error}: run make demo, or node assets/build.mjs"))?;
    let story = app::story(&state).map_err(|error| error.to_string())?;
    let missing = story.press.missing_families();
    if missing.is_empty() {
        Ok(format!(
            "templates, texts and assets load; {} tenants; typefaces are there",
            state.tenants.all().len()
        ))
    } else {
        Err(format!(
            "papers miss the typefaces {}: install fonts-noto-core and fonts-noto-cjk",
            missing.join(", ")
        ))
    }
}

/// How a process that runs by itself says it is.
async fn health(name: &str, address: SocketAddr) -> Result<String, String> {
    let silent = |why: &dyn std::fmt::Display| {
        format!(
            "nothing answers at {address} ({why}): is onedoor {name} running there, with --health {address}?"
        )
    };
    let asking = async {
        let answer = reqwest::get(format!("http://{address}/health/ready")).await?;
        let is_ready = answer.status().is_success();
        Ok::<_, reqwest::Error>((is_ready, answer.json::<Value>().await?))
    };
    match tokio::time::timeout(HEALTH_WAIT_MAX, asking).await {
        Ok(Ok((true, report))) => Ok(done(&report)),
        Ok(Ok((false, report))) => Err(waiting(&report)),
        Ok(Err(error)) => Err(silent(&error.without_url())),
        Err(late) => Err(silent(&late)),
    }
}

/// What the parts of a process have done since it began.
fn done(report: &Value) -> String {
    let handled: u64 = subscriptions(report)
        .filter_map(|(_, of)| of["handled"].as_u64())
        .sum();
    let parked: u64 = subscriptions(report)
        .filter_map(|(_, of)| of["parked"].as_u64())
        .sum();
    format!(
        "at work: {} events published, {handled} handled, {parked} parked since it began",
        report["published"]
    )
}

/// Which parts wait, and for what.
fn waiting(report: &Value) -> String {
    let relay = std::iter::once(("relay", &report["relay"]));
    let consumers = subscriptions(report).map(|(name, of)| (name, &of["state"]));
    let waits: Vec<String> = relay
        .chain(consumers)
        .filter_map(|(name, state)| {
            let what = match state["state"].as_str()? {
                "broker_away" => "RabbitMQ",
                "database_away" => "the database",
                _ => return None,
            };
            let reason = state["reason"].as_str().unwrap_or_default();
            Some(format!("{name} waits for {what} ({reason})"))
        })
        .collect();
    format!("{}; it goes on by itself once that answers", waits.join(", "))
}

fn subscriptions(report: &Value) -> impl Iterator<Item = (&str, &Value)> {
    let all = report["subscriptions"].as_object();
    all.into_iter().flatten().map(|(name, of)| (name.as_str(), of))
}
