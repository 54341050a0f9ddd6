//! Something happened that a person should know.

use std::sync::Arc;

use serde::Deserialize;
use serde_json::json;

use crate::authority::people::admin::{InvitationKeys, queries as people};
use crate::authority::tenancy::Tenant;
use crate::kernel::ids::{AccountId, DossierId, InvitationId, NotificationId};
use crate::kernel::money::{Currency, Money, Tender};
use crate::platform::door::TenantTx;
use crate::platform::envelope::Envelope;
use crate::platform::mail::{Letter, MailError};
use crate::services::notifications::Notice;
use crate::services::notifications::acts::{NotifyApplicant, NotifyPerson, SendNotification};
use crate::services::notifications::commands::{self, Attempt, Begun};
use crate::services::notifications::letter::{self, Onward};

use super::super::Handler;
use super::super::{CallError, HandlerError, Steps};
use super::{OfDossier, Story, now};

/// Writes notices down, one for each event.
pub(super) struct WriteNotices(pub Story);

#[derive(Deserialize)]
struct Finished {
    outcome: String,
}

#[derive(Deserialize)]
struct Amount {
    amount_minor: i64,
    currency: Currency,
}

impl Handler for WriteNotices {
    fn subscription(&self) -> &'static str {
        "notifications.write"
    }

    fn kinds(&self) -> &[&'static str] {
        &[
            "dossier.submitted",
            "dossier.supplement_asked",
            "fee.raised",
            "payment.recorded",
            "dossier.finished",
            "refund.approved",
            "refund.declined",
            "refund.paid",
            "person.invited",
        ]
    }

    fn handle(&self, tx: &mut TenantTx, event: &Envelope) -> Result<(), HandlerError> {
        if event.kind == "person.invited" {
            return self.invite(tx, event);
        }
        let of: OfDossier = event.data()?;
        let (mut template, mut arguments) = (String::new(), json!({}));
        match event.kind.as_str() {
            kind @ ("refund.approved" | "refund.declined" | "refund.paid") => {
                let refund: Refunded = event.data()?;
                template.push_str(refund.template(kind));
                arguments = json!({ "amount": Money::new(refund.amount_minor, refund.currency) });
            }
            "dossier.submitted" => template.push_str("submitted"),
            "dossier.supplement_asked" => template.push_str("supplement-asked"),
            "dossier.finished" => template = event.data::<Finished>()?.outcome,
            kind => {
                template.push_str(if kind == "fee.raised" {
                    "payment-due"
                } else {
                    "paid"
                });
                let amount: Amount = event.data()?;
                arguments = json!({ "amount": Money::new(amount.amount_minor, amount.currency) });
            }
        }
        let tenant = self.0.tenant(tx.context().tenant)?;
        let grant = tx.authorise::<NotifyApplicant>(of.dossier_id)?;
        commands::write(grant, event.id, &template, &arguments, tenant.host(), now())?;
        Ok(())
    }
}

#[derive(Deserialize)]
struct Refunded {
    method: Tender,
    amount_minor: i64,
    currency: Currency,
}

impl Refunded {
    fn template(&self, kind: &str) -> &'static str {
        match (kind, self.method) {
            ("refund.paid", _) => "refund-paid",
            ("refund.approved", Tender::Cash) => "refund-at-desk",
            ("refund.approved", _) => "refund-online",
            // The gateway could not: it waits at the desk now.
            _ => "refund-not-online",
        }
    }
}

#[derive(Deserialize)]
struct Invited {
    invitation_id: InvitationId,
    account_id: AccountId,
}

impl WriteNotices {
    /// An invitation that was taken back meanwhile is not written: its link opens nothing.
    fn invite(&self, tx: &mut TenantTx, event: &Envelope) -> Result<(), HandlerError> {
        let invited: Invited = event.data()?;
        let tenant = self.0.tenant(tx.context().tenant)?;
        let mut grant = tx.authorise::<NotifyPerson>(invited.account_id)?;
        let found = people::invitation(grant.sql(), invited.invitation_id)?;
        let Some(invitation) = found.filter(|one| one.is_open(now())) else {
            return Ok(());
        };
        let arguments = json!({ "invitation_id": invitation.id, "until": invitation.expires_at });
        commands::write_to_person(grant, event.id, "invitation", &arguments, tenant.host(), now())?;
        Ok(())
    }
}

/// Where the letter of an invitation leads: its secret is derived here and stored nowhere.
fn onward(story: &Story, tenant: &Tenant, notice: &Notice) -> Option<Onward> {
    let id: InvitationId = serde_json::from_value(notice.arguments["invitation_id"].clone()).ok()?;
    let token = InvitationKeys::derive(&story.config.secret).token(tenant.id, id);
    Some(Onward {
        url: format!("{}/invitation/{}", story.origin(tenant), token.text()),
        link: "notifications-set-password",
    })
}

/// Sends notices by e-mail.
pub(super) struct SendNotices(pub Story);

#[derive(Deserialize)]
struct OfNotification {
    notification_id: NotificationId,
    #[allow(dead_code, reason = "named in the payload for whoever reads a parked event")]
    dossier_id: Option<DossierId>,
}

/// An attempt that is on record, with its letter.
pub(super) struct ToSend {
    letter: Letter,
    attempt: Attempt,
}

impl Steps for SendNotices {
    type Call = ToSend;
    type Answer = ();

    fn subscription(&self) -> &'static str {
        "notifications.send"
    }

    fn kinds(&self) -> &[&'static str] {
        &["notification.requested"]
    }

    fn claim(&self, tx: &mut TenantTx, event: &Envelope) -> Result<Option<ToSend>, HandlerError> {
        let of: OfNotification = event.data()?;
        let story = &self.0;
        let tenant = story.tenant(tx.context().tenant)?;
        let mut grant = tx.authorise::<SendNotification>(of.notification_id)?;
        let notice = grant.subject().clone();
        let attempt = match commands::begin_attempt(&mut grant, now())? {
            Begun::Attempt(attempt) => attempt,
            Begun::UnderWay => return Err(HandlerError::Temporary("its letter is being sent".into())),
            Begun::Settled => return Ok(None),
        };
        let version = match notice.procedure_version_id {
            Some(id) => Some(story.version(tx, id)?),
            None => None,
        };
        let facts = version.as_ref().map(|version| &version.facts);
        let letter = letter::compose(
            &story.renderer,
            &tenant,
            facts,
            &notice,
            &story.origin(&tenant),
            onward(story, &tenant, &notice),
        )?;
        Ok(Some(ToSend { letter, attempt }))
    }

    async fn call(&self, call: Arc<ToSend>, _: String) -> Result<(), CallError> {
        self.0
            .mailer
            .send(&call.letter)
            .await
            .map_err(|error| match error {
                MailError::Temporary(why) => CallError::Temporary(why),
                MailError::Permanent(why) => CallError::Permanent(why),
            })
    }

    fn record(
        &self,
        tx: &mut TenantTx,
        event: &Envelope,
        call: &ToSend,
        outcome: Result<&(), &CallError>,
    ) -> Result<(), HandlerError> {
        let of: OfNotification = event.data()?;
        let grant = tx.authorise::<SendNotification>(of.notification_id)?;
        let told = match outcome {
            Ok(()) => commands::Outcome::Delivered,
            Err(CallError::Temporary(why)) => commands::Outcome::TemporaryFailure(why.clone()),
            Err(CallError::Permanent(why)) => commands::Outcome::PermanentFailure(why.clone()),
        };
        commands::end_attempt(grant, &call.attempt, &told, now())?;
        Ok(())
    }
}
