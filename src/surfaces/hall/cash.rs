//! Taking cash. Money is taken only at a hall of the unit that asks for it; who may is policy's decision, whether it may
//! be paid so is a rule of billing.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use chrono::Days;
use serde::Deserialize;

use crate::authority::people::queries as people;
use crate::kernel::actions::Verb;
use crate::kernel::clock;
use crate::kernel::context::Place;
use crate::kernel::error::{Error, Result};
use crate::kernel::format;
use crate::kernel::ids::{DossierId, HallId, OperatingUnitId, PaymentRequestId};
use crate::kernel::money::Money;
use crate::platform::door::Act;
use crate::services::billing::acts::{AtDesk, ReadDossierMoney, ReadRequest, ReadUnitMoney, TakeCash};
use crate::services::billing::{
    BillingSettings, Payment, PaymentRequest, Refund, cash_given_back, cash_taken, money_of_dossier,
    open_requests, refunds_at_desk, take_cash,
};
use crate::services::catalogue::HallFacts;
use crate::services::dossiers::queries as dossiers;
use crate::services::papers::queries as papers;
use crate::surfaces::desk::{Staff, files};
use crate::surfaces::portal::views::PayLine;
use crate::surfaces::web::amount::minor_units;
use crate::surfaces::web::fields::{Field, FieldKind};
use crate::surfaces::web::views::Link;
use crate::surfaces::web::{Answer, Failure, PostedForm, told};

use super::refunds;
use super::views::{CashDesk, CashReceipt, CashRequest, CashRow};
use super::which::{choice, hall, halls_and_own};

/// More matches than this are not offered: a longer number finds fewer.
const MATCHES_MAX: i64 = 20;
const CODE_CHARACTERS_MAX: usize = 60;

/// What the address says.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    code: String,
    pub(super) hall: String,
    /// Whether the answer is sent to the question at which desk she is.
    choosing: String,
    /// The cash handed over, in minor units: told once on the receipt, kept nowhere.
    received: Option<i64>,
}

/// `GET /hall`
pub async fn home(staff: Staff) -> Answer {
    Ok(staff.visit.see("/hall/cash"))
}

/// What the page shows, read in one transaction.
struct Read {
    open: Vec<PaymentRequest>,
    /// Where something is due under the number, when it is not here.
    elsewhere: Vec<OperatingUnitId>,
    today: Vec<(Payment, String)>,
    to_give_back: Vec<Refund>,
    given_back: Vec<Refund>,
}

async fn read(staff: &Staff, all: &[&HallFacts], hall: &HallFacts, code: String) -> Result<Read> {
    let (unit, hall) = (hall.unit_id, hall.id);
    let mut other_units: Vec<OperatingUnitId> = all.iter().map(|hall| hall.unit_id).collect();
    let context = &staff.visit.context;
    let may_read = |unit: OperatingUnitId| {
        context
            .access
            .permits(context.actor, ReadUnitMoney::VERB, Place::Unit(unit))
    };
    other_units.retain(|other| *other != unit && may_read(*other));
    other_units.sort_unstable();
    other_units.dedup();
    let visit = &staff.visit;
    let today = clock::now().with_timezone(&visit.tenant.zone()).date_naive();
    let from = told::midnight(visit, today);
    let to = told::midnight(visit, today.checked_add_days(Days::new(1)).unwrap_or(today));
    visit
        .state
        .db
        .in_tenant(&visit.context, move |tx| {
            let mut grant = tx.authorise::<ReadUnitMoney>(unit)?;
            let open = if code.is_empty() {
                Vec::new()
            } else {
                open_requests(&mut grant, &code, MATCHES_MAX)?
            };
            let to_give_back = refunds_at_desk(&mut grant, &code, MATCHES_MAX)?;
            let given_back = cash_given_back(&mut grant, hall, (from, to))?;
            let taken = cash_taken(&mut grant, hall, (from, to))?;
            let ids: Vec<DossierId> = taken.iter().map(|payment| payment.dossier).collect();
            let numbers = dossiers::numbers(grant.sql(), &ids)?;
            let today = taken
                .into_iter()
                .map(|payment| {
                    let number = numbers.get(&payment.dossier).cloned().unwrap_or_default();
                    (payment, number)
                })
                .collect();
            let mut elsewhere = Vec::new();
            if open.is_empty() && to_give_back.is_empty() && !code.is_empty() {
                for other in other_units {
                    let mut grant = tx.authorise::<ReadUnitMoney>(other)?;
                    if !open_requests(&mut grant, &code, 1)?.is_empty() {
                        elsewhere.push(other);
                    }
                }
            }
            Ok(Read {
                open,
                elsewhere,
                today,
                to_give_back,
                given_back,
            })
        })
        .await
}

