//! What policy is asked about money.

mod refunds;

use uuid::Uuid;

use crate::kernel::actions::Verb;
use crate::kernel::context::Place;
use crate::kernel::error::Result;
use crate::kernel::ids::{
    AccountId, DossierId, HallId, InvoiceId, LegalEntityId, OperatingUnitId, PaymentId, PaymentRequestId,
};
use crate::kernel::locale::Localised;
use crate::platform::door::{Act, Sql, Whole};

use super::model::{GatewaySession, Payment, PaymentRequest};
use super::queries::invoices::Invoice;
use super::queries::{gateway, invoices, payments, requests};
use super::rules::CashHall;

pub use refunds::{
    DecideRefund, IssueCreditNote, ListRefunds, NewRefund, PayOutRefund, RaiseRefund, ReadCreditNote,
    ReadRefund, RecordRefund, RefundAtDesk, Refundable,
};

/// What a fee of a dossier depends on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Billable {
    /// The dossier.
    pub dossier: DossierId,
    /// Its number.
    pub number: String,
    /// The unit that asks.
    pub unit: OperatingUnitId,
    /// The legal entity the money belongs to.
    pub legal_entity: LegalEntityId,
    /// Who owes it.
    pub applicant: AccountId,
    /// What the fee is for.
    pub procedure_name: Localised,
    /// Whether a hall of the unit takes cash.
    pub takes_cash: bool,
    /// Whether the legal entity can be paid by transfer.
    pub has_bank_account: bool,
}

/// Raises a fee of a dossier, or takes it back.
pub struct RaiseFee;

impl Act for RaiseFee {
    const VERB: Verb = Verb::RaiseFee;
    type Key = DossierId;
    type Subject = Billable;

    fn find(sql: &mut Sql, key: &DossierId) -> Result<Option<Billable>> {
        requests::billable(sql, *key)
    }

    fn place(subject: &Billable) -> Place {
        Place::Unit(subject.unit)
    }

    fn audit_subject(subject: &Billable) -> Option<Uuid> {
        Some(subject.dossier.uuid())
    }
}

/// Pays a request at the gateway.
pub struct PayRequest;

impl Act for PayRequest {
    const VERB: Verb = Verb::PayRequest;
    type Key = PaymentRequestId;
    type Subject = PaymentRequest;

    fn find(sql: &mut Sql, key: &PaymentRequestId) -> Result<Option<PaymentRequest>> {
        requests::by_id(sql, *key)
    }

    fn place(subject: &PaymentRequest) -> Place {
        Place::UnitOrOwn(subject.unit, subject.applicant)
    }

    fn audit_subject(subject: &PaymentRequest) -> Option<Uuid> {
        Some(subject.id.uuid())
    }
}

/// A request that is paid in cash at a hall.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AtDesk {
    /// The request.
    pub request: PaymentRequestId,
    /// The hall.
    pub hall: HallId,
}

/// Takes cash for a request of the cashier's own unit. The request is held until the transaction ends.
pub struct TakeCash;

impl Act for TakeCash {
    const VERB: Verb = Verb::TakeCash;
    type Key = AtDesk;
    type Subject = (PaymentRequest, CashHall);

    fn find(sql: &mut Sql, key: &AtDesk) -> Result<Option<(PaymentRequest, CashHall)>> {
        let Some(request) = requests::locked(sql, key.request)? else {
            return Ok(None);
        };
        Ok(payments::hall(sql, key.hall)?.map(|hall| (request, hall)))
    }

    fn place((request, _): &(PaymentRequest, CashHall)) -> Place {
        Place::Unit(request.unit)
    }

    fn audit_subject((request, _): &(PaymentRequest, CashHall)) -> Option<Uuid> {
        Some(request.id.uuid())
    }
}

/// Records what the gateway reports about a session. Its request is held until the transaction ends.
pub struct RecordPayment;

impl Act for RecordPayment {
    const VERB: Verb = Verb::RecordPayment;
    type Key = Uuid;
    type Subject = (GatewaySession, PaymentRequest);

    fn find(sql: &mut Sql, session: &Uuid) -> Result<Option<(GatewaySession, PaymentRequest)>> {
        let Some(known) = gateway::session(sql, *session)? else {
            return Ok(None);
        };
        let Some(request) = requests::locked(sql, known.request)? else {
            return Ok(None);
        };
        // Read again under the lock: what was open a moment ago may have ended.
        Ok(gateway::session(sql, *session)?.map(|session| (session, request)))
    }

