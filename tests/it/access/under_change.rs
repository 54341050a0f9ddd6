//! Access while it changes: fifty sessions work over HTTP while responsibilities are granted, lent, revoked and re-dated, units
//! move between profiles and lines come and go. No answer may be wrong for the transaction that gave it, and none is refused for
//! a storm of changes that there was not.
//!
//! Every answer names the version of access that its transaction saw. After each change the only writer takes down the rows of
//! the tables as they are at that version; the checker recomputes from those rows what the answer had to be, by its own
//! reading of the rules, sharing no code with the product.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use chrono::{NaiveDate, Utc};
use diesel::connection::SimpleConnection;
use diesel::pg::PgConnection;
use serde_json::Value;

use super::world::World;
use crate::isolation::lines;

const SESSIONS: usize = 50;
const CHANGES: usize = 120;
/// How often the product begins a transaction anew when access changes while it is opened; then it asks to come again.
const ATTEMPTS: u64 = 5;

/// A loan, as its row says.
struct Loan {
    id: String,
    lender: String,
    borrower: String,
    held: String,
    from: NaiveDate,
    to: NaiveDate,
    units: BTreeSet<String>,
}

/// What somebody's session comes to.
struct Expected {
    held: String,
    loan: Option<String>,
    mode: &'static str,
    units: BTreeSet<String>,
}

/// Changes that were begun, and those that were done: between them lies what a request may have met.
#[derive(Default)]
struct Clock {
    begun: AtomicU64,
    done: AtomicU64,
}

/// The tables at one version, as rows of text.
struct Snapshot {
    held: Vec<(String, String, NaiveDate, Option<NaiveDate>)>,
    loans: Vec<Loan>,
    roles: HashMap<String, (String, String)>,
    options: HashMap<String, String>,
    profiles: HashMap<String, (bool, Vec<(String, bool)>)>,
    parents: HashMap<String, Option<String>>,
    denied: BTreeSet<(String, String)>,
}

impl Snapshot {
    fn take(rows: &mut PgConnection, today: NaiveDate) -> (i64, Self) {
        rows.batch_execute("begin isolation level repeatable read read only")
            .unwrap();
        let version = lines(rows, "select max(version)::text as line from access_version")[0]
            .parse()
            .unwrap();
        let mut split = |query: &str| -> Vec<Vec<String>> {
            lines(rows, query)
                .into_iter()
                .map(|line| line.split('|').map(str::to_owned).collect())
                .collect()
        };
        let date = |text: &str| text.parse::<NaiveDate>().ok();
        let snapshot = Self {
            held: split("select account_id || '|' || responsibility_id || '|' || valid_from || '|' || coalesce(valid_to::text, '-') as line from account_responsibility")
                .into_iter()
                .map(|row| (row[0].clone(), row[1].clone(), date(&row[2]).unwrap(), date(&row[3])))
                .collect(),
            loans: split(
                "select d.id || '|' || d.lender_id || '|' || d.borrower_id || '|' || d.responsibility_id || '|' || d.valid_from || '|' || d.valid_to
                    || '|' || coalesce((select string_agg(u.operating_unit_id::text, ',') from delegation_unit u where u.delegation_id = d.id), '') as line
                 from delegation d where d.ended_at is null",
            )
            .into_iter()
            .map(|row| Loan {
                id: row[0].clone(),
                lender: row[1].clone(),
                borrower: row[2].clone(),
                held: row[3].clone(),
                from: date(&row[4]).unwrap(),
                to: date(&row[5]).unwrap(),
                units: row[6].split(',').filter(|unit| !unit.is_empty()).map(str::to_owned).collect(),
            })
            .collect(),
            roles: split("select id || '|' || role || '|' || code as line from responsibility")
                .into_iter()
                .map(|row| (row[0].clone(), (row[1].clone(), row[2].clone())))
                .collect(),
            options: split("select level_id || '|' || value as line from profile_option where name = 'mo_security_profile' and level = 'responsibility'")
                .into_iter()
                .map(|row| (row[0].clone(), row[1].clone()))
                .collect(),
            profiles: {
                let mut all: HashMap<String, (bool, Vec<(String, bool)>)> =
                    split("select id || '|' || view_all as line from security_profile")
                        .into_iter()
                        .map(|row| (row[0].clone(), (row[1] == "true", Vec::new())))
                        .collect();
                for row in split("select security_profile_id || '|' || operating_unit_id || '|' || with_descendants as line from security_profile_unit") {
                    all.get_mut(&row[0]).unwrap().1.push((row[1].clone(), row[2] == "true"));
                }
                all
            },
            parents: split("select id || '|' || coalesce(parent_unit_id::text, '-') as line from operating_unit")
                .into_iter()
                .map(|row| (row[0].clone(), Some(row[1].clone()).filter(|above| above != "-")))
                .collect(),
            denied: split(&format!(
                "select role || '|' || verb as line from policy_line where effect = 'deny' and reach = 'unit'
                 and valid_from <= '{today}' and (valid_to is null or valid_to > '{today}')"
            ))
            .into_iter()
            .map(|row| (row[0].clone(), row[1].clone()))
            .collect(),
        };
        rows.batch_execute("commit").unwrap();
        (version, snapshot)
    }