/// `GET /hall/cash`
pub async fn desk(staff: Staff, asked: web::Query<Asked>) -> Answer {
    answer(&staff, StatusCode::OK, &asked, None).await
}

async fn answer(
    staff: &Staff,
    status: StatusCode,
    asked: &Asked,
    field: Option<Field>,
) -> std::result::Result<HttpResponse, Failure> {
    let code: String = asked.code.trim().chars().take(CODE_CHARACTERS_MAX).collect();
    let (all, chosen) = halls_and_own(staff, &asked.hall)?;
    let Some(hall) = chosen else {
        return choice(staff, &all, code, !asked.choosing.is_empty());
    };
    let read = read(staff, &all, hall, code.clone()).await?;
    let exact = read
        .open
        .iter()
        .position(|one| one.dossier_number == code || one.reference == code);
    let shown = exact.or((read.open.len() == 1).then_some(0));
    let view = CashDesk {
        desk: staff.desk("cash"),
        hall: staff.visit.say(&hall.name).to_owned(),
        hall_id: hall.id.to_string(),
        halls: others(staff, &all, hall),
        nothing: !code.is_empty() && read.open.is_empty() && read.to_give_back.is_empty(),
        refunds: match staff.offers(Verb::PayOutRefund) {
            true => read
                .to_give_back
                .iter()
                .map(|one| refunds::due(one, hall.id))
                .collect(),
            false => Vec::new(),
        },
        given_back: read
            .given_back
            .iter()
            .map(|one| refunds::due(one, hall.id))
            .collect(),
        elsewhere: all
            .iter()
            .filter(|other| read.elsewhere.contains(&other.unit_id))
            .map(|other| at(staff, other, &code))
            .collect(),
        matches: if shown.is_some() {
            Vec::new()
        } else {
            read.open.iter().map(|one| found(staff, hall, one)).collect()
        },
        request: shown
            .and_then(|index| read.open.get(index))
            .map(|one| request_view(staff, hall, one, field)),
        today_total: total(&read),
        today: read.today.iter().map(row).collect(),
        code,
    };
    staff.visit.page_with(status, "hall/cash.html", "hall", &view)
}

fn others(staff: &Staff, all: &[&HallFacts], here: &HallFacts) -> Vec<Link> {
    let others = all.iter().filter(|hall| hall.id != here.id);
    others
        .map(|hall| {
            Link::new(
                staff.visit.say(&hall.name),
                format!("/hall/cash?hall={}", hall.id),
            )
        })
        .collect()
}

/// The same search at another desk.
fn at(staff: &Staff, hall: &HallFacts, code: &str) -> Link {
    let code: String = url::form_urlencoded::byte_serialize(code.as_bytes()).collect();
    Link::new(
        staff.visit.say(&hall.name),
        format!("/hall/cash?hall={}&code={code}", hall.id),
    )
}

fn found(staff: &Staff, hall: &HallFacts, request: &PaymentRequest) -> Link {
    let amount = crate::kernel::format::money(request.money(), staff.visit.language);
    let reference: String = url::form_urlencoded::byte_serialize(request.reference.as_bytes()).collect();
    Link::new(
        format!("{} · {} · {amount}", request.reference, request.applicant_name),
        format!("/hall/cash?hall={}&code={reference}", hall.id),
    )
}

