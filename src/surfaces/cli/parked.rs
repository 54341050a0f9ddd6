//! `onedoor parked`: events that no attempt could handle, for an operator to read, repair and send again.

use std::io::Write;
use std::path::PathBuf;

use clap::{Args, Subcommand};
use serde_json::Value;
use uuid::Uuid;

use crate::kernel::error::{Error, Result};
use crate::platform::broker::{Broker, BrokerConfig, Topology};
use crate::platform::config::Config;
use crate::surfaces::worker::parked::{Parked, ParkedError, ParkedEvent, Which};

#[derive(Subcommand)]
pub(super) enum ParkedCommand {
    /// Lists parked events, oldest first: id, subscription, attempts, when, and why.
    List {
        /// Only those of this subscription.
        #[arg(long)]
        subscription: Option<String>,
        /// One JSON object a line, payloads included.
        #[arg(long)]
        json: bool,
    },
    /// Shows one parked event whole.
    Show {
        /// The event's id, as `list` prints it.
        id: Uuid,
    },
    /// Sends events back to the subscriptions that could not handle them, with all their attempts before them.
    Replay {
        #[command(flatten)]
        meant: Meant,
        /// A file with the JSON that replaces the event's data.
        #[arg(long, conflicts_with_all = ["subscription", "all"])]
        data: Option<PathBuf>,
    },
    /// Throws parked events away.
    Discard {
        #[command(flatten)]
        meant: Meant,
    },
}

#[derive(Args)]
#[group(required = true, multiple = false)]
pub(super) struct Meant {
    /// The event with this id.
    id: Option<Uuid>,
    /// Every event of this subscription.
    #[arg(long)]
    subscription: Option<String>,
    /// Every parked event.
    #[arg(long)]
    all: bool,
}

impl Meant {
    fn which(self) -> Which {
        match (self.id, self.subscription) {
            (Some(id), _) => Which::Event(id),
            (None, Some(name)) => Which::Subscription(name),
            (None, None) => Which::All,
        }
    }
}

/// Runs the command against the broker of the configuration.
pub(super) async fn run(config: &Config, command: ParkedCommand) -> Result<()> {
    let mut settings = BrokerConfig::new(config.amqp_url.clone());
    settings.prefix.clone_from(&config.amqp_prefix);
    let none = Topology {
        subscriptions: Vec::new(),
    };
    let parked = Parked::new(Broker::new(settings, none, "operator"));
    match command {
        ParkedCommand::List { subscription, json } => {
            let which = subscription.map_or(Which::All, Which::Subscription);
            list(&parked.list(&which).await.map_err(worded)?, json)
        }
        ParkedCommand::Show { id } => {
            let found = parked.list(&Which::Event(id)).await.map_err(worded)?;
            if found.is_empty() {
                return Err(Error::refused(format!("no event {id} is parked")));
            }
            found.iter().try_for_each(show)
        }
        ParkedCommand::Replay { meant, data } => {
            let repaired = data.map(repaired).transpose()?;
            let which = meant.which();
            let replayed = parked.replay(&which, repaired.as_ref()).await.map_err(worded)?;
            told(&which, replayed, "sent back")
        }
        ParkedCommand::Discard { meant } => {
            let which = meant.which();
            let gone = parked.discard(&which).await.map_err(worded)?;
            told(&which, gone, "thrown away")
        }
    }
}

fn worded(error: ParkedError) -> Error {
    match error {
        ParkedError::Repair(why) => Error::refused(format!("this cannot be the data of an event: {why}")),
        ParkedError::Broker(why) => Error::Unavailable(format!(
            "{why}: is RabbitMQ running, and are ONEDOOR_AMQP_URL and ONEDOOR_AMQP_PREFIX right?"
        )),
    }
}

fn repaired(file: PathBuf) -> Result<Value> {
    let text = std::fs::read_to_string(&file)
        .map_err(|error| Error::refused(format!("{} cannot be read: {error}", file.display())))?;
    serde_json::from_str(&text)
        .map_err(|error| Error::refused(format!("{} is not JSON: {error}", file.display())))
}

fn told(which: &Which, count: usize, what: &str) -> Result<()> {
    match (which, count) {
        (Which::Event(id), 0) => Err(Error::refused(format!("no event {id} is parked"))),
        (Which::Subscription(name), 0) => Err(Error::refused(format!("no event of {name} is parked"))),
        (_, 1) => out(format_args!("1 event {what}")),
        (_, many) => out(format_args!("{many} events {what}")),
    }
}

fn list(events: &[ParkedEvent], json: bool) -> Result<()> {
    if events.is_empty() && !json {
        return out(format_args!("nothing is parked"));
    }
    for event in events {
        if json {
            out(format_args!(
                "{}",
                serde_json::to_string(event).map_err(Error::internal)?
            ))?;
        } else {
            out(format_args!(
                "{}  {}  {} attempts  {}  {}",
                event.id,
                event.subscription,
                event.attempts,
                event.parked_at,
                one_line(&event.reason)
            ))?;
        }
    }
    Ok(())
}

fn show(event: &ParkedEvent) -> Result<()> {
    out(format_args!(
        "event         {}\nsubscription  {}\nattempts      {}\nparked        {}\nreason        {}",
        event.id,
        event.subscription,
        event.attempts,
        event.parked_at,
        one_line(&event.reason)
    ))?;
    // What cannot be read as an envelope is shown as it came.
    let body = serde_json::from_str::<Value>(&event.body)
        .and_then(|envelope| serde_json::to_string_pretty(&envelope))
        .unwrap_or_else(|_| event.body.clone());
    out(format_args!("{body}\n"))
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Standard output may be a pipe that its reader has closed: that ends the command without a panic.
fn out(text: std::fmt::Arguments<'_>) -> Result<()> {
    writeln!(std::io::stdout(), "{text}").map_err(|error| Error::Unavailable(error.to_string()))
}
