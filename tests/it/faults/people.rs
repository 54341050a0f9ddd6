//! Applicants, officers and payers, who go on whatever happens to the server.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use onedoor::kernel::clock;
use onedoor::kernel::ids::{DossierId, HallId, PaymentRequestId, UserTaskId};
use onedoor::kernel::locale::Language;
use onedoor::services::billing::acts::{AtDesk, ReadRequest, TakeCash};
use onedoor::services::billing::{BillingSettings, OnlinePayment, open_gateway_payment, take_cash};
use onedoor::services::catalogue::form::{Answer, Answers};
use onedoor::services::dossiers::acts::WithdrawDossier;
use onedoor::services::dossiers::commands::withdraw;
use onedoor::services::dossiers::{Applicant, Channel, SubmitDossier, prepare};
use onedoor::services::workflow::acts::CompleteTask;
use onedoor::services::workflow::commands::complete_task;
use onedoor::services::workflow::rules::Decision;
use serde_json::json;

use super::town::Town;

const PAID: &str = "xac-nhan-tinh-trang-hon-nhan";
const FREE: &str = "dang-ky-khai-sinh";
const PAUSE: Duration = Duration::from_millis(30);

/// What is to become of a dossier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Plan {
    /// Paid at the gateway, which reports three times, before that with somebody else's signature and with an old one.
    Gateway,
    /// Paid at the cash desk.
    Cash,
    /// Paid at the cash desk while the gateway's report is on its way.
    Twice,
    /// Withdrawn instead of paid.
    Withdrawn,
    /// Nothing to pay.
    Free,
    /// Nothing to pay, and refused.
    Refused,
}

impl Plan {
    pub const fn of(number: usize) -> Self {
        match number % 10 {
            0 | 4 => Plan::Gateway,
            2 => Plan::Cash,
            6 => Plan::Withdrawn,
            8 => Plan::Twice,
            7 => Plan::Refused,
            _ => Plan::Free,
        }
    }

    /// The status it ends in.
    pub const fn end(self) -> i64 {
        match self {
            Plan::Refused => 10,
            Plan::Withdrawn => 11,
            _ => 9,
        }
    }
}

/// The plan of a dossier by its submission key.
fn plan_of(key: &str) -> Plan {
    Plan::of(key.rsplit('-').next().unwrap().parse().unwrap())
}

/// Submits one dossier until it is taken, and once more: a repeat makes no other.
pub async fn submit(town: &Town, number: usize) {
    if number.is_multiple_of(2) {
        submit_by_api(town, number).await;
        submit_by_api(town, number).await;
    } else {
        let first = submit_by_hand(town, number).await;
        assert_eq!(submit_by_hand(town, number).await, first);
    }
}

async fn submit_by_api(town: &Town, number: usize) {
    let client = reqwest::Client::builder()
        .no_proxy()
        .timeout(Duration::from_secs(20))
        .build()
        .unwrap();
    let body = json!({ "procedure": PAID, "answers": {
        "full_name": "Nguyễn Thị Lan", "identity_number": "079190004512", "phone": "0912345678",
        "email": "lan.nguyen@mail.example", "address": "27 đường Hòa Bình", "marital_status": "single",
        "purpose": "marriage", "copies": 2, "delivery": "electronic",
    }});
    loop {
        let sent = client
            .post(town.app("/api/v1/dossiers"))
            .header("host", town.host())
            .header("authorization", format!("Bearer {}", town.token))
            .header("idempotency-key", format!("fault-{number}"))
            .json(&body)
            .send()
            .await;
        match sent {
            Ok(answer) if answer.status().as_u16() == 201 => return,
            Ok(answer) if answer.status().is_client_error() && answer.status().as_u16() != 409 => {
                panic!("{}: {}", answer.status(), answer.text().await.unwrap())
            }
            _ => tokio::time::sleep(PAUSE).await,
        }
    }
}

async fn submit_by_hand(town: &Town, number: usize) -> DossierId {
    let shelf = town.state.library.shelf(&town.tenant).await.unwrap();
    let procedure = Arc::clone(shelf.by_code(FREE).unwrap());
    let applicant = Applicant {
        id: town.citizen,
        name: "Nguyễn Thị Lan".into(),
        tracking_fact: "079190004512".into(),
    };
    let texts = [
        ("full_name", "Nguyễn Thị Lan"),
        ("identity_number", "079190004512"),
        ("child_name", "Nguyễn Văn Bình"),
        ("child_sex", "male"),
        ("birth_place", "Bệnh viện An Bình"),
        ("mother_name", "Nguyễn Thị Lan"),
    ];
    let mut answers = Answers::default();
    answers
        .values
        .extend(texts.map(|(code, text)| (code.to_owned(), Answer::Text(text.into()))));
    answers.values.insert(
        "child_born_on".into(),
        Answer::Date("2026-11-02".parse().unwrap()),
    );
    answers
        .values
        .insert("parents_married".into(), Answer::YesNo(false));
    let (key, now) = (format!("hand-{number}"), clock::now());
    let submission = prepare(
        &town.tenant,
        &shelf,
        &procedure,
        None,
        &answers,
        applicant,
        Channel::Portal,
        key,
        None,
        now,
    )
    .unwrap();
    let context = town.system();
    let call = SubmitDossier::new(&context, submission);
    town.state.db.one_trip(&context, call).await.unwrap().dossier_id
}