fn lines(staff: &Staff, request: &PaymentRequest) -> Vec<PayLine> {
    let line = |name: &str, amount_minor| PayLine {
        name: if name.is_empty() {
            staff.visit.text("common-fee")
        } else {
            name.to_owned()
        },
        note: None,
        amount: Money::new(amount_minor, request.currency),
    };
    match request.lines.is_empty() {
        true => vec![line("", request.amount_minor)],
        false => request
            .lines
            .iter()
            .map(|one| line(staff.visit.say(&one.name), one.amount_minor))
            .collect(),
    }
}

fn request_view(
    staff: &Staff,
    hall: &HallFacts,
    request: &PaymentRequest,
    field: Option<Field>,
) -> CashRequest {
    let procedure = staff.shelf.by_id(request.procedure);
    let field = field.unwrap_or_else(|| received_field(staff, request, &request.money().decimal()));
    let fields = vec![field];
    CashRequest {
        code: request.dossier_number.clone(),
        procedure: procedure
            .map(|procedure| staff.visit.say(&procedure.facts.name).to_owned())
            .unwrap_or_default(),
        payer: request.applicant_name.clone(),
        lines: lines(staff, request),
        total: request.money(),
        action: format!("/hall/cash/{}?hall={}", request.id, hall.id),
        payment_key: request.id.to_string(),
        errors: Field::errors(&fields),
        fields,
    }
}

fn received_field(staff: &Staff, request: &PaymentRequest, value: &str) -> Field {
    let mut field = Field::new(
        FieldKind::Number,
        "received",
        staff.visit.text("hall-receipt-received"),
    );
    field.value = value.to_owned();
    field.width = 10;
    field.unit = Some(format::currency_sign(request.currency).to_owned());
    field
}

fn row((payment, number): &(Payment, String)) -> CashRow {
    CashRow {
        receipt: payment.receipt_number.clone(),
        url: format!("/hall/cash/receipt/{}", payment.request),
        code: number.clone(),
        at: payment.received_at,
        amount: Money::new(payment.amount_minor, payment.currency),
    }
}

/// What the till should hold of today: what was taken less what was given back.
fn total(read: &Read) -> Option<Money> {
    let taken = read.today.first().map(|(payment, _)| payment.currency);
    let currency = taken.or_else(|| read.given_back.first().map(|refund| refund.currency))?;
    let sum: i64 = read.today.iter().map(|(payment, _)| payment.amount_minor).sum();
    let back: i64 = read.given_back.iter().map(|refund| refund.amount_minor).sum();
    Some(Money::new(sum - back, currency))
}

/// `POST /hall/cash/{request}`: `received` is what was handed over; what is due is taken and the rest is change.
pub async fn take(staff: Staff, id: web::Path<String>, asked: web::Query<Asked>, form: PostedForm) -> Answer {
    let id: PaymentRequestId = id.parse().map_err(|_| Error::NotFound)?;
    let hall = hall(&staff, &asked.hall)?.id;
    let visit = &staff.visit;
    let due = visit
        .state
        .db
        .in_tenant(&visit.context, move |tx| {
            Ok(tx.authorise::<ReadRequest>(id)?.into_subject())
        })
        .await?;
    let typed = form.text("received");
    let problem = match minor_units(typed, due.currency.decimals()) {
        None => Some("hall-cash-received-unclear"),
        Some(received) if received < due.amount_minor => Some("hall-cash-received-too-little"),
        Some(_) => None,
    };
    if let Some(problem) = problem {
        let mut field = received_field(&staff, &due, typed);
        field.error = Some(visit.text(problem));
        let asked = Asked {
            code: due.reference.clone(),
            hall: hall.to_string(),
            ..Asked::default()
        };
        return answer(&staff, StatusCode::UNPROCESSABLE_ENTITY, &asked, Some(field)).await;
    }
    let received = minor_units(typed, due.currency.decimals()).unwrap_or(due.amount_minor);
    let (settings, offered) = (BillingSettings::of(&visit.tenant)?, due.money());
    visit
        .state
        .db
        .in_tenant(&visit.context, move |tx| {
            let mut grant = tx.authorise::<TakeCash>(AtDesk { request: id, hall })?;
            take_cash(&mut grant, &settings, offered, clock::now())
        })
        .await?;
    Ok(visit.see(&format!("/hall/cash/receipt/{id}?received={received}")))
}