    /// The units that a profile opens: all, or those named and those below the tops.
    fn units(&self, profile: &str) -> BTreeSet<String> {
        let (all, named) = &self.profiles[profile];
        self.parents
            .keys()
            .filter(|unit| {
                *all || named
                    .iter()
                    .any(|(one, deep)| one == *unit || (*deep && self.is_below(unit, one)))
            })
            .cloned()
            .collect()
    }

    fn is_below(&self, unit: &str, top: &str) -> bool {
        let mut here = self.parents[unit].clone();
        while let Some(above) = here {
            if above == top {
                return true;
            }
            here = self.parents[&above].clone();
        }
        false
    }

    fn holds(&self, account: &str, responsibility: &str, today: NaiveDate) -> bool {
        self.held.iter().any(|(of, held, from, to)| {
            of == account && held == responsibility && *from <= today && to.is_none_or(|to| today < to)
        })
    }

    /// The mode and units of a responsibility; those of a loan lie among the units that are lent.
    fn opened(
        &self,
        held: &str,
        lent: Option<&BTreeSet<String>>,
    ) -> Option<(&'static str, BTreeSet<String>)> {
        let profile = self.options.get(held)?;
        let all = self.units(profile);
        let narrowed = lent.filter(|lent| !lent.is_empty());
        let units: BTreeSet<String> = match narrowed {
            Some(lent) => all.intersection(lent).cloned().collect(),
            None => all,
        };
        let mode = match units.len() {
            0 => return None,
            1 => "S",
            n if narrowed.is_none() && self.profiles[profile].0 && n == self.parents.len() => "A",
            _ => "M",
        };
        Some((mode, units))
    }

    /// What an account's session without a choice comes to: the first responsibility of her own that opens something, or else
    /// the first that is lent to her, as long as its lender has it herself.
    fn expected(&self, account: &str, today: NaiveDate) -> Option<Expected> {
        let mut mine: Vec<(&String, &String)> = self
            .held
            .iter()
            .map(|(_, held, ..)| (&self.roles[held].1, held))
            .filter(|(_, held)| self.holds(account, held, today))
            .collect();
        mine.sort();
        let own = mine.iter().find_map(|(_, held)| {
            let (mode, units) = self.opened(held, None)?;
            Some(Expected {
                held: (*held).clone(),
                loan: None,
                mode,
                units,
            })
        });
        let mut lent: Vec<&Loan> = self
            .loans
            .iter()
            .filter(|loan| loan.borrower == account && loan.from <= today && today < loan.to)
            .filter(|loan| self.holds(&loan.lender, &loan.held, today))
            .collect();
        lent.sort_by_key(|loan| (&self.roles[&loan.held].1, loan.from, &loan.id));
        own.or_else(|| {
            lent.into_iter().find_map(|loan| {
                let (mode, units) = self.opened(&loan.held, Some(&loan.units))?;
                Some(Expected {
                    held: loan.held.clone(),
                    loan: Some(loan.id.clone()),
                    mode,
                    units,
                })
            })
        })
    }

