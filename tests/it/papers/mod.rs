//! Papers against a real database: one number for one paper, whatever is killed or repeated, and only for those who may see
//! it.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use onedoor::authority::tenancy::Settings;
use onedoor::authority::tenancy::code::{self, ProcedureFacts};
use onedoor::kernel::actions::Verb;
use onedoor::kernel::clock::Instant;
use onedoor::kernel::context::Context;
use onedoor::kernel::error::{Error, Result};
use onedoor::kernel::ids::{DocumentId, DossierId, PaymentId};
use onedoor::kernel::money::{Currency, Money};
use onedoor::platform::door::Db;
use onedoor::platform::pdf::Press;
use onedoor::platform::render::Texts;
use onedoor::services::catalogue::form::{self, FormDefinition};
use onedoor::services::papers::acts::{MakePaper, ReadDocument, StorePaper};
use onedoor::services::papers::commands::{self, Recorded};
use onedoor::services::papers::{Body, HandedIn, Order, PaidBy, Sources};
use onedoor::services::workflow::definitions::ProcedureDefinitions;

use crate::support::TestDatabase;
use crate::support::fixtures::{Town, two_towns};

const ORIGIN: &str = "http://an-binh.localhost:8080";

/// A tenant's code and one of its procedures, without a database.
struct Desk {
    settings: Settings,
    facts: ProcedureFacts,
    form: FormDefinition,
}

impl Desk {
    fn of_an_binh() -> Arc<Self> {
        let mut code = code::load(Path::new("tenants/an-binh"), &ProcedureDefinitions).unwrap();
        let procedure = code.procedures.remove("dang-ky-khai-sinh").unwrap();
        Arc::new(Self {
            form: form::read(&procedure.form).unwrap(),
            facts: procedure.facts,
            settings: Settings {
                beside: Default::default(),
                tenant: code.tenant,
                theme: code.theme,
                catalogue: code.catalogue,
                fees: code.fees,
                emblem: code.emblem,
                hero: None,
                notices: serde_json::Value::Null,
            },
        })
    }

    fn sources(&self) -> Sources<'_> {
        Sources {
            settings: &self.settings,
            facts: &self.facts,
            form: &self.form,
            origin: ORIGIN,
        }
    }
}

fn moment() -> Instant {
    "2026-11-22T05:00:00Z".parse().unwrap()
}

async fn record(
    db: &Db,
    context: &Arc<Context>,
    desk: &Arc<Desk>,
    dossier: DossierId,
    order: Order,
) -> Result<Recorded> {
    let desk = Arc::clone(desk);
    db.in_tenant(context, move |tx| {
        commands::record(
            tx.authorise::<MakePaper>(dossier)?,
            &desk.sources(),
            &order,
            moment(),
        )
    })
    .await
}

async fn store(db: &Db, context: &Arc<Context>, recorded: &Recorded, pdf: &[u8]) -> Result<()> {
    let (id, file) = (
        recorded.id,
        commands::stored_file(recorded.blob_key.clone(), pdf)?,
    );
    db.in_tenant(context, move |tx| {
        commands::mark_stored(tx.authorise::<StorePaper>(id)?, &file, moment())
    })
    .await
}

fn result() -> Order {
    Order::Result {
        decision: None,
        valid_until: None,
    }
}

fn answer(town: &Town, database: &TestDatabase, dossier: DossierId, answers: &serde_json::Value) {
    let statement = format!(
        "update dossier_form set answers = '{answers}' where tenant_id = '{}' and dossier_id = '{dossier}'",
        town.tenant
    );
    database.superuser().batch_execute(&statement).unwrap();
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    n: i64,
}

#[derive(QueryableByName)]
struct Number {
    #[diesel(sql_type = Text)]
    number: String,
}

fn events(database: &TestDatabase) -> i64 {
    let count: Count = diesel::sql_query("select count(*) as n from outbox where kind = 'paper.made'")
        .get_result(&mut database.superuser())
        .unwrap();
    count.n
}

#[tokio::test(flavor = "multi_thread")]
async fn a_result_killed_at_any_point_is_made_again_with_the_same_number_and_the_same_bytes() {
    let database = TestDatabase::fresh();
    let (town, _) = two_towns(&database);
    let (db, system, desk) = (database.db(), town.system(), Desk::of_an_binh());
    let dossier = town.dossier(&mut database.superuser(), town.civil.id);
    let answers = serde_json::json!({ "child_name": "Bùi An", "child_born_on": "2026-11-02", "birth_place": "An Bình" });
    answer(&town, &database, dossier, &answers);

    let first = record(&db, &system, &desk, dossier, result()).await.unwrap();
    assert_eq!(first.paper.number.as_deref(), Some("0001/2026/KS-01"));
    let Body::Result {
        sentence, statements, ..
    } = &first.paper.body
    else {
        panic!("not a result")
    };
    assert_eq!(
        sentence,
        "Đã đăng ký khai sinh cho Bùi An, sinh ngày 02/11/2026 tại An Bình."
    );
    assert_eq!(statements.len(), 3);

    // Killed before the file was stored.
    let again = record(&db, &system, &desk, dossier, result()).await.unwrap();
    assert_eq!(again, first);
    let press = Press::open(&["/usr/share/fonts"], Path::new("templates/documents")).unwrap();
    let mut pdf = b"%PDF-".to_vec();
    if press.missing_families().is_empty() {
        let texts = Texts::load(Path::new("locales")).unwrap();
        let emblem = Some(desk.settings.emblem.as_bytes());
        let print =
            |one: &Recorded| onedoor::services::papers::print(&press, &texts, &one.paper, emblem).unwrap();
        assert_eq!(print(&first), print(&again));
        pdf = print(&first).pdf;
    }

    // Killed after it was put and before that was noted: noted twice, told once.
    store(&db, &system, &first, &pdf).await.unwrap();
    store(&db, &system, &again, &pdf).await.unwrap();
    assert_eq!(events(&database), 1);
    let done = record(&db, &system, &desk, dossier, result()).await.unwrap();
    assert!(done.is_stored && done.id == first.id && done.blob_key == first.blob_key);
}

