//! Random sequences of valid and invalid changes, each sent by three ways to three tenants that are organised alike: an
//! administrator's form, her program, and the tenant's code. Which tenant takes which way is thrown anew for each change.
//!
//! After each change no row of any tenant breaks a rule of the rule book (`rules`, which knows no command and no constraint);
//! what was refused left everything as it was; the three tenants are organised alike still, and were refused by one rule; and
//! what the bare tables would bear was accepted. `ONEDOOR_RANDOM_SEED` repeats a run; `ONEDOOR_RANDOM_SECONDS` and
//! `ONEDOOR_RANDOM_STEPS` lengthen it, `ONEDOOR_RANDOM_TRIOS` begins anew with other tenants.

mod edits;
mod forms;
mod office;
mod rules;
mod taken_back;
mod together;
mod whole;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::NaiveDate;
use diesel::prelude::PgConnection;
use onedoor::authority::organisation::change::{Called, Change, Dossiers, EntityCard, Equipment, Kind};
use onedoor::kernel::locale::{Language, Localised};
use onedoor::platform::door::Db;
use serde_json::Value;
use uuid::Uuid;

use self::edits::Codes;
use self::office::{Came, Office, Way, small};
use crate::support::server::{Setting, TestServer};

/// A small generator whose run can be repeated from its seed.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        // Neighbouring seeds are spread apart.
        Self(seed.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15).max(1))
    }

    pub fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(sides).unwrap()).unwrap()
    }

    pub fn of<'a, T>(&mut self, these: &'a [T]) -> &'a T {
        &these[self.roll(these.len())]
    }
}

/// What is there to change, in the tenant whose ids a change is thrown with.
struct Known {
    open: BTreeMap<Kind, Vec<Uuid>>,
    ended: BTreeMap<Kind, Vec<Uuid>>,
}

impl Known {
    fn of(parts: &[rules::Part]) -> Self {
        let mut known = Self {
            open: BTreeMap::new(),
            ended: BTreeMap::new(),
        };
        for (kind, _, id, is_open) in parts {
            let side = if *is_open {
                &mut known.open
            } else {
                &mut known.ended
            };
            side.entry(*kind).or_default().push(*id);
        }
        known
    }

    fn pick(&self, dice: &mut Dice, kind: Kind) -> Uuid {
        let none = Vec::new();
        let open = self.open.get(&kind).unwrap_or(&none);
        let ended = self.ended.get(&kind).unwrap_or(&none);
        match dice.roll(24) {
            0 if !ended.is_empty() => *dice.of(ended),
            1 => Uuid::from_u128(7),
            _ if open.is_empty() => Uuid::from_u128(7),
            _ => *dice.of(open),
        }
    }

    fn maybe(&self, dice: &mut Dice, kind: Kind) -> Option<Uuid> {
        (dice.roll(3) > 0).then(|| self.pick(dice, kind))
    }
}

const VALUES: [&str; 8] = ["010", "020", "101", "41", "42", "43", "44", "45"];
const SETS: [&str; 4] = ["don-vi", "set-2", "set-3", "no-such-set"];
const NUMBERS: [(&str, &str); 5] = [
    ("mst", "9900110379"),
    ("mst", "9900111118"),
    ("edrpou", "14360570"),
    ("mst", "9900110370"),
    ("mst", "1"),
];

fn name(text: &str) -> Localised {
    Localised::of(Language::Vi, text)
}

/// What the invoices of an entity bear; most of the time something is wrong with it, or it issues none.
fn card(dice: &mut Dice, label: &str) -> EntityCard {
    let series = format!("S{{YY}}{label}");
    let email = "ke-toan@an-binh.example";
    let (invoice_series, email) = *dice.of(&[
        ("", ""),
        ("", email),
        (series.as_str(), email),
        (series.as_str(), email),
        ("1C{YY}TTP", email),
        (series.as_str(), ""),
        ("S-without-a-year", email),
        (series.as_str(), "nowhere"),
    ]);
    let text = |text: &str| match text {
        "" => Localised::default(),
        text => name(text),
    };
    let (street, bank) = (*dice.of(&["", "1 Lê Lợi"]), *dice.of(&["", "Kho bạc"]));
    EntityCard {
        address: text(street),
        street: street.to_owned(),
        city: (*dice.of(&["", "An Bình"])).to_owned(),
        invoice_series: invoice_series.to_owned(),
        email: email.to_owned(),
        bank_account: (*dice.of(&["", "3713.0"])).to_owned(),
        bank_name: text(bank),
        ..EntityCard::default()
    }
}