    /// The loans to an account that are in force, as the list of what it has tells them.
    fn lent_to(&self, account: &str, today: NaiveDate) -> BTreeSet<String> {
        self.loans
            .iter()
            .filter(|loan| loan.borrower == account && loan.from <= today && today < loan.to)
            .filter(|loan| self.holds(&loan.lender, &loan.held, today))
            .map(|loan| loan.id.clone())
            .collect()
    }
}

/// An answer as a session got it.
struct Answer {
    account: String,
    told: Value,
    /// How many changes it may have met on its way.
    met: u64,
}

/// What came of a session's requests.
#[derive(Default)]
struct Heard {
    answers: Vec<Answer>,
    /// Requests that were asked to come again: how many changes each of them may have met.
    again: Vec<u64>,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn no_answer_is_wrong_for_its_transaction() {
    let world = Arc::new(World::new().await);
    let node = world.server.another_node().await;
    let today = Utc::now()
        .with_timezone(&chrono_tz::Asia::Ho_Chi_Minh)
        .date_naive();
    let staff = world
        .lines("select id::text || '|' || email as line from account where kind = 'staff' order by email");
    let staff: Vec<(String, String)> = staff
        .iter()
        .map(|line| line.split_once('|').unwrap())
        .map(|(id, email)| (id.to_owned(), email.to_owned()))
        .collect();
    let snapshots = Arc::new(Mutex::new(BTreeMap::new()));
    let (over, asked) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicUsize::new(0)));
    let clock = Arc::new(Clock::default());
    {
        let (version, snapshot) = Snapshot::take(&mut world.server.database.superuser(), today);
        snapshots.lock().unwrap().insert(version, snapshot);
    }
    let mut sessions = Vec::new();
    for at in 0..SESSIONS {
        let (account, email) = staff[at % staff.len()].clone();
        let mut program = world.program_without_choice(&email);
        if at % 2 == 1 {
            program = program.on(node.port);
        }
        let (over, asked, clock) = (Arc::clone(&over), Arc::clone(&asked), Arc::clone(&clock));
        sessions.push(tokio::spawn(async move {
            let mut heard = Heard::default();
            while !over.load(Ordering::SeqCst) {
                let before = clock.done.load(Ordering::SeqCst);
                let told = program.get("/api/v1/access").await;
                let after = clock.begun.load(Ordering::SeqCst);
                asked.fetch_add(1, Ordering::SeqCst);
                // Access that changes faster than it is read again is told so, and nothing is answered.
                if told.status == 409 {
                    heard.again.push(after - before);
                    continue;
                }
                assert_eq!(told.status, 200, "{told:?}");
                heard.answers.push(Answer {
                    account: account.clone(),
                    told: told.json(),
                    met: after - before,
                });
            }
            heard
        }));
    }
    let changer = {
        let (world, snapshots, asked, clock) = (
            Arc::clone(&world),
            Arc::clone(&snapshots),
            Arc::clone(&asked),
            Arc::clone(&clock),
        );
        let accounts: Vec<String> = staff.iter().map(|(id, _)| id.clone()).collect();
        tokio::task::spawn_blocking(move || change_all(&world, &accounts, today, &snapshots, &asked, &clock))
    };
    changer.await.unwrap();
    over.store(true, Ordering::SeqCst);
    let (mut answers, mut again) = (Vec::new(), Vec::new());
    for session in sessions {
        let heard = session.await.unwrap();
        answers.extend(heard.answers);
        again.extend(heard.again);
    }
    // Each attempt but the first began with what was in force a moment before: a change must have come between each two.
    let unfounded: Vec<&u64> = again.iter().filter(|met| **met + 1 < ATTEMPTS).collect();
    assert!(
        unfounded.is_empty(),
        "{} of {} requests were asked to come again with so few changes about: {unfounded:?}",
        unfounded.len(),
        again.len()
    );
    let snapshots = snapshots.lock().unwrap();
    let versions: BTreeSet<i64> = answers
        .iter()
        .map(|answer| answer.told["version"].as_i64().unwrap())
        .collect();
    let lent = answers
        .iter()
        .filter(|answer| !answer.told["loan"].is_null())
        .count();
    let mut wrong = Vec::new();
    for answer in &answers {
        let version = answer.told["version"].as_i64().unwrap();
        let snapshot = snapshots
            .get(&version)
            .unwrap_or_else(|| panic!("version {version} was never"));
        // What decides is of the version that the transaction began with; the list is read behind it, and may be newer.
        let met = usize::try_from(answer.met).unwrap();
        let list = listed_loans(answer);
        let is_listed = snapshots
            .range(version..)
            .take(met + 1)
            .any(|(_, snapshot)| snapshot.lent_to(&answer.account, today) == list);
        let fault = fault(snapshot, answer, today)
            .or_else(|| (!is_listed).then(|| "other loans were to be listed".to_owned()));
        if let Some(fault) = fault {
            wrong.push(format!(
                "version {version}, {}: {fault}: {}",
                answer.account, answer.told
            ));
        }
    }
    println!(
        "{} answers under {} versions of {}, {} of them under a loan; {} asked to come again",
        answers.len(),
        versions.len(),
        snapshots.len(),
        lent,
        again.len()
    );
    assert!(lent > 0, "nobody worked under a loan");
    assert!(
        wrong.is_empty(),
        "{} of {} answers are wrong:\n{}",
        wrong.len(),
        answers.len(),
        wrong[..wrong.len().min(5)].join("\n")
    );
    assert!(
        answers.len() > CHANGES && versions.len() > CHANGES / 4,
        "{} answers, {} versions",
        answers.len(),
        versions.len()
    );
}