/// A paid request with its payment, and the key of the receipt's file once it is made.
struct Paid {
    request: PaymentRequest,
    payment: Payment,
    cashier: String,
    file: Option<String>,
}

async fn paid(staff: &Staff, id: PaymentRequestId) -> Result<Paid> {
    if !staff.offers(Verb::TakeCash) {
        return Err(Error::Denied {
            verb: Verb::TakeCash,
            subject: None,
        });
    }
    staff
        .visit
        .state
        .db
        .in_tenant(&staff.visit.context, move |tx| {
            let request = tx.authorise::<ReadRequest>(id)?.into_subject();
            let mut grant = tx.authorise::<ReadDossierMoney>(request.dossier)?;
            let payments = money_of_dossier(&mut grant)?.payments;
            let payment = payments
                .into_iter()
                .find(|payment| payment.request == id)
                .ok_or(Error::NotFound)?;
            let sql = grant.sql();
            let cashier = match payment.received_by {
                Some(by) => people::account_by_id(sql, by)?.map(|account| account.display_name),
                None => None,
            };
            let receipt = papers::in_slot(sql, request.dossier, &format!("receipt:{}", payment.id))?;
            Ok(Paid {
                cashier: cashier.unwrap_or_default(),
                file: receipt.and_then(|document| document.blob_key),
                request,
                payment,
            })
        })
        .await
}

/// `GET /hall/cash/receipt/{request}`
pub async fn receipt(staff: Staff, id: web::Path<String>, asked: web::Query<Asked>) -> Answer {
    let id: PaymentRequestId = id.parse().map_err(|_| Error::NotFound)?;
    let Paid {
        request,
        payment,
        cashier,
        file,
    } = paid(&staff, id).await?;
    let visit = &staff.visit;
    let received = asked
        .received
        .unwrap_or(payment.amount_minor)
        .max(payment.amount_minor);
    let entity = staff.shelf.legal_entities.get(&payment.legal_entity);
    let hall = payment.hall.and_then(|hall: HallId| staff.shelf.hall(hall));
    let view = CashReceipt {
        desk: staff.desk("cash"),
        number: payment.receipt_number.clone(),
        payee: entity.map(|name| visit.say(name).to_owned()).unwrap_or_default(),
        hall: hall
            .map(|hall| visit.say(&hall.name).to_owned())
            .unwrap_or_default(),
        payer: request.applicant_name.clone(),
        code: request.dossier_number.clone(),
        lines: lines(&staff, &request),
        total: request.money(),
        received: Money::new(received, payment.currency),
        change: Money::new(received.saturating_sub(payment.amount_minor), payment.currency),
        at: payment.received_at,
        cashier,
        refund_url: staff
            .offers(Verb::RaiseRefund)
            .then(|| format!("/desk/refunds/raise/{id}")),
        pdf_url: file.map(|_| format!("/hall/cash/receipt/{id}/pdf")),
    };
    visit.page("hall/receipt.html", "hall", &view)
}

/// `GET /hall/cash/receipt/{request}/pdf`
pub async fn pdf(staff: Staff, id: web::Path<String>) -> Answer {
    let id: PaymentRequestId = id.parse().map_err(|_| Error::NotFound)?;
    let Paid { payment, file, .. } = paid(&staff, id).await?;
    let key = file.ok_or(Error::NotFound)?;
    Ok(files::send(
        &staff.visit,
        &key,
        "application/pdf",
        &format!("{}.pdf", payment.receipt_number),
    )
    .await?)
}
