//! Subcommands for operators.

mod audit;
mod doctor;
mod mode;
mod parked;
mod tenant;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::app;
use crate::authority::onboarding::Invitation;
use crate::kernel::error::{Error, Result};
use crate::platform::config::Config;
use crate::platform::{migrate, telemetry};
use crate::surfaces::sandbox;
use crate::surfaces::worker::shutdown::{self, Shutdown};
use crate::surfaces::worker::{Health, Parts, watched};

/// Public services of many jurisdictions in one deployment.
#[derive(Parser)]
#[command(name = "onedoor", version, about)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

/// Where `onedoor work` answers for whoever watches it.
const WORK_HEALTH: &str = "ONEDOOR_WORK_HEALTH";
/// Where `onedoor relay` does.
const RELAY_HEALTH: &str = "ONEDOOR_RELAY_HEALTH";

#[derive(Subcommand)]
enum Command {
    /// Serves portals, desks and the API, with relay and workers beside them.
    Serve {
        /// Only serve; relay and workers run elsewhere.
        #[arg(long)]
        no_workers: bool,
    },
    /// Handles events, and fires timers.
    Work {
        /// Answers /health/live and /health/ready at this address, such as 127.0.0.1:9103.
        #[arg(long, value_name = "ADDRESS", env = WORK_HEALTH)]
        health: Option<SocketAddr>,
    },
    /// Carries events from the outbox to the broker.
    Relay {
        /// Answers /health/live and /health/ready at this address, such as 127.0.0.1:9102.
        #[arg(long, value_name = "ADDRESS", env = RELAY_HEALTH)]
        health: Option<SocketAddr>,
    },
    /// Events that could not be handled: read, repair, send again, throw away.
    Parked {
        #[command(subcommand)]
        command: parked::ParkedCommand,
    },
    /// The audit trail.
    Audit {
        #[command(subcommand)]
        command: AuditCommand,
    },
    /// Applies migrations, routines, row policies and privileges, as the owner of the tables.
    Migrate,
    /// How the portals of this platform hang together: whose portal is full, elsewhere or none, and who is whose entry.
    Mode {
        #[command(subcommand)]
        command: mode::ModeCommand,
    },
    /// Tenants as code.
    Tenant {
        #[command(subcommand)]
        command: TenantCommand,
    },
    /// Looks at everything this server depends on, and says what is wrong and what to do.
    Doctor {
        #[command(flatten)]
        elsewhere: doctor::Elsewhere,
    },
    /// Applies the demonstration's tenants and prints addresses and sign-ins.
    Demo {
        /// Where their folders are.
        #[arg(long, default_value = "tenants")]
        tenants: PathBuf,
    },
    /// Servers of the demonstration that stand for the outside world.
    Sandbox {
        #[command(subcommand)]
        command: SandboxCommand,
    },
}

#[derive(Subcommand)]
enum AuditCommand {
    /// Computes every digest again, says what does not fit, and prints the last seal to keep outside. Exit code 1 when
    /// something does not fit.
    Verify {
        /// Only of this tenant, by its slug; may be given several times.
        #[arg(long, value_name = "SLUG")]
        tenant: Vec<String>,
    },
}

#[derive(Subcommand)]
enum TenantCommand {
    /// Checks folders without a database, and says everything that is wrong with them.
    Validate {
        /// Folders of tenants.
        #[arg(required = true)]
        folders: Vec<PathBuf>,
    },
    /// Says what an application would change. Exit code 0: nothing; 2: something; 1: it cannot be told, or is refused.
    Plan {
        /// Folders of tenants.
        #[arg(required = true)]
        folders: Vec<PathBuf>,
        /// For programs.
        #[arg(long)]
        json: bool,
    },
    /// Writes what is in force as the folder that would make it.
    Export {
        /// The tenant.
        slug: String,
        /// Where to: a folder that is not there yet, or empty.
        folder: PathBuf,
    },
    /// Prints the JSON schema of a file, or writes those of all files, for editors.
    Schema {
        /// The file's name without its ending: `people`.
        file: Option<String>,
        /// A folder to write every schema into.
        #[arg(long, conflicts_with = "file")]
        all: Option<PathBuf>,
    },
    /// Invites a new tenant: makes a small one of a template, which nobody outside sees, and prints the link at which its
    /// first administrator sets it up.
    Invite {
        /// The folder of the tenant whose calendar, accounts, fees and procedures it begins with.
        #[arg(long)]
        template: PathBuf,
        /// Its name in addresses.
        #[arg(long)]
        slug: String,
        /// The host name it will answer at.
        #[arg(long)]
        host: String,
        /// Its name, in the template's own language.
        #[arg(long)]
        name: String,
        /// The first administrator's name.
        #[arg(long)]
        person: String,
        /// The first administrator's address.
        #[arg(long)]
        email: String,
    },
    /// Approves the host name of a tenant whose administrator has asked to go live: its portal answers from now on.
    Approve {
        /// The tenant.
        slug: String,
    },
    /// Makes the database say what the folders say: each tenant in one transaction, all or nothing.
    Apply {
        /// Folders of tenants.
        #[arg(required = true)]
        folders: Vec<PathBuf>,
        /// Change back what was changed by another way since the last application.
        #[arg(long)]
        over_drift: bool,
        /// Why, for the history.
        #[arg(long)]
        reason: Option<String>,
    },
    /// Lists what was changed by another way since the last application. Exit code 0: nothing; 2: something.
    Drift {
        /// The tenant.
        slug: String,
        /// For programs.
        #[arg(long)]
        json: bool,
    },
}

