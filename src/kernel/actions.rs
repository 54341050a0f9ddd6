//! The catalogue of verbs: everything anybody may be allowed or forbidden to do.
//!
//! Policy names these verbs, the permission matrix iterates over them, and the audit trail writes them down. To add
//! one: add the variant with its name and place below, give it to roles in `policies/actions/roles.toml`, and read
//! the reprinted matrix in review.

use serde::{Deserialize, Serialize};

macro_rules! verbs {
    ($($(#[$doc:meta])* $variant:ident = $name:literal $(, $recorded:ident)?;)*) => {
        /// Something an actor does to a subject.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[repr(u8)]
        pub enum Verb {
            $($(#[$doc])* #[serde(rename = $name)] $variant,)*
        }

        impl Verb {
            /// Every verb, in the order of the catalogue.
            pub const ALL: &'static [Verb] = &[$(Verb::$variant,)*];

            /// The name used by policies and the audit trail, `subject.verb`.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Verb::$variant => $name,)* }
            }

            /// Whether every granted act of this verb is written to the audit trail. Denials always are.
            #[must_use]
            pub const fn is_recorded(self) -> bool {
                match self { $(Verb::$variant => verbs!(@recorded $($recorded)?),)* }
            }
        }
    };
    (@recorded recorded) => { true };
    (@recorded) => { false };
}

verbs! {
    /// Reads the public catalogue.
    ReadCatalogue = "catalogue.read";
    /// Registers an account of her own.
    Register = "account.register", recorded;
    /// Signs in or out, and keeps a session.
    SignIn = "session.sign_in";
    /// Changes her own account, sessions and tokens.
    KeepAccount = "account.keep", recorded;
    /// Connects her account with the one she has at the shared entry, which opens it from then on.
    ConnectAccount = "account.connect", recorded;
    /// Parts her account from the one at the shared entry.
    PartAccount = "account.part", recorded;
    /// Finds out at a counter who a person is, and enters her when she has no account.
    IdentifyApplicant = "applicant.identify", recorded;
    /// Prepares a submission.
    KeepDraft = "draft.keep";
    /// Submits a dossier.
    SubmitDossier = "dossier.submit", recorded;
    /// Looks up a dossier with its number and proof, without signing in.
    TrackDossier = "dossier.track";
    /// Reads a dossier whole.
    ReadDossier = "dossier.read";
    /// Lists dossiers and tasks to work on.
    ListDossiers = "dossier.list";
    /// Takes or gives back a user task.
    ClaimTask = "task.claim", recorded;
    /// Completes a receiver's task: accept, ask for a supplement, refuse to take.
    ReceiveDossier = "dossier.receive", recorded;
    /// Completes an assessor's task.
    AssessDossier = "dossier.assess", recorded;
    /// Completes an approver's task.
    DecideDossier = "dossier.decide", recorded;
    /// Supplies what was asked for.
    SupplementDossier = "dossier.supplement", recorded;
    /// Withdraws her dossier.
    WithdrawDossier = "dossier.withdraw", recorded;
    /// Moves a process: the engine's own act.
    RunProcess = "process.run";
    /// Reads and mends incidents.
    MendIncident = "incident.mend", recorded;
    /// Raises a fee.
    RaiseFee = "fee.raise", recorded;
    /// Opens a payment at the gateway.
    PayRequest = "payment.open", recorded;
    /// Takes cash at the desk.
    TakeCash = "payment.take_cash", recorded;
    /// Records what the gateway reported.
    RecordPayment = "payment.record", recorded;
    /// Asks that money be given back.
    RaiseRefund = "refund.raise", recorded;
    /// Decides whether money is given back; never whoever asked for it.
    ApproveRefund = "refund.approve", recorded;
    /// Hands cash back at the desk.
    PayOutRefund = "refund.pay_out", recorded;
    /// Reads requests, payments, invoices and refunds.
    ReadMoney = "money.read";
    /// Posts to the journal.
    PostJournal = "journal.post", recorded;
    /// Issues an invoice.
    IssueInvoice = "invoice.issue", recorded;
    /// Makes a receipt, a refusal or a result paper.
    MakePaper = "paper.make", recorded;
    /// Reads a paper.
    ReadPaper = "paper.read";
    /// Asks whether a paper in her hand is ours, by the code printed on it.
    VerifyPaper = "paper.verify";
    /// Writes and sends notifications.
    Notify = "notification.send";
    /// Reads her own notifications.
    ReadNotifications = "notification.read";
    /// Counts events into statistics.
    CountEvents = "statistics.count";
    /// Reads statistics and exports them.
    ReadStatistics = "statistics.read", recorded;
    /// Reads the audit trail.
    ReadAudit = "audit.read", recorded;
    /// Seals the audit trail.
    SealAudit = "audit.seal";
    /// Reads the organisation and its people.
    ReadOrganisation = "organisation.read";
    /// Reads who may do what and why: an administrator of everybody, everybody of herself.
    ReadAccess = "access.read";
    /// Changes the tenant's own policy: its lines, and which duties are kept apart.
    ChangePolicy = "policy.change", recorded;
    /// Lends a responsibility of hers to a colleague, or ends a loan.
    LendResponsibility = "responsibility.lend", recorded;
    /// Compares a tenant's code with what is in force.
    PlanTenant = "tenant.plan";
    /// Changes the organisation and its accounting set-up from today.
    ChangeOrganisation = "organisation.change", recorded;
    /// Plans, cancels and carries out reorganisations.
    Reorganise = "organisation.reorganise", recorded;
    /// Goes through the checklist of a tenant that is set up.
    SetUpTenant = "tenant.set_up", recorded;
    /// Makes dictionaries, and edits and publishes their drafts.
    KeepDictionaries = "dictionary.keep", recorded;
    /// Invites people, changes their facts, closes and reopens their accounts.
    ChangePeople = "people.change", recorded;
    /// Changes responsibilities, security profiles and profile options, and who holds what.
    ChangeAccess = "access.change", recorded;
    /// Takes a change of configuration back.
    UndoChange = "change.undo", recorded;
    /// Sets a first password by an invitation's link.
    AcceptInvitation = "invitation.accept", recorded;
    /// Applies a tenant's code.
    ApplyTenant = "tenant.apply", recorded;
}

impl Verb {
    /// The key of the text that names it: `access-verb-task-claim` for `task.claim`.
    #[must_use]
    pub fn text_key(self) -> String {
        format!("access-verb-{}", self.name().replace(['.', '_'], "-"))
    }

    /// Reads a name of the catalogue.
    #[must_use]
    pub fn parse(name: &str) -> Option<Verb> {
        Verb::ALL.iter().copied().find(|verb| verb.name() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_read_back() {
        for verb in Verb::ALL {
            assert_eq!(Verb::parse(verb.name()), Some(*verb));
        }
        assert_eq!(Verb::parse("dossier.burn"), None);
    }
}