/// Completes every task that opens.
pub async fn officers(town: Arc<Town>, over: Arc<AtomicBool>) {
    while !over.load(Ordering::Relaxed) {
        let open = town.lines(
            "select t.id::text as a, array_to_string(t.actions, ',') as b, d.submission_key as c
             from user_task t join dossier d on d.tenant_id = t.tenant_id and d.id = t.dossier_id
             where t.completed_at is null and t.cancelled_at is null order by t.id limit 50",
        );
        for task in open {
            let id: UserTaskId = task.a.parse().unwrap();
            let wanted = if plan_of(&task.c) == Plan::Refused {
                &["refuse"][..]
            } else {
                &["accept", "approve"]
            };
            let outcome = task
                .b
                .split(',')
                .find(|action| wanted.contains(action))
                .map(str::to_owned);
            let decision = Decision {
                outcome,
                answers: serde_json::Map::new(),
                note: Some("xong".into()),
            };
            let officer = town.staff();
            let done = town.state.db.in_tenant(&officer, move |tx| {
                complete_task(tx.authorise::<CompleteTask>(id)?, &decision, clock::now())
            });
            // A task may be called off between looking and completing.
            let _ = done.await;
        }
        tokio::time::sleep(PAUSE).await;
    }
}

/// Pays, or withdraws, as soon as something is due.
pub async fn payers(town: Arc<Town>, over: Arc<AtomicBool>) {
    let (mut at_gateway, mut withdrawn) = (HashSet::new(), HashSet::new());
    let settings = BillingSettings::of(&town.tenant).unwrap();
    while !over.load(Ordering::Relaxed) {
        let due = town.lines(
            "select r.id::text as a, r.dossier_id::text as b, d.submission_key as c
             from payment_request r join dossier d on d.tenant_id = r.tenant_id and d.id = r.dossier_id
             where r.paid_at is null and r.voided_at is null order by r.id",
        );
        for request in due {
            let id: PaymentRequestId = request.a.parse().unwrap();
            let plan = plan_of(&request.c);
            if matches!(plan, Plan::Gateway | Plan::Twice) && !at_gateway.contains(&id) {
                if pay_at_gateway(&town, id, plan).await {
                    at_gateway.insert(id);
                } else {
                    continue;
                }
            }
            if matches!(plan, Plan::Cash | Plan::Twice) {
                pay_at_desk(&town, id, settings.clone()).await;
            }
            if plan == Plan::Withdrawn && withdrawn.insert(id) {
                let dossier: DossierId = request.b.parse().unwrap();
                let applicant = town.applicant();
                let done = town.state.db.in_tenant(&applicant, move |tx| {
                    withdraw(tx.authorise::<WithdrawDossier>(dossier)?, clock::now())
                });
                done.await.unwrap();
            }
        }
        tokio::time::sleep(PAUSE).await;
    }
}

async fn pay_at_gateway(town: &Town, request: PaymentRequestId, plan: Plan) -> bool {
    let delay_ms = if plan == Plan::Twice { 3_000 } else { 0 };
    let orders =
        json!({ "at_once": "pay", "repeat": 2, "forge": true, "stale_seconds": 3_600, "delay_ms": delay_ms });
    let payment = OnlinePayment {
        request,
        language: Language::Vi,
        description: "Lệ phí".into(),
        return_url: format!("http://{}/", town.host()),
        callback_url: format!("http://{}/callbacks/gateway", town.host()),
        metadata: json!({ "sandbox": orders }),
    };
    open_gateway_payment(&town.state.db, &town.applicant(), &town.state.gateway, payment)
        .await
        .is_ok()
}

async fn pay_at_desk(town: &Town, id: PaymentRequestId, settings: BillingSettings) {
    let halls = town.lines(&format!(
        "select h.id::text as a, '' as b, '' as c from service_hall h
         join payment_request r on r.tenant_id = h.tenant_id and r.operating_unit_id = h.operating_unit_id
         where r.id = '{id}' and 'takes_cash' = any (h.capabilities) limit 1"
    ));
    let hall: HallId = halls[0].a.parse().unwrap();
    let cashier = town.staff();
    let taken = town.state.db.in_tenant(&cashier, move |tx| {
        let due = tx.authorise::<ReadRequest>(id)?.into_subject().money();
        let mut grant = tx.authorise::<TakeCash>(AtDesk { request: id, hall })?;
        take_cash(&mut grant, &settings, due, clock::now())
    });
    // The gateway may have been faster.
    let _ = taken.await;
}

/// How many letters lie at the mail server by their Message-ID.
pub fn letters(town: &Town) -> BTreeMap<String, usize> {
    let mut by_id = BTreeMap::new();
    for entry in std::fs::read_dir(town.letters()).unwrap().flatten() {
        if entry
            .path()
            .extension()
            .is_some_and(|extension| extension == "eml")
        {
            let raw = std::fs::read(entry.path()).unwrap_or_default();
            let letter = mail_parser::MessageParser::default().parse(&raw).unwrap();
            *by_id.entry(letter.message_id().unwrap().to_owned()).or_insert(0) += 1;
        }
    }
    by_id
}