/// A change of any kind, most of them wrong in some way. Codes and names come back, so that they collide.
#[allow(clippy::too_many_lines, reason = "one arm for each kind of change")]
fn thrown(dice: &mut Dice, known: &Known, step: usize) -> Change {
    use Kind::{
        AccountingSetup, BusinessGroup, CostCentre, Department, HallPart, Ledger, LegalEntity, OperatingUnit,
        ServiceHall,
    };
    let label = format!("n{}", dice.roll(50));
    let code = match dice.roll(14) {
        0 => format!("c{}", dice.roll(step + 1)),
        1 => "Bad Code".to_owned(),
        _ => format!("c{step}"),
    };
    let called = Called {
        name: match dice.roll(12) {
            0 => Localised::default(),
            1..4 => name(&label),
            _ => name(&format!("Tên {code}")),
        },
        code,
    };
    let value = (*dice.of(&VALUES)).to_owned();
    let value_set = (*dice.of(&SETS)).to_owned();
    let number_code = match dice.roll(8) {
        0 => "45".to_owned(),
        1 => "no code".to_owned(),
        _ => format!("9.{step}"),
    };
    let currency = if dice.roll(5) == 0 { "EUR" } else { "VND" }.to_owned();
    let (registration_kind, registration_number) = *dice.of(&NUMBERS);
    let kind = *dice.of(&[
        BusinessGroup,
        LegalEntity,
        OperatingUnit,
        ServiceHall,
        HallPart,
        CostCentre,
        Department,
    ]);
    let equipment = Equipment {
        address: name(&label),
        hours: Localised::default(),
        capabilities: vec![
            (*dice.of(&["issues_tickets", "takes_cash", "prints_results", "flies"])).to_owned(),
        ],
    };
    let mut one = |kind: Kind| known.pick(dice, kind);
    let (group, ledger, entity, unit) = (
        one(BusinessGroup),
        one(Ledger),
        one(LegalEntity),
        one(OperatingUnit),
    );
    let (hall, centre, department) = (one(ServiceHall), one(CostCentre), one(Department));
    let (other_unit, other_entity, any, setup) = (
        one(OperatingUnit),
        one(LegalEntity),
        one(kind),
        one(AccountingSetup),
    );
    match dice.roll(36) {
        0 => Change::AddGroup { called },
        1 => Change::AddValueSet { called },
        2 => Change::AddSetup {
            ledger: Called {
                code: format!("l{step}"),
                name: called.name.clone(),
            },
            called,
            currency,
            value_set,
        },
        3 => Change::AddSecondaryLedger {
            setup,
            ledger: called,
            currency,
            value_set,
        },
        4 | 5 => Change::AddEntity {
            group,
            ledger,
            called,
            registration_kind: registration_kind.to_owned(),
            registration_number: registration_number.to_owned(),
            value,
        },
        6 | 7 => Change::AddUnit {
            group,
            parent: known.maybe(dice, OperatingUnit),
            entity,
            called,
            number_code,
        },
        8..=10 => Change::AddHall {
            unit,
            entity,
            centre,
            called,
            equipment,
        },
        11 => Change::AddPart {
            hall,
            part: (*dice.of(&["window", "area"])).to_owned(),
            called,
        },
        12 | 13 => Change::AddCentre {
            entity,
            value,
            called,
        },
        14 => Change::AddDepartment {
            group,
            parent: known.maybe(dice, Department),
            centre: known.maybe(dice, CostCentre),
            called,
        },
        15 | 16 => Change::Rename {
            kind,
            id: any,
            name: called.name,
        },
        17 => Change::PutUnitUnder {
            unit,
            parent: known.maybe(dice, OperatingUnit),
        },
        18 => Change::PutDepartmentUnder {
            department,
            parent: known.maybe(dice, Department),
        },
        19 => Change::ChargeDepartment {
            department,
            centre: known.maybe(dice, CostCentre),
        },
        20 | 21 => Change::Link { unit, entity },
        22 => Change::Unlink { unit, entity },
        23 => Change::SetDefault { unit, entity },
        24 => Change::AddValue { entity, value },
        25 => Change::MoveValue {
            from: entity,
            value,
            to: other_entity,
        },
        26 => Change::DropValue { entity, value },
        27 => Change::MoveEntity { entity, ledger },
        28 => Change::MoveHall {
            hall,
            unit,
            entity,
            centre,
        },
        29 => Change::EquipHall { hall, equipment },
        30 => Change::Close {
            kind,
            id: any,
            dossiers_to: None,
        },
        31 => Change::MergeUnits {
            from: unit,
            into: other_unit,
        },
        32 => Change::SplitUnit {
            from: unit,
            called,
            number_code,
            entity,
            halls: known.maybe(dice, ServiceHall).into_iter().collect(),
            dossiers: *dice.of(&[Dossiers::Stay, Dossiers::WithHalls, Dossiers::Move]),
        },
        33 | 34 => Change::DescribeEntity {
            entity,
            card: card(dice, &label),
        },
        _ if dice.roll(2) == 0 => Change::AddMissingCentres,
        _ => Change::AddCentreValue {
            value_set,
            company_value: value,
            called,
        },
    }
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

/// Three tenants that are organised alike.
struct Trio {
    offices: Vec<Office>,
    rows: PgConnection,
    /// How each is organised.
    states: Vec<Vec<String>>,
}

/// What a run counted: way, kind of change, what came of it.
type Counts = BTreeMap<(Way, String, String), usize>;

/// A change sent by three ways, and what came of it.
struct Sent<'a> {
    change: &'a Change,
    came: &'a [(Way, Came)],
    /// How the offices were organised before.
    before: &'a [Vec<String>],
}