#[derive(Subcommand)]
enum SandboxCommand {
    /// A payment gateway that can also delay, repeat and forge.
    Gateway,
    /// A mail server that delivers nothing and shows every letter in the browser.
    Mail,
}

/// Runs the subcommand of the command line. Exit code 0: done; 1: failed, with one sentence on standard error; 2: a
/// comparison found differences.
#[must_use]
pub fn run() -> ExitCode {
    let arguments = Arguments::parse();
    telemetry::begin();
    let runtime = actix_web::rt::System::new();
    match runtime.block_on(execute(arguments.command)) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("onedoor: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn execute(command: Command) -> Result<ExitCode> {
    match command {
        Command::Serve { no_workers } => serve(!no_workers).await?,
        Command::Mode { command } => mode::run(&configuration()?, command).await?,
        Command::Work { health } => {
            let parts = Parts {
                relay: false,
                consumers: true,
            };
            work(parts, health).await?;
        }
        Command::Relay { health } => {
            let parts = Parts {
                relay: true,
                consumers: false,
            };
            work(parts, health).await?;
        }
        Command::Parked { command } => parked::run(&configuration()?, command).await?,
        Command::Audit {
            command: AuditCommand::Verify { tenant },
        } => audit::verify_trails(&configuration()?, &tenant).await?,
        Command::Migrate => migrate_now()?,
        Command::Tenant { command } => return of_tenants(command).await,
        Command::Doctor { elsewhere } => doctor::run(configuration()?, &elsewhere).await?,
        Command::Demo { tenants } => tenant::demo(&configuration()?, &tenants).await?,
        Command::Sandbox {
            command: SandboxCommand::Gateway,
        } => sandbox::gateway::run(&sandbox::gateway::GatewayOptions::from_env()?, terminated()).await?,
        Command::Sandbox {
            command: SandboxCommand::Mail,
        } => sandbox::mail::run(&sandbox::mail::MailOptions::from_env()?, terminated()).await?,
    }
    Ok(ExitCode::SUCCESS)
}

async fn of_tenants(command: TenantCommand) -> Result<ExitCode> {
    match command {
        TenantCommand::Validate { folders } => tenant::validate(&folders).map(|_| ())?,
        TenantCommand::Plan { folders, json } => {
            return tenant::show_plan(&configuration()?, &folders, json).await;
        }
        TenantCommand::Export { slug, folder } => {
            tenant::export_into(&configuration()?, &slug, &folder).await?;
        }
        TenantCommand::Schema { file, all } => tenant::schema(file.as_deref(), all.as_deref())?,
        TenantCommand::Invite {
            template,
            slug,
            host,
            name,
            person,
            email,
        } => {
            let invitation = Invitation {
                slug,
                host,
                name,
                person,
                email,
            };
            tenant::invite(&configuration()?, &template, &invitation).await?;
        }
        TenantCommand::Approve { slug } => tenant::approve(&configuration()?, &slug).await?,
        TenantCommand::Apply {
            folders,
            over_drift,
            reason,
        } => {
            let manner = tenant::manner(over_drift, reason.as_deref())?;
            tenant::apply_folders(&configuration()?, &folders, manner)
                .await
                .map(|_| ())?;
        }
        TenantCommand::Drift { slug, json } => {
            return tenant::show_drift(&configuration()?, &slug, json).await;
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn configuration() -> Result<Config> {
    Config::from_env().map_err(|error| Error::Unavailable(error.to_string()))
}

fn until_terminated() -> Shutdown {
    let (stopper, shutdown) = shutdown::channel();
    tokio::spawn(async move {
        terminated().await;
        stopper.stop();
    });
    shutdown
}

async fn serve(with_workers: bool) -> Result<()> {
    let state = app::open(configuration()?).await?;
    let shutdown = until_terminated();
    let workers = with_workers.then(|| {
        tokio::spawn(app::work(
            state.clone(),
            Parts {
                relay: true,
                consumers: true,
            },
            Health::default(),
            shutdown.clone(),
        ))
    });
    app::serve(state, shutdown).await?;
    match workers {
        Some(workers) => workers.await.map_err(Error::internal)?,
        None => Ok(()),
    }
}

async fn work(parts: Parts, watched: Option<SocketAddr>) -> Result<()> {
    let state = app::open(configuration()?).await?;
    let (shutdown, health) = (until_terminated(), Health::default());
    let housekeeper = tokio::spawn(app::housekeeping(state.clone(), shutdown.clone()));
    let working = app::work(state, parts, health.clone(), shutdown.clone());
    let ended = match watched {
        Some(listen) => tokio::try_join!(working, watched::answer(listen, health, shutdown)).map(|_| ()),
        None => working.await,
    };
    housekeeper.abort();
    ended
}

/// Waits for SIGTERM or Ctrl-C.
async fn terminated() {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut terminate) = signal(SignalKind::terminate()) else {
        return;
    };
    tokio::select! {
        _ = terminate.recv() => {}
        _ = tokio::signal::ctrl_c() => {}
    }
}

fn migrate_now() -> Result<()> {
    let url = std::env::var("ONEDOOR_OWNER_URL").map_err(|_| {
        Error::Unavailable(
            "ONEDOOR_OWNER_URL is not set; see \u{201c}Environment\u{201d} in the README".into(),
        )
    })?;
    migrate::migrate(&url, &mut |line| println!("{line}"))
}
