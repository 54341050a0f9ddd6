//! What the gateway remembers: sessions in memory, and each change as a line of one file.

use std::collections::HashMap;
use std::fs::{File, OpenOptions};
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::sync::{Mutex, MutexGuard};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::kernel::clock::{self, Instant};
use crate::kernel::error::{Error, Result};
use crate::services::billing::gateway::{OpenSession, Report, SessionState};

use super::orders::Orders;

/// How long a session can be paid in.
const SESSION_MINUTES: i64 = 30;

/// A session as the gateway knows it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Entry {
    /// What was asked for.
    pub order: OpenSession,
    /// The gateway's own reference, hard to guess: it is the key to the page.
    pub reference: String,
    /// When it was opened.
    pub opened_at: Instant,
    /// What became of it, and when.
    pub ended: Option<(SessionState, Instant)>,
    /// How its callback is to misbehave.
    pub orders: Orders,
    /// Whether its callback has still to be taken by the installation.
    pub is_owed_callback: bool,
}

impl Entry {
    /// Until when it can be paid in.
    pub fn expires_at(&self) -> Instant {
        self.opened_at + chrono::Duration::minutes(SESSION_MINUTES)
    }

    /// Where it stands at `now`.
    pub fn report(&self, now: Instant) -> Report {
        let (state, occurred_at) = match self.ended {
            Some(ended) => ended,
            None if self.expires_at() <= now => (SessionState::Expired, self.expires_at()),
            None => (SessionState::Pending, self.opened_at),
        };
        Report {
            merchant: self.order.merchant,
            session: self.order.session,
            reference: self.reference.clone(),
            state,
            amount_minor: self.order.amount_minor,
            currency: self.order.currency,
            occurred_at,
        }
    }
}

/// Why a session is not opened or not decided.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum No {
    /// The key was used for another order.
    OtherOrder,
    /// There is no such session.
    Unknown,
    /// It is over.
    Over,
}

#[derive(Default)]
struct Pages {
    entries: HashMap<Uuid, Entry>,
    by_reference: HashMap<String, Uuid>,
    file: Option<File>,
}

/// The book of all sessions.
pub(super) struct Book {
    pages: Mutex<Pages>,
}

impl Book {
    /// Reads the file under `folder`; the last line about a session holds. A line torn by a crash is passed over.
    pub fn open(folder: &Path) -> Result<Self> {
        let unusable = |error: std::io::Error| {
            Error::Unavailable(format!(
                "the sandbox gateway cannot use its folder {}: {error}",
                folder.display()
            ))
        };
        std::fs::create_dir_all(folder).map_err(unusable)?;
        let path = folder.join("sessions.jsonl");
        let mut pages = Pages::default();
        if path.exists() {
            for line in BufReader::new(File::open(&path).map_err(unusable)?).lines() {
                if let Ok(entry) = serde_json::from_str::<Entry>(&line.map_err(unusable)?) {
                    pages.keep(entry);
                }
            }
        }
        let mut file = OpenOptions::new()
            .create(true)
            .append(true)
            .open(path)
            .map_err(unusable)?;
        // A torn last line must not swallow the next one.
        file.write_all(b"\n").map_err(unusable)?;
        pages.file = Some(file);
        Ok(Self {
            pages: Mutex::new(pages),
        })
    }

    fn pages(&self) -> MutexGuard<'_, Pages> {
        // A panic elsewhere leaves entries whole: each is replaced at once.
        self.pages
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// Opens a session, or finds the one that was opened under the same key; also says whether it is new.
    pub fn open_session(
        &self,
        order: OpenSession,
        reference: String,
        now: Instant,
    ) -> Result<(Entry, bool), No> {
        let mut pages = self.pages();
        if let Some(present) = pages.entries.get(&order.session) {
            return if is_same_order(&present.order, &order) {
                Ok((present.clone(), false))
            } else {
                Err(No::OtherOrder)
            };
        }
        let entry = Entry {
            orders: Orders::of(&order.metadata),
            order,
            reference,
            opened_at: clock::to_microseconds(now),
            ended: None,
            is_owed_callback: false,
        };
        pages.write(entry.clone());
        Ok((entry, true))
    }

    /// The session with this id.
    pub fn session(&self, session: Uuid) -> Option<Entry> {
        self.pages().entries.get(&session).cloned()
    }

    /// The session with this reference.
    pub fn by_reference(&self, reference: &str) -> Option<Entry> {
        let pages = self.pages();
        let id = pages.by_reference.get(reference)?;
        pages.entries.get(id).cloned()
    }