/// The loans that an answer lists.
fn listed_loans(answer: &Answer) -> BTreeSet<String> {
    answer.told["responsibilities"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|one| !one["lent_by"].is_null())
        .map(|one| one["id"].as_str().unwrap().to_owned())
        .collect()
}

/// What is wrong with an answer, if anything.
fn fault(snapshot: &Snapshot, answer: &Answer, today: NaiveDate) -> Option<String> {
    let told = &answer.told;
    let Some(Expected {
        held,
        loan,
        mode,
        units,
    }) = snapshot.expected(&answer.account, today)
    else {
        return (!told["responsibility"].is_null()).then(|| "nothing is open to her".to_owned());
    };
    let told_units: BTreeSet<String> = told["units"]
        .as_array()
        .unwrap()
        .iter()
        .map(|unit| unit.as_str().unwrap().to_owned())
        .collect();
    if told["responsibility"] != held.as_str()
        || told["mode"] != mode
        || told["loan"].as_str() != loan.as_deref()
    {
        return Some(format!(
            "{held} in mode {mode}, lent by {loan:?}, was to be expected"
        ));
    }
    if mode != "A" && told_units != units {
        return Some(format!("{units:?} were to be expected"));
    }
    let role = &snapshot.roles[&held].0;
    let lists = told["verbs"].as_array().unwrap().iter().any(|reach| {
        reach["verb"] == "dossier.read"
            && (reach["every_unit"] == true || !reach["units"].as_array().unwrap().is_empty())
    });
    let by_template = matches!(role.as_str(), "receiver" | "assessor" | "approver" | "auditor");
    let expected = by_template
        && !snapshot
            .denied
            .contains(&(role.clone(), "dossier.read".to_owned()));
    (lists != expected).then(|| format!("dossier.read for {role}: {expected} was to be expected"))
}