#[tokio::test(flavor = "multi_thread")]
async fn results_made_at_once_are_numbered_without_gap_or_double() {
    let database = TestDatabase::fresh();
    let (town, _) = two_towns(&database);
    let (db, system, desk) = (database.db(), town.system(), Desk::of_an_binh());
    let dossiers: Vec<DossierId> = (0..6)
        .map(|_| town.dossier(&mut database.superuser(), town.civil.id))
        .collect();
    let mut making = tokio::task::JoinSet::new();
    for dossier in dossiers.iter().copied().chain(dossiers.iter().copied()) {
        let (db, system, desk) = (db.clone(), Arc::clone(&system), Arc::clone(&desk));
        making.spawn(async move { record(&db, &system, &desk, dossier, result()).await });
    }
    while let Some(made) = making.join_next().await {
        made.unwrap().unwrap();
    }
    // One whose transaction ends badly gives its number back.
    let (failing, again) = (
        Arc::clone(&desk),
        town.dossier(&mut database.superuser(), town.civil.id),
    );
    let failed: Result<()> = db
        .in_tenant(&system, move |tx| {
            commands::record(
                tx.authorise::<MakePaper>(again)?,
                &failing.sources(),
                &result(),
                moment(),
            )?;
            Err(Error::internal("killed"))
        })
        .await;
    assert!(failed.is_err());
    record(&db, &system, &desk, again, result()).await.unwrap();
    let numbers: Vec<Number> = diesel::sql_query("select number from document order by number")
        .load(&mut database.superuser())
        .unwrap();
    let numbers: Vec<String> = numbers.into_iter().map(|row| row.number).collect();
    let expected: Vec<String> = (1..=7).map(|n| format!("{n:04}/2026/KS-01")).collect();
    assert_eq!(numbers, expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn each_kind_and_each_payment_has_its_own_paper() {
    let database = TestDatabase::fresh();
    let (town, _) = two_towns(&database);
    let (db, system, desk) = (database.db(), town.system(), Desk::of_an_binh());
    let dossier = town.dossier(&mut database.superuser(), town.land.id);
    let receipt = |payment| Order::Receipt {
        payment,
        number: "R26-0000001".to_owned(),
        lines: Vec::new(),
        total: Money::new(75_000, Currency::Vnd),
        paid_at: moment(),
        means: PaidBy::Online,
        reference: "PAY-1".to_owned(),
        cashier: None,
    };
    let (first, second) = (PaymentId::fresh(), PaymentId::fresh());
    let papers = vec![HandedIn {
        name: "Tờ khai".to_owned(),
        count: 1,
    }];
    let orders = [
        Order::Acknowledgement { papers },
        Order::Supplement {
            reason: "Thiếu".to_owned(),
            wanted: Vec::new(),
            respond_by: None,
        },
        Order::Refusal {
            reason: "Không đủ điều kiện".to_owned(),
        },
        result(),
        receipt(first),
        receipt(first),
        receipt(second),
    ];
    let mut ids = BTreeSet::new();
    for order in orders {
        let made = record(&db, &system, &desk, dossier, order).await.unwrap();
        ids.insert(made.id);
        let leads_to = &made.paper.proof.address;
        assert!(
            leads_to.starts_with(&format!("{ORIGIN}/verify/"))
                || leads_to.starts_with(&format!("{ORIGIN}/track?code=H99-"))
        );
    }
    assert_eq!(ids.len(), 6);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_paper_is_read_by_its_applicant_and_its_unit_and_by_nobody_else() {
    let database = TestDatabase::fresh();
    let (town, other_town) = two_towns(&database);
    let (db, desk) = (database.db(), Desk::of_an_binh());
    let dossier = town.dossier(&mut database.superuser(), town.civil.id);
    let made = record(&db, &town.system(), &desk, dossier, result())
        .await
        .unwrap();
    let read = |context: Arc<Context>, id: DocumentId| {
        let db = db.clone();
        async move {
            db.in_tenant(&context, move |tx| {
                Ok(tx.authorise::<ReadDocument>(id)?.subject().id)
            })
            .await
        }
    };
    let verbs = [Verb::ReadPaper];
    assert_eq!(
        read(town.citizen(town.citizen, &verbs), made.id).await.unwrap(),
        made.id
    );
    assert_eq!(
        read(town.staff(town.civil_officer, town.civil.id, &verbs), made.id)
            .await
            .unwrap(),
        made.id
    );
    for stranger in [
        town.citizen(town.other_citizen, &verbs),
        town.staff(town.land_officer, town.land.id, &verbs),
        other_town.system(),
        other_town.citizen(other_town.citizen, &verbs),
    ] {
        assert!(matches!(read(stranger, made.id).await, Err(Error::NotFound)));
    }
}
