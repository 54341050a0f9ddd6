//! Subcommands for operators.

mod tenant;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::app;
use crate::kernel::error::{Error, Result};
use crate::platform::config::Config;
use crate::platform::{migrate, telemetry};
use crate::surfaces::sandbox::gateway;
use crate::surfaces::worker::shutdown;

/// Public services of many jurisdictions in one deployment.
#[derive(Parser)]
#[command(name = "onedoor", version, about)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serves portals, desks and the API, with relay and workers beside them.
    Serve {
        /// Only serve; relay and workers run elsewhere.
        #[arg(long)]
        no_workers: bool,
    },
    /// Applies migrations, routines, row policies and privileges, as the owner of the tables.
    Migrate,
    /// Tenants as code.
    #[command(subcommand)]
    Tenant(Tenant),
    /// Applies the three tenants of the demonstration and prints their addresses and sign-ins.
    Demo {
        /// Where their folders are.
        #[arg(long, default_value = "tenants")]
        tenants: PathBuf,
    },
    /// Servers of the demonstration that stand for the world outside.
    #[command(subcommand)]
    Sandbox(Sandbox),
}

#[derive(Subcommand)]
enum Tenant {
    /// Reads the folders and prints everything that is wrong with them; needs no database.
    Check {
        /// Folders of tenants.
        #[arg(required = true)]
        folders: Vec<PathBuf>,
    },
    /// Makes the database say what the folders say, and prints what changed.
    Apply {
        /// Folders of tenants.
        #[arg(required = true)]
        folders: Vec<PathBuf>,
    },
}

#[derive(Subcommand)]
enum Sandbox {
    /// A payment gateway that takes no money and can be told to misbehave.
    Gateway,
}

/// Runs the subcommand of the command line. Exit code 0: done; 1: failed, with one sentence on standard error.
#[must_use]
pub fn run() -> ExitCode {
    let arguments = Arguments::parse();
    telemetry::begin();
    let runtime = actix_web::rt::System::new();
    match runtime.block_on(execute(arguments.command)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("onedoor: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn execute(command: Command) -> Result<()> {
    match command {
        Command::Serve { no_workers } => serve(!no_workers).await,
        Command::Migrate => migrate_now(),
        Command::Tenant(Tenant::Check { folders }) => tenant::check(&folders).map(|_| ()),
        Command::Tenant(Tenant::Apply { folders }) => tenant::apply_folders(&configuration()?, &folders)
            .await
            .map(|_| ()),
        Command::Demo { tenants } => tenant::demo(&configuration()?, &tenants).await,
        Command::Sandbox(Sandbox::Gateway) => {
            gateway::run(&gateway::GatewayOptions::from_env()?, terminated()).await
        }
    }
}

fn configuration() -> Result<Config> {
    Config::from_env().map_err(|error| Error::Internal(error.to_string()))
}

async fn serve(_with_workers: bool) -> Result<()> {
    let state = app::open(configuration()?).await?;
    let (stopper, shutdown) = shutdown::channel();
    tokio::spawn(async move {
        terminated().await;
        stopper.stop();
    });
    app::serve(state, shutdown).await
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
        Error::Internal("ONEDOOR_OWNER_URL is not set; see \u{201c}Environment\u{201d} in the README".into())
    })?;
    migrate::migrate(&url, &mut |line| println!("{line}"))
}
