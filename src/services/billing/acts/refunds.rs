//! What policy is asked about money that is given back.

use uuid::Uuid;

use crate::kernel::access::AccessMode;
use crate::kernel::actions::Verb;
use crate::kernel::context::Place;
use crate::kernel::error::Result;
use crate::kernel::ids::{AccountId, CreditNoteId, HallId, OperatingUnitId, PaymentRequestId, RefundId};
use crate::platform::door::{Act, Sql, Whole};

use super::super::model::{Payment, PaymentRequest};
use super::super::queries::credit_notes::CreditNote;
use super::super::queries::{credit_notes, payments, refunds, requests};
use super::super::refunds::Refund;
use super::super::rules::CashHall;

/// A refund about to be raised: its id is made by whoever asks, so that a form sent twice raises one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewRefund {
    /// What was paid.
    pub request: PaymentRequestId,
    /// What the refund will be called.
    pub refund: RefundId,
}

/// A paid request of which something is to be given back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refundable {
    /// What the refund will be called.
    pub refund: RefundId,
    /// What was paid.
    pub request: PaymentRequest,
    /// How it was paid.
    pub payment: Payment,
}

/// Raises a refund, in the unit that has the dossier. The payment is held until the transaction ends, so that its
/// refunds are raised one after another.
pub struct RaiseRefund;

impl Act for RaiseRefund {
    const VERB: Verb = Verb::RaiseRefund;
    type Key = NewRefund;
    type Subject = Refundable;

    fn find(sql: &mut Sql, key: &NewRefund) -> Result<Option<Refundable>> {
        let Some(request) = requests::by_id(sql, key.request)? else {
            return Ok(None);
        };
        let payment = payments::of_request_locked(sql, key.request)?;
        Ok(payment.map(|payment| Refundable {
            refund: key.refund,
            request,
            payment,
        }))
    }

    fn place(subject: &Refundable) -> Place {
        Place::Unit(subject.request.unit)
    }

    fn audit_subject(subject: &Refundable) -> Option<Uuid> {
        Some(subject.refund.uuid())
    }
}

/// Approves or refuses a refund, which is held until the transaction ends.
pub struct DecideRefund;

impl Act for DecideRefund {
    const VERB: Verb = Verb::ApproveRefund;
    type Key = RefundId;
    type Subject = Refund;

    fn find(sql: &mut Sql, key: &RefundId) -> Result<Option<Refund>> {
        refunds::locked(sql, *key)
    }

    fn place(subject: &Refund) -> Place {
        Place::Unit(subject.unit)
    }

    fn audit_subject(subject: &Refund) -> Option<Uuid> {
        Some(subject.id.uuid())
    }
}

/// A refund that is fetched at a hall.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RefundAtDesk {
    /// The refund.
    pub refund: RefundId,
    /// The hall.
    pub hall: HallId,
}

/// Hands a refund over in cash. Refund and till are held until the transaction ends.
pub struct PayOutRefund;

impl Act for PayOutRefund {
    const VERB: Verb = Verb::PayOutRefund;
    type Key = RefundAtDesk;
    type Subject = (Refund, CashHall);

    fn find(sql: &mut Sql, key: &RefundAtDesk) -> Result<Option<(Refund, CashHall)>> {
        let Some(refund) = refunds::locked(sql, key.refund)? else {
            return Ok(None);
        };
        Ok(payments::hall_locked(sql, key.hall)?.map(|hall| (refund, hall)))
    }

    fn place((refund, _): &(Refund, CashHall)) -> Place {
        Place::Unit(refund.unit)
    }

    fn audit_subject((refund, _): &(Refund, CashHall)) -> Option<Uuid> {
        Some(refund.id.uuid())
    }
}

/// Records what the gateway says about a refund, which is held until the transaction ends.
pub struct RecordRefund;

impl Act for RecordRefund {
    const VERB: Verb = Verb::RecordPayment;
    type Key = RefundId;
    type Subject = Refund;

    fn find(sql: &mut Sql, key: &RefundId) -> Result<Option<Refund>> {
        refunds::locked(sql, *key)
    }

    fn place(subject: &Refund) -> Place {
        Place::Unit(subject.unit)
    }

    fn audit_subject(subject: &Refund) -> Option<Uuid> {
        Some(subject.id.uuid())
    }
}

/// Issues the credit note of a refund, which is held until the transaction ends.
pub struct IssueCreditNote;

impl Act for IssueCreditNote {
    const VERB: Verb = Verb::IssueInvoice;
    type Key = RefundId;
    type Subject = Refund;

    fn find(sql: &mut Sql, key: &RefundId) -> Result<Option<Refund>> {
        refunds::locked(sql, *key)
    }

    fn place(subject: &Refund) -> Place {
        Place::Unit(subject.unit)
    }

    fn audit_subject(subject: &Refund) -> Option<Uuid> {
        Some(subject.id.uuid())
    }
}

/// Reads one credit note.
pub struct ReadCreditNote;

impl Act for ReadCreditNote {
    const VERB: Verb = Verb::ReadMoney;
    type Key = CreditNoteId;
    type Subject = CreditNote;

    fn find(sql: &mut Sql, key: &CreditNoteId) -> Result<Option<CreditNote>> {
        credit_notes::by_id(sql, *key)
    }

    fn place(subject: &CreditNote) -> Place {
        Place::UnitOrOwn(subject.unit, subject.applicant)
    }
}

/// Reads one refund.
pub struct ReadRefund;

impl Act for ReadRefund {
    const VERB: Verb = Verb::ReadMoney;
    type Key = RefundId;
    type Subject = Refund;

    fn find(sql: &mut Sql, key: &RefundId) -> Result<Option<Refund>> {
        refunds::by_id(sql, *key)
    }

    fn place(subject: &Refund) -> Place {
        Place::UnitOrOwn(subject.unit, subject.applicant)
    }
}

/// Reads the refunds of the units one works in: row security and the units bound to the transaction decide which.
pub struct ListRefunds;

impl Act for ListRefunds {
    const VERB: Verb = Verb::ReadMoney;
    type Key = Whole;
    type Subject = Vec<OperatingUnitId>;

    fn find(sql: &mut Sql, _: &Whole) -> Result<Option<Self::Subject>> {
        if sql.context().mode == Some(AccessMode::A) {
            return refunds::every_unit(sql).map(Some);
        }
        let units: Vec<_> = sql.context().seen().iter().collect();
        Ok((!units.is_empty()).then_some(units))
    }

    fn place(units: &Self::Subject) -> Place {
        Place::AnyUnitOrOwn(units.clone(), AccountId::from_uuid(Uuid::nil()))
    }
}