    fn place((_, request): &(GatewaySession, PaymentRequest)) -> Place {
        Place::Unit(request.unit)
    }

    fn audit_subject((_, request): &(GatewaySession, PaymentRequest)) -> Option<Uuid> {
        Some(request.id.uuid())
    }
}

/// Keeps reports that concern no session of ours.
pub struct KeepStrayReport;

impl Act for KeepStrayReport {
    const VERB: Verb = Verb::RecordPayment;
    type Key = Whole;
    type Subject = Whole;

    fn find(_: &mut Sql, _: &Whole) -> Result<Option<Whole>> {
        Ok(Some(Whole))
    }

    fn place(_: &Whole) -> Place {
        Place::Tenant
    }
}

/// Looks for sessions the gateway should be asked about, in every unit.
pub struct WatchSessions;

impl Act for WatchSessions {
    const VERB: Verb = Verb::ReadMoney;
    type Key = Whole;
    type Subject = Whole;

    fn find(_: &mut Sql, _: &Whole) -> Result<Option<Whole>> {
        Ok(Some(Whole))
    }

    fn place(_: &Whole) -> Place {
        // No unit has this id: only who reaches every unit is let in.
        Place::Unit(OperatingUnitId::from_uuid(Uuid::nil()))
    }
}

/// Issues the invoice of a payment. The payment is held until the transaction ends.
pub struct IssueInvoice;

impl Act for IssueInvoice {
    const VERB: Verb = Verb::IssueInvoice;
    type Key = PaymentId;
    type Subject = Payment;

    fn find(sql: &mut Sql, key: &PaymentId) -> Result<Option<Payment>> {
        payments::locked(sql, *key)
    }

    fn place(subject: &Payment) -> Place {
        Place::Unit(subject.unit)
    }

    fn audit_subject(subject: &Payment) -> Option<Uuid> {
        Some(subject.id.uuid())
    }
}

/// Reads one request.
pub struct ReadRequest;

impl Act for ReadRequest {
    const VERB: Verb = Verb::ReadMoney;
    type Key = PaymentRequestId;
    type Subject = PaymentRequest;

    fn find(sql: &mut Sql, key: &PaymentRequestId) -> Result<Option<PaymentRequest>> {
        requests::by_id(sql, *key)
    }

    fn place(subject: &PaymentRequest) -> Place {
        Place::UnitOrOwn(subject.unit, subject.applicant)
    }
}

/// Reads one invoice.
pub struct ReadInvoice;

impl Act for ReadInvoice {
    const VERB: Verb = Verb::ReadMoney;
    type Key = InvoiceId;
    type Subject = Invoice;

    fn find(sql: &mut Sql, key: &InvoiceId) -> Result<Option<Invoice>> {
        invoices::by_id(sql, *key)
    }

    fn place(subject: &Invoice) -> Place {
        Place::UnitOrOwn(subject.unit, subject.applicant)
    }
}

/// Reads what a unit is owed and was paid: the list of its cash desk.
pub struct ReadUnitMoney;

impl Act for ReadUnitMoney {
    const VERB: Verb = Verb::ReadMoney;
    type Key = OperatingUnitId;
    type Subject = OperatingUnitId;

    fn find(_: &mut Sql, unit: &OperatingUnitId) -> Result<Option<OperatingUnitId>> {
        Ok(Some(*unit))
    }

    fn place(unit: &OperatingUnitId) -> Place {
        Place::Unit(*unit)
    }
}

/// Whose dossier is read for its money.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DossierOwner {
    /// The dossier.
    pub dossier: DossierId,
    /// Its unit.
    pub unit: OperatingUnitId,
    /// Its applicant.
    pub applicant: AccountId,
}

/// Reads every request, payment and invoice of a dossier.
pub struct ReadDossierMoney;

impl Act for ReadDossierMoney {
    const VERB: Verb = Verb::ReadMoney;
    type Key = DossierId;
    type Subject = DossierOwner;

    fn find(sql: &mut Sql, key: &DossierId) -> Result<Option<DossierOwner>> {
        requests::owner(sql, *key)
    }

    fn place(subject: &DossierOwner) -> Place {
        Place::UnitOrOwn(subject.unit, subject.applicant)
    }
}