/// One change after another, each taken down; between two of them some sessions get an answer.
fn change_all(
    world: &World,
    accounts: &[String],
    today: NaiveDate,
    snapshots: &Mutex<BTreeMap<i64, Snapshot>>,
    asked: &AtomicUsize,
    clock: &Clock,
) {
    let t = &world.tenant;
    let mut rows = world.server.database.superuser();
    let held = lines(
        &mut rows,
        "select id::text as line from responsibility order by code",
    );
    let profiles = lines(
        &mut rows,
        "select id::text as line from security_profile order by code",
    );
    let units = lines(
        &mut rows,
        "select id::text as line from operating_unit order by code",
    );
    let mut seed: usize = 7;
    let mut pick = |n: usize| {
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % n
    };
    let (yesterday, tomorrow) = (today.pred_opt().unwrap(), today.succ_opt().unwrap());
    for _ in 0..CHANGES {
        let (account, one) = (&accounts[pick(accounts.len())], &held[pick(held.len())]);
        let (profile, unit) = (&profiles[pick(profiles.len())], &units[pick(units.len())]);
        let other = &accounts[pick(accounts.len())];
        let statement = match pick(12) {
            0 | 1 => format!("insert into account_responsibility (tenant_id, account_id, responsibility_id) values ('{t}', '{account}', '{one}') on conflict do nothing"),
            2 => format!("delete from account_responsibility where account_id = '{account}' and responsibility_id = '{one}'"),
            3 => format!("update account_responsibility set valid_to = '{today}' where account_id = '{account}'"),
            4 => format!("update account_responsibility set valid_to = '{tomorrow}' where account_id = '{account}' and valid_from < '{today}'"),
            5 => format!("update profile_option set value = '{profile}' where name = 'mo_security_profile' and level_id = '{one}'"),
            6 => format!("insert into security_profile_unit values ('{t}', '{profile}', '{unit}', {}) on conflict (tenant_id, security_profile_id, operating_unit_id) do update set with_descendants = excluded.with_descendants", pick(2) == 1),
            // Lent by whoever holds it today, to all of its units or to one.
            7 | 8 => format!(
                "with lent as (
                    insert into delegation (tenant_id, id, lender_id, borrower_id, responsibility_id, valid_from, valid_to, reason, lent_at)
                    select '{t}', gen_random_uuid(), h.account_id, '{other}', h.responsibility_id, '{}', '{}', 'on leave', now()
                    from account_responsibility h where h.valid_from <= '{today}' and (h.valid_to is null or h.valid_to > '{today}')
                    and h.account_id <> '{other}' order by h.responsibility_id <> '{one}', h.account_id limit 1
                    on conflict do nothing returning id)
                 insert into delegation_unit (tenant_id, delegation_id, operating_unit_id)
                 select '{t}', id, '{unit}' from lent where {}",
                [yesterday, today, tomorrow][pick(3)],
                tomorrow.succ_opt().unwrap(),
                pick(3) == 0
            ),
            9 => format!("update delegation set ended_at = now() where borrower_id = '{account}' and ended_at is null"),
            10 => format!(
                "update delegation d set valid_to = '{}' where borrower_id = '{account}' and valid_from < '{today}' and not exists (
                    select from delegation o where o.lender_id = d.lender_id and o.borrower_id = d.borrower_id
                    and o.responsibility_id = d.responsibility_id and o.id <> d.id and o.ended_at is null)",
                [today, tomorrow][pick(2)]
            ),
            _ => format!(
                "delete from policy_line; insert into policy_line (tenant_id, id, role, reach, verb, effect, valid_from, valid_to)
                 values ('{t}', gen_random_uuid(), '{}', 'unit', 'dossier.read', 'deny', '{yesterday}', {})",
                ["receiver", "assessor", "approver", "auditor"][pick(4)],
                [format!("'{today}'"), format!("'{tomorrow}'"), "null".into()][pick(3)]
            ),
        };
        let before = asked.load(Ordering::SeqCst);
        // There is no other writer, so that no version goes by unseen.
        clock.begun.fetch_add(1, Ordering::SeqCst);
        world.change(&statement);
        clock.done.fetch_add(1, Ordering::SeqCst);
        let (version, snapshot) = Snapshot::take(&mut rows, today);
        snapshots.lock().unwrap().insert(version, snapshot);
        while asked.load(Ordering::SeqCst) < before + SESSIONS {
            std::thread::yield_now();
        }
    }
}
