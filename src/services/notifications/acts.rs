//! What policy is asked about notices.

use crate::kernel::actions::Verb;
use crate::kernel::context::Place;
use crate::kernel::error::Result;
use crate::kernel::ids::{AccountId, DossierId, NotificationId};
use crate::platform::door::{Act, Sql};
use crate::services::dossiers::{self, Dossier};

use super::model::Notice;
use super::queries;

/// Writes a notice to a dossier's applicant.
pub struct NotifyApplicant;

impl Act for NotifyApplicant {
    const VERB: Verb = Verb::Notify;
    type Key = DossierId;
    type Subject = Dossier;

    fn find(sql: &mut Sql, key: &DossierId) -> Result<Option<Dossier>> {
        dossiers::queries::dossier(sql, *key)
    }

    fn place(dossier: &Dossier) -> Place {
        Place::Unit(dossier.operating_unit_id)
    }
}

/// Writes a notice to somebody about herself.
pub struct NotifyPerson;

impl Act for NotifyPerson {
    const VERB: Verb = Verb::Notify;
    type Key = AccountId;
    type Subject = AccountId;

    fn find(_: &mut Sql, key: &AccountId) -> Result<Option<AccountId>> {
        Ok(Some(*key))
    }

    fn place(_: &AccountId) -> Place {
        Place::Tenant
    }
}

/// Sends a notice.
pub struct SendNotification;

impl Act for SendNotification {
    const VERB: Verb = Verb::Notify;
    type Key = NotificationId;
    type Subject = Notice;

    fn find(sql: &mut Sql, key: &NotificationId) -> Result<Option<Notice>> {
        queries::notice(sql, *key)
    }

    fn place(_: &Notice) -> Place {
        Place::Tenant
    }
}

/// Reads one's own notices.
pub struct ReadNotices;

impl Act for ReadNotices {
    const VERB: Verb = Verb::ReadNotifications;
    type Key = AccountId;
    type Subject = AccountId;

    fn find(_: &mut Sql, key: &AccountId) -> Result<Option<AccountId>> {
        Ok(Some(*key))
    }

    fn place(subject: &AccountId) -> Place {
        Place::Own(*subject)
    }
}