    /// Ends a session that can still be decided.
    pub fn end(&self, session: Uuid, state: SessionState, orders: Orders, now: Instant) -> Result<Entry, No> {
        let mut pages = self.pages();
        let mut entry = pages.entries.get(&session).cloned().ok_or(No::Unknown)?;
        if entry.ended.is_some() || entry.expires_at() <= now {
            return Err(No::Over);
        }
        entry.ended = Some((state, clock::to_microseconds(now)));
        entry.is_owed_callback = !orders.silent;
        entry.orders = orders;
        pages.write(entry.clone());
        Ok(entry)
    }

    /// Notes that a callback was taken.
    pub fn callback_taken(&self, session: Uuid) {
        let mut pages = self.pages();
        if let Some(mut entry) = pages.entries.get(&session).cloned() {
            entry.is_owed_callback = false;
            pages.write(entry);
        }
    }

    /// Sessions whose callbacks have still to be taken.
    pub fn owed_callbacks(&self) -> Vec<Entry> {
        self.pages()
            .entries
            .values()
            .filter(|entry| entry.is_owed_callback)
            .cloned()
            .collect()
    }
}

impl Pages {
    fn keep(&mut self, entry: Entry) {
        self.by_reference
            .insert(entry.reference.clone(), entry.order.session);
        self.entries.insert(entry.order.session, entry);
    }

    fn write(&mut self, entry: Entry) {
        let line = serde_json::to_string(&entry).map(|line| line + "\n");
        if let (Some(file), Ok(line)) = (self.file.as_mut(), line)
            && let Err(error) = file.write_all(line.as_bytes())
        {
            tracing::error!(%error, "the sandbox gateway cannot write its file; a restart will forget");
        }
        self.keep(entry);
    }
}

/// Whether the same thing is asked for again: addresses may differ, money may not.
fn is_same_order(one: &OpenSession, other: &OpenSession) -> bool {
    one.merchant == other.merchant && one.amount_minor == other.amount_minor && one.currency == other.currency
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::ids::TenantId;
    use crate::kernel::locale::Language;
    use crate::kernel::money::Currency;

    fn order() -> OpenSession {
        OpenSession {
            session: Uuid::now_v7(),
            merchant: TenantId::fresh(),
            amount_minor: 5_000,
            currency: Currency::Vnd,
            reference: "H99-1".into(),
            description: "A certificate".into(),
            language: Language::En,
            return_url: "http://alpha.localhost/back".into(),
            callback_url: "http://alpha.localhost/callbacks/gateway".into(),
            metadata: serde_json::json!({"sandbox": {"repeat": 2}}),
        }
    }

    #[test]
    fn a_session_is_opened_once_decided_once_and_remembered() {
        let folder = tempfile::tempdir().unwrap();
        let book = Book::open(folder.path()).unwrap();
        let (order, now) = (order(), clock::now());
        let (entry, is_new) = book.open_session(order.clone(), "ref".into(), now).unwrap();
        assert!(is_new && entry.orders.repeat == 2);
        assert!(!book.open_session(order.clone(), "other".into(), now).unwrap().1);
        let dearer = OpenSession {
            amount_minor: 6_000,
            ..order.clone()
        };
        assert_eq!(book.open_session(dearer, "ref".into(), now), Err(No::OtherOrder));

        book.end(order.session, SessionState::Paid, entry.orders.clone(), now)
            .unwrap();
        let twice = book.end(order.session, SessionState::Declined, Orders::default(), now);
        assert_eq!(twice, Err(No::Over));
        drop(book);

        let torn = folder.path().join("sessions.jsonl");
        std::fs::write(
            &torn,
            [std::fs::read(&torn).unwrap(), b"{\"order\":{".to_vec()].concat(),
        )
        .unwrap();
        let book = Book::open(folder.path()).unwrap();
        assert_eq!(
            book.by_reference("ref").unwrap().report(now).state,
            SessionState::Paid
        );
        assert_eq!(book.owed_callbacks().len(), 1);
        book.callback_taken(order.session);
        assert!(Book::open(folder.path()).unwrap().owed_callbacks().is_empty());
    }

    #[test]
    fn a_session_runs_out() {
        let folder = tempfile::tempdir().unwrap();
        let book = Book::open(folder.path()).unwrap();
        let (order, now) = (order(), clock::now());
        let (entry, _) = book.open_session(order.clone(), "ref".into(), now).unwrap();
        let later = now + chrono::Duration::minutes(SESSION_MINUTES + 1);
        assert_eq!(entry.report(now).state, SessionState::Pending);
        assert_eq!(entry.report(later).state, SessionState::Expired);
        let late = book.end(order.session, SessionState::Paid, Orders::default(), later);
        assert_eq!(late, Err(No::Over));
    }
}