impl std::fmt::Display for Sent<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?}\n   came to {:?}", self.change, self.came)
    }
}

impl Sent<'_> {
    fn made(&self) -> usize {
        self.came.iter().filter(|(_, it)| it.is_made()).count()
    }
}

impl Trio {
    async fn open(server: &TestServer, db: &Db, prefix: &str) -> Self {
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
    async fn step(&mut self, dice: &mut Dice, step: usize, counts: &mut Counts) -> Option<String> {
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

/// What bare tables would bear is made; what breaks a rule in them is not.
fn unlike_bare(sent: &Sent<'_>, rules: &[String], known: &Known) -> Option<String> {
    let is_well_said = !said_wrongly(sent.change) && !names_what_is_not_there(sent.change, known);
    let is_valid = rules.is_empty() && is_well_said;
    let is_absent = sent
        .came
        .iter()
        .any(|(_, it)| it.rules().iter().any(|it| is_absent(it)));
    if is_valid && sent.made() == 0 && !is_absent {
        return Some(format!("valid and refused: {sent}"));
    }
    (!is_valid && sent.made() == 3).then(|| format!("breaks {rules:?} and was made: {sent}"))
}

/// Whether a change is also thrown as a plan for tomorrow.
fn may_wait(change: &Change) -> bool {
    matches!(
        change,
        Change::Rename { .. }
            | Change::PutUnitUnder { .. }
            | Change::PutDepartmentUnder { .. }
            | Change::ChargeDepartment { .. }
            | Change::Link { .. }
            | Change::SetDefault { .. }
            | Change::MoveHall { .. }
            | Change::MoveEntity { .. }
            | Change::MoveValue { .. }
            | Change::SplitUnit { .. }
    )
}

/// What is wrong with a change whatever the organisation is: its code, its name.
fn said_wrongly(change: &Change) -> bool {
    let name = match change {
        Change::Rename { name, .. } => Some(name),
        other => other.called().map(|called| &called.name),
    };
    change.called().is_some_and(|called| called.code.contains(' '))
        || name.is_some_and(|name| name.0.is_empty())
        || matches!(change, Change::AddHall { equipment, .. } if equipment.capabilities.iter().any(|it| it == "flies"))
}

/// Whether a change names an id that is of nothing, or of what has ended.
fn names_what_is_not_there(change: &Change, known: &Known) -> bool {
    let open: Vec<String> = known.open.values().flatten().map(Uuid::to_string).collect();
    let json = serde_json::to_value(change).unwrap();
    let texts = json
        .as_object()
        .unwrap()
        .iter()
        .filter(|(member, _)| *member != "called");
    texts
        .filter_map(|(_, value)| value.as_str())
        .any(|text| text.len() == 36 && text.parse::<Uuid>().is_ok() && !open.contains(&text.to_owned()))
}

/// Whether refusals are by one rule. A form and a program say that a part is not there; a rule may say that it has ended.
/// Where several things are wrong at once, each way says the first it finds; the validation of code says all of them.
fn alike(rules: &[BTreeSet<String>]) -> bool {
    let is_said_wrongly =
        |rule: &String| rule.starts_with("admin-change-") || rule.starts_with("forms-problem-");
    let all = || rules.iter().flatten();
    let common = |rule: &&String| rules.iter().all(|of| of.contains(*rule));
    all().any(|rule| common(&rule)) || all().any(|rule| is_absent(rule) || is_said_wrongly(rule))
}

fn is_absent(rule: &str) -> bool {
    [
        "not-found",
        "validation",
        "rule-part-is-there",
        "forms-problem-not-an-option",
        "forms-problem-missing",
    ]
    .contains(&rule)
}

fn difference(one: &[String], other: &[String]) -> String {
    let only = |of: &[String], not: &[String]| -> Vec<String> {
        of.iter().filter(|it| !not.contains(it)).cloned().collect()
    };
    format!("\n   - {:?}\n   + {:?}", only(one, other), only(other, one))
}

fn today() -> NaiveDate {
    chrono::Utc::now()
        .with_timezone(&chrono_tz::Asia::Ho_Chi_Minh)
        .date_naive()
}

fn setting(name: &str, usual: u64) -> u64 {
    std::env::var(name)
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(usual)
}

/// What came of a run of one trio.
#[derive(Default)]
struct Run {
    steps: usize,
    counts: Counts,
    wrong: Option<String>,
    of_procedures: BTreeMap<String, usize>,
}

/// Sends changes to one trio until the first disagreement, or until it is time.
async fn run(server: Arc<TestServer>, trio: u64, seed: u64, (until, most): (Instant, usize)) -> Run {
    let mut offices = Trio::open(&server, &server.database.db(), &format!("t{trio}")).await;
    let (mut dice, mut run) = (Dice::new(seed), Run::default());
    // At least a few steps, however slow the machine is.
    while run.wrong.is_none() && run.steps < most && (run.steps < 10 || Instant::now() < until) {
        let wrong = offices.step(&mut dice, run.steps, &mut run.counts).await;
        run.wrong = wrong.map(|what| format!("seed {seed}, step {}: {what}", run.steps));
        run.steps += 1;
    }
    for (sentence, count) in offices.offices.iter().flat_map(|office| &office.of_procedures) {
        *run.of_procedures.entry(sentence.clone()).or_default() += count;
    }
    run
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn random_changes_by_page_program_and_code_agree_and_break_no_rule() {
    let seed = setting("ONEDOOR_RANDOM_SEED", 20_261_122);
    let long = Duration::from_secs(setting("ONEDOOR_RANDOM_SECONDS", 45));
    let most = usize::try_from(setting("ONEDOOR_RANDOM_STEPS", 100)).unwrap();
    let trios = setting("ONEDOOR_RANDOM_TRIOS", 1);
    let codes = (0..trios).flat_map(|trio| ["a", "b", "c"].map(|letter| small(&format!("t{trio}{letter}"))));
    // Somebody who changes something all the time is not to be held up as one who guesses.
    let setting = Setting {
        rate_factor: Some(1000),
        ..Setting::default()
    };
    let server = Arc::new(TestServer::of(codes.collect(), setting).await);
    let began = Instant::now();
    let runs = (0..trios).map(|trio| {
        let run = run(Arc::clone(&server), trio, seed + trio, (began + long, most));
        tokio::spawn(run)
    });
    let runs: Vec<_> = runs.collect();
    let (mut wrong, mut steps, mut counts) = (Vec::new(), 0, Counts::new());
    for run in runs {
        let run = run.await.unwrap();
        steps += run.steps;
        for (key, count) in run.counts {
            *counts.entry(key).or_default() += count;
        }
        println!("{:?} of procedures: {:?}", run.steps, run.of_procedures);
        wrong.extend(run.wrong);
    }
    println!(
        "seeds {seed} to {}: {steps} changes by three ways in {:?}",
        seed + trios - 1,
        began.elapsed()
    );
    let mut by_way: BTreeMap<(Way, bool), usize> = BTreeMap::new();
    for ((way, change, rule), count) in &counts {
        println!("{way:?} {change} {rule}: {count}");
        *by_way.entry((*way, rule == "made")).or_default() += count;
    }
    println!("{by_way:?}, {} disagreements", wrong.len());
    for what in &wrong {
        println!("{what}");
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
