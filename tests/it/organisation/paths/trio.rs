//! Three tenants that are organised alike, and a change that each is sent by another way.

use std::collections::BTreeMap;

use diesel::prelude::PgConnection;
use onedoor::authority::organisation::change::{Change, Kind};
use onedoor::platform::door::Db;
use serde_json::Value;
use uuid::Uuid;

use super::edits::Codes;
use super::judged::{alike, may_wait, unlike_bare};
use super::office::{Came, Office, Way};
use super::thrown::{Dice, Known, thrown};
use super::{rules, today};
use crate::support::server::TestServer;

/// Three tenants that are organised alike.
pub(super) struct Trio {
    pub(super) offices: Vec<Office>,
    rows: PgConnection,
    /// How each is organised.
    states: Vec<Vec<String>>,
}

/// What a run counted: way, kind of change, what came of it.
pub(super) type Counts = BTreeMap<(Way, String, String), usize>;

/// A change sent by three ways, and what came of it.
pub(super) struct Sent<'a> {
    pub(super) change: &'a Change,
    pub(super) came: &'a [(Way, Came)],
    /// How the offices were organised before.
    before: &'a [Vec<String>],
}

impl std::fmt::Display for Sent<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?}\n   came to {:?}", self.change, self.came)
    }
}

impl Sent<'_> {
    pub(super) fn made(&self) -> usize {
        self.came.iter().filter(|(_, it)| it.is_made()).count()
    }
}

impl Trio {
    pub(super) async fn open(server: &TestServer, db: &Db, prefix: &str) -> Self {
        let mut rows = server.database.superuser();
        let mut offices = Vec::new();
        for letter in ["a", "b", "c"] {
            let slug = format!("{prefix}{letter}");
            let id = format!("select id::text as line from tenant where slug = '{slug}'");
            let tenant = crate::isolation::lines(&mut rows, &id);
            offices.push(Office::open(server, &slug, tenant[0].parse().unwrap(), db).await);
        }
        let mut trio = Self {
            offices,
            rows,
            states: Vec::new(),
        };
        trio.states = trio.look();
        trio
    }

    fn look(&mut self) -> Vec<Vec<String>> {
        let offices = self.offices.iter();
        offices
            .map(|office| rules::state(&mut self.rows, office.tenant))
            .collect()
    }

    /// Sends one change to all; answers what is wrong about what came of it.
    pub(super) async fn step(&mut self, dice: &mut Dice, step: usize, counts: &mut Counts) -> Option<String> {
        let parts: Vec<_> = self
            .offices
            .iter()
            .map(|office| rules::parts(&mut self.rows, office.tenant))
            .collect();
        let known = Known::of(&parts[0]);
        let change = thrown(dice, &known, step);
        let wrong_of_bare = rules::broken_by(&mut self.rows, self.offices[0].tenant, &change);
        let today = today();
        let tomorrow = today
            .succ_opt()
            .filter(|_| may_wait(&change) && dice.roll(4) == 0);
        let turn = dice.roll(3);
        let sending = self.offices.iter_mut().zip(&parts).enumerate();
        let sending = sending.map(|(at, (office, own))| {
            let way = [Way::Page, Way::Api, Way::Code][(at + turn) % 3];
            let (hers, codes) = in_terms_of(own, &parts[0], &change);
            async move {
                match tomorrow {
                    // Code has no words for a day to come.
                    Some(day) => {
                        let way = if way == Way::Code { Way::Api } else { way };
                        (way, office.plan(way, &hers, day).await)
                    }
                    None => office.send(way, &hers, &codes, today).await,
                }
            }
        });
        let came = futures_util::future::join_all(sending).await;
        for (way, told) in &came {
            let planned = if tomorrow.is_some() { " (planned)" } else { "" };
            let key = (*way, format!("{}{planned}", change.word()), told.rule());
            *counts.entry(key).or_default() += 1;
        }
        let after = self.look();
        let before = std::mem::replace(&mut self.states, after);
        let sent = Sent {
            change: &change,
            came: &came,
            before: &before,
        };
        let wrong = self
            .breaks_something(&sent)
            .or_else(|| self.differs(&sent))
            .or_else(|| wrong_of_bare.and_then(|rules| unlike_bare(&sent, &rules, &known)));
        match wrong {
            None if step % 5 == 4 => self.is_its_export(&sent).await,
            wrong => wrong,
        }
    }

