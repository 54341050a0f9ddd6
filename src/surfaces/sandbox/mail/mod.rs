//! A mail server that delivers nothing: it takes letters over SMTP, keeps each as a file, and shows them in the browser.

mod page;
mod smtp;

use std::future::Future;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use actix_web::{App, HttpServer, web};
use tokio::net::TcpListener;

use crate::kernel::error::{Error, Result};

/// The most letters that are kept; the oldest go first.
const LETTERS_MAX: usize = 5_000;

/// How the mail sink is run.
#[derive(Debug, Clone)]
pub struct MailOptions {
    /// Address of the SMTP server.
    pub smtp: SocketAddr,
    /// Address of the page.
    pub page: SocketAddr,
    /// Folder of the letters.
    pub folder: PathBuf,
}

impl MailOptions {
    /// The options of the subcommand: SMTP where `ONEDOOR_SMTP_URL` says the mail server is, the page at
    /// `ONEDOOR_MAIL_LISTEN`, letters in `ONEDOOR_MAIL_DIR`.
    ///
    /// # Errors
    /// Names the variable that is missing or unreadable.
    pub fn from_env() -> Result<Self> {
        let variable = |name: &str| {
            std::env::var(name).map_err(|_| {
                Error::Unavailable(format!(
                    "{name} is not set; see \u{201c}Environment\u{201d} in the README"
                ))
            })
        };
        let url = variable("ONEDOOR_SMTP_URL")?;
        let smtp = url
            .strip_prefix("smtp://")
            .and_then(|rest| rest.trim_end_matches('/').parse().ok())
            .ok_or_else(|| {
                Error::Unavailable(format!(
                    "ONEDOOR_SMTP_URL is {url}; the mail sink needs smtp://address:port"
                ))
            })?;
        let page = std::env::var("ONEDOOR_MAIL_LISTEN").unwrap_or_else(|_| "127.0.0.1:8025".into());
        let page = page
            .parse()
            .map_err(|_| Error::Unavailable(format!("ONEDOOR_MAIL_LISTEN is {page}, not address:port")))?;
        let folder =
            std::env::var("ONEDOOR_MAIL_DIR").map_or_else(|_| PathBuf::from("var/mail"), PathBuf::from);
        Ok(Self { smtp, page, folder })
    }
}

/// The letters on disk, named so that they sort by the time they came.
#[derive(Debug)]
pub(crate) struct Letters {
    folder: PathBuf,
}

impl Letters {
    async fn keep(&self, letter: &[u8]) -> std::io::Result<()> {
        let name = format!("{}.eml", uuid::Uuid::now_v7());
        let half = self.folder.join(format!("{name}.half"));
        tokio::fs::write(&half, letter).await?;
        tokio::fs::rename(half, self.folder.join(name)).await?;
        let names = self.names();
        for old in names.iter().skip(LETTERS_MAX) {
            let _ = tokio::fs::remove_file(self.folder.join(old)).await;
        }
        Ok(())
    }

    /// File names, newest first.
    fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = std::fs::read_dir(&self.folder)
            .map(|entries| {
                entries
                    .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
                    .filter(|name| name.ends_with(".eml"))
                    .collect()
            })
            .unwrap_or_default();
        names.sort_unstable_by(|a, b| b.cmp(a));
        names
    }

    fn read(&self, name: &str) -> Option<Vec<u8>> {
        let is_ours = name
            .strip_suffix(".eml")
            .is_some_and(|id| uuid::Uuid::try_parse(id).is_ok());
        if is_ours {
            std::fs::read(self.folder.join(name)).ok()
        } else {
            None
        }
    }
}

/// Runs the mail sink until `ended` comes.
///
/// # Errors
/// When an address cannot be listened on or the folder cannot be made.
pub async fn run(options: &MailOptions, ended: impl Future<Output = ()>) -> Result<()> {
    std::fs::create_dir_all(&options.folder).map_err(|error| {
        Error::Unavailable(format!("{} cannot be made: {error}", options.folder.display()))
    })?;
    let busy = |address: SocketAddr| {
        move |error: std::io::Error| {
            Error::Unavailable(format!(
                "cannot listen on {address}: {error}; is it in use already?"
            ))
        }
    };
    let listener = TcpListener::bind(options.smtp)
        .await
        .map_err(busy(options.smtp))?;
    let letters = Arc::new(Letters {
        folder: options.folder.clone(),
    });
    let smtp = tokio::spawn(smtp::serve(listener, Arc::clone(&letters)));
    let data = web::Data::from(letters);
    let server = HttpServer::new(move || App::new().app_data(data.clone()).configure(page::configure))
        .workers(1)
        .disable_signals()
        .bind(options.page)
        .map_err(busy(options.page))?
        .run();
    tracing::info!(smtp = %options.smtp, page = %options.page, "mail sink listens");
    let handle = server.handle();
    // The server must go on being polled while it stops.
    let stopped = async move {
        ended.await;
        handle.stop(true).await;
    };
    let outcome = tokio::select! {
        result = server => result.map_err(|error| Error::Internal(format!("mail sink: {error}"))),
        () = stopped => Ok(()),
    };
    smtp.abort();
    outcome
}