    /// A rule that a row breaks now, or an answer that is none.
    fn breaks_something(&mut self, sent: &Sent<'_>) -> Option<String> {
        let broken = rules::broken(&mut self.rows);
        if !broken.is_empty() {
            return Some(format!("{broken:?} after {sent}"));
        }
        let is_odd = sent.came.iter().any(|(_, it)| matches!(it, Came::Odd(_)));
        is_odd.then(|| format!("odd: {sent}"))
    }

    /// The ways differ in what came of it, or in what they left.
    fn differs(&self, sent: &Sent<'_>) -> Option<String> {
        let made = sent.made();
        if made != 0 && made != 3 {
            return Some(format!("not alike: {sent}"));
        }
        for (office, (was, is)) in self.offices.iter().zip(sent.before.iter().zip(&self.states)) {
            if made == 0 && was != is {
                let left = difference(was, is);
                return Some(format!(
                    "{} was refused and left something: {sent} {left}",
                    office.slug
                ));
            }
        }
        for other in &self.states[1..] {
            if self.states[0] != *other {
                let difference = difference(&self.states[0], other);
                return Some(format!("organised otherwise: {sent} {difference}"));
            }
        }
        let rules: Vec<_> = sent.came.iter().map(|(_, it)| it.rules()).collect();
        (made == 0 && !alike(&rules)).then(|| format!("refused by different rules: {sent}"))
    }

    /// The export of a tenant is a folder that is whole, and planned against the tenant it changes nothing.
    async fn is_its_export(&mut self, sent: &Sent<'_>) -> Option<String> {
        for office in &self.offices {
            let wrong = match office.differs_from_its_export().await {
                None => office.is_not_whole().await,
                plan => plan,
            };
            if let Some(wrong) = wrong {
                return Some(format!(
                    "{} differs from its export after {sent}: {wrong}",
                    office.slug
                ));
            }
        }
        None
    }
}

/// The change with the ids of a tenant, which are those of the first by their codes, and the codes behind what is open.
fn in_terms_of(own: &[rules::Part], first: &[rules::Part], change: &Change) -> (Change, Codes) {
    let of: BTreeMap<(Kind, &str), Uuid> = own
        .iter()
        .map(|(kind, code, id, _)| ((*kind, code.as_str()), *id))
        .collect();
    let ids = first
        .iter()
        .filter_map(|(kind, code, id, _)| {
            Some((id.to_string(), of.get(&(*kind, code.as_str()))?.to_string()))
        })
        .collect();
    let open = own.iter().filter(|part| part.3);
    let codes = open.map(|part| (part.2, part.1.clone())).collect();
    (translated(change, &ids), codes)
}

/// The same change in another tenant: ids of one are those of the other.
fn translated(change: &Change, ids: &BTreeMap<String, String>) -> Change {
    fn walk(value: &mut Value, ids: &BTreeMap<String, String>) {
        match value {
            Value::String(text) => {
                if let Some(other) = ids.get(text) {
                    text.clone_from(other);
                }
            }
            Value::Array(items) => items.iter_mut().for_each(|it| walk(it, ids)),
            Value::Object(members) => members.values_mut().for_each(|it| walk(it, ids)),
            _ => {}
        }
    }
    let mut json = serde_json::to_value(change).unwrap();
    walk(&mut json, ids);
    serde_json::from_value(json).unwrap()
}

fn difference(one: &[String], other: &[String]) -> String {
    let only = |of: &[String], not: &[String]| -> Vec<String> {
        of.iter().filter(|it| !not.contains(it)).cloned().collect()
    };
    format!("\n   - {:?}\n   + {:?}", only(one, other), only(other, one))
}
